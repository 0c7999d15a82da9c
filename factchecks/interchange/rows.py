"""One row of a spreadsheet to the draft of a debunk, with remarks on all that is odd."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from factchecks.extraction.origins import read_origins
from factchecks.extraction.verdicts import VerdictReading, read_verdict
from factchecks.extraction.word_lists import plain
from factchecks.interchange.addresses import read_address
from factchecks.interchange.country_names import CountryNames
from factchecks.interchange.language_names import language_code
from factchecks.interchange.mapping import ColumnMapping
from factchecks.interchange.remarks import Remark
from factchecks.interchange.sheet_dates import DateReader, SheetDate
from factchecks.interchange.sheets import SheetRow
from portals.discovery.addresses import authority_of

#: What makes two rows the same; the days count as days, however they are written.
SAME = ("claim", "publisher", "url", "claim_seen_on", "published_on")
#: As long as the columns of ClaimReview.
LONGEST = {"publisher": 200, "url": 2500, "verdict": 300, "category": 300, "origin": 1000,
           "published_on": 100, "picture_url": 2500}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowDraft:
    """What a row says. `key` tells rows apart that mean different debunks; empty: not usable."""

    number: int
    cells: tuple[str, ...]
    remarks: tuple[Remark, ...]
    key: str = ""
    #: The claim and who assessed it: the same in rows that differ in address or date only.
    claim_key: str = ""
    claim: str = ""
    title: str = ""
    text: str = ""
    publisher: str = ""
    url: str = ""
    host: str = ""
    language: str = ""
    text_language: str = ""
    verdict: VerdictReading | None = None
    category: str = ""
    theme: str = ""
    countries: tuple[str, ...] = ()
    origin: str = ""
    origins: tuple[str, ...] = ()
    claim_seen_on: date | None = None
    published_on: date | None = None
    published_raw: str = ""
    picture_url: str = ""


@dataclass(frozen=True, slots=True)
class RowReader:
    mapping: ColumnMapping
    header: Sequence[str]
    countries: CountryNames
    dates: DateReader

    def read(self, row: SheetRow) -> RowDraft:
        return _Row(self, row, self.mapping.positions(self.header)).draft()

    def verdict_code(self, words: str) -> str | None:
        return read_verdict(words).code


@dataclass
class _Row:
    reader: RowReader
    row: SheetRow
    places: Mapping[str, int]
    remarks: list[Remark] = field(default_factory=list)

    def draft(self) -> RowDraft:
        row = self.row
        if not any(cell.strip() for cell in row.cells):
            return RowDraft(row.number, row.cells, (Remark("empty_row", "Nothing in it."),))
        self._check_width()
        claim = self.cell("claim")
        if not claim:
            self.note("no_claim", f"No claim under “{self.column('claim')}”.")
            return RowDraft(row.number, row.cells, tuple(self.remarks))
        publisher, address = self.cell("publisher"), self.cell("url")
        seen, published = self.date("claim_seen_on"), self.date("published_on")
        url = self.address()
        days = [day.written or self.cell(name) for name, day in
                (("claim_seen_on", seen), ("published_on", published))]  # fmt: skip
        origin = self.cell("origin")
        return RowDraft(
            number=row.number,
            cells=row.cells,
            key=_digest(plain(claim), plain(publisher), address, *map(str, days)),
            claim_key=_digest(plain(claim), plain(publisher)),
            claim=claim,
            title=self.cell("title") or claim,
            text=self.cell("text"),
            publisher=publisher,
            url=url,
            host=authority_of(url),
            language=self.language(),
            text_language=self.reader.mapping.written_in,
            verdict=self.verdict(),
            category=self.cell("category"),
            theme=self.theme(),
            countries=self.countries(),
            origin=origin,
            origins=read_origins(origin),
            claim_seen_on=seen.value,
            published_on=published.value,
            published_raw=self.cell("published_on"),
            picture_url=read_address(self.cell("picture_url")).url,
            remarks=self._check_original(),
        )

    def note(self, code: str, text: str) -> None:
        self.remarks.append(Remark(code, text))

    def column(self, name: str) -> str:
        return self.reader.mapping.columns[name]

    def cell(self, name: str) -> str:
        """The trimmed text of a field's column; empty where the row or the sheet has none."""
        place = self.places.get(name)
        if place is None or place >= len(self.row.cells):
            return ""
        text = self.row.cells[place].strip()
        longest = LONGEST.get(name)
        if longest and len(text) > longest:
            remark = Remark("too_long", f"“{self.column(name)}” has {len(text)} letters.")
            if remark not in self.remarks:
                self.remarks.append(remark)
            return text[:longest]
        return text

    def _check_width(self) -> None:
        given, expected = len(self.row.cells), len(self.reader.header)
        if given < expected:
            self.note("too_few_cells", f"{given} of {expected} cells.")
        elif any(self.row.cells[expected:]):
            self.note("extra_cells", f"{given} cells under {expected} columns.")

    def date(self, name: str) -> SheetDate:
        if name not in self.places:
            return SheetDate(None)
        read = self.reader.dates.read(self.cell(name), self.column(name))
        if read.remark:
            self.remarks.append(read.remark)
        return read

    def address(self) -> str:
        if "url" not in self.places:
            return ""
        cell = self.cell("url")
        address = read_address(cell)
        if address.fault:
            self.note(f"url_{address.fault}", f"“{cell[:100]}”" if cell else "Empty cell.")
        return address.url

    def _check_original(self) -> tuple[Remark, ...]:
        """The original's address is kept in the row only; a missing one is still said."""
        if "original_url" in self.places:
            cell = self.cell("original_url")
            fault = read_address(cell).fault
            if fault in ("missing", "not_address"):
                self.note(f"original_{fault}", f"“{cell[:100]}”" if cell else "Empty cell.")
        return tuple(self.remarks)

    def language(self) -> str:
        if "language" not in self.places:
            return ""
        cell = self.cell("language")
        code = language_code(cell, self.reader.mapping.languages)
        if not cell:
            self.note("language_missing", "Empty cell.")
        elif not code:
            self.note("language_unknown", f"“{cell[:60]}” is no language that is known here.")
        return code

    def verdict(self) -> VerdictReading | None:
        if "verdict" not in self.places:
            return None
        cell = self.cell("verdict")
        if not cell:
            self.note("verdict_missing", "Empty cell.")
            return None
        reading = read_verdict(cell)
        if reading.code is None:
            self.note("verdict_unknown", f"“{cell[:100]}” is not on the scale.")
        return reading

    def theme(self) -> str:
        if "category" not in self.places:
            return ""
        cell = self.cell("category")
        if not cell:
            self.note("category_missing", "Empty cell.")
            return ""
        themes = self.reader.mapping.themes
        if plain(cell) not in themes:
            self.note("category_unknown", f"“{cell[:60]}” has no theme in the mapping.")
        return themes.get(plain(cell), "")

    def countries(self) -> tuple[str, ...]:
        if "countries" not in self.places:
            return ()
        cell = self.cell("countries")
        named = self.reader.countries.read(cell)
        if not cell:
            self.note("country_missing", "Empty cell.")
        for name in named.regions:
            self.note("region", f"“{name}” is a region.")
        for name in named.unknown:
            self.note("country_unknown", f"“{name[:60]}” is no name of an ISO 3166-1 country.")
        return named.codes


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
