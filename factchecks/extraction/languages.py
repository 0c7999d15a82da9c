"""Which language a text is in: Russian, Kazakh or English. Letters and small words decide."""

from __future__ import annotations

import re

#: Letters of other Cyrillic alphabets that share «і» or «ү» with Kazakh.
_FOREIGN = re.compile(r"[їєґўђћџјљњѕќѓ]")
_KAZAKH = re.compile(
    r"\w*[әғқңөұүһі]\w*|(?:мен|пен|бен|емес|екен|екенін|деген|дегені|делінген|дейді|деп|деді"
    r"|бойынша|туралы|жатыр|болады|болып|бар|осы|сол|ол|де|та|те)"
    r"|\w+(?:лды|йды|ыпты|нан)"
)
_RUSSIAN = re.compile(
    r"и|в|во|не|на|что|это|с|со|по|для|от|из|как|но|к|за|до|при|его|их|она|они|он|был|была|были"
    r"|будет|будут|есть|под|над|или|же|бы|если|об|\w+(?:ть|ться|ется|ются|ого|его|ий|ый|ая|ние)"
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|is|that|for|it|was|on|are|with|as|this|be|by|from|have|not|has|been|an"
    r"|at|or|who|after|says|claim|video|photo)\b"
)
_LONGEST_LOOKED_AT = 20_000


def language_of(text: str) -> str:
    """`ru`, `kk`, `en`, or empty where the text is in none of them or says too little."""
    start = text[:_LONGEST_LOOKED_AT].casefold()
    letters = sum(letter.isalpha() for letter in start)
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in start)
    if cyrillic * 2 > letters:
        if len(_FOREIGN.findall(start)) > cyrillic * 0.01:
            return ""
        words = re.findall(r"\w+", start)
        kazakh = sum(bool(_KAZAKH.fullmatch(word)) for word in words)
        russian = sum(bool(_RUSSIAN.fullmatch(word)) for word in words)
        # Kazakh names in a Russian text stay in the minority.
        return "kk" if kazakh > russian else "ru"
    english = len(_ENGLISH.findall(start))
    return "en" if english and english * 12 >= len(start.split()) else ""
