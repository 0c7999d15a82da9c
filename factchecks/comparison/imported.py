"""Fact-checks that others compiled and that name the countries. Never added to our own count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q

from factchecks.comparison.criteria import Criteria
from factchecks.comparison.pair import Pair
from factchecks.models import ClaimReview, ImportBatch, ImportedRow


@dataclass(frozen=True, slots=True)
class ImportedFile:
    name: str
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Imported:
    """`naming` counts a fact-check for each country that it names; `both` is part of each."""

    naming: Pair[int]
    both: int
    files: tuple[ImportedFile, ...]

    @property
    def either(self) -> int:
        return self.naming.a + self.naming.b - self.both


def imported(criteria: Criteria) -> Imported:
    """By the day of the fact-check or, where the file has none, the day the claim was seen."""
    link = ClaimReview.countries.through.objects.filter(claimreview=OuterRef("pk"))
    reviews = ClaimReview.objects.published().imported()
    if criteria.language:
        reviews = reviews.filter(language=criteria.language)
    if criteria.start:
        reviews = reviews.filter(listed_on__gte=criteria.start)
    if criteria.end:
        reviews = reviews.filter(listed_on__lte=criteria.end)
    counts = reviews.annotate(
        names_a=Exists(link.filter(country=criteria.a)),
        names_b=Exists(link.filter(country=criteria.b)),
    ).aggregate(
        a=Count("pk", filter=Q(names_a=True)),
        b=Count("pk", filter=Q(names_b=True)),
        both=Count("pk", filter=Q(names_a=True, names_b=True)),
    )
    return Imported(Pair(counts["a"], counts["b"]), counts["both"], _files(criteria))


def _files(criteria: Criteria) -> tuple[ImportedFile, ...]:
    """The files with a row that names either country, each by its newest import."""
    rows = ImportedRow.objects.filter(
        batch=OuterRef("pk"), review__countries__in=[criteria.a, criteria.b]
    )
    newest: dict[str, ImportedFile] = {}
    for batch in ImportBatch.objects.filter(Exists(rows)).order_by(F("started_at").asc()):
        newest[batch.file_name] = ImportedFile(batch.file_name, batch.ended_at or batch.started_at)
    return tuple(newest.values())
