"""A verdict in a portal's words, put on the normalised scale. What is no verdict is left to an
editor: nothing is guessed.

Single words, pairs («манипуляция и ложь»: the lowest value counts, every label is kept), other
cases and spacing, a misspelling, a prefix («Үкім: жалған», «Фейк | …») are understood. The words
are in taxonomy/verdicts.toml; the reasons in docs/decisions/0020-verdict-words.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from factchecks.extraction.word_lists import plain, taxonomy

#: No verdict is longer. What follows «Фейк | » does not count.
LONGEST = 90
_NEGATION = re.compile(r"^(не|без|un|in|mis|dis|not|no)\s?")
_EDGES = " .,:;!?…*#\"'«»„“”‘’()[]{}<>—–-|/\\\u200b\xa0"


@dataclass(frozen=True, slots=True)
class VerdictReading:
    """`code` is None where an editor must decide. `labels` are the verdict words, as written."""

    code: str | None
    labels: tuple[str, ...]
    raw: str
    map_version: int


@dataclass(frozen=True, slots=True)
class _Scale:
    version: int
    #: Words to codes; None for what is known to be no verdict.
    codes: dict[str, str | None]
    values: dict[str, int | None]
    prefix: re.Pattern[str]
    filler: re.Pattern[str]
    joiner: re.Pattern[str]


@lru_cache
def _scale() -> _Scale:
    data = taxonomy("verdicts")
    codes: dict[str, str | None] = {_bare(word): None for word in data["no_verdict"]}
    for verdict in data["verdict"]:
        codes |= {_bare(word): verdict["code"] for word in verdict["words"]}
    return _Scale(
        version=data["version"],
        codes=codes,
        values={verdict["code"]: verdict.get("value") for verdict in data["verdict"]},
        prefix=re.compile(rf"^\W*(?:{_either(data['prefixes'])})\s*[:—–|-]\s*"),
        filler=re.compile(rf"^(?:{_either(data['fillers'])})\s+"),
        joiner=re.compile(rf"\s+(?:{_either(data['joiners'])})\s+|\s*[,;/+&]\s*"),
    )


def map_version() -> int:
    return _scale().version


def read_verdict(raw: str) -> VerdictReading:
    scale = _scale()
    undecided = VerdictReading(None, (), raw, scale.version)
    text = scale.prefix.sub("", plain(raw), count=1)
    whole = _meaning(text)
    if whole is not None:
        return VerdictReading(whole, (text.strip(_EDGES),), raw, scale.version)
    if headed := leading_verdict(text):
        return VerdictReading(headed[0], (headed[1],), raw, scale.version)
    if len(text) > LONGEST:
        return undecided
    parts = [part.strip(_EDGES) for part in scale.joiner.split(text)]
    if len(parts) < 2 or not all(parts):
        return undecided
    meanings = [_meaning(part) for part in parts]
    labels = tuple(part for part, code in zip(parts, meanings, strict=True) if code)
    return VerdictReading(_lowest(meanings), labels, raw, scale.version)


def leading_verdict(text: str) -> tuple[str, str] | None:
    """Code and word of a verdict before a colon or a bar, as in «Фейк: «…»» and «Жалған | …»."""
    match = re.match(r"\W*([^:|]{2,40}?)\s*[:|]\s*\S", text)
    word = plain(match.group(1)) if match else ""
    code = _scale().codes.get(_bare(word))
    return (code, word) if code else None


def _lowest(codes: list[str | None]) -> str | None:
    """The code of the lowest value; None where one is unknown or has no value on the scale."""
    values = _scale().values
    ranked = [(value, code) for code in codes if code and (value := values[code]) is not None]
    if len(set(codes)) == 1:
        return codes[0]
    return min(ranked)[1] if len(ranked) == len(codes) else None


def _meaning(text: str) -> str | None:
    """The code that the whole of `text` stands for, or None."""
    scale = _scale()
    word = _bare(text)
    if word in scale.codes:
        return scale.codes[word]
    shorter = scale.filler.sub("", word)
    if shorter != word:
        return _meaning(shorter)
    return _misspelt(word)


def _misspelt(word: str) -> str | None:
    """The code of the words that `word` misspells: one slip, or two in ten letters and more.

    The words of every other meaning, and of no verdict, must be two slips further away, and a
    negation is never a slip: «еправда» is as near to «правда» as to «неправда», so it is neither.
    """
    allowed = 0 if len(word) < 5 else 1 if len(word) < 10 else 2
    if not allowed:
        return None
    nearest: dict[str | None, int] = {}
    for known, code in _scale().codes.items():
        distance = OSA.distance(word, known, score_cutoff=allowed + 2)
        nearest[code] = min(distance, nearest.get(code, 99))
    (best, code), *others = sorted((distance, code or "") for code, distance in nearest.items())
    if not code or best > allowed or (others and others[0][0] - best < 2):
        return None
    matching = (
        known
        for known, meant in _scale().codes.items()
        if meant == code and OSA.distance(word, known) == best
    )
    same_sign = any(_negated(known) == _negated(word) for known in matching)
    return code if same_sign else None


def _negated(word: str) -> bool:
    return bool(_NEGATION.match(word))


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w/'-]+", " ", plain(text)).split()).strip(_EDGES)


def _either(words: list[str]) -> str:
    return "|".join(re.escape(plain(word)) for word in sorted(words, key=len, reverse=True))
