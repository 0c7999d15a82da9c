"""Which page of a list was asked for."""

from django.http import QueryDict


def page_number(query: QueryDict) -> int:
    """The number after `page=`; the first page for anything that is none."""
    raw = query.get("page", "1")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 1
