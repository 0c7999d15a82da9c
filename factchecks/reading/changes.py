"""What a portal changed in a debunk, from successive readings of different captures.

Only readings by one version of one extractor are compared: what a newer version reads otherwise
from the same capture is our change and not the portal's. Removals and returns of whole pages come
from the portals' own changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Exists, OuterRef, Q

from factchecks.extraction.word_lists import plain
from factchecks.models import ClaimReview, Reading, ReviewChange, ReviewChangeKind
from factchecks.reading.fields import SAYS_NOTHING, Fields, value_in
from portals.models import Capture, Change, ChangeKind, Snapshot, SnapshotState

COMPARED = ("title", "claim_text", "body", "published_on")
_OF_PAGES = {
    ChangeKind.REMOVED: ReviewChangeKind.WITHDRAWN,
    ChangeKind.RESTORED: ReviewChangeKind.RESTORED,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A change before it has a row."""

    kind: str
    field: str
    before: str
    after: str
    before_capture: Capture | None
    after_capture: Capture


def record_changes(review: ClaimReview, extractor: str, version: str) -> int:
    """Bring the changes of `review` to what this version's readings say. Returns how many are new.

    Rows that rest on captures which this version has not read yet stay as they are.
    """
    readings = _readings_of_page(review, extractor, version)
    expected = list(_differences(review, readings))
    covered = {reading.capture_id for reading in readings}
    known = {
        (change.kind, change.field, change.after_capture_id): change
        for change in ReviewChange.objects.filter(
            review=review, after_capture__in=covered
        ).select_related("before_capture")
    }
    if not expected and not known:
        return 0
    wanted = {
        (difference.kind, difference.field, difference.after_capture.pk): difference
        for difference in expected
    }
    fresh = [_row(review, wanted[key]) for key in wanted if key not in known]
    ReviewChange.objects.bulk_create(fresh, ignore_conflicts=True)
    for key in wanted.keys() & known.keys():
        _correct(known[key], wanted[key])
    from_pages = set(
        Change.objects.filter(after__in=covered, kind__in=_OF_PAGES).values_list("after", flat=True)
    )
    stale = [
        change.pk
        for key, change in known.items()
        if key not in wanted and not (_is_of_page(change) and change.after_capture_id in from_pages)
    ]
    ReviewChange.objects.filter(pk__in=stale).delete()
    return len(fresh)


def record_removals(limit: int) -> list[ClaimReview]:
    """Pages of debunks that were removed or came back, since this was last asked. Bounded."""
    noted = ReviewChange.objects.filter(
        review=OuterRef("pk"),
        after_capture=OuterRef(OuterRef("after")),
        kind__in=_OF_PAGES.values(),
    )
    unnoted = ClaimReview.objects.filter(
        page=OuterRef("page"), first_captured_at__lt=OuterRef("found_at")
    ).filter(~Exists(noted))
    waiting = (
        Change.objects.filter(kind__in=_OF_PAGES)
        .filter(Exists(unnoted))
        .select_related("before", "after")
        .order_by("found_at", "pk")
    )
    touched: dict[int, ClaimReview] = {}
    for change in waiting[:limit]:
        for review in ClaimReview.objects.filter(
            page=change.page_id, first_captured_at__lt=change.found_at
        ):
            ReviewChange.objects.get_or_create(
                review=review,
                kind=_OF_PAGES[ChangeKind(change.kind)],
                field="",
                after_capture=change.after,
                defaults={"before_capture": change.before, "found_at": change.found_at},
            )
            touched[review.pk] = review
    return list(touched.values())


def _is_of_page(change: ReviewChange) -> bool:
    return change.kind in _OF_PAGES.values()


def _readings_of_page(review: ClaimReview, extractor: str, version: str) -> list[Reading]:
    """This version's readings of the page, oldest first: of the review, or of no debunk at all."""
    return list(
        Reading.objects.filter(
            Q(review=review) | Q(review=None),
            capture__page=review.page_id,
            extractor=extractor,
            version=version,
        )
        .exclude(fields__has_any_keys=SAYS_NOTHING)
        .select_related("capture")
        .order_by("capture__requested_at", "capture_id", "position")
    )


def _differences(review: ClaimReview, readings: list[Reading]) -> Iterable[Difference]:
    """Along one reading per capture: the review's where the capture has one."""
    of_captures: dict[int, Reading] = {}
    for reading in readings:
        if reading.review_id or reading.capture_id not in of_captures:
            of_captures[reading.capture_id] = reading
    series = list(of_captures.values())
    was_read = False
    for reading in series:
        if reading.review_id:
            if _could_be_new(review, reading.capture):
                yield Difference(ReviewChangeKind.APPEARED, "", "", "", None, reading.capture)
            break
    for one, other in pairwise(series):
        was_read = was_read or bool(one.review_id)
        if one.review_id and other.review_id:
            yield from _edits(one, other)
        elif one.review_id:
            yield Difference(
                ReviewChangeKind.WITHDRAWN, "", "", other.reason, one.capture, other.capture
            )
        elif other.review_id and was_read:
            yield Difference(ReviewChangeKind.RESTORED, "", "", "", one.capture, other.capture)


def _could_be_new(review: ClaimReview, capture: Capture) -> bool:
    """Whether an earlier snapshot saw the whole portal without this debunk.

    What the first snapshot finds was there before us: it did not appear, we did.
    """
    earlier = Snapshot.objects.filter(
        portal=review.portal_id,
        state=SnapshotState.COMPLETE,
        ended_at__lte=capture.requested_at,
    )
    return earlier.exists()


def _edits(one: Reading, other: Reading) -> Iterable[Difference]:
    before, after = one.fields, other.fields
    for name in COMPARED:
        old, new = value_in(before, name), value_in(after, name)
        if old != new and not (name == "claim_text" and _repeats_title(before, after)):
            yield Difference(ReviewChangeKind.EDITED, name, old, new, one.capture, other.capture)
    old, new = value_in(before, "verdict_raw"), value_in(after, "verdict_raw")
    if value_in(before, "verdict") != value_in(after, "verdict"):
        yield Difference(
            ReviewChangeKind.VERDICT_CHANGED, "verdict", old, new, one.capture, other.capture
        )
    elif plain(old) != plain(new):
        yield Difference(
            ReviewChangeKind.EDITED, "verdict_raw", old, new, one.capture, other.capture
        )


def _repeats_title(before: Fields, after: Fields) -> bool:
    """A claim that was taken out of the title changes with it; that is one edit and not two."""
    return all(
        fields.get("claim_text", {}).get("rule", "").startswith("claim in the title")
        for fields in (before, after)
    )


def _correct(change: ReviewChange, difference: Difference) -> None:
    """A capture that arrived late stands between the two that `change` compared."""
    now = (difference.before, difference.after, difference.before_capture)
    if (change.before, change.after, change.before_capture) != now:
        change.before, change.after, change.before_capture = now
        change.save(update_fields=["before", "after", "before_capture"])


def _row(review: ClaimReview, difference: Difference) -> ReviewChange:
    return ReviewChange(
        review=review,
        kind=difference.kind,
        field=difference.field,
        before=difference.before,
        after=difference.after,
        before_capture=difference.before_capture,
        after_capture=difference.after_capture,
        found_at=difference.after_capture.requested_at,
    )
