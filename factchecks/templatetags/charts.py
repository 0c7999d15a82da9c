"""Charts drawn on the server as SVG.

Positions across are percentages and heights are pixels: a chart fills a phone as well as a page
without its letters being scaled, and needs neither a script nor a style attribute. All numbers
reach the templates as text, so that no language's decimal comma gets into the SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from factchecks.comparison.comparing import Side
from factchecks.comparison.months import Column, Months
from factchecks.comparison.pair import Pair, Tally
from factchecks.comparison.rows import Part, Row
from factchecks.comparison.rumours import SharedRumour, SharedRumours
from factchecks.comparison.timeline import TimelineEvent

register = template.Library()

#: Countries after this position have no colour and pattern of their own (see docs/design.md).
COLOURS = 6
PLAIN = frozenset({"country-1", "country-other"})
#: What the second country takes where both would look alike.
SECOND_PATTERN = "pattern-second"


def share(value: float) -> str:
    return f"{value:.2f}%"


def number(value: int) -> str:
    return str(number_format(value, use_l10n=True, force_grouping=True))


def colour_of(side: Side) -> str:
    return f"country-{side.position}" if 1 <= side.position <= COLOURS else "country-other"


def patterns_of(sides: Pair[Side]) -> Pair[str]:
    """Two patterns that differ in grey print, whichever two countries are compared."""
    a, b = colour_of(sides.a), colour_of(sides.b)
    both_look_alike = a == b or (a in PLAIN and b in PLAIN)
    return Pair(f"pattern-{a}", SECOND_PATTERN if both_look_alike else f"pattern-{b}")


@dataclass(frozen=True, slots=True)
class Half:
    """One country's half of a mirrored row. `x` is where the bar starts from the left."""

    x: str
    width: str
    stated_x: str
    stated_width: str
    text_x: str
    text: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class MirroredRow:
    label: str
    label_y: int
    bar_y: int
    text_y: int
    a: Half
    b: Half


ROW = 40
TOP = 30
#: How far the longest bar reaches from the middle; the rest is for its number.
REACH = 31.0
#: Letters that fit above one half of a chart on a phone; a longer name gives way to its code.
HEAD = 21


@register.inclusion_tag("charts/mirrored_bars.html")
def mirrored_bars(
    rows: Sequence[Row], sides: Pair[Side], name: str, title: str, description: str
) -> dict[str, Any]:
    """Rows as bars to both sides of the middle: by share where there are shares, else by number."""
    by_share = any(part.percent is not None for row in rows for part in row.parts)

    def size(part: Part) -> float:
        return (part.percent if by_share else part.number) or 0.0

    longest = max((size(part) for row in rows for part in row.parts), default=0.0) or 1.0
    drawn = [
        MirroredRow(
            label=row.label,
            label_y=TOP + ROW * index + 12,
            bar_y=TOP + ROW * index + 18,
            text_y=TOP + ROW * index + 30,
            a=_half(row.parts.a, row.implied.a, REACH * size(row.parts.a) / longest, -1),
            b=_half(row.parts.b, row.implied.b, REACH * size(row.parts.b) / longest, 1),
        )
        for index, row in enumerate(rows)
    ]
    return {
        "rows": drawn,
        "height": TOP + ROW * len(rows) + 4,
        "heads": sides.map(lambda side: side.name if len(side.name) <= HEAD else side.code),
        "colours": sides.map(colour_of),
        "patterns": patterns_of(sides),
        "has_implied": any(number for row in rows for number in row.implied),
        "name": name,
        "title": title,
        "description": description,
    }


def _half(part: Part, implied: Tally, reach: float, direction: int) -> Half:
    """The stated part lies at the middle, the implied one outside it."""
    if part.number is None:
        return Half("50%", "0%", "50%", "0%", "50%", gettext("not captured"), True)
    stated = reach * (part.number - (implied or 0)) / part.number if part.number else 0.0
    text = number(part.number)
    if part.percent:
        text = gettext("%(number)s · %(percent)s%%") % {
            "number": text,
            "percent": rounded(part.percent),
        }
    return Half(
        x=share(50 - reach if direction < 0 else 50),
        width=share(reach),
        stated_x=share(50 - stated if direction < 0 else 50),
        stated_width=share(stated),
        text_x=share(50 + direction * reach),
        text=text,
        is_missing=False,
    )


