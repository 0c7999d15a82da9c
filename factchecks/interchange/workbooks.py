"""Rows of the first sheet of a workbook (XLSX, XLS, ODS)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import python_calamine

from factchecks.interchange.problems import UnreadableSheet


def workbook_rows(path: Path) -> Iterator[tuple[str, ...]]:
    """Every row from the first of the sheet on, so that numbers are those on the screen."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        if not workbook.sheet_names:
            return
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableSheet(
            f"The workbook cannot be opened: {error}. Is it complete, and without a password?"
        ) from error
    for row in rows:
        yield tuple(written(cell) for cell in row)


def written(cell: object) -> str:
    """A cell as text: a date as 2020-03-16, a whole number without its “.0”."""
    match cell:
        case None:
            return ""
        case datetime() if cell.time() == time(0):
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell).replace("\x00", "\ufffd")
