"""What changed on the portals' pages: appeared, edited, removed, restored.

A stage that pulls its backlog: pages that have captures which nobody compared yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from portals.models import ABSENT, Capture, Change, ChangeKind, Outcome, Page

#: Outcomes that say whether a page is there. A failure says nothing, so it removes nothing.
TELLING = frozenset({Outcome.OK, *ABSENT})


@dataclass(frozen=True, slots=True)
class Difference:
    """A change before it has a row."""

    kind: str
    before: Capture | None
    after: Capture


def find_changes(limit: int = 500) -> int:
    """Compare the captures of up to `limit` pages. Returns how many changes were found."""
    found = 0
    for page_id in list(_pages_to_compare().values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            page = Page.objects.select_for_update(skip_locked=True).filter(pk=page_id).first()
            if page is not None:
                found += _compare(page)
    return found


def differences(
    captures: list[Capture], known: Capture | None, last: Capture | None
) -> list[Difference]:
    """What changed along `captures` (oldest first, telling ones only).

    `last` is the telling capture before them and `known` the last received one, or None.
    """
    changes = []
    for capture in captures:
        if capture.outcome in ABSENT:
            if last is not None and last.outcome == Outcome.OK:
                changes.append(Difference(ChangeKind.REMOVED, last, capture))
        elif known is None:
            changes.append(Difference(ChangeKind.APPEARED, None, capture))
        elif last is not None and last.outcome in ABSENT:
            changes.append(Difference(ChangeKind.RESTORED, last, capture))
        elif known.payload_sha256 != capture.payload_sha256:
            changes.append(Difference(ChangeKind.EDITED, known, capture))
        last = capture
        if capture.outcome == Outcome.OK:
            known = capture
    return changes


def _pages_to_compare() -> QuerySet[Page]:
    waiting = Capture.objects.to_compare().filter(page=OuterRef("pk"))
    return Page.objects.filter(Exists(waiting)).order_by("pk")


def _compare(page: Page) -> int:
    """Bring the page's changes up to date from its earliest uncompared capture on."""
    telling = page.captures.filter(kind="page", outcome__in=TELLING).order_by("requested_at", "pk")
    first = telling.filter(compared=False).first()
    if first is None:
        return 0
    later = list(telling.filter(requested_at__gte=first.requested_at))
    earlier = telling.filter(requested_at__lt=first.requested_at)
    found = differences(later, earlier.filter(outcome=Outcome.OK).last(), earlier.last())

    # A capture that arrives late (salvaged, imported) can undo what was concluded without it.
    wanted = {difference.after.pk: difference for difference in found}
    for change in Change.objects.filter(after__in=later):
        difference = wanted.get(change.after_id)
        same = difference and (difference.kind, getattr(difference.before, "pk", None)) == (
            change.kind,
            change.before_id,
        )
        if same:
            del wanted[change.after_id]
        else:
            change.delete()
    Change.objects.bulk_create(
        Change(
            page=page,
            kind=difference.kind,
            before=difference.before,
            after=difference.after,
            found_at=difference.after.requested_at,
        )
        for difference in wanted.values()
    )
    page.captures.filter(pk__in=[capture.pk for capture in later]).update(compared=True)
    return len(wanted)
