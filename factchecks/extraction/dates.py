"""Dates as portals write them, in Russian, Kazakh and English.

A date that cannot be read for certain is None: never a made-up first of January, never the year
of the capture put to a bare «12 марта», never a day that had not come when the page was captured.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS: dict[str, dict[str, int]] = {
    language: {stem: number for number, stem in enumerate(stems.split(), start=1)}
    for language, stems in {
        # The stems of all cases: октябрь, октября, в октябре.
        "ru": "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр",
        "ru_short": "янв фев мар апр май июн июл авг сен окт ноя дек",
        # With the endings of «қаңтарда», «наурыздың», «мамырдан».
        "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
        "en": "january february march april may june july august september october november"
        " december",
        "en_short": "jan feb mar apr may jun jul aug sep oct nov dec",
    }.items()
}
_ENDINGS = {
    "ru": r"(?:[ья]|[ьюея]м?|[йяе]|а|е|у)?",
    "ru_short": r"\.?",
    "kk": r"(?:[дт][ае]|[дт][аеы]н|[дт]ың|[дт]ің|ның|нің|[ғгқк][ае]|і|ы|ы?нда|і?нде)?",
    "en": "",
    "en_short": r"\.?",
}
_MONTH = "|".join(
    f"(?P<{name}>(?:{'|'.join(sorted(stems, key=len, reverse=True))}){_ENDINGS[name]})"
    for name, stems in _MONTHS.items()
)
_DAY, _YEAR = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # 2020-10-21T09:30:00+06:00: the day as the portal's own clock showed it.
        r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])",
        r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?![\d.]\d)",
        # 10 декабря, 2020, 15:26 · 12 наурыз 2020 · 16 желтоқсанда 2020 · 5th of May 2020
        rf"(?<!\d){_DAY}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?:{_MONTH})[\s,.-]+{_YEAR}(?!\d)",
        # 2020 жылғы 12 наурыз · 2020 ж. 12 наурыз · 2020 жылдың 12 наурызында
        rf"(?<!\d){_YEAR}\s*(?:ж\.|жыл\w*|жж?\b|г\.|год\w*|,)?\s*{_DAY}[\s-]+(?:{_MONTH})(?!\w)",
        # May 5, 2020
        rf"(?<!\w)(?:{_MONTH})\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
    )
)
#: 21/10/2020. Read only where one of the numbers can be no month.
_SLASHES = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_DAYS_AGO = {
    "сегодня": 0, "бүгін": 0, "today": 0,
    "вчера": 1, "кеше": 1, "yesterday": 1,
    "позавчера": 2, "алдыңғы күні": 2, "алдыңгүні": 2,
}  # fmt: skip
_RELATIVE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_DAYS_AGO, key=len, reverse=True))})(?!\w)")
_COUNTED = re.compile(
    r"(?<!\w)(?P<number>\d{1,3})\s+(?:(?P<days>дн(?:я|ей)|день|күн|days?)|(?P<weeks>недел[июь]|апта|weeks?)"
    r")\s+(?:назад|бұрын|ago)(?!\w)"
)
#: A date that stands further on is no date of publication.
_LONGEST = 2_000
#: Nothing on the web is older, so an earlier year is a slip.
_EARLIEST = date(1991, 1, 1)


def read_date(raw: str, language: str, captured_on: date) -> date | None:
    """The day that `raw` names; None where it names none, several, or one still to come.

    `captured_on` is the capture's day in UTC. A portal further east may already be in the next
    one, so that one day ahead is accepted. `language` decides nothing but the order in 5/10/2020.
    """
    days = read_dates(raw, language, captured_on)
    return days[0] if len(days) == 1 else None


def read_dates(raw: str, language: str, captured_on: date) -> tuple[date, ...]:
    """The distinct days that `raw` names, in its order, without impossible ones."""
    text = " ".join(raw[:_LONGEST].replace("\xa0", " ").casefold().split())
    found: list[tuple[int, date | None]] = []
    for form in _FORMS:
        found += [(match.start(), _day_of(match)) for match in form.finditer(text)]
    found += [(m.start(), _slashed(m, language)) for m in _SLASHES.finditer(text)]
    if not found:
        found += _relative(text, captured_on)
    latest = captured_on + timedelta(days=1)
    days = [day for _, day in sorted(found, key=lambda item: item[0]) if day]
    return tuple(dict.fromkeys(day for day in days if _EARLIEST <= day <= latest))


def _day_of(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    month = int(groups["month"]) if groups.get("month") else _month_of(groups)
    return _date(int(groups["year"]), month, int(groups["day"]))


def _month_of(groups: dict[str, str | None]) -> int:
    for name, stems in _MONTHS.items():
        if word := groups.get(name):
            fitting = [stem for stem in stems if word.startswith(stem)]
            return stems[max(fitting, key=len)]
    return 0


def _slashed(match: re.Match[str], language: str) -> date | None:
    first, second, year = (int(number) for number in match.groups())
    if first > 12 or first == second or language in {"ru", "kk"}:
        return _date(year, second, first)
    return _date(year, first, second) if second > 12 else None


def _relative(text: str, captured_on: date) -> list[tuple[int, date | None]]:
    found: list[tuple[int, date | None]] = []
    for match in _RELATIVE.finditer(text):
        found.append((match.start(), captured_on - timedelta(days=_DAYS_AGO[match.group()])))
    for match in _COUNTED.finditer(text):
        days = int(match["number"]) * (7 if match["weeks"] else 1)
        found.append((match.start(), captured_on - timedelta(days=days)))
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
