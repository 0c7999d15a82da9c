"""Marks of the portals' pages: how a snapshot ended, what a request gave, a role, a date."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext

from portals.discovery import addresses
from portals.models import (
    ANSWERED,
    Approach,
    Outcome,
    Portal,
    PortalFact,
    Role,
    SnapshotState,
    Source,
)
from portals.models.reasons import reason_in_reader_language

register = template.Library()

#: The feature by which the registry says that a source speaks of a portal at all.
DESCRIBED = "described"
#: The feature by which it says that a portal is no longer online, where no date is known.
GONE = "gone"


@register.simple_tag
def state(code: str | None) -> SafeString:
    """How a snapshot ended: a sign and its word."""
    if not code:
        return format_html('<span class="state state-none">{}</span>', gettext("no snapshot"))
    return format_html('<span class="state state-{}">{}</span>', code, SnapshotState(code).label)


@register.simple_tag
def outcome(code: str) -> SafeString:
    """What a request gave, in words; failures look different from answers."""
    kind = "ok" if code == Outcome.OK else "answered" if code in ANSWERED else "failed"
    return format_html('<span class="outcome outcome-{}">{}</span>', kind, Outcome(code).label)


@register.filter
def in_reader_language(reason: str | None) -> str:
    """Why a snapshot or a capture ended as it did; what is stored is English."""
    return reason_in_reader_language(reason or "")


@register.filter
def role_name(code: str) -> str:
    return str(Role(code).label) if code in Role.values else code


@register.filter
def approach_name(code: str) -> str:
    return str(Approach(code).label) if code in Approach.values else code


@register.filter
def edtf(value: str) -> str:
    """An EDTF date for reading: an interval gets an en dash, a year stays a year."""
    return value.replace("/", "–")


CUT_SHORT = {
    "length": gettext_lazy("longer than we take"),
    "time": gettext_lazy("slower than we wait"),
    "disconnect": gettext_lazy("the connection broke"),
}


@register.filter
def why_cut(code: str) -> str:
    """WARC-Truncated in words."""
    return str(CUT_SHORT.get(code, code))


@register.filter
def readable(url: str) -> str:
    """An address in its own letters: Cyrillic hosts and paths are read, not decoded by eye."""
    try:
        return addresses.readable(url)
    except ValueError:
        return url


@register.filter
def bytes_in_words(size: int | None) -> str:
    return gettext("unknown size") if size is None else filesizeformat(size)


@register.filter
def features(portal: Portal) -> list[PortalFact]:
    """What sources report of a portal, without the bare fact that they describe it."""
    return [fact for fact in portal.facts.all() if fact.feature != DESCRIBED]


@register.filter
def is_gone(portal: Portal) -> bool:
    return bool(portal.ended) or any(fact.feature == GONE for fact in portal.facts.all())


@register.filter
def described_by(portal: Portal) -> list[Source]:
    return [fact.source for fact in portal.facts.all() if fact.feature == DESCRIBED]


@register.simple_tag
def source_mark(source: Any) -> SafeString:
    """A reference to a source in the list at the end of the page."""
    return format_html(
        '<sup class="source-mark"><a href="#source-{0}" title="{1}">{0}</a></sup>',
        source.code,
        source.citation,
    )


@register.filter
def interval_in_words(interval: timedelta) -> str:
    """“6 hours”, “90 seconds”: in the largest unit that needs no fraction."""
    seconds = int(interval.total_seconds())
    if seconds % 86_400 == 0 and seconds:
        days = seconds // 86_400
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if seconds % 3_600 == 0 and seconds:
        hours = seconds // 3_600
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    if seconds % 60 == 0 and seconds:
        minutes = seconds // 60
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}


@register.filter
def plain_number(value: Decimal | int) -> str:
    """A figure in groups of three with thin spaces, the same in all languages."""
    value = Decimal(value)
    whole = value == value.to_integral_value()
    text = f"{int(value):,}" if whole else f"{value.normalize():,f}"
    return text.replace(",", "\u202f")
