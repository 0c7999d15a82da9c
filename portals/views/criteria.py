"""What a reader asked of the portals' pages, and what of it cannot be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext

from portals.models import Country, Portal, Role
from portals.models.catalogue import PortalQuerySet


@dataclass(frozen=True, slots=True)
class PortalCriteria:
    country: str = ""
    role: str = ""
    problems: tuple[str, ...] = ()

    def select(self, portals: PortalQuerySet) -> PortalQuerySet:
        if self.country:
            portals = portals.filter(country=self.country)
        if self.role:
            portals = portals.with_role(self.role)
        return portals


def portal_criteria(query: QueryDict) -> PortalCriteria:
    """A value that does not exist narrows nothing and is named in `problems`."""
    country, role = query.get("country", "").strip().upper(), query.get("role", "").strip()
    problems = []
    codes = set(Country.objects.values_list("code", flat=True))
    if country and country not in codes:
        problems.append(
            gettext("The archive knows no country “%(value)s”. All countries are shown.")
            % {"value": country[:40]}
        )
        country = ""
    if role and role not in Role.values:
        problems.append(
            gettext("There is no role “%(value)s”. All roles are shown.") % {"value": role[:40]}
        )
        role = ""
    return PortalCriteria(country, role, tuple(problems))


@dataclass(frozen=True, slots=True)
class OnePortalCriteria:
    year: int | None = None
    day: date | None = None
    pages_with: str = ""
    problems: tuple[str, ...] = ()


def one_portal_criteria(query: QueryDict) -> OnePortalCriteria:
    problems = []
    day: date | None = None
    raw_day = query.get("day", "").strip()
    if raw_day:
        try:
            day = date.fromisoformat(raw_day)
        except ValueError:
            problems.append(
                gettext("“%(value)s” is no day that exists. Write it as 2020-04-01.")
                % {"value": raw_day[:40]}
            )
    raw_year = query.get("year", "")
    year = int(raw_year) if raw_year.isascii() and raw_year.isdigit() else None
    if day and year is None:
        year = day.year
    return OnePortalCriteria(
        year, day, query.get("q", "").replace("\x00", "").strip()[:200], tuple(problems)
    )


def portals_on(host: str) -> list[Portal]:
    """The portals that a host belongs to; without its port or `www.` where nothing else fits."""
    plain = host.rpartition(":")[0] or host
    candidates = [host, plain, plain.removeprefix("www."), f"www.{plain}"]
    return list(Portal.objects.filter(hosts__overlap=candidates).select_related("country"))
