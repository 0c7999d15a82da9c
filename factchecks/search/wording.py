"""What was added to a text and what was taken away, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed", "gap"]

#: Comparing word by word takes time by the product of both lengths. Above this many pairs of words
#: (after the common beginning and end) whole lines are compared instead.
MOST_PAIRS = 4_000_000
#: Unchanged words shown on each side of a change in an excerpt.
CONTEXT = 8


@dataclass(frozen=True, slots=True)
class Part:
    kind: Kind
    text: str


def difference(before: str, after: str) -> tuple[Part, ...]:
    """Both texts as one sequence of parts: kept, added and removed, with the spaces kept."""
    old, new = _words(before), _words(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if len(middle_old) * len(middle_new) > MOST_PAIRS:
        middle_old = "".join(middle_old).splitlines(keepends=True)
        middle_new = "".join(middle_new).splitlines(keepends=True)
    parts = [
        ("same", "".join(old[:start])),
        *_compare(middle_old, middle_new),
        ("same", "".join(old[len(old) - end :]) if end else ""),
    ]
    return _merged(parts)


def excerpt(parts: tuple[Part, ...], context: int = CONTEXT) -> tuple[Part, ...]:
    """Only the changes with a few words around them; gaps stand for what was left out."""
    shown: list[Part] = []
    for index, part in enumerate(parts):
        if part.kind != "same":
            shown.append(part)
            continue
        words = _words(part.text)
        is_first, is_last = index == 0, index == len(parts) - 1
        keep = context * 2  # words and the spaces between them
        if len(words) <= keep * 2 and not (is_first or is_last):
            shown.append(part)
            continue
        if not is_first:
            shown.append(Part("same", "".join(words[:keep])))
        if len(words) > keep:
            shown.append(Part("gap", " … "))
        if not is_last:
            shown.append(Part("same", "".join(words[-keep:])))
    return tuple(shown)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def _common(one: list[str], two: list[str]) -> int:
    length = 0
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        length += 1
    return length


def _compare(old: list[str], new: list[str]) -> Iterator[tuple[Kind, str]]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[i1:i2])
            continue
        yield "removed", "".join(old[i1:i2])
        yield "added", "".join(new[j1:j2])


def _merged(parts: list[tuple[Kind, str]]) -> tuple[Part, ...]:
    """Neighbours of one kind as one part; a lone space between two changes belongs to both."""
    joined: list[Part] = []
    for kind, text in parts:
        if not text:
            continue
        if joined and joined[-1].kind == kind:
            joined[-1] = Part(kind, joined[-1].text + text)
        else:
            joined.append(Part(kind, text))
    return tuple(joined)
