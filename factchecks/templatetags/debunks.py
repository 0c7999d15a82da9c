"""A debunk's fields by name, and its text."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from factchecks.interchange.remarks import KINDS
from factchecks.reading.grounds import grounds_in_reader_language
from factchecks.reading.questions import in_reader_language
from factchecks.search.dossier import FIELD_NAMES

register = template.Library()


@register.filter
def field_name(field: str) -> str | Promise:
    return FIELD_NAMES.get(field, field)


@register.filter
def question(stored: str) -> str:
    """What the machine asks an editor, in the reader's language."""
    return in_reader_language(stored)


@register.filter
def remark_kind(code: str) -> str:
    """What is odd about an imported row, in the reader's language; nothing to add in English."""
    if (get_language() or "en").startswith("en"):
        return ""
    return gettext(KINDS[code]) if code in KINDS else ""


@register.filter
def paragraphs(text: str) -> SafeString:
    """A portal's text, each of its lines as a paragraph."""
    lines = ((line.strip(),) for line in text.splitlines() if line.strip())
    return format_html_join("\n", "<p>{}</p>", lines)


@register.filter
def grounds(stored: str) -> str:
    """Why a page was taken for a debunk, in the reader's language."""
    return grounds_in_reader_language(stored)
