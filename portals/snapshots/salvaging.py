"""Captures that a killed step had on disk and not yet in rows."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from portals.discovery.addresses import address_of
from portals.fetching.exchange import Exchange, outcome_of_status
from portals.fetching.robots import Robots
from portals.models import Capture, FrontierEntry, Snapshot, WarcFile
from portals.snapshots import asking
from portals.snapshots.answers import Answer, Asked, answer_from
from portals.snapshots.recording import record_answers
from portals.warc import store
from portals.warc.payload import header, parse_head
from portals.warc.read import ArchivedRecord, RecordDamaged, read_record
from portals.warc.salvage import Salvaged, salvage
from portals.warc.write import WrittenRecord

logger = logging.getLogger(__name__)
#: How far back files of ended snapshots are looked for: a step that lost its lease in the very
#: last moment leaves its file to them.
_LOOK_BACK = timedelta(days=2)


def salvage_leftovers(snapshot: Snapshot) -> int:
    """Register what earlier steps of this portal left on disk. Returns how many captures.

    Safe to repeat: a file is registered once, by its path, and a capture once, by its record.
    """
    recent = snapshot.portal.snapshots.filter(
        started_at__gte=snapshot.started_at - _LOOK_BACK, started_at__lte=snapshot.started_at
    )
    return sum(_salvage_of(one) for one in recent)


def _salvage_of(snapshot: Snapshot) -> int:
    directory = store.snapshot_directory(snapshot.portal.slug, snapshot.started_at, snapshot.pk)
    found = list(store.files_of(settings.WARC_ROOT, directory))
    known = set(
        WarcFile.objects.filter(
            path__in=[path.removesuffix(store.OPEN) for path in found]
        ).values_list("path", flat=True)
    )
    count = 0
    for path in found:
        if path.removesuffix(store.OPEN) in known:
            continue
        salvaged = salvage(settings.WARC_ROOT, path)
        if salvaged:
            count += _register(snapshot, salvaged)
            logger.warning("Salvaged %d answers from %s", len(salvaged.answers), path)
    return count


@transaction.atomic
def _register(snapshot: Snapshot, salvaged: Salvaged) -> int:
    # One salvage at a time: the second finds the path taken and does nothing.
    snapshot = Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    if WarcFile.objects.filter(path=salvaged.file.path).exists():
        return 0
    taken = set(
        Capture.objects.filter(
            warc_record_id__in=[record.record_id for record in salvaged.answers]
        ).values_list("warc_record_id", flat=True)
    )
    in_file = {record.record_id: record for record in salvaged.answers}
    answers = [
        answer
        for record in salvaged.answers
        if record.record_id not in taken and (answer := _answer(snapshot, record, in_file))
    ]
    recorded = record_answers(snapshot, answers, salvaged.file, salvaged=True)
    for answer in answers:
        if answer.robots:
            _note_robots(snapshot, answer.asked.address.origin, answer.robots)
    return recorded.captures


def _answer(
    snapshot: Snapshot, record: ArchivedRecord, in_file: dict[str, ArchivedRecord]
) -> Answer | None:
    address = address_of(record.target_uri)
    if address is None:
        return None
    entry = FrontierEntry.objects.filter(snapshot=snapshot, page__key=address.key).first()
    kind = entry.kind if entry else "robots" if address.path == "/robots.txt" else "page"
    asked = Asked(address, kind, entry.depth if entry else 0, entry.pk if entry else None)
    body, refers_to = record.http_body, ""
    if record.kind == "revisit":
        refers_to = record.headers.get("warc-refers-to", "")
        body = _payload_at(refers_to, in_file)
    written = WrittenRecord(record.record_id, record.offset, record.length, "", len(body))
    return answer_from(
        asked,
        _exchange(record),
        body,
        asking.scope_of_snapshot(snapshot),
        written,
        refers_to,
    ).without_body()


def _exchange(record: ArchivedRecord) -> Exchange:
    """The exchange as far as its record tells it."""
    status, headers = parse_head(record.http_head)
    outcome, reason = outcome_of_status(status, header(headers, "location"))
    truncated = record.headers.get("warc-truncated", "")
    if truncated == "time":
        outcome, reason = "timeout", "The answer was not complete in time."
    elif truncated == "disconnect":
        outcome, reason = "bad_answer", "The answer broke off."
    elif truncated == "length":
        reason = f"{reason} Cut at the portal's limit of bytes.".strip()
    return Exchange(
        url=record.target_uri,
        requested_at=record.date,
        outcome=outcome,
        reason=reason,
        status=status,
        headers=headers,
        response_head=record.http_head,
        truncated=truncated,
    )


def _payload_at(record_id: str, in_file: dict[str, ArchivedRecord]) -> bytes:
    """What a revisit refers to: a record of its own file, or one that has a row."""
    if record_id in in_file:
        return in_file[record_id].http_body
    original = Capture.objects.filter(warc_record_id=record_id).first()
    return _payload(original) if original else b""


def _payload(original: Capture) -> bytes:
    file = original.warc_file
    if file is None or original.warc_offset is None or original.warc_length is None:
        return b""
    try:
        path = store.inside(settings.WARC_ROOT, file.path)
        return read_record(path, original.warc_offset, original.warc_length).http_body
    except (OSError, RecordDamaged, ValueError):
        return b""


def _note_robots(snapshot: Snapshot, origin: str, robots: Robots) -> None:
    snapshot.robots = {**snapshot.robots, origin: asdict(robots)}
    snapshot.save(update_fields=["robots"])
