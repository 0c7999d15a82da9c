"""`manage.py import_reviews FILE`: a spreadsheet of fact-checks that others compiled."""

from __future__ import annotations

import csv
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factchecks.interchange.importing import (
    AlreadyImported,
    ImportReport,
    ImportRunning,
    import_sheet,
)
from factchecks.interchange.mapping import ColumnMapping, built_in, named_mapping
from factchecks.interchange.problems import BadMapping, UnknownColumns, UnreadableSheet
from factchecks.interchange.proposing import proposed_mapping
from factchecks.interchange.remarks import KINDS
from factchecks.interchange.sheets import Sheet, open_sheet
from factchecks.interchange.storing import RowResult
from factchecks.models import RowOutcome
from portals.models import Country


class Command(BaseCommand):
    help = "Import a spreadsheet of fact-checks (CSV, TSV, XLSX). See docs/importing.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--mapping",
            metavar="FILE.toml|NAME",
            default="",
            help="Which column holds what. Without it: the built-in mapping that fits the header.",
        )
        parser.add_argument(
            "--encoding", default="", help="Of a text file, where it is not recognised."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Print the report and change nothing."
        )
        parser.add_argument(
            "--report",
            metavar="FILE.csv",
            type=Path,
            help="Write every remark with its row number to this file.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            sheet = open_sheet(options["file"], options["encoding"])
            mapping = self._mapping(sheet, options["mapping"])
            self.stdout.write(f"{sheet.path.name}: {sheet.described}; mapping {mapping.name}")
            with _remarks_to(options["report"]) as write:
                report = import_sheet(
                    sheet,
                    mapping,
                    dry_run=options["dry_run"],
                    on_row=write,
                    on_chunk=lambda rows: self.stderr.write(f"  {rows:,} rows"),
                )
        except AlreadyImported as error:
            self.stdout.write(
                f"This very file was imported on {error.batch.started_at:%Y-%m-%d at %H:%M} UTC "
                f"with this mapping (import {error.batch.pk}). Nothing was changed."
            )
            return
        except ImportRunning as error:
            raise CommandError("Another import is running. Try again when it is done.") from error
        except UnknownColumns as error:
            self.stdout.write(error.proposal)
            raise CommandError(str(error)) from error
        except (UnreadableSheet, BadMapping, OSError) as error:
            raise CommandError(str(error)) from error
        self._show(report)
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{'Dry run: nothing was changed' if options['dry_run'] else 'Imported'} "
            f"({seconds:.1f} s)."
        )

    def _mapping(self, sheet: Sheet, wanted: str) -> ColumnMapping:
        if wanted:
            mapping = named_mapping(wanted)
            if missing := mapping.missing_from(sheet.header):
                there = "”, “".join(filter(None, sheet.header))
                raise BadMapping(
                    f"The mapping {mapping.name} names columns that the file does not have: "
                    f"“{'”, “'.join(missing)}”. It has: “{there}”."
                )
            return mapping
        for mapping in built_in():
            if mapping.fits(sheet.header):
                return mapping
        raise UnknownColumns(
            "No built-in mapping fits these columns, and nothing was imported. Look over the "
            "mapping proposed above, save it as a file and name it with --mapping FILE.toml.",
            proposed_mapping(sheet),
        )

    def _show(self, report: ImportReport) -> None:
        write = self.stdout.write
        write(f"\n{report.rows:,} rows:")
        for outcome, label in RowOutcome.choices:
            write(f"  {report.outcomes[outcome]:>7,}  {label}")
        if report.unread:
            write(f"\nKept with the rows but not read: {'; '.join(report.unread)}.")
        if report.remarks:
            write("\nRemarks (a row may have several):")
        for code, kind in KINDS.items():
            if count := report.remarks[code]:
                numbers = ", ".join(map(str, report.first_rows[code]))
                more = ", …" if count > len(report.first_rows[code]) else ""
                write(f"  {count:>7,}  {kind}: row {numbers}{more}")
        self._show_countries(report)

    def _show_countries(self, report: ImportReport) -> None:
        first_two = list(Country.objects.order_by("position", "code")[:2])
        if not report.countries or len(first_two) < 2:
            return
        one, two = first_two
        pair = report.pairs[min(one.code, two.code), max(one.code, two.code)]
        self.stdout.write(
            f"\nDebunks naming {one.name_en}: {report.countries[one.code]:,}; "
            f"{two.name_en}: {report.countries[two.code]:,}; both: {pair:,}."
        )


@contextmanager
def _remarks_to(path: Path | None) -> Iterator[Any]:
    """A function that takes each row's result and writes its remarks, if a file is wanted."""
    if path is None:
        yield lambda result: None
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "outcome", "remark", "explanation"])

            def write(result: RowResult) -> None:
                for remark in result.remarks:
                    writer.writerow([result.draft.number, result.outcome, remark.code, remark.text])

            yield write
        # Only now: a run that was refused leaves the report of an earlier one alone.
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
