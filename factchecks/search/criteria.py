"""What a reader can ask of the list of debunks. All of it is in the page's address."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

#: A filter's value for "has none": no verdict yet, no theme found.
NONE = "none"


class State(models.TextChoices):
    EDITED = "edited", _("Edited by the portal")
    VERDICT_CHANGED = "verdict_changed", _("Verdict changed by the portal")
    WITHDRAWN = "withdrawn", _("Withdrawn by the portal")


class Sort(models.TextChoices):
    RELEVANCE = "relevance", _("Best match first")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    FOUND = "found", _("Newest found first")


@dataclass(frozen=True, slots=True)
class Criteria:
    """Filters of the list of debunks; an empty string or None does not filter."""

    q: str = ""
    country: str = ""
    theme: str = ""
    verdict: str = ""
    portal: str = ""
    language: str = ""
    provenance: str = ""
    state: str = ""
    start: date | None = None
    end: date | None = None
    sort: str = ""

    @property
    def order(self) -> str:
        """The order asked for; a word search is ranked unless it asks otherwise."""
        if self.sort == Sort.RELEVANCE and not self.q:
            return Sort.NEWEST
        return self.sort or (Sort.RELEVANCE if self.q else Sort.NEWEST)

    def active(self) -> list[str]:
        """Names of the filters in force, in the order of the form."""
        return [f.name for f in fields(self) if f.name != "sort" and getattr(self, f.name)]

    def without(self, name: str) -> Criteria:
        nothing: Any = None if name in {"start", "end"} else ""
        return replace(self, **{name: nothing})


def read_day(raw: str, *, last: bool) -> date | None:
    """A day from 2020, 2020-03 or 2020-03-16; of a year or month the first day, or the last.

    None where nothing is written. ValueError, in words for the reader, for a day that does not
    exist or is written otherwise.
    """
    raw = raw.strip()
    if not raw:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", raw, re.ASCII)
    if not found:
        raise ValueError(
            gettext("“%(raw)s” is not a date. Write 2020, 2020-03 or 2020-03-16.") % {"raw": raw}
        )
    year = int(found[1])
    month = int(found[2] or (12 if last else 1))
    try:
        days_in_month = calendar.monthrange(year, month)[1]
        return date(year, month, int(found[3] or (days_in_month if last else 1)))
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(
            gettext("The date %(raw)s does not exist. Write 2020, 2020-03 or 2020-03-16.")
            % {"raw": raw}
        ) from None
