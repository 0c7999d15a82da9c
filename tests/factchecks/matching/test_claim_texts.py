"""Which claims are the same. An editor can add a link that is missing; a false one misleads."""

from __future__ import annotations

import pytest

from factchecks.matching.claim_texts import ClaimText, are_same

SAME = [
    ("В бананах нашли коронавирус", "В бананах нашли коронавирус."),
    ("Фейк: «В бананах нашли коронавирус»", "в бананах нашли коронавирус"),
    ("Ещё один город закроют на карантин", "Еще один город закроют на карантин!"),
    ("Чеснок и горячая вода с содой излечивают коронавирус",
     "Чеснок и горячая вода с содой излечит коронавирус"),
    ("Drinking alcohol can kill the coronavirus", "Drinking alcohol kills the coronavirus."),
    ("Врачи с полицией будут насильно вводить смертельную вакцину",
     "Врачи с полицией будут насильно вводить смертельные вакцины"),
]  # fmt: skip
DIFFERENT = [
    ("Вакцина содержит микрочип", "Вакцина не содержит микрочип"),
    ("Маска помогает от коронавируса людям", "Маска не помогает от коронавируса людям"),
    ("Город Алматы закроют на карантин с субботы", "Город Атырау закроют на карантин с субботы"),
    ("Пособие в 42 500 тенге выплатят всем гражданам",
     "Пособие в 45 200 тенге выплатят всем гражданам"),
    ("Умерли 10 человек в больнице города", "Умерли 11 человек в больнице города"),
    ("Donald Trump says the virus was made in a lab", "Joe Biden says the virus was made in a lab"),
    ("Вакцина вызывает бесплодие у женщин", "Вакцина вызывает облысение у женщин"),
    ("Вакцина опасна", "Вакцина полезна"),
    ("Фото", "Фото"),
    ("Екпе балаларға зиян келтіреді", "Екпе балаларға зиян келтірмейді"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_claim_in_almost_the_same_words(one: str, other: str) -> None:
    left, right = ClaimText(one, "ru"), ClaimText(other, "ru")
    assert are_same(left, right)
    assert are_same(right, left)
    assert set(left.keys) & set(right.keys), "else they would never be compared"


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_claims_in_almost_the_same_words(one: str, other: str) -> None:
    assert not are_same(ClaimText(one, "ru"), ClaimText(other, "ru"))
    assert not are_same(ClaimText(other, "ru"), ClaimText(one, "ru"))


def test_languages_do_not_meet() -> None:
    text = "В бананах нашли коронавирус"
    assert not are_same(ClaimText(text, "ru"), ClaimText(text, "kk"))


def test_a_text_of_one_word_has_no_keys() -> None:
    assert ClaimText("Фото", "ru").keys == ()


def test_keys_fit_their_column() -> None:
    text = ClaimText("Длинноеслово " * 50 + "ы" * 5000, "ru")
    assert max(map(len, text.keys)) <= 80
