"""Which snapshots begin, and by whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from portals.models import Capture, FrontierEntry, Portal, Snapshot, Trigger
from portals.snapshots.scheduling import (
    NotWatchable,
    SnapshotRunning,
    stalled,
    start_due,
    start_snapshot,
)
from tests import factories
from tests.portals.sites import Reply, Site, html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warc_root")]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def watched(**fields: Any) -> Portal:
    return factories.portal(is_watched=True, **fields)


def test_only_one_snapshot_of_a_portal_runs() -> None:
    portal = watched()
    running = start_snapshot(portal, Trigger.ADMIN)
    with pytest.raises(SnapshotRunning, match="has been running since") as refused:
        start_snapshot(portal, Trigger.ADMIN)
    assert refused.value.snapshot == running
    assert Snapshot.objects.count() == 1


def test_a_portal_without_an_address_says_what_is_missing() -> None:
    with pytest.raises(NotWatchable, match="has no home address"):
        start_snapshot(factories.portal("fund", home_url=""), Trigger.ADMIN)
    with pytest.raises(NotWatchable, match=r"Add site\.example"):
        start_snapshot(factories.portal("site", hosts=["other.example"]), Trigger.ADMIN)
    with pytest.raises(NotWatchable, match="is no web address"):
        start_snapshot(factories.portal("odd", home_url="gopher://odd/"), Trigger.ADMIN)
    assert not Snapshot.objects.exists()


def test_an_overdue_portal_gets_one_snapshot_and_its_next_turn_counts_from_now() -> None:
    portal = watched(next_snapshot_at=NOW - timedelta(days=30), interval=timedelta(hours=6))
    assert len(start_due(NOW)) == 1
    portal.refresh_from_db()
    assert portal.next_snapshot_at is not None
    assert portal.next_snapshot_at > datetime.now(UTC) + timedelta(hours=5)


def test_a_portal_that_is_due_while_its_snapshot_runs_waits_for_its_next_turn() -> None:
    portal = watched(next_snapshot_at=NOW)
    start_snapshot(portal, Trigger.ADMIN)
    Portal.objects.update(next_snapshot_at=NOW)
    assert start_due(NOW) == []
    portal.refresh_from_db()
    assert portal.next_snapshot_at == NOW + portal.interval


def test_portals_that_are_only_described_are_never_due() -> None:
    factories.portal(next_snapshot_at=NOW - timedelta(days=1))
    watched(next_snapshot_at=None)
    assert start_due(NOW) == []


def test_a_portal_that_cannot_be_watched_does_not_stop_the_others() -> None:
    watched(hosts=[], next_snapshot_at=NOW - timedelta(hours=1))
    fine = watched(next_snapshot_at=NOW)
    assert [snapshot.portal for snapshot in start_due(NOW)] == [fine]


def test_snapshots_that_nobody_holds_are_stalled() -> None:
    free = factories.snapshot(watched(), state="running")
    factories.snapshot(watched(), state="running", lease_until=NOW + timedelta(seconds=1))
    gone = factories.snapshot(watched(), state="running", lease_until=NOW)
    factories.snapshot(watched())
    assert set(stalled(NOW)) == {free.pk, gone.pk}


def test_the_limits_are_kept_as_they_were_at_the_start() -> None:
    portal = watched(max_pages=7, scope_exclude=["x"])
    snapshot = start_snapshot(portal, Trigger.ADMIN)
    Portal.objects.update(max_pages=9)
    snapshot.refresh_from_db()
    assert snapshot.limits["max_pages"] == 7
    assert snapshot.limits["scope_exclude"] == ["x"]
    assert FrontierEntry.objects.filter(snapshot=snapshot).count() == 2


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("snapshot", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_waits_without_any_worker_and_says_how_it_ended(site: Site) -> None:
    site.pages = {"/": html("/a"), "/a": Reply(b"", 500)}
    site.portal("jalgan-emes")
    said = run("jalgan-emes", "--wait")
    assert "Snapshot" in said
    assert "3 found, 3 answered, 0 failed" in said
    assert "Partial. 1 page could not be captured: server error (1)." in said


def test_the_command_fails_when_the_portal_is_down(site: Site) -> None:
    site.portal("down")
    out = StringIO()
    with (
        override_settings(LOOPBACK_PORTALS={site.authority: ("127.0.0.1", 1)}),
        pytest.raises(CommandError),
    ):
        call_command("snapshot", "down", "--wait", stdout=out)
    assert "Unreachable. The portal could not be reached" in out.getvalue()


def test_an_unknown_portal_is_answered_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match="None is known yet: run load_registry"):
        run("nothing")
    factories.portal("stopfake-kz")
    with pytest.raises(CommandError, match="Known are: stopfake-kz"):
        run("stopfakekz")


def test_a_running_snapshot_is_joined(site: Site) -> None:
    site.pages = {"/": html()}
    start_snapshot(site.portal("jalgan-emes"), Trigger.SCHEDULE)
    said = run("jalgan-emes", "--wait")
    assert "has been running since" in said
    assert "Complete." in said


def test_an_archive_that_stays_on_its_machine_asks_nobody_else() -> None:
    factories.portal("real", home_url="http://real.invalid/", hosts=["real.invalid"])
    out = StringIO()
    with override_settings(LOOPBACK_ONLY=True):
        call_command("snapshot", "real", "--wait", stdout=out)
    assert "This archive asks only the portals on its own machine." in out.getvalue()
    refused = Capture.objects.get(kind="robots")
    assert refused.outcome == "refused_guard"
