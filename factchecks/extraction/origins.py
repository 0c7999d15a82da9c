"""Where a rumour circulated, from the words that say so."""

from __future__ import annotations

import re

from factchecks.extraction.word_lists import word_lists

#: A sentence of a debunk that tells how the rumour spread, in Russian, Kazakh or English.
_SPREADS = re.compile(
    r"распростран|рассыла|рассылк|циркулир|гуляет|гуляют|ходит|ходят|расход|вирусит|появил|публику|опубликов|разошл|пересыл"
    r"|\bтара|жариялан|пайда болды|жолдан"
    r"|circulat|spread|shared|viral|posted",
    re.IGNORECASE,
)
_OF_DENIALS_TOO = frozenset({"SITE", "MEDIA"})
_BETWEEN = re.compile(r"(?<=[.!?…])\s+|\n")
_LONGEST_LOOKED_AT = 20_000


def read_origins(text: str) -> tuple[str, ...]:
    """The codes of the origins that `text` names, in the order of the taxonomy.

    Meant for words that speak of the origin: a column of a spreadsheet or `spreading_sentence`.
    """
    codes, rest = [], text
    for words in word_lists("origins"):
        if found := words.found_in(rest):
            codes.append(words.code)
        for phrase in found:
            # «social media» is not «media» as well.
            rest = rest.replace(phrase, " ") if " " in phrase else rest
    return tuple(codes)


def spreading_sentence(text: str) -> str:
    """The first sentence that says where the rumour spread; else the lead, where it names a
    network or a messenger, because debunks begin with the rumour. Empty where neither does.

    A denial names sites and agencies too, so the rest of the text does not count.
    """
    for sentence in _BETWEEN.split(text[:_LONGEST_LOOKED_AT]):
        if _SPREADS.search(sentence) and read_origins(sentence):
            return sentence.strip()
    lead = text.partition("\n")[0].strip()
    return lead if set(read_origins(lead)) - _OF_DENIALS_TOO else ""
