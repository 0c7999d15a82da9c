"""The countries that a cell names, and the regions that are no country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factchecks.extraction.word_lists import plain

#: Names beside the registry's own. A mapping's [countries] goes first.
OTHER_NAMES = {
    "bosnia": "BA", "brunei darussalam": "BN", "burma": "MM", "cabo verde": "CV",
    "cote d'ivoire": "CI", "ivory coast": "CI", "czech republic": "CZ",
    "democratic republic of the congo": "CD", "democratic republic of congo": "CD",
    "dr congo": "CD", "drc": "CD", "republic of the congo": "CG", "east timor": "TL",
    "england": "GB", "great britain": "GB", "uk": "GB", "u.k.": "GB", "holland": "NL",
    "the netherlands": "NL", "hong kong sar": "HK", "macau": "MO", "macedonia": "MK",
    "palestine": "PS", "republic of korea": "KR", "korea": "KR", "republic of moldova": "MD",
    "russian federation": "RU", "рф": "RU", "swaziland": "SZ", "the gambia": "GM",
    "the philippines": "PH", "turkey": "TR", "uae": "AE", "us": "US", "u.s.": "US", "usa": "US",
    "u.s.a.": "US", "сша": "US", "ақш": "US", "united states of america": "US", "viet nam": "VN",
    "великобритания": "GB", "республика казахстан": "KZ", "рк": "KZ", "қр": "KZ",
    "российская федерация": "RU", "кыргызстан": "KG", "оаэ": "AE", "южная корея": "KR",
    "северная корея": "KP", "чешская республика": "CZ",
}  # fmt: skip
#: Regions are no countries: a row that names one only is counted for none.
REGIONS = frozenset(
    plain(name)
    for name in (
        "Africa", "Asia", "Balkans", "Caribbean", "Central Africa", "Central America",
        "Central Asia", "CIS", "East Africa", "East Asia", "Eastern Europe", "Europe",
        "European Union", "EU", "Global", "Latin America", "Middle East",
        "Middle East, North Africa", "North Africa, Middle East", "North Africa", "North America",
        "Northern Ireland", "Oceania", "Scandinavia", "Scotland", "South America", "South Asia",
        "Southeast Asia", "Southern Africa", "Wales", "West Africa", "Western Europe", "World",
        "Worldwide", "Мир", "Европа", "Азия", "СНГ", "Центральная Азия",
    )
)  # fmt: skip
_SEPARATORS = re.compile(r"\s*[,;\n]\s*")


@dataclass(frozen=True, slots=True)
class NamedCountries:
    codes: tuple[str, ...]
    regions: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryNames:
    codes: Mapping[str, str]
    regions: frozenset[str]

    @classmethod
    def of(
        cls,
        named: Iterable[tuple[str, str]],
        own: Mapping[str, str] | None = None,
        regions: frozenset[str] = frozenset(),
    ) -> CountryNames:
        """`named` are (name, code) pairs of the archive's countries, in any language."""
        codes = {plain(name): code for name, code in named if name}
        known = set(codes.values())
        extra = {plain(n): code for n, code in OTHER_NAMES.items() if code in known}
        # A code in capitals is a name too; a lower-case “in” is none.
        return cls({**extra, **codes, **(own or {})}, REGIONS | regions)

    def read(self, cell: str) -> NamedCountries:
        """One cell. A region whose name has a comma is one region, not two countries."""
        whole = plain(cell)
        if not whole:
            return NamedCountries((), (), ())
        parts = [cell.strip()] if self._knows(whole) else _SEPARATORS.split(cell.strip())
        codes: dict[str, None] = {}
        regions, unknown = [], []
        for part in filter(None, parts):
            word = plain(part)
            if word in self.codes:
                codes[self.codes[word]] = None
            elif part in self.codes.values():
                codes[part] = None
            elif word in self.regions:
                regions.append(part)
            else:
                unknown.append(part)
        return NamedCountries(tuple(codes), tuple(regions), tuple(unknown))

    def _knows(self, word: str) -> bool:
        return word in self.codes or word in self.regions
