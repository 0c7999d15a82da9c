"""Marks that every page uses: a country, a piece of evidence, a verdict, a date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext

from config.evidence import KINDS

register = template.Library()

#: Countries after this position share one neutral mark; they are always named as well.
COUNTRIES_WITH_A_COLOUR = 6


@register.filter
def country_class(country: Any) -> str:
    """The CSS class of a country's colour: country-1 … country-6, or country-other."""
    position = getattr(country, "position", 0) or 0
    return f"country-{position}" if 1 <= position <= COUNTRIES_WITH_A_COLOUR else "country-other"


@register.simple_tag
def country(row: Any) -> SafeString:
    """A country's mark: its colour and its name, never one without the other."""
    return format_html('<span class="country {}">{}</span>', country_class(row), row.name)


@register.inclusion_tag("partials/evidence.html")
def evidence(code: str) -> dict[str, object]:
    """The badge of one kind of evidence (see config.evidence)."""
    return {"kind": KINDS[code]}


@register.inclusion_tag("partials/evidence_legend.html")
def evidence_legend(*codes: str) -> dict[str, object]:
    """What the badges mean: those named, or all of them."""
    return {"kinds": [KINDS[code] for code in codes or KINDS]}


@register.inclusion_tag("partials/evidence_meanings.html")
def evidence_meanings() -> dict[str, object]:
    """All badges with their meanings, in the open."""
    return {"kinds": KINDS.values()}


@register.inclusion_tag("partials/verdict.html")
def verdict(review: Any) -> dict[str, object]:
    """A debunk's verdict as a word and a position on the scale, or that it needs an editor."""
    row = review.verdict
    return {
        "verdict": row,
        "steps": [row.value == step for step in range(1, 6)] if row and row.value else [],
        "implied": bool(row and review.verdict_implied),
    }


@register.filter
def day(value: date | None) -> SafeString | str:
    """A day as 2020-04-01, the same in all three languages."""
    if value is None:
        return gettext("date unknown")
    return format_html('<time datetime="{0}">{0}</time>', value.isoformat())


@register.filter
def instant(value: datetime | None, precision: str = "minutes") -> SafeString | str:
    """An instant as 2026-11-20 10:29 UTC, with the seconds in the machine-readable part.

    `instant:"seconds"` writes them out, where two instants are told apart by them.
    """
    if value is None:
        return gettext("never")
    in_utc = value.astimezone(UTC)
    return format_html(
        '<time datetime="{}" class="nowrap">{} UTC</time>',
        in_utc.isoformat(timespec="seconds"),
        f"{in_utc:%Y-%m-%d %H:%M:%S}" if precision == "seconds" else f"{in_utc:%Y-%m-%d %H:%M}",
    )


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's language; the code itself where it is not known."""
    if not code:
        return gettext("language unknown")
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
