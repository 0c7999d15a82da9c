"""Small spreadsheets for the tests, all of them invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

#: The columns of the CoronaVirusFacts database.
HEADER = (
    "When did you see the claim?",
    "Countries",
    "Organization",
    "What did you fact-check?",
    "Who said/posted it?",
    "Link to the original piece",
    "URL to fact-checked article (in your language)",
    "Language of your fact-check",
    "Final rating",
    "Explanation",
    "Category",
)


def row(claim: str = "Onions in socks stop the virus.", **cells: str) -> tuple[str, ...]:
    """A sound row; `cells` replaces some: seen, countries, by, origin, original, url, …"""
    usual = {
        "seen": "3/17/2020",
        "countries": "Kazakhstan",
        "by": "Invented Facts",
        "claim": claim,
        "origin": "WhatsApp",
        "original": "https://example.org/post",
        "url": f"https://facts.example/{abs(hash(claim)) % 10_000}",
        "language": "Russian",
        "rating": "FALSE",
        "text": "It does not.",
        "category": "Cures ",
    }
    assert cells.keys() <= usual.keys(), cells
    return tuple((usual | cells).values())


def as_csv(*rows: Sequence[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def csv_file(folder: Path, *rows: Sequence[str], name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(as_csv(HEADER, *rows), encoding="utf-8")
    return path


def xlsx_file(folder: Path, *rows: Sequence[object], name: str = "list.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return path
