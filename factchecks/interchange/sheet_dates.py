"""Dates in the cells of a spreadsheet. One that does not exist is unknown, and says why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from factchecks.extraction.dates import read_date
from factchecks.interchange.remarks import Remark

_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T].*)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")


@dataclass(frozen=True, slots=True)
class SheetDate:
    """`value` is what counts; `written` what the cell says, also where that cannot be right."""

    value: date | None
    remark: Remark | None = None
    written: date | None = None


@dataclass(frozen=True, slots=True)
class DateReader:
    """`order` says whether 3/4/2020 is in March or in April; without it such a date is unknown."""

    order: str
    earliest: date | None
    today: date
    #: By column: a later day is a stray if it would not be one with day and month exchanged.
    stray_after: Mapping[str, date] = field(default_factory=dict)

    def read(self, cell: str, column: str) -> SheetDate:
        text = cell.strip()
        if not text:
            return SheetDate(None, Remark("date_missing", f"{column}: no date."))
        try:
            value = self._day(text)
        except ValueError as error:
            return SheetDate(None, Remark("date_impossible", f"{column}: “{text[:40]}” {error}"))
        if value is None:
            value = read_date(text, "", self.today)
        if value is None:
            why = f"{column}: “{text[:40]}” cannot be read as a date."
            return SheetDate(None, Remark("date_unreadable", why))
        fault = self._fault(value, text, column)
        return SheetDate(None if fault else value, fault, value)

    def _fault(self, value: date, text: str, column: str) -> Remark | None:
        if value > self.today:
            return Remark("date_in_future", f"{column}: “{text[:40]}” is in the future.")
        if self.earliest and value < self.earliest:
            why = f"{column}: “{text[:40]}” is before {self.earliest.isoformat()}."
            return Remark("date_too_early", why)
        limit, other = self.stray_after.get(column), swapped(value)
        # A workbook may have exchanged them itself; with dots nobody does.
        if limit and other and "." not in text and other <= limit < value:
            why = f"{column}: “{text[:40]}” is far after all other dates; {other} may be meant."
            return Remark("date_stray", why)
        return None

    def _day(self, text: str) -> date | None:
        """None where the form is another one; ValueError with the rest of a sentence."""
        if match := _ISO.fullmatch(text):
            return _existing(*map(int, match.groups()))
        if not (match := _NUMBERS.fullmatch(text)):
            return None
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        year += 2000 if year < 100 else 0
        # With dots the day always stands first.
        order = "dmy" if match[2] == "." else self.order
        if not order:
            if first == second:
                return _existing(year, first, second)
            if first <= 12 and second <= 12:
                raise ValueError(
                    "may mean two different days: say order = “mdy” or “dmy” under [dates]."
                )
            order = "dmy" if first > 12 else "mdy"
        month, day = (first, second) if order == "mdy" else (second, first)
        return _existing(year, month, day)


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        part = f"month {month}" if not 1 <= month <= 12 else f"day {day} in month {month}"
        raise ValueError(f"does not exist: there is no {part}.") from None


def swapped(value: date) -> date | None:
    """The date with day and month exchanged, where it exists and is another one."""
    try:
        other = value.replace(month=value.day, day=value.month)
    except ValueError:
        return None
    return other if other != value else None


def stray_limit(dates: Counter[date]) -> date | None:
    """A month after all but the last one in two hundred; None where dates are too few to tell."""
    spare = dates.total() // 200
    if dates.total() < 100:
        return None
    for day in sorted(dates, reverse=True):
        spare -= dates[day]
        if spare < 0:
            return day + timedelta(days=31)
    return None
