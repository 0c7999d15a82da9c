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
    """Neighbouring changes as one removal and one addition, the spaces between them in both."""
    merged: list[Part] = []
    removed = added = space = ""

    def close() -> None:
        nonlocal removed, added, space
        for kind, text in (("removed", removed), ("added", added), ("same", space)):
            if text:
                merged.append(Part(kind, text))  # type: ignore[arg-type]
        removed = added = space = ""

    for kind, text in parts:
        if kind == "same" and text.isspace() and (removed or added):
            space += text
        elif kind == "same":
            close()
            merged.append(Part("same", text))
        elif text:
            removed, added, space = removed + space, added + space, ""
            removed += text if kind == "removed" else ""
            added += text if kind == "added" else ""
    close()
    return tuple(part for part in merged if part.text)
