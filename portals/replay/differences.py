"""What two captures of a page say differently, as passages of the words on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

#: Longer texts are compared up to here.
MAX_LINES = 3_000
MAX_WORDS = 4_000
#: Unchanged lines shown around a change.
AROUND = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """`same`, `added`, `removed`, or a `gap` in which nothing changed."""

    kind: str
    text: str = ""


def differences(before: str, after: str) -> list[Passage]:
    """The changes with a little of what stands around them; empty where the words are the same."""
    old, new = before.splitlines()[:MAX_LINES], after.splitlines()[:MAX_LINES]
    if old == new:
        return []
    passages: list[Passage] = []
    for is_same, a1, a2, b1, b2 in _steps(old, new):
        if is_same:
            passages.extend(_around(old[a1:a2], is_first=a1 == 0, is_last=a2 == len(old)))
        else:
            passages.extend(_words("\n".join(old[a1:a2]), "\n".join(new[b1:b2])))
            passages.append(Passage("same", "\n"))
    return passages


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """What is the same and what is not, in turns, as (is_same, old from, to, new from, to).

    By rapidfuzz: difflib needs minutes for two texts that a hostile page can make.
    """
    a = b = 0
    for block in Indel.opcodes(old, new).as_matching_blocks():
        if a < block.a or b < block.b:
            yield False, a, block.a, b, block.b
        if block.size:
            yield True, block.a, block.a + block.size, block.b, block.b + block.size
        a, b = block.a + block.size, block.b + block.size


def _around(lines: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[Passage]:
    """The lines of an unchanged stretch that stand next to a change."""
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(lines) <= head + tail:
        yield Passage("same", "\n".join(lines) + "\n")
        return
    if head:
        yield Passage("same", "\n".join(lines[:head]) + "\n")
    yield Passage("gap")
    if tail:
        yield Passage("same", "\n".join(lines[-tail:]) + "\n")


def _words(old: str, new: str) -> Iterator[Passage]:
    a, b = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    if not a or not b or max(len(a), len(b)) > MAX_WORDS or Indel.normalized_similarity(a, b) < 0.4:
        # Two texts with little in common read better whole than as confetti.
        pairs = [("removed", old), ("added", new)]
    else:
        pairs = []
        for is_same, a1, a2, b1, b2 in _steps(a, b):
            if is_same:
                pairs.append(("same", "".join(a[a1:a2])))
            else:
                pairs += [("removed", "".join(a[a1:a2])), ("added", "".join(b[b1:b2]))]
    yield from (Passage(kind, text) for kind, text in pairs if text)
