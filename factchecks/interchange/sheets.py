"""A spreadsheet file as a header and rows of text, whatever its format."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from factchecks.interchange.encodings import encoding_of
from factchecks.interchange.problems import UnreadableSheet
from factchecks.interchange.workbooks import workbook_rows

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_LONGEST_CELL = 10_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`number` is the one a spreadsheet program shows; `cells` are as many as the row had."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that is known to be readable. `rows` opens it anew and goes through it once."""

    path: Path
    sha256: str
    #: "workbook", or "text" with an encoding and a delimiter.
    form: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_number: int

    def rows(self) -> Iterator[SheetRow]:
        records = _records(self.path, self.form, self.encoding, self.delimiter)
        return (row for row in records if row.number > self.header_number)

    @property
    def described(self) -> str:
        if self.form == "workbook":
            return "workbook, first sheet"
        return f"text, {self.encoding}, {DELIMITERS[self.delimiter]}-separated"


def open_sheet(path: Path, encoding: str = "") -> Sheet:
    """Raises UnreadableSheet: no such file, empty, wrong encoding, broken quotes, no header."""
    if not path.is_file():
        raise UnreadableSheet(f"There is no file {path}.")
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise UnreadableSheet("The file is empty.")
    if head.lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise UnreadableSheet(
            "The file is a web page, not a spreadsheet. Download the data itself."
        )
    form, delimiter = "workbook", ""
    if head.startswith((_ZIP, _OLE)):
        encoding = ""
    elif path.suffix.lower() in (".xlsx", ".xls", ".ods", ".xlsm"):
        raise UnreadableSheet(
            f"The file is named {path.suffix} but is no such workbook. Is the download complete?"
        )
    else:
        form, encoding = "text", encoding_of(path, encoding)
        delimiter = _delimiter(path, encoding)
    first = next((row for row in _records(path, form, encoding, delimiter) if any(row.cells)), None)
    if first is None:
        raise UnreadableSheet("The file has no rows.")
    header = tuple(cell.strip() for cell in first.cells)
    _check_header(header, first.number)
    return Sheet(path, _sha256(path), form, encoding, delimiter, header, first.number)


def _records(path: Path, form: str, encoding: str, delimiter: str) -> Iterator[SheetRow]:
    cells: Iterator[tuple[str, ...]]
    cells = workbook_rows(path) if form == "workbook" else _text_rows(path, encoding, delimiter)
    return (SheetRow(number, row) for number, row in enumerate(cells, 1))


def _text_rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        # strict: an opening quotation mark without its end would swallow the rest of the file.
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            for row in reader:
                # PostgreSQL keeps no NUL in a text.
                yield tuple(cell.replace("\x00", "\ufffd") for cell in row)
        except csv.Error as error:
            raise UnreadableSheet(
                f"Line {reader.line_num} of the file cannot be read: {error}. "
                "Its quotation marks do not pair up, or the file is cut off."
            ) from error


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that splits the first rows most evenly."""
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        sample = "".join(islice(file, 200))
    best, best_score = "", 0.0
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(csv.reader(io.StringIO(sample), delimiter=delimiter), 50))
        except csv.Error:
            continue
        widths = [len(row) for row in rows if row]
        if not widths or widths[0] < 2:
            continue
        score = widths[0] * sum(width == widths[0] for width in widths) / len(widths)
        if score > best_score:
            best, best_score = delimiter, score
    if not best:
        raise UnreadableSheet(
            "The file has one column only: no comma, semicolon, tab or bar separates its first row."
        )
    return best


def _check_header(header: tuple[str, ...], number: int) -> None:
    """A first row that holds data and no names must not be taken for a header, and lost."""
    data = [cell for cell in header if _is_data(cell)]
    if data:
        shown = "”, “".join(cell[:60] for cell in data[:3])
        raise UnreadableSheet(
            f"Row {number} is no header: it holds data (“{shown}”). "
            "Add a first row with the names of the columns."
        )
    named = [cell.casefold() for cell in header if cell]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise UnreadableSheet(
            f"Row {number} names a column more than once: “{'”, “'.join(twice)}”. "
            "Give each column a name of its own."
        )


def _is_data(cell: str) -> bool:
    if cell.casefold().startswith(("http://", "https://", "www.")) or len(cell) > 120:
        return True
    digits = sum(letter.isdigit() for letter in cell)
    return digits > 0 and not any(letter.isalpha() for letter in cell)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
