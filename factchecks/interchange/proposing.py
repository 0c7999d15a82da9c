"""A column mapping proposed for a spreadsheet that nobody has described."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

from rapidfuzz import fuzz, process

from factchecks.extraction.verdicts import read_verdict
from factchecks.extraction.word_lists import plain
from factchecks.interchange.addresses import read_address
from factchecks.interchange.language_names import language_code
from factchecks.interchange.sheet_dates import DateReader
from factchecks.interchange.sheets import Sheet

#: Names that such columns have, in English, Russian and Kazakh.
NAMES = {
    "claim": ["claim", "claim reviewed", "what did you fact-check", "statement", "rumour", "fake",
              "утверждение", "фейк", "слух", "что проверяли", "тұжырым", "қауесет", "фейк мәтіні"],
    "title": ["title", "headline", "заголовок", "название", "тақырып", "атауы"],
    "text": ["explanation", "text", "debunk", "refutation", "body", "summary", "опровержение",
             "текст", "объяснение", "пояснение", "мәтін", "түсіндірме", "теріске шығару"],
    "publisher": ["organization", "organisation", "publisher", "fact-checker", "author", "portal",
                  "организация", "издатель", "портал", "ұйым", "баспагер"],
    "url": ["url", "link", "review url", "fact-check url", "article url", "ссылка",
            "ссылка на опровержение", "адрес", "сілтеме", "мекенжай"],
    "language": ["language", "lang", "язык", "тіл", "тілі"],
    "verdict": ["verdict", "rating", "final rating", "truth rating", "conclusion", "вердикт",
                "оценка", "рейтинг", "үкім", "баға"],
    "category": ["category", "topic", "theme", "section", "категория", "тема", "рубрика",
                 "санат", "тақырыбы", "айдар"],
    "countries": ["country", "countries", "страна", "страны", "ел", "елдер", "мемлекет"],
    "origin": ["origin", "platform", "who said it", "where it circulated", "claimant", "channel",
               "источник", "где распространялось", "платформа", "кто сказал", "дереккөз",
               "таралған жері"],
    "original_url": ["link to the original", "original url", "claim url", "archive link",
                     "ссылка на оригинал", "ссылка на фейк", "түпнұсқа сілтемесі"],
    "claim_seen_on": ["date seen", "when did you see the claim", "claim date", "first seen",
                      "дата появления", "дата фейка", "көрінген күні"],
    "published_on": ["date", "published", "date published", "publication date", "дата",
                     "дата публикации", "опубликовано", "күні", "жарияланған күні"],
    "picture_url": ["picture", "image", "image url", "картинка", "изображение", "сурет"],
}  # fmt: skip
_ENOUGH = 78.0
#: More than what a column holds can take away: one named “claim” is that, however short its claims.
_THE_VERY_NAME = 50.0
_SAMPLE = 200
#: No date is in the future while columns are only looked at.
_FAR = date(2999, 12, 31)


def proposed_mapping(sheet: Sheet) -> str:
    """TOML to look over and save. Every column is in it; what was not recognised as a comment."""
    samples = _samples(sheet)
    fields = _fields(sheet.header, samples)
    lines = [f"# Proposed for {sheet.path.name}. Look it over before you save it.", "[columns]"]
    if "claim" not in fields:
        lines.append("# A column with the claim is needed and was not recognised.")
        lines.append('# claim = "…"')
    lines += [f"{field} = {_quoted(sheet.header[place])}" for field, place in fields.items()]
    for place, name in enumerate(sheet.header):
        if place not in fields.values():
            shown = next((cell for cell in samples[place] if cell), "")[:60].replace("\n", " ")
            lines.append(f"# not recognised: {_quoted(name)}, for example {_quoted(shown)}")
    dated = [place for field, place in fields.items() if field.endswith("_on")]
    if dated:
        lines += ["", "[dates]", _order_line([cell for place in dated for cell in samples[place]])]
    return "\n".join(lines) + "\n"


def _samples(sheet: Sheet) -> list[list[str]]:
    samples: list[list[str]] = [[] for _ in sheet.header]
    for row in islice(sheet.rows(), _SAMPLE):
        for place, cell in enumerate(row.cells[: len(samples)]):
            if cell.strip():
                samples[place].append(cell.strip())
    return samples


def _fields(header: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, int]:
    """Each field's place: the best pairs of name and column first, none used twice."""
    scored = sorted(
        (
            (_likeness(field, name, samples[place]), field, place)
            for place, name in enumerate(header)
            if name
            for field in NAMES
        ),
        key=lambda scored: (-scored[0], scored[2]),
    )
    fields: dict[str, int] = {}
    for score, field, place in scored:
        if score >= _ENOUGH and field not in fields and place not in fields.values():
            fields[field] = place
    return {field: fields[field] for field in NAMES if field in fields}


def _likeness(field: str, name: str, cells: Sequence[str]) -> float:
    """How near the name is (0 to 100), more or less by what the column holds."""
    word = plain(name).strip(" ?:")
    # A part of a word counts, but two letters are part of too many.
    scorer = fuzz.WRatio if len(word) > 3 else fuzz.ratio
    best = process.extractOne(word, NAMES[field], scorer=scorer)
    score = float(best[1]) if best else 0.0
    if word in NAMES[field]:
        score += _THE_VERY_NAME
    if not cells:
        return score
    share = sum(map(_TESTS[field], cells)) / len(cells) if field in _TESTS else 0.5
    return score + 40 * (share - 0.5)


def _is_date(cell: str) -> bool:
    reader = DateReader("mdy", None, _FAR)
    return reader.read(cell, "").value is not None or ("/" in cell and cell[:1].isdigit())


_TESTS = {
    "url": lambda cell: bool(read_address(cell).url),
    "original_url": lambda cell: bool(read_address(cell).url),
    "picture_url": lambda cell: bool(read_address(cell).url),
    "published_on": _is_date,
    "claim_seen_on": _is_date,
    "verdict": lambda cell: read_verdict(cell).code is not None,
    "language": lambda cell: bool(language_code(cell)),
    "claim": lambda cell: len(cell.split()) > 3,
    "text": lambda cell: len(cell.split()) > 5,
    "countries": lambda cell: len(cell.split()) < 8 and not any(map(str.isdigit, cell)),
}


def _order_line(cells: Sequence[str]) -> str:
    pairs = [cell.split("/")[:2] for cell in cells if cell.count("/") == 2]
    numbers = [(int(a), int(b)) for a, b in pairs if a.isdigit() and b.isdigit()]
    if any(a > 12 for a, _ in numbers):
        return 'order = "dmy"  # 31/12/2020'
    if any(b > 12 for _, b in numbers):
        return 'order = "mdy"  # 12/31/2020'
    if numbers:
        return '# Not clear from the first rows: is 3/4/2020 in March ("mdy") or in April ("dmy")?'
    return '# order = "dmy"  # needed only for dates such as 3/4/2020'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each.isprintable() else " " for each in escaped) + '"'
