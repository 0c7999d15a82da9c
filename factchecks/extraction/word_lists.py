"""The word lists of factchecks/taxonomy: what they hold, and finding their words in a text.

A word in a list is a whole word in any case (`маска`), the beginning of one (`вакцин*`), or a word
in exactly these letters (`=ВОЗ`). Words of a phrase may stand on different lines of the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

TAXONOMY = Path(__file__).resolve().parent.parent / "taxonomy"


@lru_cache
def taxonomy(name: str) -> dict[str, Any]:
    """The TOML file `name` of the taxonomy, as it stands."""
    return tomllib.loads((TAXONOMY / f"{name}.toml").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """`text` for comparing: lower case, ё as е, one space between words."""
    return " ".join(text.casefold().replace("ё", "е").split())


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of one theme or origin, ready for searching."""

    code: str
    any_case: re.Pattern[str] | None
    exact: re.Pattern[str] | None

    def found_in(self, text: str) -> tuple[str, ...]:
        """The distinct words of the list that stand in `text`, as they are written there."""
        found: dict[str, str] = {}
        if self.any_case:
            for match in self.any_case.finditer(text.replace("ё", "е").replace("Ё", "Е")):
                written = " ".join(text[match.start() : match.end()].split())
                found.setdefault(written.casefold(), written)
        if self.exact:
            for match in self.exact.finditer(text):
                found.setdefault(match.group().casefold(), match.group())
        return tuple(found.values())


def word_list(code: str, words: Iterable[str]) -> WordList:
    any_case: list[str] = []
    exact: list[str] = []
    for word in words:
        (exact if word.startswith("=") else any_case).append(_as_pattern(word.lstrip("=")))
    return WordList(
        code,
        _either(any_case, re.IGNORECASE) if any_case else None,
        _either(exact) if exact else None,
    )


@lru_cache
def word_lists(name: str) -> tuple[WordList, ...]:
    """The word lists of the taxonomy file `name`, in its order."""
    (entries,) = (value for value in taxonomy(name).values() if isinstance(value, list))
    return tuple(word_list(entry["code"], entry["words"]) for entry in entries)


def _as_pattern(word: str) -> str:
    parts = [
        re.escape(part.rstrip("*")) + (r"\w*" if part.endswith("*") else "")
        for part in word.replace("ё", "е").split()
    ]
    return r"\s+".join(parts)


def _either(patterns: list[str], flags: int = 0) -> re.Pattern[str]:
    # The longest first: «голосовое сообщение» before «голосовое».
    longest_first = sorted(patterns, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", flags)
