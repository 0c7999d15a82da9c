"""A worker may be killed anywhere. Nothing committed is lost, and the snapshot ends."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from portals.history.fixity import verify
from portals.models import Capture, HostLease, Snapshot, Trigger, WarcFile
from portals.snapshots.advancing import advance
from portals.snapshots.leases import LeaseLost, claim
from portals.snapshots.scheduling import stalled, start_snapshot
from portals.warc.read import whole_records
from portals.warc.records import Record
from portals.warc.write import WarcWriter
from tests.portals.running import finish, run_snapshot
from tests.portals.sites import Handler, Site, html
from tests.portals.warc.foreign import assert_accepted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]

PLACES = [
    "after-claim", "first-request", "write:1", "write:2", "write:5", "after-sync", "after-rename",
    "salvage-renamed", "salvage-in-transaction", "in-transaction", "after-commit", "write:9",
]  # fmt: skip


def environment(site: Site, warc_root: Path) -> dict[str, str]:
    """What a worker needs to reach this test's database, archive and site."""
    of = connection.settings_dict
    host = quote(str(of["HOST"]), safe="")
    login = quote(str(of["USER"])) + (f":{quote(str(of['PASSWORD']))}" if of["PASSWORD"] else "")
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"postgresql://{login}@:{of['PORT']}/{of['NAME']}?host={host}",
        "WARC_ROOT": str(warc_root),
        "LOOPBACK_PORTALS": f"{site.authority}=127.0.0.1:{site.port}",
        "SNAPSHOT_STEP_SECONDS": "0.25",
        "REQUEST_TIMEOUT_SECONDS": "2",
    }


