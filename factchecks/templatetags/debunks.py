"""Names of a debunk's fields, for its history."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from factchecks.search.dossier import FIELD_NAMES

register = template.Library()


@register.filter
def field_name(field: str) -> str | Promise:
    return FIELD_NAMES.get(field, field)
