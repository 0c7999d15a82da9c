"""Fields as editors set them. A decision stands over every reading until it is undone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from factchecks.models import Claim, ClaimReview, EditorDecision, Origin, Theme, Verdict
from portals.models import Country

TEXTS = frozenset(
    {"title", "claim_text", "body", "language", "verdict_raw", "category_raw", "origin_raw",
     "picture_url"}
)  # fmt: skip
DATES = frozenset({"published_on", "claim_seen_on"})
#: Several rows of another table, decided as the list of their keys.
SETS: dict[str, type[Theme] | type[Origin] | type[Country]] = {
    "themes": Theme,
    "origins": Origin,
    "countries": Country,
}
ROWS: dict[str, type[Verdict] | type[Claim] | type[ClaimReview]] = {
    "verdict": Verdict,
    "claim": Claim,
    "translation_of": ClaimReview,
}
FIELDS = TEXTS | DATES | SETS.keys() | ROWS.keys() | {"is_rejected"}


@transaction.atomic
def decide(
    review: ClaimReview, field: str, value: Any, editor: AbstractBaseUser, reason: str = ""
) -> EditorDecision:
    """Set `field` of `review` as `editor` says. Raises ValidationError for what cannot be.

    `value` is a text, an ISO date or None, a list of codes, a key or None, or a truth value.
    """
    from factchecks.reading.current import refresh

    value = _checked(review, field, value)
    ClaimReview.objects.select_for_update().get(pk=review.pk)
    before = standing(review).filter(field=field).first()
    machine_value = before.machine_value if before else value_of(review, field)
    standing(review).filter(field=field).update(undone_at=timezone.now())
    decision = EditorDecision.objects.create(
        review=review,
        field=field,
        value=value,
        machine_value=machine_value,
        reason=reason,
        decided_by_id=editor.pk,
    )
    refresh(review)
    return decision


@transaction.atomic
def undo(decision: EditorDecision, editor: AbstractBaseUser) -> None:
    """Let the machine's value stand again. The decision stays on record, as undone."""
    from factchecks.reading.current import refresh

    if decision.undone_at:
        return
    decision.undone_at = timezone.now()
    decision.reason = "\n".join(
        filter(None, (decision.reason, f"Undone by {editor.get_username()}."))
    )
    decision.save(update_fields=["undone_at", "reason"])
    review = decision.review
    # An imported debunk has no reading from which the value could be made again.
    if decision.field == "themes":
        review.theme_links.all().delete()
    else:
        put(review, decision.field, decision.machine_value)
        review.save()
    refresh(review)


def standing(review: ClaimReview) -> QuerySet[EditorDecision]:
    return EditorDecision.objects.filter(review=review, undone_at=None)


def put(review: ClaimReview, field: str, value: Any) -> None:
    """Write a decided value into the columns; the caller saves the plain ones."""
    if field in ROWS:
        exists = value is not None and ROWS[field]._default_manager.filter(pk=value).exists()
        setattr(review, f"{field}_id", value if exists else None)
    elif field == "themes":
        review.theme_links.exclude(theme_id__in=value).delete()
        for code in Theme.objects.filter(pk__in=value):
            review.theme_links.update_or_create(
                theme=code, defaults={"decided_by": "editor", "words": ""}
            )
    elif field in SETS:
        rows = SETS[field]._default_manager.filter(pk__in=value)
        getattr(review, field).set(rows)
    elif field in DATES:
        setattr(review, field, date.fromisoformat(value) if value else None)
    else:
        setattr(review, field, value)


def value_of(review: ClaimReview, field: str) -> Any:
    """The column of `review` as a decision would write it."""
    if field in ROWS:
        return getattr(review, f"{field}_id")
    if field in SETS:
        return sorted(getattr(review, field).values_list("pk", flat=True))
    value = getattr(review, field)
    return value.isoformat() if isinstance(value, date) else value


def _checked(review: ClaimReview, field: str, value: Any) -> Any:
    if field not in FIELDS:
        raise ValidationError(_("“%(field)s” is not decided by editors.") % {"field": field})
    if field in ROWS:
        value = getattr(value, "pk", value)
        model = ROWS[field]
        if value is not None and not model._default_manager.filter(pk=value).exists():
            raise ValidationError(_("There is no such entry: %(value)s.") % {"value": value})
        if field == "translation_of" and value == review.pk:
            raise ValidationError(_("A debunk is no translation of itself."))
        return value
    if field in SETS:
        keys = sorted({getattr(each, "pk", each) for each in value or []})
        known = set(SETS[field]._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
        if unknown := [key for key in keys if key not in known]:
            raise ValidationError(
                _("There is no such entry: %(value)s.") % {"value": ", ".join(unknown)}
            )
        return keys
    if field in DATES:
        return _checked_date(value)
    if field == "is_rejected":
        return bool(value)
    return str(value or "")


def _checked_date(value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValidationError(
            _("“%(value)s” is not a date. Write it as 2020-04-01.") % {"value": value}
        ) from None
    return date(day.year, day.month, day.day).isoformat()