def stepper(snapshot: Snapshot, where: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.portals.stepper", str(snapshot.pk), where]
    return subprocess.Popen(command, env=env, cwd=settings.BASE_DIR)


def let_leases_run_out() -> None:
    """As the time would that a killed worker's lease still has."""
    past = datetime(2020, 1, 1, tzinfo=UTC)
    Snapshot.objects.filter(lease_until__isnull=False).update(lease_until=past)
    HostLease.objects.update(lease_until=past)


def evidence() -> dict[str, tuple[int, str]]:
    """Every capture row with bytes, after making sure that the bytes are there."""
    rows = Capture.objects.exclude(warc_record_id="").select_related("warc_file", "refers_to")
    for capture in rows:
        verification = verify(capture)
        assert verification.ok, verification.message
    return {capture.warc_record_id: (capture.pk, capture.payload_sha256) for capture in rows}


def assert_nothing_lost_or_doubled(snapshot: Snapshot, warc_root: Path) -> None:
    files = sorted(warc_root.rglob("*.warc.gz*"))
    assert_accepted(files)
    assert not [file for file in files if file.name.endswith(".open")]
    rows = {str(warc_root / path) for path in WarcFile.objects.values_list("path", flat=True)}
    assert rows == {str(file) for file in files}
    on_disk = [
        record.record_id
        for file in files
        for record in whole_records(file)
        if record.kind in {"response", "revisit"}
    ]
    assert Counter(on_disk) == Counter(
        Capture.objects.exclude(warc_record_id="").values_list("warc_record_id", flat=True)
    )
    per_page = Counter(snapshot.captures.values_list("page", flat=True))
    # A salvaged page is not asked for again.
    assert max(per_page.values()) == 1


def many_pages(site: Site, count: int) -> None:
    links = [f"/{number}" for number in range(count)]
    site.pages = {"/": html(*links)} | {link: html(text=f"debunk {link}") for link in links}


def test_a_worker_killed_at_every_place_loses_nothing(site: Site, warc_root: Path) -> None:
    many_pages(site, 90)
    env = environment(site, warc_root)
    # The pause lets no step get far enough to leave nothing for the next one.
    snapshot = start_snapshot(site.portal(delay=timedelta(milliseconds=20)), Trigger.COMMAND)
    before: dict[str, tuple[int, str]] = {}
    for where in PLACES:
        killed = stepper(snapshot, where, env)
        assert killed.wait(60) == -signal.SIGKILL, where
        now = evidence()
        assert before.items() <= now.items(), where
        before = now
        let_leases_run_out()
    assert WarcFile.objects.filter(salvaged=True).exists()

    assert stepper(snapshot, "", env).wait(60) == 0
    snapshot.refresh_from_db()
    assert (snapshot.state, snapshot.reason) == ("complete", "")
    assert before.items() <= evidence().items()
    assert snapshot.captures.filter(outcome="ok").count() == 91
    assert_nothing_lost_or_doubled(snapshot, warc_root)


def test_a_worker_killed_at_random_moments_loses_nothing(site: Site, warc_root: Path) -> None:
    many_pages(site, 150)
    env = environment(site, warc_root)
    portal = site.portal()
    run_snapshot(portal)
    # The second snapshot writes revisits.
    snapshot = start_snapshot(portal, Trigger.COMMAND)
    moments = random.Random(2020)
    before: dict[str, tuple[int, str]] = {}
    for _kill in range(3):
        worker = stepper(snapshot, "", env)
        time.sleep(0.9 + moments.random())
        worker.kill()
        worker.wait()
        now = evidence()
        assert before.items() <= now.items()
        before = now
        let_leases_run_out()
    assert stepper(snapshot, "", env).wait(60) == 0
    snapshot.refresh_from_db()
    assert snapshot.state == "complete"
    assert_nothing_lost_or_doubled(snapshot, warc_root)


def test_a_step_that_lost_its_lease_commits_nothing_and_its_file_is_salvaged(
    site: Site, warc_root: Path
) -> None:
    portal = site.portal()
    snapshot = start_snapshot(portal, Trigger.COMMAND)

    def page(handler: object) -> None:
        let_leases_run_out()
        html(text="late")(handler)  # type: ignore[arg-type]

    site.pages = {"/": page}
    assert not advance(snapshot.pk).goes_on
    snapshot.refresh_from_db()
    assert (snapshot.state, snapshot.steps) == ("running", 0)
    assert Capture.objects.count() == 0
    assert stalled(datetime.now(UTC)) == [snapshot.pk]

    finish(snapshot)
    assert snapshot.state == "complete"
    assert site.count("/") == 1
    assert_nothing_lost_or_doubled(snapshot, warc_root)


def test_twins_of_a_lost_step_are_salvaged_with_their_one_payload(
    site: Site, warc_root: Path
) -> None:
    twin = html("/found-in-the-twin", text="a debunk by two addresses")

    def late_twin(handler: Handler) -> None:
        let_leases_run_out()
        twin(handler)

    site.pages = {"/": html("/a", "/b"), "/a": twin, "/b": late_twin}
    snapshot = start_snapshot(site.portal(), Trigger.COMMAND)
    finish(snapshot)
    assert not snapshot.captures.filter(url__endswith="/b").exists()

    finish(snapshot)
    assert snapshot.state == "complete"
    assert site.count("/b") == 1
    second = snapshot.captures.get(url__endswith="/b")
    assert second.warc_file is not None
    assert second.warc_file.salvaged
    assert second.refers_to == snapshot.captures.get(url__endswith="/a")
    assert second.refers_to.warc_file_id == second.warc_file_id
    assert len(evidence()) == snapshot.captures.count()
    assert_nothing_lost_or_doubled(snapshot, warc_root)


def test_a_full_disk_stops_the_step_and_costs_nothing_that_was_written(
    site: Site, warc_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_pages(site, 10)
    snapshot = start_snapshot(site.portal(), Trigger.COMMAND)
    assert advance(snapshot.pk).goes_on
    original = WarcWriter._append

    def full(self: WarcWriter, record: Record) -> tuple[int, int]:
        if self._records >= 6:
            self._stream.write(record.data[:20])
            raise OSError(errno.ENOSPC, "No space left on device")
        return original(self, record)

    with monkeypatch.context() as patched:
        patched.setattr(WarcWriter, "_append", full)
        with pytest.raises(OSError, match="No space left"):
            advance(snapshot.pk)
    snapshot.refresh_from_db()
    assert snapshot.state == "running"
    assert "No space left on device" in snapshot.reason
    # Not at once again: it would fail as often as the worker can.
    assert claim(snapshot.pk) is None
    assert stalled(datetime.now(UTC)) == []

    let_leases_run_out()
    finish(snapshot)
    assert (snapshot.state, snapshot.reason) == ("complete", "")
    assert WarcFile.objects.filter(salvaged=True).count() == 1
    assert_nothing_lost_or_doubled(snapshot, warc_root)


def test_a_database_that_goes_away_in_the_middle_of_a_step_loses_nothing(
    site: Site, warc_root: Path
) -> None:
    many_pages(site, 20)

    def end_connections(handler: Handler) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid != pg_backend_pid()"
            )
        connection.close()
        html(text="debunk /7")(handler)

    site.pages["/7"] = end_connections
    env = environment(site, warc_root) | {"SNAPSHOT_STEP_SECONDS": "10"}
    snapshot = start_snapshot(site.portal(), Trigger.COMMAND)
    # The worker's connection is cut, and ours to the same database as well.
    assert stepper(snapshot, "", env).wait(60) != 0
    connection.close()
    let_leases_run_out()
    site.pages["/7"] = html(text="debunk /7")
    assert stepper(snapshot, "", env).wait(60) == 0
    snapshot.refresh_from_db()
    assert snapshot.state == "complete"
    assert site.count("/7") == 1
    assert_nothing_lost_or_doubled(snapshot, warc_root)


def test_a_snapshot_that_never_gets_done_is_given_up_and_says_so(
    site: Site, warc_root: Path
) -> None:
    portal = site.portal()
    snapshot = start_snapshot(portal, Trigger.SCHEDULE)
    Snapshot.objects.update(started_at=datetime.now(UTC) - timedelta(days=3))
    assert not advance(snapshot.pk).goes_on
    snapshot.refresh_from_db()
    assert snapshot.state == "interrupted"
    assert snapshot.reason == "It was not done after 2 days and was given up."
    # The portal is free for the next one.
    assert start_snapshot(portal, Trigger.SCHEDULE) != snapshot


def test_a_pause_between_steps_is_nobodys_turn(site: Site, warc_root: Path) -> None:
    site.pages = {"/": html("/a"), "/a": html()}
    snapshot = start_snapshot(site.portal(delay=timedelta(seconds=60)), Trigger.COMMAND)
    step = advance(snapshot.pk)
    assert step.goes_on
    assert 50 < step.wait_seconds < 61
    assert claim(snapshot.pk) is None
    assert stalled(datetime.now(UTC)) == []
    assert stalled(datetime.now(UTC) + timedelta(seconds=61)) == [snapshot.pk]


def test_one_step_at_a_time_holds_a_snapshot(site: Site, warc_root: Path) -> None:
    site.pages = {"/": html()}
    snapshot = start_snapshot(site.portal(), Trigger.COMMAND)
    lease = claim(snapshot.pk)
    assert lease is not None
    assert claim(snapshot.pk) is None
    assert not advance(snapshot.pk).goes_on
    assert site.requests == []
    lease.release()
    finish(snapshot)
    assert snapshot.state == "complete"


def test_a_host_is_talked_to_by_one_step_at_a_time(site: Site, warc_root: Path) -> None:
    site.pages = {"/": html()}
    one = start_snapshot(site.portal("one"), Trigger.COMMAND)
    other = start_snapshot(site.portal("other"), Trigger.COMMAND)
    lease = claim(one.pk)
    assert lease is not None
    assert lease.take_host(site.authority) == 0
    step = advance(other.pk)
    assert step.goes_on
    assert step.wait_seconds > 0
    assert site.requests == []
    lease.leave_hosts({site.authority: 0})
    let_leases_run_out()
    finish(other)
    assert other.state == "complete"


def test_a_lease_that_another_took_cannot_be_kept(
    site: Site, warc_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = start_snapshot(site.portal(), Trigger.COMMAND)
    lease = claim(snapshot.pk)
    assert lease is not None
    let_leases_run_out()
    assert claim(snapshot.pk) is not None
    lease._renewed = -10_000
    with pytest.raises(LeaseLost):
        lease.keep()
