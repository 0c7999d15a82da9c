"""Captures become readings and debunks: each once, oldest first, whatever the page is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from factchecks.extraction.base import PageReading, PageSource
from factchecks.extraction.selectors import Selectors
from factchecks.models import ClaimReview, Reading
from factchecks.reading.backlog import read_again, read_backlog
from portals.models import Outcome, Snapshot
from tests import factories
from tests.factchecks.reading.pages import BEGAN, captured, debunk, fact_check_portal, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warc_root", "terms")]


def test_a_capture_becomes_a_debunk_with_its_reading() -> None:
    portal = fact_check_portal()
    capture = captured(page_of(portal), debunk())

    report = read_backlog(10)

    assert (report.read, report.debunks, report.failed) == (1, 1, 0)
    review = ClaimReview.objects.get()
    assert review.title == "Маски не вызывают гипоксию"
    assert review.claim_text == "Маски вызывают кислородное голодание"
    assert review.published_on == date(2020, 10, 21)
    assert review.verdict_id == "FALSE"
    assert review.verdict_raw == "ложь"
    assert not review.verdict_implied
    assert review.language == "ru"
    assert review.portal == portal
    assert review.first_captured_at == capture.requested_at
    assert [country.code for country in review.countries.all()] == ["KZ"]
    assert [origin.code for origin in review.origins.all()] == ["WHATSAPP"]
    assert "PREV" in {theme.code for theme in review.themes.all()}
    assert not review.needs_editor


def test_the_reading_keeps_each_fields_passage_and_rule() -> None:
    captured(page_of(fact_check_portal()), debunk())
    read_backlog(10)
    fields = Reading.objects.get().fields
    assert fields["verdict"] == {
        "value": "FALSE",
        "passage": "ложь",
        "rule": "rule verdict: .verdict",
    }
    assert all({"value", "passage", "rule"} == entry.keys() for entry in fields.values())


def test_a_capture_is_read_once() -> None:
    captured(page_of(fact_check_portal()), debunk())
    assert read_backlog(10).read == 1
    assert read_backlog(10).read == 0
    assert Reading.objects.count() == 1


def test_the_oldest_captures_come_first_and_no_more_than_asked_for() -> None:
    portal = fact_check_portal()
    newer = captured(page_of(portal, "/b"), debunk(), days=2)
    older = captured(page_of(portal, "/a"), debunk(), days=1)
    assert read_backlog(1).read == 1
    assert Reading.objects.get().capture == older
    read_backlog(1)
    assert Reading.objects.filter(capture=newer).exists()


def test_what_cannot_hold_a_debunk_is_not_read() -> None:
    portal = fact_check_portal()
    captured(page_of(portal, "/same"), debunk(), changed=False)
    captured(page_of(portal, "/gone"), debunk(), outcome=Outcome.NOT_FOUND, status=404)
    captured(page_of(portal, "/feed"), debunk(), content_type="application/rss+xml")
    captured(page_of(factories.portal("paper", roles=["media_outlet"])), debunk())
    assert read_backlog(10).read == 0


def test_a_portal_in_another_role_is_read_where_it_has_rules() -> None:
    captured(page_of(fact_check_portal(roles=["official_information"])), debunk())
    assert read_backlog(10).debunks == 1


def test_a_page_that_is_no_debunk_has_a_reading_with_the_reason() -> None:
    captured(page_of(fact_check_portal()), "<h1>О проекте</h1>")
    report = read_backlog(10)
    reading = Reading.objects.get()
    assert (report.read, report.debunks) == (1, 0)
    assert reading.review is None
    assert "article" in reading.reason


def test_a_page_that_breaks_the_reader_does_not_block_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    portal = fact_check_portal()
    bad = captured(page_of(portal, "/bad"), debunk(), days=0)
    captured(page_of(portal, "/good"), debunk(), days=1)
    whole = Selectors.read

    def breaks_on_one(self: Selectors, page: PageSource) -> PageReading:
        if page.url.endswith("/bad"):
            raise RuntimeError("boom")
        return whole(self, page)

    monkeypatch.setattr(Selectors, "read", breaks_on_one)
    report = read_backlog(10)

    assert (report.read, report.debunks, report.failed) == (2, 1, 1)
    assert "boom" in Reading.objects.get(capture=bad).reason
    assert read_backlog(10).read == 0


def test_missing_evidence_is_said_and_does_not_block_the_next_page(warc_root: Path) -> None:
    portal = fact_check_portal()
    lost = captured(page_of(portal, "/lost"), debunk())
    captured(page_of(portal, "/there"), debunk(), days=1)
    assert lost.warc_file
    (warc_root / lost.warc_file.path).unlink()

    report = read_backlog(10)

    assert (report.debunks, report.failed) == (1, 1)
    assert Reading.objects.get(capture=lost).reason


def test_a_page_with_bytes_that_the_database_refuses_is_read() -> None:
    captured(page_of(fact_check_portal()), debunk(title="Маски\x00 и &#0; вирус"))
    report = read_backlog(10)
    assert (report.debunks, report.failed) == (1, 0)


@pytest.mark.parametrize("text", ["я" * 2_000_001, "<b>" * 60_001])
def test_an_endless_page_is_not_parsed(text: str) -> None:
    captured(page_of(fact_check_portal()), debunk(text=text))
    assert read_backlog(10).failed == 1
    assert "large" in Reading.objects.get().reason


def test_a_second_address_of_a_page_is_no_second_debunk() -> None:
    portal = fact_check_portal()
    main = page_of(portal, "/archives/7")
    captured(main, debunk(), days=1)
    captured(page_of(portal, "/?p=7", canonical=main), debunk(), days=0)

    read_backlog(10)

    assert ClaimReview.objects.get().page == main
    twin = Reading.objects.get(review=None)
    assert "/archives/7" in twin.reason


def test_a_second_address_waits_for_the_page_that_the_snapshot_may_still_bring() -> None:
    portal = fact_check_portal()
    main = page_of(portal, "/archives/7")
    captured(page_of(portal, "/?p=7", canonical=main), debunk())
    running = factories.snapshot(portal, state="running")
    assert read_backlog(10).read == 0

    Snapshot.objects.filter(pk=running.pk).update(state="complete", ended_at=BEGAN)
    assert read_backlog(10).debunks == 1, "the page never came, so its twin is read"


def test_pages_that_name_each_other_as_canonical_give_one_debunk() -> None:
    portal = fact_check_portal()
    one, other = page_of(portal, "/one"), page_of(portal, "/other")
    one.canonical, other.canonical = other, one
    one.save()
    other.save()
    captured(one, debunk())
    captured(other, debunk())
    read_backlog(10)
    assert ClaimReview.objects.count() == 1


def test_a_verdict_off_the_scale_asks_an_editor() -> None:
    captured(page_of(fact_check_portal()), debunk(verdict="три козы", time="31 июня 2020"))
    read_backlog(10)
    review = ClaimReview.objects.get()
    assert review.verdict is None
    assert review.verdict_raw == "три козы"
    assert review.needs_editor
    assert len(review.editor_question.split("\n")) == 2
    assert review.published_on is None


def test_changed_rules_read_the_history_again() -> None:
    portal = fact_check_portal()
    captured(page_of(portal), debunk())
    read_backlog(10)
    portal.rules = {**portal.rules, "claim": {"css": "h1"}}
    portal.save()

    assert read_backlog(10).read == 1

    assert Reading.objects.count() == 2, "the older reading stays"
    assert ClaimReview.objects.get().claim_text == "Маски не вызывают гипоксию"


def test_unusable_rules_stop_only_their_own_portal() -> None:
    captured(page_of(fact_check_portal("broken", rules={"debunk": "all"})), debunk())
    captured(page_of(fact_check_portal("whole")), debunk())
    assert read_backlog(10).debunks == 1


def test_reading_again_makes_the_same_debunks() -> None:
    captured(page_of(fact_check_portal()), debunk())
    read_backlog(10)
    before = ClaimReview.objects.values().get()

    assert read_again() == 1
    assert read_backlog(10).debunks == 1

    after = ClaimReview.objects.values().get()
    assert {**after, "search": None} == {**before, "search": None}


def test_a_database_without_taxonomy_gets_it_before_the_first_page_is_read() -> None:
    from factchecks.models import Theme, Verdict

    Theme.objects.all().delete()
    Verdict.objects.all().delete()
    captured(page_of(fact_check_portal()), debunk())
    read_backlog(10)
    assert ClaimReview.objects.get().verdict_id == "FALSE"


def test_declared_translations_have_one_original_in_whichever_order_they_are_read() -> None:
    portal = fact_check_portal(languages=["kk", "ru"])
    pages = {language: page_of(portal, f"/{language}/7") for language in ("kk", "ru")}
    head = "".join(
        f'<link rel="alternate" hreflang="{language}" href="{page.url}">'
        for language, page in pages.items()
    )
    kazakh = debunk(
        title="Бетперде зиян емес",
        claim="Бетперде өкпеге зиян",
        text="Дәрігерлер мұны жоққа шығарды.",
        head=head,
    )
    captured(pages["kk"], kazakh, days=0)
    captured(pages["ru"], debunk(head=head), days=1)
    read_backlog(10)

    translation = ClaimReview.objects.get(language="kk")
    original = ClaimReview.objects.get(language="ru")
    assert translation.translation_of == original
    assert original.translation_of is None