def rounded(percent: float) -> str:
    """Whole numbers; a part that is there is never rounded away to nothing."""
    return "<1" if 0 < percent < 0.5 else str(round(percent))


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    middle: str
    is_missing: bool
    #: Written above the highest column of each country.
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    at: str
    text: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Events of one column, under one number that the list repeats."""

    number: int
    at: str
    events: tuple[TimelineEvent, ...]


PLOT_TOP = 24
PLOT_HEIGHT = 150
BASE = PLOT_TOP + PLOT_HEIGHT
LEFT = 7.0


@register.inclusion_tag("charts/month_columns.html")
def month_columns(
    months: Months,
    sides: Pair[Side],
    events: Sequence[TimelineEvent],
    name: str,
    title: str,
    description: str,
) -> dict[str, Any]:
    """Columns of both countries on one axis, with the events of that span marked under it."""
    columns = months.columns
    step = (100 - LEFT) / max(len(columns), 1)
    top = _ceiling(max((n or 0 for column in columns for n in column.numbers), default=0))
    marks = _marks(columns, events, months.by_year, step)
    return {
        "bars": Pair(
            _bars([column.numbers.a for column in columns], sides.a, step, top, 0.1),
            _bars([column.numbers.b for column in columns], sides.b, step, top, 0.5),
        ),
        "grid": [
            {
                "y": f"{BASE - PLOT_HEIGHT * value / top:.1f}",
                "text": number(value),
                "text_y": f"{BASE - PLOT_HEIGHT * value / top + 4:.1f}",
            }
            for value in _grid(top)
        ],
        "ticks": _ticks(columns, months.by_year, step),
        "marks": marks,
        "base": BASE,
        "left": share(LEFT),
        "label_x": share(LEFT - 1.2),
        "tick_y": BASE + 17,
        "year_y": BASE + 33,
        "mark_y": BASE + 56,
        "height": BASE + (66 if marks else 42),
        "sides": sides,
        "colours": sides.map(colour_of),
        "patterns": patterns_of(sides),
        "by_year": months.by_year,
        "name": name,
        "title": title,
        "description": description,
    }


def _bars(numbers: Sequence[Tally], side: Side, step: float, top: int, offset: float) -> list[Bar]:
    highest = max((value or 0 for value in numbers), default=0)
    labelled = numbers.index(highest) if highest else -1
    return [
        Bar(
            x=share(LEFT + step * (index + offset)),
            y=f"{BASE - PLOT_HEIGHT * (value or 0) / top:.1f}",
            width=share(step * 0.4),
            height=f"{PLOT_HEIGHT * (value or 0) / top:.1f}",
            middle=share(LEFT + step * (index + offset + 0.2)),
            is_missing=value is None,
            label=f"{side.code} {number(highest)}" if index == labelled else "",
        )
        for index, value in enumerate(numbers)
    ]


def _ceiling(highest: int) -> int:
    """The next 1, 2, 4 or 5 times a power of ten: a number that halves or quarters evenly."""
    size = 1
    while True:
        for factor in (1, 2, 4, 5):
            if factor * size >= highest:
                return factor * size
        size *= 10


def _grid(top: int) -> list[int]:
    if top == 1:
        return [1]
    return [top // 2, top] if top % 2 == 0 else [top]


def _ticks(columns: Sequence[Column], by_year: bool, step: float) -> list[Tick]:
    """As many labels as a phone has room for."""
    every = {True: 1, False: 3}[len(columns) <= 12] if len(columns) <= 36 else 12
    ticks = []
    for index, column in enumerate(columns):
        day = column.first_day
        at = share(LEFT + step * (index + 0.5))
        if by_year:
            if day.year % 5 == 0 or len(columns) <= 12:
                ticks.append(Tick(at, str(day.year)))
        elif (day.month - 1) % every == 0 or len(columns) == 1:
            starts_year = day.month == 1 or not ticks
            ticks.append(Tick(at, f"{day.month:02}", str(day.year) if starts_year else ""))
    return ticks


def _marks(
    columns: Sequence[Column], events: Sequence[TimelineEvent], by_year: bool, step: float
) -> list[Mark]:
    places = {column.first_day: index for index, column in enumerate(columns)}
    found: dict[int, list[TimelineEvent]] = {}
    for event in events:
        day = event.first_day
        place = places.get(date(day.year, 1, 1) if by_year else day.replace(day=1))
        if place is not None:
            found.setdefault(place, []).append(event)
    return [
        Mark(position, share(LEFT + step * (place + 0.5)), tuple(found[place]))
        for position, place in enumerate(sorted(found), start=1)
    ]


@register.inclusion_tag("charts/lag_strip.html")
def lag_strip(rumour: SharedRumour, rumours: SharedRumours, sides: Pair[Side]) -> dict[str, Any]:
    """Both countries' first dates of a rumour, on the span that all rows share.

    Decoration beside the words of the same cell: hidden from screen readers.
    """
    dates = rumours.dates
    days = (dates[-1] - dates[0]).days if dates else 0

    def place(day: date | None) -> str:
        if day is None or not dates:
            return ""
        return share(6 + 88 * (day - dates[0]).days / (days or 1))

    return {
        "a": place(rumour.sides.a.first_published),
        "b": place(rumour.sides.b.first_published),
        "colours": sides.map(colour_of),
    }
