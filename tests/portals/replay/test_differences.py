"""What two captures of a page say differently."""

from __future__ import annotations

import random
import time

from hypothesis import given, strategies as st

from portals.replay.differences import Passage, differences


def text_of(passages: list[Passage], *kinds: str) -> str:
    return "".join(passage.text for passage in passages if passage.kind in kinds)


def test_the_same_words_have_no_differences() -> None:
    assert differences("a\nb", "a\nb") == []


def test_a_changed_word_stands_in_its_line() -> None:
    assert differences("it is false, they say", "it is true, they say") == [
        Passage("same", "it is "),
        Passage("removed", "false,"),
        Passage("added", "true,"),
        Passage("same", " they say"),
        Passage("same", "\n"),
    ]


def test_far_lines_are_left_out_and_near_ones_shown() -> None:
    lines = [f"line {number}" for number in range(20)]
    passages = differences("\n".join(lines), "\n".join([*lines[:10], "changed", *lines[11:]]))
    assert [passage.kind for passage in passages] == [
        "gap", "same", "removed", "added", "same", "same", "gap"
    ]  # fmt: skip
    assert "line 8\nline 9" in text_of(passages, "same")
    assert "line 7" not in text_of(passages, "same")


def test_two_texts_with_little_in_common_are_shown_whole() -> None:
    passages = differences("one two three", "entirely other words here")
    assert [passage.kind for passage in passages][:2] == ["removed", "added"]


@given(
    st.text(st.sampled_from("ab \n"), max_size=60), st.text(st.sampled_from("ab \n"), max_size=60)
)
def test_what_is_added_and_removed_is_all_of_the_difference(before: str, after: str) -> None:
    """With nothing left out, the old text and the new one can be read off the passages."""
    passages = differences(before, after)
    if passages and not any(passage.kind == "gap" for passage in passages):
        assert text_of(passages, "same", "removed").split() == before.split()
        assert text_of(passages, "same", "added").split() == after.split()


def test_texts_made_to_be_slow_to_compare_are_not() -> None:
    source = random.Random(1)
    before, after = ("\n".join(source.choice("ab") for _ in range(10_000)) for _each in range(2))
    began = time.monotonic()
    assert differences(before, after)
    assert differences(before.replace("\n", " "), after.replace("\n", " "))
    assert time.monotonic() - began < 10
