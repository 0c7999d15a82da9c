"""What two captures of a page say differently, as passages of the words on it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Longer texts are compared up to here.
MAX_LINES = 3_000
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
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    passages: list[Passage] = []
    for group in matcher.get_grouped_opcodes(AROUND):
        passages.append(Passage("gap"))
        for kind, a1, a2, b1, b2 in group:
            if kind == "equal":
                passages.append(Passage("same", "\n".join(old[a1:a2]) + "\n"))
            else:
                passages.extend(_words("\n".join(old[a1:a2]), "\n".join(new[b1:b2])))
                passages.append(Passage("same", "\n"))
    return passages


def _words(old: str, new: str) -> Iterator[Passage]:
    a, b = re.findall(r"\s+|\S+", old)[:2_000], re.findall(r"\s+|\S+", new)[:2_000]
    matcher = difflib.SequenceMatcher(a=a, b=b, autojunk=False)
    if not old or not new or matcher.quick_ratio() < 0.4:
        # Two texts with little in common read better whole than as confetti.
        pairs = [("removed", old), ("added", new)]
    else:
        pairs = []
        for kind, a1, a2, b1, b2 in matcher.get_opcodes():
            if kind == "equal":
                pairs.append(("same", "".join(a[a1:a2])))
            else:
                pairs += [("removed", "".join(a[a1:a2])), ("added", "".join(b[b1:b2]))]
    yield from (Passage(kind, text) for kind, text in pairs if text)
