"""What a reader can ask of the comparison. All of it is in the page's address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from factchecks.models import ClaimReview
from portals.models import Country, Portal


@dataclass(frozen=True, slots=True)
class Criteria:
    """Two countries, and optionally a period (both days included) and a language."""

    a: str
    b: str
    start: date | None = None
    end: date | None = None
    language: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.start or self.end or self.language)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A country that can be compared; `is_known` where the archive has a portal or debunk of it."""

    country: Country
    is_known: bool

    @property
    def code(self) -> str:
        return self.country.code


def candidates() -> list[Candidate]:
    """All countries in their fixed order, first those that the archive knows something of."""
    named = ClaimReview.countries.through.objects
    known = {
        *Portal.objects.order_by().values_list("country_id", flat=True).distinct(),
        *named.order_by().values_list("country_id", flat=True).distinct(),
    }
    rows = [Candidate(country, country.code in known) for country in Country.objects.all()]
    return sorted(rows, key=lambda row: not row.is_known)


def languages_of_debunks() -> list[str]:
    """Codes of the languages in which the archive holds debunks."""
    return list(
        ClaimReview.objects.published()
        .exclude(language="")
        .order_by("language")
        .values_list("language", flat=True)
        .distinct()
    )
