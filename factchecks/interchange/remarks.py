"""What is odd about a row: a code for counting, a sentence for a person."""

from __future__ import annotations

from dataclasses import dataclass

#: Every code, with what it means for all rows that have it.
KINDS = {
    "empty_row": "Empty rows",
    "no_claim": "Rows without a claim, not usable",
    "repeats_row": "Rows that repeat an earlier row (same claim, organisation, address and date)",
    "repeats_claim": "Same claim of the same organisation as in an earlier row, elsewhere or later",
    "differs_from_stored": "Rows whose debunk is already there but which read otherwise now",
    "too_few_cells": "Rows with fewer cells than the header",
    "extra_cells": "Rows with cells beyond the header",
    "date_missing": "Dates missing",
    "date_impossible": "Dates that do not exist or are ambiguous; taken as unknown",
    "date_unreadable": "Dates that cannot be read; taken as unknown",
    "date_in_future": "Dates in the future; taken as unknown",
    "date_too_early": "Dates before the earliest possible one; taken as unknown",
    "date_stray": "Dates far after all others, perhaps day and month exchanged; taken as unknown",
    "url_missing": "Address of the debunk missing",
    "url_not_address": "Address of the debunk is no address",
    "url_without_scheme": "Address of the debunk without http:// or https://; https:// was added",
    "url_several": "Several addresses in one cell; the first was taken",
    "original_missing": "Link to the original missing or “not available”",
    "original_not_address": "Link to the original is no address",
    "verdict_missing": "Rating missing; an editor decides",
    "verdict_unknown": "Rating not on the scale; an editor decides",
    "verdict_conflict": "Repeated rows with another rating; an editor decides",
    "language_missing": "Language missing",
    "language_unknown": "Language not recognised",
    "country_missing": "No country named",
    "country_unknown": "Country not recognised",
    "region": "A region instead of a country, or beside one; counted for no country",
    "category_missing": "Category missing",
    "category_unknown": "Category without a theme in the mapping",
    "too_long": "Cells too long for their field; cut there, whole in the row as imported",
}


@dataclass(frozen=True, slots=True)
class Remark:
    code: str
    text: str
