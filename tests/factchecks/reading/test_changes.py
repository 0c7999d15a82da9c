"""What a portal changed in its debunks, told apart from what our readers changed."""

from __future__ import annotations

import pytest

from factchecks.models import ClaimReview, ReviewChange
from factchecks.reading.backlog import read_backlog
from portals.history.changes import find_changes
from portals.models import Outcome, Page
from tests import factories
from tests.factchecks.reading.pages import BEGAN, captured, debunk, fact_check_portal, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warc_root", "terms")]


def changes() -> list[tuple[str, str, str, str]]:
    rows = ReviewChange.objects.order_by("found_at", "field")
    return [(row.kind, row.field, row.before, row.after) for row in rows]


def gone(page: Page, days: float) -> None:
    captured(page, "gone", days=days, outcome=Outcome.GONE, status=410, changed=False)


def read_all() -> None:
    find_changes()
    read_backlog(100)


def test_an_edit_in_silence_is_one_row_per_field_that_cites_both_captures() -> None:
    page = page_of(fact_check_portal())
    first = captured(page, debunk(), days=0)
    second = captured(page, debunk(title="Маски безопасны", time="22.10.2020"), days=1)
    read_all()

    assert changes() == [
        ("edited", "published_on", "2020-10-21", "2020-10-22"),
        ("edited", "title", "Маски не вызывают гипоксию", "Маски безопасны"),
    ]
    row = ReviewChange.objects.first()
    assert row
    assert (row.before_capture, row.after_capture) == (first, second)
    assert row.found_at == second.requested_at
    assert ClaimReview.objects.get().title == "Маски безопасны"
    assert ClaimReview.objects.get().last_changed_at == second.requested_at


def test_a_changed_verdict_is_a_change_of_its_own_kind() -> None:
    page = page_of(fact_check_portal())
    captured(page, debunk(verdict="ложь"), days=0)
    captured(page, debunk(verdict="манипуляция"), days=1)
    read_all()
    assert changes() == [("verdict_changed", "verdict", "ложь", "манипуляция")]
    assert ClaimReview.objects.get().verdict_id == "MISLEADING"


def test_another_word_for_the_same_verdict_is_an_edit() -> None:
    page = page_of(fact_check_portal())
    captured(page, debunk(verdict="ложь"), days=0)
    captured(page, debunk(verdict="фейк"), days=1)
    captured(page, debunk(verdict="Фейк"), days=2)
    read_all()
    assert changes() == [("edited", "verdict_raw", "ложь", "фейк")]


def test_a_title_that_holds_the_claim_changes_once() -> None:
    rules = {"debunk": {"css": "article"}, "title": {"css": "h1"}}
    page = page_of(fact_check_portal(rules=rules))
    captured(page, debunk(title="Фейк: «Маски вредны»"), days=0)
    captured(page, debunk(title="Фейк: «Маски опасны»"), days=1)
    read_all()
    assert [field for _, field, _, _ in changes()] == ["title"]


def test_a_new_version_of_the_reader_changes_nothing_of_the_portals() -> None:
    portal = fact_check_portal()
    page = page_of(portal)
    captured(page, debunk(), days=0)
    captured(page, debunk(), days=1)
    read_all()
    portal.rules = {**portal.rules, "title": {"css": ".claim"}}
    portal.save()
    read_all()

    assert ClaimReview.objects.get().title == "Маски вызывают кислородное голодание"
    assert changes() == []


def test_a_change_that_a_wrong_reader_made_up_goes_with_it() -> None:
    portal = fact_check_portal(rules={"debunk": {"css": "article"}, "title": {"css": "p.views"}})
    page = page_of(portal)
    captured(page, debunk() + "<p class=views>Показов 1</p>", days=0)
    captured(page, debunk() + "<p class=views>Показов 2</p>", days=1)
    read_all()
    assert changes()[0][:2] == ("edited", "title")

    portal.rules = {"debunk": {"css": "article"}, "title": {"css": "h1"}}
    portal.save()
    read_all()
    assert changes() == []


def test_a_withdrawn_debunk_stays_with_its_text_and_the_dates_between() -> None:
    page = page_of(fact_check_portal())
    last = captured(page, debunk(), days=0)
    read_all()
    gone(page, days=2)
    read_all()

    review = ClaimReview.objects.get()
    assert review.is_withdrawn
    assert review.withdrawn_after == last.requested_at
    assert review.withdrawn_before is not None
    assert review.withdrawn_before > last.requested_at
    assert review.title
    assert [kind for kind, *_ in changes()] == ["withdrawn"]


def test_a_debunk_that_comes_back_is_no_longer_withdrawn() -> None:
    page = page_of(fact_check_portal())
    captured(page, debunk(), days=0)
    gone(page, days=1)
    captured(page, debunk(), days=2, changed=False)
    read_all()
    read_all()

    assert [kind for kind, *_ in changes()] == ["withdrawn", "restored"]
    assert not ClaimReview.objects.get().is_withdrawn


def test_a_page_whose_text_is_taken_off_is_withdrawn_too() -> None:
    page = page_of(fact_check_portal())
    captured(page, debunk(), days=0)
    captured(page, "<h1>Материал удалён</h1>", days=1)
    captured(page, debunk(), days=2)
    read_backlog(2)
    assert ClaimReview.objects.get().is_withdrawn
    read_all()
    assert [kind for kind, *_ in changes()] == ["withdrawn", "restored"]
    assert not ClaimReview.objects.get().is_withdrawn


def test_a_portal_that_does_not_answer_withdraws_nothing() -> None:
    page = page_of(fact_check_portal())
    captured(page, debunk(), days=0)
    factories.capture(page, outcome=Outcome.TIMEOUT, requested_at=BEGAN.replace(day=3))
    read_all()
    assert changes() == []


def test_what_the_first_snapshot_finds_did_not_appear() -> None:
    captured(page_of(fact_check_portal()), debunk())
    read_all()
    assert changes() == []


def test_what_comes_after_a_complete_snapshot_appeared() -> None:
    portal = fact_check_portal()
    factories.snapshot(portal, state="complete", started_at=BEGAN)
    capture = captured(page_of(portal), debunk(), days=1)
    read_all()
    row = ReviewChange.objects.get()
    assert (row.kind, row.field, row.after_capture) == ("appeared", "", capture)
    assert ClaimReview.objects.get().last_changed_at is None


def test_a_capture_that_arrives_late_is_put_in_its_place() -> None:
    page = page_of(fact_check_portal())
    captured(page, debunk(title="Один"), days=0)
    captured(page, debunk(title="Три"), days=2)
    read_all()
    captured(page, debunk(title="Два"), days=1)
    read_all()

    assert [(before, after) for _, _, before, after in changes()] == [
        ("Один", "Два"),
        ("Два", "Три"),
    ]
    assert ClaimReview.objects.get().title == "Три", "the newest capture counts"


def test_looking_twice_records_each_change_once() -> None:
    page = page_of(fact_check_portal())
    captured(page, debunk(), days=0)
    captured(page, debunk(title="Маски безопасны"), days=1)
    gone(page, days=2)
    read_all()
    read_all()
    assert [kind for kind, *_ in changes()] == ["edited", "withdrawn"]
