"""Addresses that can be cited: a form sends every empty field, the address keeps none of them."""

from __future__ import annotations

from django.http import HttpRequest


def without_empty_fields(request: HttpRequest) -> str | None:
    """The page's address without empty fields; None where it has none already."""
    query = request.GET.copy()
    empty = [name for name, values in query.lists() if not any(values)]
    if not empty:
        return None
    for name in empty:
        del query[name]
    return f"{request.path}?{query.urlencode()}" if query else request.path
