"""The stage that reads captures: those without a reading by their portal's extractor, oldest first.

Raising an extractor's version, or changing a portal's rules, puts its captures back into the
backlog. One page is one transaction; a page that breaks the reader gets a reading that says so,
and the next one is read.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from factchecks.extraction.base import Extractor, PageReading, PageSource
from factchecks.extraction.html import too_large
from factchecks.extraction.registry import extractor_for
from factchecks.models import ClaimReview, Provenance, Reading
from factchecks.models.readable import readable_portals
from factchecks.reading.changes import record_changes, record_removals
from factchecks.reading.current import refresh
from factchecks.reading.fields import FAILED, TWIN, Fields, entry, fields_of, storable
from factchecks.reading.terms import ensure_terms
from factchecks.reading.twins import canonical_twin, declared_twin
from portals.history.payload import EvidenceMissing, payload_of
from portals.models import Capture, Page, Portal, Snapshot

log = logging.getLogger(__name__)


class Unreadable(Exception):
    """The page cannot be read as one; the message says why."""


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """What a run read. `failed` pages broke the reader; the reason is in their reading."""

    read: int = 0
    debunks: int = 0
    failed: int = 0
    changes: int = 0

    def __add__(self, other: ReadingReport) -> ReadingReport:
        return ReadingReport(
            self.read + other.read,
            self.debunks + other.debunks,
            self.failed + other.failed,
            self.changes + other.changes,
        )


def read_backlog(limit: int) -> ReadingReport:
    """Read up to `limit` captures, then note removals of debunks that the portals' changes tell."""
    ensure_terms()
    waiting = [
        (requested_at, capture_id, extractor)
        for portal, extractor in portals_with_extractors()
        for requested_at, capture_id in unread(portal, extractor)[:limit]
    ]
    report = ReadingReport()
    for _, capture_id, extractor in sorted(waiting, key=lambda item: item[:2])[:limit]:
        report += _read(capture_id, extractor)
    removed = record_removals(limit)
    for review in removed:
        refresh(review)
    return report + ReadingReport(changes=len(removed))


def read_again(slug: str | None = None) -> int:
    """Put the captures of a portal (or of all) back into the backlog. Returns how many readings go.

    Readings are made from captures and can be made again; decisions and changes are not touched.
    """
    gone = 0
    for portal, extractor in portals_with_extractors():
        if slug in {None, portal.slug}:
            _, counts = Reading.objects.filter(
                capture__page__portal=portal, extractor=extractor.name, version=extractor.version
            ).delete()
            gone += counts.get(Reading._meta.label, 0)
    return gone


def portals_with_extractors() -> list[tuple[Portal, Extractor]]:
    """Portals that publish debunks, with the extractor of each."""
    found = []
    for portal in readable_portals():
        try:
            found.append((portal, extractor_for(portal.hosts, portal.rules)))
        except ValueError as error:
            # The admin's form refuses such rules, but rows can come from elsewhere.
            log.warning("%s is not read: %s", portal.slug, error)
    return found


def unread(portal: Portal, extractor: Extractor) -> QuerySet[Capture, tuple[datetime, int]]:
    """Time and key of the captures of a portal that this version has not read, oldest first."""
    done = Reading.objects.filter(
        capture=OuterRef("pk"), extractor=extractor.name, version=extractor.version
    )
    return (
        Capture.objects.changed()
        .filter(page__portal=portal, kind="page")
        .filter(Q(content_type__icontains="html") | Q(content_type=""))
        .filter(~Exists(done) & ~_waits_for_its_canonical())
        .order_by("requested_at", "pk")
        .values_list("requested_at", "pk")
    )


def _waits_for_its_canonical() -> Exists:
    """A twin whose canonical page the running snapshot may still bring: it is read afterwards."""
    running = Snapshot.objects.running()
    unseen = Page.objects.filter(pk=OuterRef("page__canonical"), captures=None).exclude(
        pk=OuterRef("page")
    )
    return Exists(unseen.filter(Exists(running.filter(portal=OuterRef("portal")))))


def _read(capture_id: int, extractor: Extractor) -> ReadingReport:
    related = ("page__canonical", "page__portal", "warc_file", "refers_to__warc_file")
    capture = Capture.objects.select_related(*related).get(pk=capture_id)
    try:
        with transaction.atomic():
            # Two workers may hold the same list; the second finds the page read.
            Page.objects.select_for_update().get(pk=capture.page_id)
            if _is_read(capture, extractor):
                return ReadingReport()
            if twin := canonical_twin(capture.page):
                return _set_aside(capture, extractor, twin)
            page = _page_reading(capture, extractor)
            if page.is_debunk and (twin := declared_twin(capture.page, page.canonical_url)):
                return _set_aside(capture, extractor, twin)
            debunks, changes = _store(capture, extractor, page)
        return ReadingReport(read=1, debunks=debunks, changes=changes)
    except OperationalError:
        # The database's trouble and not the page's: it stays in the backlog.
        log.exception("Reading %s was interrupted", capture)
        return ReadingReport()
    except (EvidenceMissing, Unreadable) as error:
        reason = str(error)
    except Exception as error:
        log.exception("Reading %s broke the extractor %s", capture, extractor.name)
        reason = f"The reader broke. {type(error).__name__}: {error}"
    _without_debunk(capture, extractor, reason, {FAILED: entry(True)})
    return ReadingReport(read=1, failed=1)


def _is_read(capture: Capture, extractor: Extractor) -> bool:
    return Reading.objects.filter(
        capture=capture, extractor=extractor.name, version=extractor.version
    ).exists()


def _page_reading(capture: Capture, extractor: Extractor) -> PageReading:
    text = payload_of(capture).text
    if reason := too_large(text):
        raise Unreadable(reason)
    captured_on = capture.requested_at.astimezone(UTC).date()
    return extractor.read(PageSource(capture.page.url, text, captured_on))


def _set_aside(capture: Capture, extractor: Extractor, twin: Page) -> ReadingReport:
    reason = f"The same page as {twin.url}, which is read in its place."
    _without_debunk(capture, extractor, reason, {TWIN: entry(twin.url)})
    return ReadingReport(read=1)


def _without_debunk(capture: Capture, extractor: Extractor, reason: str, fields: Fields) -> None:
    Reading.objects.get_or_create(
        capture=capture,
        extractor=extractor.name,
        version=extractor.version,
        position=0,
        defaults={"reason": storable(reason)[:300], "fields": fields},
    )


def _store(capture: Capture, extractor: Extractor, page: PageReading) -> tuple[int, int]:
    """Keep what was read. Returns how many debunks and how many changes of the portal's."""
    reviews = {
        review.source_key: review
        for review in ClaimReview.objects.filter(
            page=capture.page, provenance=Provenance.CAPTURED
        ).defer("search")
    }
    if not page.drafts:
        _without_debunk(capture, extractor, page.reason, {})
    for position, draft in enumerate(page.drafts):
        review = reviews.get(draft.source_key) or ClaimReview.objects.create(
            page=capture.page,
            source_key=draft.source_key,
            portal=capture.page.portal,
            url=capture.page.url,
        )
        reviews[draft.source_key] = review
        Reading.objects.create(
            capture=capture,
            extractor=extractor.name,
            version=extractor.version,
            position=position,
            review=review,
            reason=storable(page.reason)[:300],
            fields=fields_of(draft, page),
        )
    changes = 0
    for review in reviews.values():
        changes += record_changes(review, extractor.name, extractor.version)
        refresh(review)
    return len(page.drafts), changes
