"""Words of the admin's theme, which brings no translations: named here, ours are found for them."""

from __future__ import annotations

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop("Type to search"),
    gettext_noop("Select value"),
    gettext_noop("Select record"),
    gettext_noop("Select all rows"),
    gettext_noop("General"),
    gettext_noop("More actions"),
    gettext_noop("Expand row"),
    gettext_noop("Add row"),
    gettext_noop("Cancel"),
    gettext_noop("Apply Filters"),
    gettext_noop("Reset filters"),
    gettext_noop("No results found"),
    gettext_noop("No results matching your query"),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    gettext_noop("Welcome back to"),
    gettext_noop("Return to site"),
    gettext_noop("Go back"),
    gettext_noop("Toggle password visibility"),
    gettext_noop("Light"),
    gettext_noop("Dark"),
    gettext_noop("System"),
)
