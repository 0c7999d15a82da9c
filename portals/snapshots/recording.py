"""Rows for what a step brought home, in one transaction, after its file is whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from portals.discovery.addresses import address_of
from portals.models import (
    ABSENT,
    ANSWERED,
    Capture,
    FrontierState,
    Outcome,
    Page,
    Snapshot,
    WarcFile,
)
from portals.snapshots.answers import Answer
from portals.snapshots.frontier import Found, add_found, pages_for
from portals.warc.store import StoredFile

#: The front page by another name. Any other page that calls the home page its canonical address
#: does so by a template's mistake.
_HOME_PATHS = frozenset({"/", "/index.html", "/index.php", "/index.htm"})


@dataclass(frozen=True, slots=True)
class Before:
    """What was known of a page: its last digest, and whether it was there when last looked at."""

    sha256: str
    was_there: bool


_NEVER_SEEN = Before("", was_there=False)


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many rows of what kind a step made."""

    captures: int
    changed: int


def record_answers(
    snapshot: Snapshot, answers: list[Answer], file: StoredFile | None, *, salvaged: bool = False
) -> Recorded:
    """Captures, pages, frontier and counts for `answers`. The caller holds the transaction."""
    row = _file_row(snapshot, file, salvaged=salvaged)
    pages = pages_for(snapshot.portal, [_as_found(answer) for answer in answers])
    before = _before(pages.values(), answers)
    captures = []
    for answer in answers:
        page = pages[answer.asked.address.key]
        captures.append(_capture(snapshot, page, answer, row, before.get(page.pk, _NEVER_SEEN)))
    _store(answers, captures)
    _mark_twins(snapshot, answers, pages)

    snapshot.frontier.filter(page__in=[page.pk for page in pages.values()]).update(
        state=FrontierState.DONE
    )
    passed_over = add_found(snapshot, (found for answer in answers for found in answer.found))
    recorded = Recorded(
        captures=len(captures),
        changed=sum(capture.changed for capture in captures if capture.kind == "page"),
    )
    Snapshot.objects.filter(pk=snapshot.pk).update(
        found=snapshot.frontier.count(),
        fetched=F("fetched") + sum(_was_answered(capture) for capture in captures),
        failed=F("failed") + sum(_has_failed(capture) for capture in captures),
        changed=F("changed") + recorded.changed,
        passed_over=F("passed_over") + passed_over,
        received_bytes=F("received_bytes") + sum(capture.payload_size or 0 for capture in captures),
    )
    return recorded


def _was_answered(capture: Capture) -> bool:
    """robots.txt is asked for besides the pages and counts as none of them."""
    return capture.kind != "robots" and capture.outcome in ANSWERED


def _has_failed(capture: Capture) -> bool:
    not_asked = capture.outcome == Outcome.REFUSED_ROBOTS
    return capture.kind != "robots" and capture.outcome not in ANSWERED and not not_asked


def _file_row(snapshot: Snapshot, file: StoredFile | None, *, salvaged: bool) -> WarcFile | None:
    if file is None:
        return None
    return WarcFile.objects.create(
        snapshot=snapshot,
        path=file.path,
        size=file.size,
        sha256=file.sha256,
        records=file.records,
        salvaged=salvaged,
    )


def _as_found(answer: Answer) -> Found:
    return Found(answer.asked.address, answer.asked.kind, 0, 0, "")


def _before(pages: Iterable[Page], answers: list[Answer]) -> dict[int, Before]:
    """What was known of each page before this step."""
    if not answers:
        return {}
    begin = min(answer.exchange.requested_at for answer in answers)
    last = (
        Capture.objects.filter(page__in=list(pages), requested_at__lt=begin)
        .order_by("page", "-requested_at", "-pk")
        .distinct("page")
    )
    digests = dict(last.filter(outcome=Outcome.OK).values_list("page", "payload_sha256"))
    telling = last.filter(outcome__in=[Outcome.OK, *ABSENT])
    return {
        page: Before(digests.get(page, ""), outcome == Outcome.OK)
        for page, outcome in telling.values_list("page", "outcome")
    }


