"""The admin: snapshots at the press of a button, and decisions that no reading overwrites."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.test import Client
from kombu.exceptions import OperationalError

from factchecks.models import ClaimReview, EditorDecision, Reading, Theme, Verdict
from factchecks.reading.current import refresh
from portals.models import Event, Portal, ReportedFigure, Snapshot, Source
from portals.tasks import advance_snapshot
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the snapshots that were put into the queue."""
    ids: list[int] = []
    monkeypatch.setattr(advance_snapshot, "delay", ids.append)
    return ids


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def press_snapshot_now(client: Client, *portals: Portal) -> str:
    response = client.post(
        "/admin/portals/portal/",
        {"action": "start_snapshots", "_selected_action": [portal.pk for portal in portals]},
        follow=True,
    )
    assert response.status_code == 200
    return messages_of(response)


def test_every_list_and_form_of_the_admin_opens(admin_client: Client) -> None:
    review = factories.review(themes=["A"])
    factories.capture()
    factories.snapshot(factories.portal())
    for model, model_admin in site._registry.items():
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert admin_client.get(base).status_code == 200, base
        row = model._default_manager.first()
        if row is not None:
            assert admin_client.get(f"{base}{row.pk}/change/").status_code == 200, base
        if model_admin.search_fields:
            assert admin_client.get(f"{base}?q=x").status_code == 200, base
    assert (
        admin_client.get("/admin/factchecks/claimreview/?needs_editor__exact=1").status_code == 200
    )
    assert review.pk


def test_the_menu_speaks_plainly_and_shows_each_person_her_own_work(
    admin_client: Client, client: Client
) -> None:
    text = admin_client.get("/admin/").content.decode()
    assert "Debunks that need an editor" in text
    assert "WARC files" in text
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert "WARC files" not in client.get("/admin/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_snapshot_now_begins_one_and_hands_it_to_a_worker(
    admin_client: Client, handed_over: list[int]
) -> None:
    portal = factories.portal("p")
    said = press_snapshot_now(admin_client, portal)
    snapshot = Snapshot.objects.get()
    assert handed_over == [snapshot.pk]
    assert snapshot.trigger == "admin"
    assert snapshot.requested_by is not None
    assert "has begun" in said


@pytest.mark.django_db(transaction=True)
def test_snapshot_now_says_when_one_is_running_already(
    admin_client: Client, handed_over: list[int]
) -> None:
    portal = factories.portal("p")
    factories.snapshot(portal, state="running")
    assert "has been running since" in press_snapshot_now(admin_client, portal)
    assert handed_over == []


