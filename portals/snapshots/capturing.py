"""The asking part of a step: from the frontier to a WARC file, within its time."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from types import TracebackType

from django.conf import settings
from django.db import Error

from portals.discovery.addresses import Address, address_of
from portals.fetching.client import Limits
from portals.fetching.exchange import Exchange
from portals.fetching.robots import DISALLOW_ALL, MOST_BYTES, MOST_REDIRECTS, Robots
from portals.models import Capture, FrontierEntry, Outcome, Snapshot
from portals.snapshots import asking
from portals.snapshots.answers import Answer, Asked, answer_from
from portals.snapshots.frontier import next_entries
from portals.snapshots.leases import Lease, drop_dead_connection
from portals.warc import store
from portals.warc.records import HttpExchange, RefersTo
from portals.warc.store import StoredFile
from portals.warc.write import WarcWriter, WrittenRecord

#: So many requests without an answer in a row, and the site is taken to be down for now.
PATIENCE = 8
TROUBLE = frozenset(
    {
        Outcome.DNS_FAILURE,
        Outcome.CONNECTION_FAILURE,
        Outcome.TLS_FAILURE,
        Outcome.TIMEOUT,
        Outcome.RATE_LIMITED,
        Outcome.SERVER_ERROR,
    }
)
_MOST_ENTRIES = 2000
_MOST_FILE_BYTES = 512 * 1024 * 1024


@dataclass(slots=True)
class Gathered:
    """What a step brings home. `file` is whole and has its name, or is None without answers."""

    answers: list[Answer] = field(default_factory=list)
    robots: dict[str, dict[str, str]] = field(default_factory=dict)
    file: StoredFile | None = None
    #: The site gave no answer so often in a row that asking on makes no sense.
    gave_up: bool = False
    limit_reached: bool = False
    #: Seconds until the host may be asked again, when that is why the step ended.
    wait_seconds: float = 0.0


class Capturing:
    """One step's requests. Use as a context; `gather` once."""

    def __init__(self, snapshot: Snapshot, lease: Lease) -> None:
        self._snapshot = snapshot
        self._lease = lease
        self._scope = asking.scope_of_snapshot(snapshot)
        self._limits = asking.limits_of(snapshot)
        self._client = asking.client()
        self._writer: WarcWriter | None = None
        self._gathered = Gathered()
        #: Payloads that this step has written and that have no row yet, by SHA-256.
        self._written: dict[str, RefersTo] = {}
        self._robots = {origin: Robots(**said) for origin, said in snapshot.robots.items()}
        self._in_trouble = _trouble_so_far(snapshot)
        self._asked_before = snapshot.frontier.exclude(state="waiting").count()
        self._taken = 0
        self._free_at: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._deadline = time.monotonic() + settings.SNAPSHOT_STEP_SECONDS

    def __enter__(self) -> Capturing:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()
        if error:
            drop_dead_connection()
        if self._writer:
            self._writer.abandon()
        self._lease.leave_hosts(self._pauses)

    def gather(self) -> Gathered:
        """Ask for what waits until the time, the limits or the site's patience end it."""
        for entry in next_entries(self._snapshot, _MOST_ENTRIES):
            if self._is_over() or not self._take(entry):
                break
        if self._writer:
            self._gathered.file = self._writer.close()
        return self._gathered

    def _is_over(self) -> bool:
        done = self._asked_before + self._taken
        self._gathered.limit_reached = done >= self._snapshot.limits["max_pages"]
        self._gathered.gave_up = self._gathered.gave_up or self._in_trouble >= PATIENCE
        file_is_full = self._writer is not None and self._writer.size > _MOST_FILE_BYTES
        return (
            self._gathered.limit_reached
            or self._gathered.gave_up
            or file_is_full
            # However short a step is, it gets on by one page.
            or (self._taken > 0 and time.monotonic() >= self._deadline)
        )

    def _take(self, entry: FrontierEntry) -> bool:
        """Ask for one entry. False when the step must end before it."""
        address = address_of(entry.page.url)
        if address is None:
            # A row from elsewhere that our spelling of addresses refuses; say so and go on.
            address = Address(entry.page.url, "", "")
        asked = Asked(address, entry.kind, entry.depth, entry.pk)
        if address.authority and not self._host_is_free(address.authority):
            return False
        robots = self._robots_of(address)
        if not robots.allows(address.url):
            self._taken += 1
            self._refused(asked, robots)
            # Nothing of the site may be asked for now, so its other pages need no row each.
            return not (robots.state == DISALLOW_ALL and entry.depth == 0)
        # robots.txt may have cost a request of its own, and may ask for longer pauses.
        if not self._host_is_free(address.authority):
            return False
        self._taken += 1
        self._ask(asked, self._pause_of(robots))
        return True

    def _refused(self, asked: Asked, robots: Robots) -> None:
        reason = robots.reason
        if robots.state != DISALLOW_ALL:
            reason = "robots.txt asks us not to fetch this address."
        else:
            self._gathered.gave_up = asked.depth == 0 or self._gathered.gave_up
        exchange = Exchange(asked.address.url, datetime.now(UTC), Outcome.REFUSED_ROBOTS, reason)
        self._gathered.answers.append(answer_from(asked, exchange, b"", self._scope))

    def _host_is_free(self, authority: str) -> bool:
        """Wait for our turn to talk to the host. False when it comes after the step's end."""
        if authority not in self._free_at:
            seconds = self._lease.take_host(authority)
            if seconds is None:
                self._gathered.wait_seconds = self._snapshot.limits["delay_seconds"] + 1
                return False
            self._free_at[authority] = time.monotonic() + seconds
        wait = self._free_at[authority] - time.monotonic()
        if wait > 0 and self._free_at[authority] > self._deadline:
            self._gathered.wait_seconds = wait
            return False
        if wait > 0:
            time.sleep(wait)
        return True

    def _pause_of(self, robots: Robots) -> float:
        pause = max(float(self._snapshot.limits["delay_seconds"]), robots.crawl_delay)
        return min(pause, asking.LONGEST_PAUSE)

    def _robots_of(self, address: Address) -> Robots:
        """What robots.txt of the address's host says, asked for once in a snapshot."""
        known = self._robots.get(address.origin)
        if known:
            return known
        target = address_of("/robots.txt", address.origin + "/")
        limits = Limits(MOST_BYTES, self._limits.silence_seconds, self._limits.total_seconds)
        pause = float(self._snapshot.limits["delay_seconds"])
        answer: Answer | None = None
        for _hop in range(MOST_REDIRECTS + 1):
            if target is None:
                break
            answer = self._ask(Asked(target, "robots"), pause, limits)
            if answer.exchange.outcome != Outcome.REDIRECTED:
                break
            target = address_of(answer.exchange.location, target.url)
        robots = (answer.robots if answer else None) or Robots(
            "allow_all", "robots.txt leads nowhere, so it holds no rules."
        )
        self._robots[address.origin] = robots
        self._gathered.robots[address.origin] = asdict(robots)
        return robots

    def _ask(self, asked: Asked, pause: float, limits: Limits | None = None) -> Answer:
        self._wait_before(asked.address.authority)
        self._lease.keep()
        exchange = self._client.fetch(asked.address.url, limits or self._limits)
        record, refers_to = self._keep(exchange)
        answer = answer_from(asked, exchange, exchange.body, self._scope, record, refers_to)
        self._gathered.answers.append(answer.without_body())
        self._in_trouble = self._in_trouble + 1 if exchange.outcome in TROUBLE else 0
        pause = max(pause, asking.pause_asked_for(exchange))
        self._pauses[asked.address.authority] = pause
        self._free_at[asked.address.authority] = time.monotonic() + pause
        return answer

    def _wait_before(self, authority: str) -> None:
        wait = self._free_at.get(authority, 0.0) - time.monotonic()
        if wait > 0:
            time.sleep(wait)

    def _keep(self, exchange: Exchange) -> tuple[WrittenRecord | None, str]:
        """Put the answer into the step's file; as a revisit where we hold its payload already."""
        if not exchange.answered:
            return None, ""
        try:
            original = self._original_of(exchange)
        except Error:
            # The database is away. The answer is here: salvage will find it in the file.
            self._write(exchange, None)
            raise
        record = self._write(exchange, original)
        if original:
            return record, original.record_id
        if _may_be_repeated(exchange):
            self._written[record.payload_sha256] = RefersTo(
                record.record_id, exchange.url, exchange.requested_at
            )
        return record, ""

    def _write(self, exchange: Exchange, original: RefersTo | None) -> WrittenRecord:
        return self._open_writer().add(
            HttpExchange(
                target_uri=exchange.url,
                date=exchange.requested_at,
                ip_address=exchange.ip_address,
                request_head=exchange.request_head,
                response_head=exchange.response_head,
                body=exchange.body,
                truncated=exchange.truncated,
            ),
            original,
        )

    def _original_of(self, exchange: Exchange) -> RefersTo | None:
        """The record of this portal that holds the same payload: of this step, or of a row."""
        if not _may_be_repeated(exchange):
            return None
        sha256 = hashlib.sha256(exchange.body).hexdigest()
        if sha256 in self._written:
            return self._written[sha256]
        held = (
            Capture.objects.received()
            .filter(
                payload_sha256=sha256,
                refers_to__isnull=True,
                page__portal=self._snapshot.portal_id,
            )
            .exclude(warc_record_id="")
            .first()
        )
        return RefersTo(held.warc_record_id, held.url, held.requested_at) if held else None

    def _open_writer(self) -> WarcWriter:
        if self._writer is None:
            snapshot = self._snapshot
            directory = store.snapshot_directory(
                snapshot.portal.slug, snapshot.started_at, snapshot.pk
            )
            path = store.step_path(directory, snapshot.steps + 1, self._lease.token.hex)
            self._writer = WarcWriter(settings.WARC_ROOT, path, asking.warcinfo_of(snapshot))
        return self._writer


def _may_be_repeated(exchange: Exchange) -> bool:
    """Only a payload that a capture can be read from stands in for another one."""
    return exchange.outcome == Outcome.OK and bool(exchange.body)


def _trouble_so_far(snapshot: Snapshot) -> int:
    """How many of the snapshot's newest requests in a row gave no answer."""
    newest = snapshot.captures.order_by("-requested_at", "-pk").values_list("outcome", flat=True)
    count = 0
    for outcome in newest[:PATIENCE]:
        if outcome not in TROUBLE:
            break
        count += 1
    return count
