"""What portals did to their debunks after publishing them, as the archive found it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django import forms
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from factchecks.models import ReviewChange, ReviewChangeKind
from factchecks.search.vocabulary import country_choices
from factchecks.search.wording import Part, difference, excerpt

PER_PAGE = 25
LAST_PAGE = 400
#: A debunk that appears is no change of one: shown when asked for.
QUIET = frozenset({ReviewChangeKind.APPEARED})
#: A longer text is compared on the page of its debunk, not in a list.
LONGEST_IN_LIST = 30_000


@dataclass(frozen=True, slots=True)
class ChangeCriteria:
    country: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    change: ReviewChange
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ChangeListing:
    entries: tuple[ChangeEntry, ...]
    total: int
    number: int
    pages: int
    asked_beyond: int | None
    counts: dict[str, int]


class ChangeFilters(forms.Form):
    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["country"] = forms.ChoiceField(
            required=False,
            label=_("Country"),
            choices=country_choices(data.get("country", "")),
            error_messages={
                "invalid_choice": _(
                    "The archive knows no country “%(value)s”. Choose one from the list."
                )
            },
        )
        self.fields["kind"] = forms.ChoiceField(
            required=False,
            label=_("Kind of change"),
            choices=ReviewChangeKind.choices,
            error_messages={
                "invalid_choice": _(
                    "There is no kind of change “%(value)s”. Choose one from the list."
                )
            },
        )

    def criteria(self) -> ChangeCriteria:
        return ChangeCriteria(self.cleaned_data["country"], self.cleaned_data["kind"])


def changes_listing(criteria: ChangeCriteria, number: int = 1) -> ChangeListing:
    wanted = matching_changes(criteria)
    total = wanted.count()
    pages = max(1, min(LAST_PAGE, -(-total // PER_PAGE)))
    page = min(max(1, number), pages)
    rows = with_debunks(wanted)[(page - 1) * PER_PAGE : page * PER_PAGE]
    kinds = (
        matching_changes(replace(criteria, kind=""), loud=False)
        .order_by()
        .values_list("kind")
        .annotate(Count("pk"))
    )
    return ChangeListing(
        tuple(entry(change) for change in rows),
        total,
        page,
        pages,
        number if number != page else None,
        dict(kinds),
    )


def matching_changes(criteria: ChangeCriteria, *, loud: bool = True) -> QuerySet[ReviewChange]:
    changes = ReviewChange.objects.filter(review__is_rejected=False)
    if criteria.country:
        changes = changes.filter(review__countries=criteria.country)
    if criteria.kind:
        return changes.filter(kind=criteria.kind)
    return changes.exclude(kind__in=QUIET) if loud else changes


def with_debunks(changes: QuerySet[ReviewChange]) -> QuerySet[ReviewChange]:
    return changes.select_related(
        "review__portal__country", "before_capture", "after_capture"
    ).defer("review__body", "review__search")


def entry(change: ReviewChange) -> ChangeEntry:
    """A change with its difference in words; a very long text is left to the debunk's page."""
    if max(len(change.before), len(change.after)) > LONGEST_IN_LIST:
        return ChangeEntry(change, ())
    return ChangeEntry(change, excerpt(difference(change.before, change.after)))