@pytest.mark.django_db(transaction=True)
def test_snapshot_now_says_why_a_portal_cannot_be_asked(
    admin_client: Client, handed_over: list[int]
) -> None:
    said = press_snapshot_now(admin_client, factories.portal("p", home_url=""))
    assert "no home address" in said
    assert not Snapshot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_snapshot_stays_and_is_found_later(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(snapshot_id: int) -> None:
        raise OperationalError("Error 111 connecting to 127.0.0.1:6379. Connection refused.")

    monkeypatch.setattr(advance_snapshot, "delay", unreachable)
    said = press_snapshot_now(admin_client, factories.portal("p"))
    assert "queue cannot be reached" in said
    assert "has begun. Its progress" not in said
    from datetime import UTC, datetime

    from portals.snapshots.scheduling import stalled

    assert stalled(datetime.now(UTC)) == [Snapshot.objects.get().pk]


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back if nothing were changed."""
    form = client.get(address).context["adminform"].form
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value is True:
            data[bound.html_name] = "on"
        elif isinstance(value, (list, tuple)):
            data[bound.html_name] = [getattr(each, "pk", each) for each in value]
        elif value not in (None, False):
            data[bound.html_name] = value
    for formset in client.get(address).context["inline_admin_formsets"]:
        management = formset.formset.management_form
        for bound in management:
            data[bound.html_name] = bound.value()
    return data


@pytest.mark.django_db(transaction=True)
def test_a_portal_is_added_from_its_address_and_looked_at_at_once(
    admin_client: Client, handed_over: list[int]
) -> None:
    factories.country("KZ")
    response = admin_client.post(
        "/admin/portals/portal/add/",
        {
            "name_en": "New portal", "slug": "new", "country": "KZ", "roles": ["fact_check"],
            "home_url": "https://new.example/", "hosts": "new.example\nwww.new.example",
            "languages": "ru, kk", "is_watched": "on", "interval": "06:00:00", "delay": "00:00:01",
            "max_pages": 10, "max_depth": 3, "max_page_bytes": 1000, "rules": "{}",
            "scope_include": "^/a{1,3}/", "scope_exclude": "",
            "facts-TOTAL_FORMS": 0, "facts-INITIAL_FORMS": 0,
            "portals_portal_save_and_snapshot": "1",
        },
        follow=True,
    )  # fmt: skip
    portal = Portal.objects.get(slug="new")
    assert portal.hosts == ["new.example", "www.new.example"]
    assert portal.languages == ["ru", "kk"]
    assert portal.scope_include == ["^/a{1,3}/"]
    assert portal.next_snapshot_at is not None
    assert handed_over == [Snapshot.objects.get(portal=portal).pk]
    assert "has begun" in messages_of(response)


@pytest.mark.parametrize(
    ("home_url", "written", "hosts"),
    [
        ("http://p.example/", "", ["p.example"]),
        ("http://p.example/", "www.p.example", ["p.example", "www.p.example"]),
        ("http://сайт.рф/", "https://сайт.рф/новости", ["xn--80aswg.xn--p1ai"]),
        ("http://p.localhost:8101/", "P.localhost:8101", ["p.localhost:8101"]),
    ],
)
def test_a_portals_hosts_hold_that_of_its_home_in_the_one_spelling(
    admin_client: Client, home_url: str, written: str, hosts: list[str]
) -> None:
    portal = factories.portal("p")
    address = f"/admin/portals/portal/{portal.pk}/change/"
    data = form_of(admin_client, address)
    data |= {"languages": "ru", "scope_include": "", "scope_exclude": "", "rules": "{}"}
    response = admin_client.post(address, data | {"home_url": home_url, "hosts": written})
    assert response.status_code == 302, response.context["adminform"].form.errors
    portal.refresh_from_db()
    assert portal.hosts == hosts


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("hosts", "two words", "is no host"),
        ("scope_include", "([", "is no regular expression"),
        ("languages", "russian", "is no language code"),
        ("launched", "last year", "Write a date as 2020"),
        ("home_url", "ftp://x", "Enter a valid URL"),
        ("home_url", "HTTPS://Other.example", "is there already: other"),
        ("delay", "-5", "cannot be negative"),
        ("max_pages", "0", "one page at least"),
    ],
)
def test_a_portal_that_cannot_be_is_refused_in_words(
    admin_client: Client, field: str, value: str, sentence: str
) -> None:
    factories.portal("other", home_url="https://other.example/")
    portal = factories.portal("p")
    address = f"/admin/portals/portal/{portal.pk}/change/"
    data = form_of(admin_client, address)
    for name in ("hosts", "scope_include", "scope_exclude"):
        data[name] = "\n".join(getattr(portal, name))
    data |= {"languages": "ru", "rules": "{}", field: value}
    response = admin_client.post(address, data)
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_changed_rules_raise_their_version_so_that_captures_are_read_again(
    admin_client: Client,
) -> None:
    portal = factories.portal("p")
    address = f"/admin/portals/portal/{portal.pk}/change/"
    data = form_of(admin_client, address)
    data |= {"hosts": "p.example", "languages": "ru", "scope_include": "", "scope_exclude": ""}
    rules = '{"debunk": {"css": "article"}, "title": {"css": "h1"}}'
    for written, version in (("{}", 1), ("", 1), (rules, 2), (rules, 2), ("{}", 3)):
        response = admin_client.post(address, data | {"rules": written})
        assert response.status_code == 302, response.context["adminform"].form.errors
        portal.refresh_from_db()
        assert portal.rules_version == version


def review_form(client: Client, review: ClaimReview, **changes: Any) -> Any:
    address = f"/admin/factchecks/claimreview/{review.pk}/change/"
    return client.post(address, form_of(client, address) | changes, follow=True)


def test_saving_without_a_change_decides_nothing(admin_client: Client) -> None:
    review = factories.review(verdict="FALSE", themes=["A"])
    response = review_form(admin_client, review)
    assert response.redirect_chain, response.context["adminform"].form.errors
    assert not EditorDecision.objects.exists()


def test_an_editor_s_change_becomes_a_decision_with_its_reason(admin_client: Client) -> None:
    review = factories.review(verdict="FALSE", published_on=date(2020, 4, 1))
    Verdict.objects.create(code="TRUE", name_en="True")
    response = review_form(
        admin_client, review, verdict="TRUE", published_on="2020-05-02", reason="The page says so."
    )
    assert "2 decisions were kept." in messages_of(response)
    decided = {row.field: row for row in EditorDecision.objects.all()}
    assert decided["verdict"].value == "TRUE"
    assert decided["verdict"].machine_value == "FALSE"
    assert decided["published_on"].machine_value == "2020-04-01"
    assert {row.reason for row in decided.values()} == {"The page says so."}
    review.refresh_from_db()
    assert review.verdict_id == "TRUE"


def test_a_decision_made_in_the_admin_stands_when_the_page_is_read_again(
    admin_client: Client,
) -> None:
    review = factories.review(title="As published")
    capture = factories.capture(review.page)
    review_form(admin_client, review, title="As an editor put it")
    Reading.objects.create(
        capture=capture, extractor="x", version="2", review=review,
        fields={"title": {"value": "As read again", "passage": "", "rule": ""}},
    )  # fmt: skip
    refresh(review)
    review.refresh_from_db()
    assert review.title == "As an editor put it"


def test_themes_are_decided_in_the_form(admin_client: Client) -> None:
    review = factories.review(themes=["A"])
    Theme.objects.create(code="B", name_en="B")
    review_form(admin_client, review, decided_themes=["B"])
    assert EditorDecision.objects.get().value == ["B"]
    assert [(link.theme_id, link.decided_by) for link in review.theme_links.all()] == [
        ("B", "editor")
    ]


def test_a_decision_is_undone_from_the_list(admin_client: Client) -> None:
    review = factories.review(title="As published")
    review_form(admin_client, review, title="Changed")
    decision = EditorDecision.objects.get()
    admin_client.post(
        "/admin/factchecks/editordecision/",
        {"action": "undo_decisions", "_selected_action": [decision.pk]},
    )
    decision.refresh_from_db()
    assert decision.undone_at is not None
    review.refresh_from_db()
    assert review.title == "As published"


def test_evidence_can_be_looked_at_and_not_touched(admin_client: Client) -> None:
    capture = factories.capture()
    address = f"/admin/portals/capture/{capture.pk}"
    assert admin_client.get(f"{address}/change/").status_code == 200
    assert admin_client.post(f"{address}/change/", {"url": "x"}).status_code == 403
    assert admin_client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get("/admin/portals/capture/add/").status_code == 403


def test_the_days_of_a_dated_entry_follow_from_its_date(admin_client: Client) -> None:
    source = Source.objects.create(code="P", citation="C")
    portal = factories.portal("p")
    admin_client.post(
        "/admin/portals/reportedfigure/add/",
        {"key": "k", "portal": portal.pk, "metric": "debunks", "label_en": "L", "value": "5",
         "as_of": "2020-11", "source": source.pk},
    )  # fmt: skip
    assert ReportedFigure.objects.get().as_of_last_day == date(2020, 11, 30)
    data = {"key": "e", "country": "KZ", "text_en": "T", "source": source.pk}
    admin_client.post("/admin/portals/event/add/", data | {"happened": "2020-03-16/2020-05-11"})
    assert Event.objects.get().sort_date == date(2020, 3, 16)
    refused = admin_client.post(
        "/admin/portals/event/add/", data | {"key": "f", "happened": "2020-13"}
    )
    assert "does not exist" in refused.content.decode()


@pytest.mark.parametrize(
    ("prefix", "language", "word"), [("/ru", "ru", "Порталы"), ("/kk", "kk", "Порталдар")]
)
def test_the_admin_speaks_the_language_of_its_address(
    admin_client: Client, prefix: str, language: str, word: str
) -> None:
    page = admin_client.get(f"{prefix}/admin/").content.decode()
    assert word in page
    assert f'href="{prefix}/admin/portals/portal/"' in page
    switched = admin_client.post(
        "/i18n/setlang/", {"language": language, "next": "/admin/portals/portal/"}
    )
    assert switched["Location"] == f"{prefix}/admin/portals/portal/"


def test_dates_in_the_admin_are_written_as_on_the_site(admin_client: Client) -> None:
    factories.review(published_on=date(2021, 12, 20))
    for prefix in ("", "/ru", "/kk"):
        page = admin_client.get(f"{prefix}/admin/factchecks/claimreview/").content.decode()
        assert "2021-12-20" in page


def test_the_menu_marks_the_queue_or_the_whole_list_and_never_both(admin_client: Client) -> None:
    def marked(address: str) -> list[str]:
        groups = admin_client.get(address).context["sidebar_navigation"]
        return [str(item["title"]) for group in groups for item in group["items"] if item["active"]]

    debunks = "/admin/factchecks/claimreview/"
    assert marked(debunks) == ["All debunks"]
    assert marked(f"{debunks}?needs_editor__exact=1") == ["Debunks that need an editor"]
    assert marked("/ru/admin/portals/portal/") == ["Порталы"]


def test_what_waits_is_marked_and_what_is_well_is_not(admin_client: Client) -> None:
    def said() -> int:
        page = admin_client.get("/admin/factchecks/claimreview/").content.decode()
        return page.count("Needs an editor")

    factories.review()
    in_heads = said()
    ClaimReview.objects.update(needs_editor=True)
    assert said() == in_heads + 1
