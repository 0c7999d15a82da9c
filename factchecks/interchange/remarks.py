"""What is odd about a row: a code for counting, a sentence for a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

#: Every code, with what it means for all rows that have it. Translated where it is shown.
KINDS = {
    "empty_row": gettext_noop("Empty rows"),
    "no_claim": gettext_noop("Rows without a claim, not usable"),
    "repeats_row": gettext_noop(
        "Rows that repeat an earlier row (same claim, organisation, address and date)"
    ),
    "repeats_claim": gettext_noop(
        "Same claim of the same organisation as in an earlier row, elsewhere or later"
    ),
    "differs_from_stored": gettext_noop(
        "Rows whose debunk is already there but which read otherwise now"
    ),
    "too_few_cells": gettext_noop("Rows with fewer cells than the header"),
    "extra_cells": gettext_noop("Rows with cells beyond the header"),
    "date_missing": gettext_noop("Dates missing"),
    "date_impossible": gettext_noop("Dates that do not exist or are ambiguous; taken as unknown"),
    "date_unreadable": gettext_noop("Dates that cannot be read; taken as unknown"),
    "date_in_future": gettext_noop("Dates in the future; taken as unknown"),
    "date_too_early": gettext_noop("Dates before the earliest possible one; taken as unknown"),
    "date_stray": gettext_noop(
        "Dates far after all others, perhaps day and month exchanged; taken as unknown"
    ),
    "url_missing": gettext_noop("Address of the debunk missing"),
    "url_not_address": gettext_noop("Address of the debunk is no address"),
    "url_without_scheme": gettext_noop(
        "Address of the debunk without http:// or https://; https:// was added"
    ),
    "url_several": gettext_noop("Several addresses in one cell; the first was taken"),
    "original_missing": gettext_noop("Link to the original missing or “not available”"),
    "original_not_address": gettext_noop("Link to the original is no address"),
    "verdict_missing": gettext_noop("Rating missing; an editor decides"),
    "verdict_unknown": gettext_noop("Rating not on the scale; an editor decides"),
    "verdict_conflict": gettext_noop("Repeated rows with another rating; an editor decides"),
    "language_missing": gettext_noop("Language missing"),
    "language_unknown": gettext_noop("Language not recognised"),
    "country_missing": gettext_noop("No country named"),
    "country_unknown": gettext_noop("Country not recognised"),
    "region": gettext_noop("A region instead of a country, or beside one; counted for no country"),
    "category_missing": gettext_noop("Category missing"),
    "category_unknown": gettext_noop("Category without a theme in the mapping"),
    "too_long": gettext_noop(
        "Cells too long for their field; cut there, whole in the row as imported"
    ),
}


@dataclass(frozen=True, slots=True)
class Remark:
    code: str
    text: str
