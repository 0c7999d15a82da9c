"""Appeared, edited, removed, restored: and never removed by one failure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portals.history.availability import availability
from portals.history.changes import find_changes
from portals.models import Capture, Change, Outcome, Page
from tests import factories
from tests.portals.running import run_snapshot
from tests.portals.sites import Site, html

pytestmark = pytest.mark.django_db
BEGIN = datetime(2020, 4, 1, tzinfo=UTC)


def seen(page: Page, day: int, what: str) -> Capture:
    """One capture of `page` on a day: a text, or the name of an outcome."""
    moment = BEGIN + timedelta(days=day)
    if what in Outcome.values:
        return factories.capture(page, outcome=what, requested_at=moment)
    return factories.capture(page, what.encode(), requested_at=moment)


def history(page: Page) -> list[tuple[str, int | None, int]]:
    """Kinds with the days of the captures before and after."""
    rows = Change.objects.filter(page=page).order_by("found_at").select_related("before", "after")
    return [
        (
            row.kind,
            (row.before.requested_at - BEGIN).days if row.before else None,
            (row.after.requested_at - BEGIN).days,
        )
        for row in rows
    ]


def test_a_page_appears_is_edited_removed_and_restored() -> None:
    page = factories.page()
    for day, what in enumerate(["one", "one", "two", "not_found", "gone", "two", "three"]):
        seen(page, day, what)
    assert find_changes() == 5
    assert history(page) == [
        ("appeared", None, 0),
        ("edited", 1, 2),
        ("removed", 2, 3),
        ("restored", 4, 5),
        ("edited", 5, 6),
    ]


@pytest.mark.parametrize(
    "failure",
    ["timeout", "server_error", "connection_failure", "dns_failure", "blocked", "refused_robots",
     "bad_answer", "redirected", "rate_limited"],
)  # fmt: skip
def test_a_failure_is_never_a_removal(failure: str) -> None:
    page = factories.page()
    for day, what in enumerate(["one", failure, failure, "one"]):
        seen(page, day, what)
    find_changes()
    assert history(page) == [("appeared", None, 0)]


def test_a_page_that_was_never_there_is_not_removed() -> None:
    page = factories.page()
    seen(page, 0, "not_found")
    seen(page, 1, "one")
    find_changes()
    assert history(page) == [("appeared", None, 1)]


def test_what_is_found_step_by_step_is_the_same_as_at_once() -> None:
    story = ["one", "timeout", "two", "two", "not_found", "not_found", "one", "gone"]
    at_once, by_steps = factories.page(), factories.page()
    for day, what in enumerate(story):
        seen(at_once, day, what)
        seen(by_steps, day, what)
        find_changes() if day % 2 else None
        Change.objects.filter(page=at_once).delete()
        at_once.captures.update(compared=False)
    find_changes()
    assert history(at_once) == history(by_steps) != []


def test_looking_again_finds_nothing_more() -> None:
    seen(factories.page(), 0, "one")
    assert find_changes() == 1
    assert find_changes() == 0


def test_a_capture_that_arrives_late_corrects_what_was_concluded() -> None:
    """Salvaged from a killed worker, or imported."""
    page = factories.page()
    seen(page, 0, "one")
    seen(page, 4, "three")
    find_changes()
    seen(page, 2, "not_found")
    find_changes()
    assert history(page) == [("appeared", None, 0), ("removed", 0, 2), ("restored", 2, 4)]
    assert not Capture.objects.to_compare().exists()


def test_a_stage_takes_only_so_many_pages_at_once() -> None:
    for _page in range(3):
        seen(factories.page(), 0, "one")
    assert find_changes(limit=2) == 2
    assert find_changes(limit=2) == 1


def test_availability_joins_snapshots_that_say_the_same_and_names_gaps() -> None:
    portal = factories.portal(interval=timedelta(hours=6))
    for hours, state in [
        (0, "complete"), (6, "partial"), (12, "unreachable"), (18, "complete"),
        (100, "blocked"), (106, "interrupted"), (112, "running"),
    ]:  # fmt: skip
        factories.snapshot(portal, state=state, started_at=BEGIN + timedelta(hours=hours))
    found = [
        (i.state, round((i.begin - BEGIN) / timedelta(hours=1)), i.snapshots)
        for i in availability(portal)
    ]
    assert found == [
        ("up", 0, 2), ("down", 12, 1), ("up", 18, 1), ("unknown", 18, 0),
        ("blocked", 100, 1), ("unknown", 106, 1),
    ]  # fmt: skip
    assert all(i.begin <= i.end for i in availability(portal))
    assert availability(factories.portal()) == ()


@pytest.mark.usefixtures("warc_root")
def test_what_cannot_have_changed_is_not_even_compared(site: Site) -> None:
    """Or every snapshot would put every page before the stage again."""
    site.pages = {"/": html("/a"), "/a": html(text="one"), "/sitemap.xml": html()}
    portal = site.portal()
    run_snapshot(portal)
    assert find_changes() == 2
    run_snapshot(portal)
    assert not Capture.objects.to_compare().exists()
    del site.pages["/a"]
    run_snapshot(portal)
    assert [change.kind for change in _found()] == ["removed"]
    run_snapshot(portal)
    assert not Capture.objects.to_compare().exists()
    site.pages["/a"] = html(text="one")
    run_snapshot(portal)
    assert [change.kind for change in _found()] == ["restored"]


def _found() -> list[Change]:
    known = set(Change.objects.values_list("pk", flat=True))
    find_changes()
    return list(Change.objects.exclude(pk__in=known))
