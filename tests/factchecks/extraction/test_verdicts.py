"""Verdicts in the words of portals and compilers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from factchecks.extraction.verdicts import leading_verdict, map_version, read_verdict
from factchecks.extraction.word_lists import taxonomy

#: The 29 spellings of the rating in the CoronaVirusFacts table of July 2020.
CORONAVIRUSFACTS = {
    "FALSE": ["FALSE", "False ", "FALSE ", "False", "false "],
    "MISLEADING": [
        "Misleading", "MISLEADING", "misleading", "Misleading ", "mislEADING", "MISLEADING ",
        "MiSLEADING", " Misleading ", "Mostly false", "Mostly False", "MOSTLY FALSE",
        "mostly false",
    ],
    "HALF_TRUE": ["Partly false", "PARTLY FALSE", "partly false", "Partly False", "Partly FALSE"],
    "UNVERIFIED": ["No evidence", "No Evidence", "no evidence", "NO EVIDENCE", "No evidence "],
    None: ["Explanatory", "(Org. doesn't apply rating)"],
}  # fmt: skip

PORTALS = [
    ("ложь", "FALSE"),
    ("ФЕЙК", "FALSE"),
    ("«Неправда».", "FALSE"),
    ("не правда", "FALSE"),
    ("Это полный фейк!", "FALSE"),
    ("недостоверно", "FALSE"),
    ("Не соответствует действительности", "FALSE"),
    ("жалған", "FALSE"),
    ("Үкім: жалған", "FALSE"),
    ("Үкім — Жалған.", "FALSE"),
    ("Вердикт: ложь", "FALSE"),
    ("Фейк | Маски вызывают гипоксию", "FALSE"),
    ("Жалған | Бетперде зиянды", "FALSE"),
    ("манипуляция", "MISLEADING"),
    ("кликбейт с манипуляцией", "MISLEADING"),
    ("Распространённое заблуждение", "MISLEADING"),
    ("бұрмалау", "MISLEADING"),
    ("полуправда", "HALF_TRUE"),
    ("Полу-правда", "HALF_TRUE"),
    ("жартылай шындық", "HALF_TRUE"),
    ("техническая ошибка", "MOSTLY_TRUE"),
    ("правда с неточностями", "MOSTLY_TRUE"),
    ("дәл емес", "MOSTLY_TRUE"),
    ("Правда", "TRUE"),
    ("шындық", "TRUE"),
    ("без вердикта", "UNVERIFIED"),
    ("расталмаған", "UNVERIFIED"),
    ("сатирический фейк", "SATIRE"),
    ("Сатира", "SATIRE"),
]
SLIPS = [
    ("Манипуляцыя", "MISLEADING"),
    ("дезинформацыя", "FALSE"),
    ("жалган", "FALSE"),
    ("фейкк", "FALSE"),
    ("misleeding", "MISLEADING"),
    ("Mostly flase", "MISLEADING"),
    ("распространеное заблуждение", "MISLEADING"),
]
NO_VERDICTS = [
    "",
    "   ",
    "…",
    "Минздрав сообщил, что это не так.",
    "Правда ли, что маски вредны",
    "Это ложь, что вакцина безопасна, сказал министр, но правда в другом.",
    "Ложь и что-то ещё",
    "разъяснение",
    "см. ниже",
    "tree",
    "5",
]


def spellings() -> Iterator[tuple[str, str | None]]:
    for code, words in CORONAVIRUSFACTS.items():
        for word in words:
            yield word, code


def test_there_are_29_spellings_in_the_table() -> None:
    assert len(list(spellings())) == 29


@pytest.mark.parametrize(("raw", "code"), list(spellings()))
def test_spellings_of_coronavirusfacts_reduce_to_the_scale_or_need_an_editor(
    raw: str, code: str | None
) -> None:
    assert read_verdict(raw).code == code


@pytest.mark.parametrize(("raw", "code"), PORTALS)
def test_words_of_portals_are_on_the_scale(raw: str, code: str) -> None:
    assert read_verdict(raw).code == code


@pytest.mark.parametrize(("raw", "code"), SLIPS)
def test_a_misspelling_is_understood(raw: str, code: str) -> None:
    assert read_verdict(raw).code == code


@pytest.mark.parametrize("raw", NO_VERDICTS)
def test_what_is_no_verdict_needs_an_editor(raw: str) -> None:
    assert read_verdict(raw).code is None


@pytest.mark.parametrize("raw", ["еправда", "едостоверно", "неправад правда", "untrrue true"])
def test_a_slip_between_two_opposite_verdicts_is_neither(raw: str) -> None:
    assert read_verdict(raw).code is None


def test_no_slip_turns_a_verdict_into_its_negation() -> None:
    assert read_verdict("правда").code == "TRUE"
    assert read_verdict("неправда").code == "FALSE"
    assert read_verdict("неправд").code == "FALSE"
    assert read_verdict("правд").code in {"TRUE", None}


@pytest.mark.parametrize(
    ("raw", "labels"),
    [
        ("манипуляция и ложь", ("манипуляция", "ложь")),
        ("Ложь, манипуляция", ("ложь", "манипуляция")),
        ("ложь / полуправда", ("ложь", "полуправда")),
        ("Жалған және манипуляция", ("жалған", "манипуляция")),
        ("Half true and false", ("half true", "false")),
    ],
)
def test_a_pair_takes_the_lowest_value_and_keeps_every_label(
    raw: str, labels: tuple[str, ...]
) -> None:
    reading = read_verdict(raw)
    assert reading.code == "FALSE"
    assert reading.labels == labels


def test_a_pair_off_the_scale_contradicts_itself_and_needs_an_editor() -> None:
    reading = read_verdict("сатира и ложь")
    assert reading.code is None
    assert reading.labels == ("сатира", "ложь")


def test_raw_words_and_version_of_the_map_are_kept() -> None:
    reading = read_verdict("  ФЕЙК! ")
    assert (reading.raw, reading.map_version) == ("  ФЕЙК! ", map_version())


def test_no_word_stands_for_two_verdicts() -> None:
    words = [word for verdict in taxonomy("verdicts")["verdict"] for word in verdict["words"]]
    assert len(words) == len(set(words))


def test_every_word_of_the_map_is_read_as_the_map_says() -> None:
    for verdict in taxonomy("verdicts")["verdict"]:
        for word in verdict["words"]:
            assert read_verdict(f" {word.upper()}. ").code == verdict["code"], word


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Фейк: «Маски вредны»", "FALSE"),
        ("Жалған | Бетперде зиянды", "FALSE"),
        ("Манипуляция: цифры без контекста", "MISLEADING"),
        ("Коронавирус: что известно", None),
        ("Правда ли: маски вредны", None),
        ("Фейк", None),
    ],
)
def test_the_beginning_of_a_title_may_name_the_verdict(title: str, code: str | None) -> None:
    found = leading_verdict(title)
    assert (found[0] if found else None) == code


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    assert read_verdict(raw).raw == raw
