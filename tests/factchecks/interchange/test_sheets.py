"""Files of every kind become a header and rows; what cannot be read says what to do."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from factchecks.interchange.problems import UnreadableSheet
from factchecks.interchange.sheets import Sheet, open_sheet
from tests.factchecks.interchange.spreadsheets import as_csv, xlsx_file

HEADER = ("Утверждение", "Вердикт", "Дата")
ROWS = (("Лук в носках лечит, говорят в чатах", "ложь", "17.03.2020"), ("Чипы", "фейк", "2020"))


def text_file(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1251"]
)
def test_an_encoding_is_recognised(tmp_path: Path, encoding: str) -> None:
    sheet = open_sheet(text_file(tmp_path, as_csv(HEADER, *ROWS).encode(encoding)))
    assert sheet.header == HEADER
    assert cells(sheet) == list(ROWS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    sheet = open_sheet(text_file(tmp_path, as_csv(HEADER, *ROWS, delimiter=delimiter)))
    assert cells(sheet) == list(ROWS)


def test_a_line_break_inside_a_cell_does_not_begin_a_row(tmp_path: Path) -> None:
    sheet = open_sheet(text_file(tmp_path, 'claim,rating\n"two\nlines",false\nnext,true\n'))
    assert [(row.number, row.cells[0]) for row in sheet.rows()] == [(2, "two\nlines"), (3, "next")]


def test_a_workbook_is_read_with_its_dates_and_numbers(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, ("claim", "seen", "shares"), ("Чипы", date(2020, 3, 17), 12.0))
    sheet = open_sheet(path)
    assert sheet.form == "workbook"
    assert cells(sheet) == [("Чипы", "2020-03-17", "12")]


def test_row_numbers_are_those_on_the_screen(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, ("", ""), ("claim", "rating"), ("a", "b"), ("", ""), ("c", "d"))
    sheet = open_sheet(path)
    assert sheet.header_number == 2
    assert [(row.number, row.cells[0]) for row in sheet.rows()] == [(3, "a"), (4, ""), (5, "c")]


def test_a_byte_that_no_text_has_is_kept_visible(tmp_path: Path) -> None:
    sheet = open_sheet(text_file(tmp_path, "claim,rating\nbro\x00ken,false\n"))
    assert cells(sheet) == [("bro\ufffdken", "false")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"claim\nonions\n", "one column only"),
        (b'claim,rating\n"never closed,false\nmore,true\n', "quotation marks do not pair up"),
        (b"claim,rating,claim \na,b,c\n", "more than once"),
        (b"3/17/2020,Onions cure all,https://a.example/\n", "is no header"),
        (b"Onions,false,17\nGarlic,false,18\n", "is no header"),
    ],
)
def test_a_file_that_is_no_spreadsheet_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableSheet, match=said):
        list(open_sheet(text_file(tmp_path, content)).rows())


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSheet, match="There is no file"):
        open_sheet(tmp_path / "nothing.csv")


def test_a_workbook_that_was_cut_off_says_so(tmp_path: Path) -> None:
    whole = xlsx_file(tmp_path, ("claim", "rating"), ("a", "b")).read_bytes()
    with pytest.raises(UnreadableSheet, match="Is it complete"):
        open_sheet(text_file(tmp_path, whole[: len(whole) // 2], "cut.xlsx"))


def test_a_text_that_calls_itself_a_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSheet, match="no such workbook"):
        open_sheet(text_file(tmp_path, "claim,rating\n", "fake.xlsx"))


def test_an_encoding_nobody_can_prove_is_not_guessed(tmp_path: Path) -> None:
    latin = as_csv(("claim", "rating"), ("L’été à Genève, où ça?", "faux")).encode("cp1252")
    with pytest.raises(UnreadableSheet, match="--encoding"):
        open_sheet(text_file(tmp_path, latin))


def test_koi8_is_not_taken_for_windows_1251(tmp_path: Path) -> None:
    content = as_csv(HEADER, *ROWS).encode("koi8-r")
    with pytest.raises(UnreadableSheet, match="not recognised"):
        open_sheet(text_file(tmp_path, content))
    assert open_sheet(text_file(tmp_path, content), "koi8-r").header == HEADER


def test_utf8_is_not_spoilt_by_a_wrong_encoding(tmp_path: Path) -> None:
    path = text_file(tmp_path, as_csv(HEADER, *ROWS))
    with pytest.raises(UnreadableSheet, match="Leave out --encoding"):
        open_sheet(path, "windows-1251")


def test_a_wrong_encoding_that_cannot_be_says_so(tmp_path: Path) -> None:
    path = text_file(tmp_path, as_csv(HEADER, *ROWS).encode("windows-1251"))
    with pytest.raises(UnreadableSheet, match="is not utf-8: byte 0"):
        open_sheet(path, "utf-8")
    with pytest.raises(UnreadableSheet, match="no encoding “windows-9999”"):
        open_sheet(path, "windows-9999")


def test_an_enormous_cell_does_not_hide_the_delimiter(tmp_path: Path) -> None:
    # The limit of Python's csv module is one for the whole process, and smaller than this cell.
    csv.field_size_limit(131_072)
    sheet = open_sheet(text_file(tmp_path, f"claim,rating\n{'x' * 200_000},false\n"))
    assert sheet.header == ("claim", "rating")
    assert cells(sheet)[0][1] == "false"
