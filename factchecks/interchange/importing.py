"""A spreadsheet into the archive: every row is kept with what became of it, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from factchecks.extraction.word_lists import taxonomy
from factchecks.interchange.country_names import CountryNames
from factchecks.interchange.mapping import ColumnMapping
from factchecks.interchange.problems import BadMapping, UnreadableSheet
from factchecks.interchange.rows import RowDraft, RowReader
from factchecks.interchange.sheet_dates import DateReader, stray_limit
from factchecks.interchange.sheets import Sheet
from factchecks.interchange.storing import Chunk, RowResult, Store
from factchecks.models import ImportBatch, Origin, RowOutcome, Theme, Verdict
from portals.models import Country

CHUNK = 1_000
#: Any number, the same for every import.
LOCK = 0x1A70_0B7E


class AlreadyImported(Exception):
    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        super().__init__(str(batch))


class ImportRunning(Exception):
    """Another import holds the lock: at the same time both would miss the other's rows."""


class _DryRun(Exception):
    """Leaves the transaction, and with it every row."""


@dataclass
class ImportReport:
    rows: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    #: The first row numbers of each kind of remark.
    first_rows: dict[str, list[int]] = field(default_factory=dict)
    #: Names of the columns that the mapping does not read; their cells are kept in the rows.
    unread: tuple[str, ...] = ()
    #: Debunks (not repeated rows) naming each country, and each pair of the named ones.
    countries: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, result: RowResult) -> None:
        self.rows += 1
        self.outcomes[result.outcome] += 1
        for code in dict.fromkeys(remark.code for remark in result.remarks):
            self.remarks[code] += 1
            numbers = self.first_rows.setdefault(code, [])
            if len(numbers) < 10:
                numbers.append(result.draft.number)
        if result.outcome in (RowOutcome.CREATED, RowOutcome.UNCHANGED):
            codes = sorted(result.draft.countries)
            self.countries.update(codes)
            self.pairs.update((a, b) for a in codes for b in codes if a < b)


def import_sheet(
    sheet: Sheet,
    mapping: ColumnMapping,
    *,
    dry_run: bool = False,
    on_row: Callable[[RowResult], None] = lambda result: None,
    on_chunk: Callable[[int], None] = lambda rows: None,
) -> ImportReport:
    """Raises AlreadyImported, ImportRunning, UnreadableSheet, BadMapping: nothing is changed."""
    report = ImportReport(unread=_unread(sheet, mapping))
    try:
        with transaction.atomic():
            _lock()
            _refuse_second_run(sheet, mapping)
            _require_taxonomy(mapping)
            reader = _row_reader(sheet, mapping)
            batch = ImportBatch.objects.create(
                file_name=sheet.path.name[:300],
                sha256=sheet.sha256,
                mapping=mapping.name[:100],
                mapping_sha256=mapping.sha256,
            )
            store = Store(batch, reader)
            for chunk in _chunks(reader.read(row) for row in sheet.rows()):
                for result in store.put(chunk):
                    report.add(result)
                    on_row(result)
                on_chunk(report.rows)
            batch.counts = _counts(sheet, report)
            batch.ended_at = timezone.now()
            batch.save()
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _lock() -> None:
    """Until the end of the transaction, also where the process is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRunning


def _refuse_second_run(sheet: Sheet, mapping: ColumnMapping) -> None:
    done = ImportBatch.objects.filter(
        sha256=sheet.sha256, mapping_sha256=mapping.sha256, ended_at__isnull=False
    ).first()
    if done:
        raise AlreadyImported(done)


def _require_taxonomy(mapping: ColumnMapping) -> None:
    if not Country.objects.exists():
        raise UnreadableSheet("The archive knows no countries yet. Run: manage.py load_registry")
    for name, model in (("themes", Theme), ("verdicts", Verdict), ("origins", Origin)):
        if not taxonomy_codes(name) <= set(model.objects.values_list("code", flat=True)):
            raise UnreadableSheet(
                f"The archive's {name} are missing or older than the code. "
                "Run: manage.py load_taxonomy"
            )
    themes = set(Theme.objects.values_list("code", flat=True)) | {""}
    for word, code in mapping.themes.items():
        if code not in themes:
            raise BadMapping(f"{mapping.name}, [themes]: “{word}” leads to no theme “{code}”.")
    countries = set(Country.objects.values_list("code", flat=True))
    for word, code in mapping.countries.items():
        if code not in countries:
            raise BadMapping(f"{mapping.name}, [countries]: “{word}” leads to no country “{code}”.")


def taxonomy_codes(name: str) -> set[str]:
    (terms,) = (value for value in taxonomy(name).values() if _is_list_of_tables(value))
    return {term["code"] for term in terms}


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _row_reader(sheet: Sheet, mapping: ColumnMapping) -> RowReader:
    named = [
        (name, country.code)
        for country in Country.objects.all()
        for name in (country.name_en, country.name_ru, country.name_kk)
    ]
    countries = CountryNames.of(named, mapping.countries, mapping.regions)
    plain_dates = DateReader(mapping.date_order, mapping.earliest, timezone.localdate())
    return RowReader(
        mapping,
        sheet.header,
        countries,
        DateReader(
            plain_dates.order,
            plain_dates.earliest,
            plain_dates.today,
            _stray_limits(sheet, mapping, plain_dates),
        ),
    )


def _stray_limits(sheet: Sheet, mapping: ColumnMapping, dates: DateReader) -> dict[str, date]:
    """Goes through the file once before the import, for its dates only."""
    places = mapping.positions(sheet.header)
    dated = {mapping.columns[name]: places[name]
             for name in ("claim_seen_on", "published_on") if name in places}  # fmt: skip
    found: dict[str, Counter[date]] = {column: Counter() for column in dated}
    for row in sheet.rows():
        for column, place in dated.items():
            cell = row.cells[place] if place < len(row.cells) else ""
            if day := dates.read(cell, column).value:
                found[column][day] += 1
    limits = {column: stray_limit(days) for column, days in found.items()}
    return {column: limit for column, limit in limits.items() if limit}


def _unread(sheet: Sheet, mapping: ColumnMapping) -> tuple[str, ...]:
    read = set(mapping.positions(sheet.header).values())
    return tuple(
        name or f"column {place + 1}, without a name"
        for place, name in enumerate(sheet.header)
        if place not in read
    )


def _chunks(drafts: Iterator[RowDraft]) -> Iterator[Chunk]:
    while chunk := list(islice(drafts, CHUNK)):
        yield chunk


def _counts(sheet: Sheet, report: ImportReport) -> dict[str, object]:
    return {
        "form": sheet.described,
        "header": list(sheet.header),
        "rows": report.rows,
        "outcomes": dict(report.outcomes),
        "remarks": dict(report.remarks),
    }
