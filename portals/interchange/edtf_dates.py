"""The first and the last day of a date that is known only to its year, month or interval."""

from __future__ import annotations

import calendar
from datetime import date


def days_of(text: str) -> tuple[date, date]:
    """First and last day of an EDTF level 0 date such as 2020, 2020-03 or 2020-03-16/2020-05-11.

    Raises ValueError with a sentence for a person where there is no such date.
    """
    parts = text.split("/")
    if len(parts) > 2:
        raise ValueError(f"“{text}” is no date or interval of two dates.")
    first, last = _day(parts[0], last=False), _day(parts[-1], last=True)
    if first > last:
        raise ValueError(f"“{text}” ends before it begins.")
    return first, last


def _day(text: str, *, last: bool) -> date:
    fields = text.split("-")
    form = [len(field) for field in fields]
    if form not in ([4], [4, 2], [4, 2, 2]) or not all(
        field.isascii() and field.isdigit() for field in fields
    ):
        raise ValueError(f"“{text}” is no date: write 2020, 2020-03 or 2020-03-16.")
    year, month, day = (*map(int, fields), 0, 0)[:3]
    try:
        if day:
            return date(year, month, day)
        if month:
            return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
        return date(year, 12, 31) if last else date(year, 1, 1)
    except (ValueError, IndexError) as error:  # monthrange raises IllegalMonthError: both of them
        raise ValueError(f"“{text}” is a date that does not exist.") from error
