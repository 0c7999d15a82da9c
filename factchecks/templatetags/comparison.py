"""Cells of the comparison's tables: a count, or that there is none to give."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from factchecks.comparison.comparing import Side
from factchecks.comparison.coverage import Coverage
from factchecks.comparison.criteria import Criteria
from factchecks.comparison.pair import Pair, Tally
from factchecks.comparison.rows import Part
from factchecks.comparison.sources import Cited, Reference
from factchecks.templatetags.charts import SECOND_PATTERN, colour_of, number, patterns_of, rounded

register = template.Library()


@register.filter
def edtf(value: str) -> str:
    """A date as the registry writes it; an interval with a dash instead of a slash."""
    return value.replace("/", " – ")


@register.simple_tag
def side_mark(side: Side, sides: Pair[Side]) -> SafeString:
    """A country's colour and name; hatched where both would look alike in grey print."""
    hatched = side.code == sides.b.code and patterns_of(sides).b == SECOND_PATTERN
    return format_html(
        '<span class="country {}{}">{}</span>',
        colour_of(side),
        " is-hatched" if hatched else "",
        side.name,
    )


@register.simple_tag
def tally(value: Tally, link: str = "") -> SafeString:
    """A table cell with a count, linked to what it counts; "not captured" is never zero."""
    if value is None:
        return format_html('<td class="num empty">{}</td>', gettext("not captured"))
    if link and value:
        return format_html('<td class="num"><a href="{}">{}</a></td>', link, number(value))
    return format_html('<td class="num">{}</td>', number(value))


@register.simple_tag
def percent(part: Part) -> SafeString:
    """A table cell with how many of 100; a dash where there is nothing to divide."""
    if part.number is None:
        return format_html('<td class="num empty">{}</td>', gettext("not captured"))
    return format_html(
        '<td class="num">{}</td>', "–" if part.percent is None else rounded(part.percent)
    )


@register.filter
def amount(value: Decimal | int) -> str:
    """A published figure, without decimals that nobody published."""
    whole = value == value.to_integral_value() if isinstance(value, Decimal) else True
    return str(number_format(value, 0 if whole else None, use_l10n=True, force_grouping=True))


@register.simple_tag
def debunks_url(criteria: Criteria, country: str, **filters: Any) -> str:
    """The list of the very debunks that a cell counts. An empty value asks for "has none"."""
    query: dict[str, Any] = {"country": country, "provenance": "captured"}
    for name in ("start", "end", "language"):
        if getattr(criteria, name):
            query[name] = getattr(criteria, name)
    query.update({name: value or "none" for name, value in filters.items()})
    return f"{reverse('factchecks:debunks')}?{urlencode(query)}"


@register.simple_tag
def compare_url(criteria: Criteria) -> str:
    """The address of this very comparison, with nothing left to defaults."""
    asked = {name: getattr(criteria, name) for name in ("a", "b", "start", "end", "language")}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('factchecks:compare')}?{query}"


@register.simple_tag
def cite(said: Cited, listed: dict[str, Reference]) -> SafeString:
    """The number of a source, linked to the list of sources."""
    reference = listed[said.code]
    return format_html(
        '<a class="cite" href="#source-{}" title="{}">[{}]</a>',
        reference.code,
        reference.citation,
        reference.number,
    )


@register.filter
def coverage_words(coverage: Coverage) -> SafeString | str:
    """When and how completely we looked at a country's fact-checking portals, as one line."""
    if not coverage.portals:
        return gettext("no fact-checking portal known")
    if not coverage.is_captured:
        if coverage.watched:
            return gettext("not captured: no fact-checking portal has answered yet")
        return gettext("not captured: no fact-checking portal is watched")
    captured = ngettext(
        "%(captured)s of %(portals)s fact-checking portal captured",
        "%(captured)s of %(portals)s fact-checking portals captured",
        coverage.portals,
    ) % {"captured": number(coverage.captured), "portals": number(coverage.portals)}
    return joined([captured, *looks(coverage)])


@register.filter
def coverage_of_one(coverage: Coverage) -> SafeString | str:
    """The same for a single portal, which needs no count of portals."""
    return joined(looks(coverage)) if coverage.is_captured else gettext("not captured")


def looks(coverage: Coverage) -> list[SafeString | str]:
    """The days of the first and the last snapshot and how complete they were."""
    if coverage.first is None or coverage.last is None:
        return [completeness_words(coverage)]
    first, last = coverage.first.date().isoformat(), coverage.last.date().isoformat()
    span = first if first == last else f"{first} – {last}"
    return [format_html('<span class="nowrap">{}</span>', span), completeness_words(coverage)]


def joined(words: list[SafeString | str]) -> SafeString:
    return format_html_join(", ", "{}", ((word,) for word in words))


@register.filter
def completeness_words(coverage: Coverage) -> str:
    if not coverage.snapshots:
        return gettext("no snapshot ended yet")
    if coverage.complete == coverage.snapshots:
        return ngettext(
            "%(snapshots)s snapshot, complete",
            "%(snapshots)s snapshots, all complete",
            coverage.snapshots,
        ) % {"snapshots": number(coverage.snapshots)}
    return ngettext(
        "%(snapshots)s snapshot, not complete",
        "%(snapshots)s snapshots, %(complete)s of them complete",
        coverage.snapshots,
    ) % {"snapshots": number(coverage.snapshots), "complete": number(coverage.complete)}


@register.simple_tag
def lag(days: int | None, sides: Pair[Side]) -> str:
    """Which country came later, and by how many days."""
    if days is None:
        return gettext("unknown: a date is missing")
    if days == 0:
        return gettext("same day")
    return ngettext(
        "%(country)s: %(days)s day later", "%(country)s: %(days)s days later", abs(days)
    ) % {"country": (sides.b if days > 0 else sides.a).name, "days": number(abs(days))}
