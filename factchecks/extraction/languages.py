"""Which of the archive's languages a text is in. Letters decide: no model has to be loaded."""

from __future__ import annotations

import re

_KAZAKH = frozenset("әғқңөұүһі")
#: Letters of other Cyrillic alphabets that share «і» or «ү» with Kazakh.
_FOREIGN = frozenset("їєґўђћџјљњѕќѓ")
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|is|that|for|it|was|on|are|with|as|this|be|by|from|have|not|has|been|an"
    r"|at|or|who|after|says|claim|video|photo)\b"
)
#: Kazakh has one such letter in about eight; a Kazakh name in a Russian text stays below this.
_KAZAKH_SHARE = 0.03


def language_of(text: str) -> str:
    """`ru`, `kk`, `en`, or empty where the text is in none of them or says too little."""
    letters = [letter for letter in text[:20_000].casefold() if letter.isalpha()]
    if not letters:
        return ""
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if cyrillic * 2 >= len(letters):
        if sum(letter in _FOREIGN for letter in letters) > cyrillic * 0.01:
            return ""
        kazakh = sum(letter in _KAZAKH for letter in letters)
        return "kk" if kazakh >= cyrillic * _KAZAKH_SHARE else "ru"
    start = text[:20_000].casefold()
    english = len(_ENGLISH.findall(start))
    return "en" if english and english * 12 >= len(start.split()) else ""
