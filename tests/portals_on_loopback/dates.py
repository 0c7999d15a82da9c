"""Dates as Russian and Kazakh editors write them."""

from __future__ import annotations

from datetime import date

# fmt: off
RUSSIAN_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)
KAZAKH_MONTHS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)
#: The locative, as in «on 16 December»; it follows vowel harmony and the last consonant.
KAZAKH_MONTHS_IN = (
    "қаңтарда", "ақпанда", "наурызда", "сәуірде", "мамырда", "маусымда",
    "шілдеде", "тамызда", "қыркүйекте", "қазанда", "қарашада", "желтоқсанда",
)
# fmt: on


def written(day: date, language: str, form: str = "written") -> str:
    """`written`, `year_first`, `year_short` or `locative`; the latter three are Kazakh only."""
    if language == "ru":
        return f"{day.day} {RUSSIAN_MONTHS[day.month - 1]} {day.year}"
    month = KAZAKH_MONTHS[day.month - 1]
    match form:
        case "year_first":
            return f"{day.year} жылғы {day.day} {month}"
        case "year_short":
            return f"{day.year} ж. {day.day} {month}"
        case "locative":
            return f"{day.day} {KAZAKH_MONTHS_IN[day.month - 1]} {day.year}"
        case _:
            return f"{day.day} {month} {day.year}"


def numeric(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def instant(day: date, offset: str = "+06:00") -> str:
    return f"{day.isoformat()}T09:30:00{offset}"
