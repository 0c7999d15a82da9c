"""Dates as portals write them. A date that is not certain is unknown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from factchecks.extraction.dates import read_date, read_dates

CAPTURED = date(2021, 3, 15)
WRITTEN = [
    ("21.10.2020", date(2020, 10, 21)),
    ("21 октября 2020", date(2020, 10, 21)),
    ("21 Октября 2020 г.", date(2020, 10, 21)),
    ("10 декабря, 2020, 15:26", date(2020, 12, 10)),
    ("5 мая 2020 года", date(2020, 5, 5)),
    ("1 марта 2021", date(2021, 3, 1)),
    ("8 марта 2020", date(2020, 3, 8)),
    ("2 июл 2020", date(2020, 7, 2)),
    ("12 наурыз 2020", date(2020, 3, 12)),
    ("2020 жылғы 12 наурыз", date(2020, 3, 12)),
    ("2020 ж. 12 наурыз", date(2020, 3, 12)),
    ("2020 жылдың 12 наурызында", date(2020, 3, 12)),
    ("16 желтоқсанда 2020", date(2020, 12, 16)),
    ("13 маусым 2020 ж.", date(2020, 6, 13)),
    ("3 мамырда 2020", date(2020, 5, 3)),
    ("Жарияланды: 2020 жылғы 5 қыркүйек", date(2020, 9, 5)),
    ("2020-10-21T09:30:00+06:00", date(2020, 10, 21)),
    ("2020-10-21T23:59:59Z", date(2020, 10, 21)),
    ("2020-10-21", date(2020, 10, 21)),
    ("May 5, 2020", date(2020, 5, 5)),
    ("5 May 2020", date(2020, 5, 5)),
    ("вчера, 14:20", date(2021, 3, 14)),
    ("Сегодня в 10:00", date(2021, 3, 15)),
    ("позавчера", date(2021, 3, 13)),
    ("кеше 18:05", date(2021, 3, 14)),
    ("бүгін", date(2021, 3, 15)),
    ("3 дня назад", date(2021, 3, 12)),
    ("2 күн бұрын", date(2021, 3, 13)),
    ("25/10/2020", date(2020, 10, 25)),
]
UNKNOWN = [
    "",
    "скоро",
    "12 марта",
    "2020",
    "март 2020",
    "2020 жыл",
    "31.02.2020",
    "31 июня 2020",
    "32 января 2020",
    "00.00.0000",
    "20201021",
    "21.10.20",
    "v1.21.10.2020",
    "01.01.0001",
]


@pytest.mark.parametrize(("raw", "day"), WRITTEN)
def test_written_dates_are_read(raw: str, day: date) -> None:
    assert read_date(raw, "ru", CAPTURED) == day


@pytest.mark.parametrize("raw", UNKNOWN)
def test_an_uncertain_date_is_unknown_and_never_the_first_of_january(raw: str) -> None:
    assert read_date(raw, "ru", CAPTURED) is None


@pytest.mark.parametrize("month", range(1, 13))
def test_every_kazakh_month_is_read_in_each_of_its_forms(month: int) -> None:
    names = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"
    places = (
        "қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте қазанда "
        "қарашада желтоқсанда"
    )
    name, place = names.split()[month - 1], places.split()[month - 1]
    day = date(2020, month, 9)
    for raw in (f"9 {name} 2020", f"2020 жылғы 9 {name}", f"2020 ж. 9 {name}", f"9 {place} 2020"):
        assert read_date(raw, "kk", CAPTURED) == day, raw


@pytest.mark.parametrize("month", range(1, 13))
def test_every_russian_month_is_read(month: int) -> None:
    names = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    assert read_date(f"7 {names.split()[month - 1]} 2020", "ru", CAPTURED) == date(2020, month, 7)


def test_a_day_that_had_not_come_when_the_page_was_captured_is_unknown() -> None:
    assert read_date("17.03.2021", "ru", CAPTURED) is None
    assert read_date("2031-01-01", "ru", CAPTURED) is None


def test_a_portal_to_the_east_may_already_be_in_the_next_day() -> None:
    assert read_date("16.03.2021", "ru", CAPTURED) == date(2021, 3, 16)


def test_two_different_dates_are_no_date() -> None:
    raw = "Опубликовано 3 мая 2020, обновлено 4 мая 2020"
    assert read_date(raw, "ru", CAPTURED) is None
    assert read_dates(raw, "ru", CAPTURED) == (date(2020, 5, 3), date(2020, 5, 4))


def test_the_order_of_day_and_month_is_not_guessed_in_english() -> None:
    assert read_date("5/10/2020", "en", CAPTURED) is None
    assert read_date("5/10/2020", "ru", CAPTURED) == date(2020, 10, 5)


@given(st.text(max_size=120))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    read_date(raw, "ru", CAPTURED)


@given(st.dates(min_value=date(1995, 1, 1), max_value=CAPTURED))
def test_what_is_written_is_read_back(day: date) -> None:
    assert read_date(day.isoformat(), "ru", CAPTURED) == day
    assert read_date(f"{day:%d.%m.%Y}", "ru", CAPTURED) == day
