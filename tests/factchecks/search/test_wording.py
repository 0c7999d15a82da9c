"""Differences word by word."""

from __future__ import annotations

import time

from hypothesis import given, strategies as st

from factchecks.search.wording import Part, difference, excerpt

texts = st.text(alphabet=st.sampled_from("аб \n,"), max_size=60)


@given(texts, texts)
def test_kept_and_added_give_the_new_text_kept_and_removed_the_old(old: str, new: str) -> None:
    parts = difference(old, new)
    assert "".join(part.text for part in parts if part.kind != "removed") == new
    assert "".join(part.text for part in parts if part.kind != "added") == old


def test_neighbouring_changes_are_one_phrase() -> None:
    parts = difference("но эта новость ложна вся", "но эти сведения верны вся")
    assert [part.kind for part in parts] == ["same", "removed", "added", "same"]


def test_equal_texts_have_no_difference() -> None:
    assert difference("одно и то же", "одно и то же") == (Part("same", "одно и то же"),)
    assert difference("", "") == ()


def test_an_excerpt_keeps_changes_with_a_few_words_around() -> None:
    before = "слово " * 100 + "старое " + "слово " * 100
    shown = excerpt(difference(before, before.replace("старое", "новое")), context=3)
    text = "".join(part.text for part in shown)
    assert text.startswith(" … ")
    assert text.endswith(" … ")
    assert text.count("слово") == 6
    assert {part.kind for part in shown} == {"gap", "same", "removed", "added"}


def test_an_excerpt_of_short_texts_leaves_nothing_out() -> None:
    parts = difference("один два", "один три")
    assert excerpt(parts) == parts


def test_two_long_texts_without_a_common_word_are_compared_in_time() -> None:
    before = " ".join(f"а{number}" for number in range(20_000))
    after = " ".join(f"б{number}" for number in range(20_000))
    began = time.perf_counter()
    difference(before, after)
    assert time.perf_counter() - began < 2
