"""The columns of a debunk: its newest reading, with the editors' standing decisions laid over it.

`refresh` can be called at any time and any number of times; it changes what differs.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Min

from factchecks.models import (
    ClaimReview,
    Origin,
    Provenance,
    Reading,
    ReviewChange,
    ReviewChangeKind,
    Verdict,
)
from factchecks.reading.decisions import put, standing
from factchecks.reading.fields import SAYS_NOTHING, Fields, value_in
from factchecks.reading.questions import NO_LONGER_READ, SETTLED_BY, as_text
from factchecks.reading.translations import link_translations
from factchecks.theming import assign_themes

_TEXTS = (
    "title", "claim_text", "body", "language", "published_raw", "verdict_raw", "category_raw",
    "origin_raw", "picture_url",
)  # fmt: skip
_OF_THE_WHOLE = {ReviewChangeKind.WITHDRAWN, ReviewChangeKind.RESTORED}
_LONGEST = {
    "language": 3, "published_raw": 100, "verdict_raw": 300, "category_raw": 300,
    "origin_raw": 1000, "picture_url": 2500,
}  # fmt: skip


@transaction.atomic
def refresh(review: ClaimReview) -> None:
    """Rebuild the columns, themes, origins, countries and translations of `review`."""
    # Another stage may have written since `review` was loaded; its columns must not go back.
    review.refresh_from_db(from_queryset=ClaimReview.objects.select_for_update())
    newest = newest_reading(review)
    if newest is not None:
        _lay_reading(review, newest)
    decided = {decision.field: decision.value for decision in standing(review)}
    for field, value in decided.items():
        put(review, field, value)
    if "verdict" in decided:
        # “Implied” says how the machine came by a verdict. A person has decided this one.
        review.verdict_implied = False
    if newest is not None:
        _set_questions(review, newest, decided)
        _set_withdrawal(review)
    elif review.needs_editor and "verdict" in decided:
        review.needs_editor, review.editor_question = False, ""
    review.save()
    if newest is not None:
        _lay_sets(review, newest.fields, decided)
        link_translations(review, value_in(newest.fields, "translations", []))
    assign_themes(review)


def newest_reading(review: ClaimReview) -> Reading | None:
    """By the time of the capture, and of one capture the reading made last.

    Chosen here and not by ORDER BY … LIMIT 1: over the join PostgreSQL walks all captures for it.
    """
    made = review.readings.values_list("capture__requested_at", "capture_id", "created_at", "pk")
    newest = max(made.order_by(), default=None)
    return Reading.objects.get(pk=newest[-1]) if newest else None


def _lay_reading(review: ClaimReview, newest: Reading) -> None:
    fields = newest.fields
    for name in _TEXTS:
        setattr(review, name, value_in(fields, name)[: _LONGEST.get(name)])
    review.published_on = _day(fields, "published_on")
    review.claim_seen_on = _day(fields, "claim_seen_on")
    code = value_in(fields, "verdict", None)
    review.verdict = Verdict.objects.filter(code=code).first() if code else None
    review.verdict_implied = value_in(fields, "verdict_implied", False)
    review.verdict_map_version = value_in(fields, "verdict_map_version", None)
    review.provenance = Provenance.CAPTURED
    if review.page is not None:
        review.portal = review.page.portal
        review.url = review.page.url
    # Nobody but an editor rejects a debunk.
    review.is_rejected = False
    first = review.readings.order_by().aggregate(first=Min("capture__requested_at"))["first"]
    review.first_captured_at = first


def _day(fields: Fields, name: str) -> date | None:
    value = value_in(fields, name, None)
    return date.fromisoformat(value) if value else None


def _lay_sets(review: ClaimReview, fields: Fields, decided: dict[str, Any]) -> None:
    if "countries" not in decided and review.portal is not None:
        review.countries.set([review.portal.country])
    if "origins" not in decided:
        review.origins.set(Origin.objects.filter(code__in=value_in(fields, "origins", [])))


def _set_questions(review: ClaimReview, newest: Reading, decided: dict[str, Any]) -> None:
    asked = list(value_in(newest.fields, "questions", []))
    if _is_no_longer_read(review, newest):
        asked.append(NO_LONGER_READ)
    left = [question for question in asked if SETTLED_BY.get(question) not in decided]
    review.needs_editor = bool(left)
    review.editor_question = as_text(left)


def _is_no_longer_read(review: ClaimReview, newest: Reading) -> bool:
    """Whether a later reader, looking at the very same capture, found no debunk on the page."""
    later = Reading.objects.filter(
        capture=newest.capture_id, review=None, created_at__gt=newest.created_at
    )
    return later.exclude(fields__has_any_keys=SAYS_NOTHING).exists()


def _set_withdrawal(review: ClaimReview) -> None:
    changes = list(
        ReviewChange.objects.filter(review=review)
        .exclude(kind=ReviewChangeKind.APPEARED)
        .order_by("found_at", "pk")
        .values_list("kind", "found_at", "before_capture__requested_at")
    )
    whole = [change for change in changes if change[0] in _OF_THE_WHOLE]
    last_kind, last_found, last_seen = whole[-1] if whole else (None, None, None)
    is_gone = last_kind == ReviewChangeKind.WITHDRAWN
    review.withdrawn_after = last_seen if is_gone else None
    review.withdrawn_before = last_found if is_gone else None
    review.last_changed_at = changes[-1][1] if changes else None