def _needs_no_comparison(answer: Answer, before: Before) -> bool:
    """The changes stage would find nothing: it is no page, or it is as it was."""
    if answer.asked.kind != "page":
        return True
    if answer.exchange.outcome == Outcome.OK:
        return before.was_there and before.sha256 == answer.sha256
    return not before.was_there


def _capture(
    snapshot: Snapshot, page: Page, answer: Answer, file: WarcFile | None, before: Before
) -> Capture:
    exchange, record = answer.exchange, answer.record
    return Capture(
        page=page,
        snapshot=snapshot,
        url=exchange.url,
        requested_at=exchange.requested_at,
        duration_ms=exchange.duration_ms,
        kind=answer.asked.kind,
        outcome=exchange.outcome,
        reason=_clean(exchange.reason),
        status=exchange.status,
        content_type=_clean(exchange.header("content-type"))[:200],
        location=_location(exchange.location, exchange.url),
        truncated=exchange.truncated,
        payload_sha256=answer.sha256,
        payload_size=answer.size,
        changed=exchange.outcome == Outcome.OK and before.sha256 != answer.sha256,
        compared=_needs_no_comparison(answer, before),
        warc_file=file if record else None,
        warc_offset=record.offset if record else None,
        warc_length=record.length if record else None,
        warc_record_id=record.record_id if record else "",
    )


def _store(answers: list[Answer], captures: list[Capture]) -> None:
    """Make the rows, each revisit's with the capture that holds its payload.

    An original of the same step gets its row in this very moment, so those are joined afterwards.
    """
    wanted = {answer.refers_to for answer in answers if answer.refers_to}
    held = Capture.objects.filter(warc_record_id__in=wanted) if wanted else Capture.objects.none()
    known = dict(held.values_list("warc_record_id", "pk"))
    for capture, answer in zip(captures, answers, strict=True):
        capture.refers_to_id = known.get(answer.refers_to)
    Capture.objects.bulk_create(captures)
    own = {capture.warc_record_id: capture for capture in captures if capture.warc_record_id}
    joined = []
    for capture, answer in zip(captures, answers, strict=True):
        if answer.refers_to in own:
            capture.refers_to = own[answer.refers_to]
            joined.append(capture)
    Capture.objects.bulk_update(joined, ["refers_to"], batch_size=500)


def _location(location: str, url: str) -> str:
    target = address_of(location, url) if location else None
    return target.url if target else _clean(location)[:2500]


def _clean(text: str) -> str:
    """PostgreSQL keeps no NUL in text; a hostile header may hold one."""
    return text.replace("\0", "\ufffd")


def _mark_twins(snapshot: Snapshot, answers: list[Answer], pages: dict[str, Page]) -> None:
    """Note which pages are another page by a second address."""
    twins = [answer for answer in answers if _names_a_twin(snapshot, answer)]
    targets = pages_for(
        snapshot.portal,
        [Found(a.same_as, "page", 0, 0, a.asked.address.url) for a in twins if a.same_as],
    )
    for answer in twins:
        if answer.same_as is None:
            continue
        page, target = pages[answer.asked.address.key], targets[answer.same_as.key]
        canonical_id = target.canonical_id or target.pk
        if page.canonical_id == canonical_id or canonical_id == page.pk:
            continue
        if _has_own_history(page, answer):
            continue
        Page.objects.filter(pk=page.pk).update(canonical=canonical_id)


def _names_a_twin(snapshot: Snapshot, answer: Answer) -> bool:
    here, there = answer.asked.address, answer.same_as
    if there is None or there.key == here.key:
        return False
    home = address_of(snapshot.portal.home_url)
    return home is None or there.key != home.key or here.path in {*_HOME_PATHS, home.path}


def _has_own_history(page: Page, answer: Answer) -> bool:
    """A page that was received under this address and redirects now has moved or gone; it is no
    second name. Where only scheme or host differ it is the same page still."""
    there = answer.same_as
    if answer.exchange.outcome != Outcome.REDIRECTED or there is None:
        return False
    return (
        answer.asked.address.local != there.local
        and page.captures.filter(outcome=Outcome.OK).exists()
    )
