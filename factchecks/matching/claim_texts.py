"""Whether two texts state the same claim: identical or nearly so, in one language.

Nearly means that the letters agree to NEAR per cent, that the numbers and the negations are the
same, and that each word without an equal has one of the same stem on the other side. One word can
turn a claim round («Алматы» for «Атырау»), so the share of letters alone decides nothing.
Precision comes first: a link that is missed can be made by an editor, a false one misleads.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from rapidfuzz import fuzz

from factchecks.extraction.titles import claim_in
from factchecks.extraction.word_lists import plain

#: Per cent of letters that agree. Below this, different claims on one subject begin to pair up.
NEAR = 88
#: Letters that are compared. Nothing longer is one claim.
LONGEST = 1_000
#: Shorter texts are the same only when they are identical; one word says nothing at all.
FEWEST_WORDS, FEWEST_WORDS_NEAR = 2, 4
_NEGATIONS = re.compile(
    r"^(?:не|нет|ни|нельзя|без|никогда|никто|емес|жоқ|болмайды|no|not|never|none|without|cannot"
    r"|\w+n't|\w+(?:майды|мейді|байды|бейді|пайды|пейді|маған|меген|мады|меді|бады|беді|пады|педі))$"
)
#: On every second claim of a pandemic; they tell no two claims apart.
_COMMON = ("корон", "covid", "ковид", "coron", "вирус", "virus", "claim", "video", "видео")


@dataclass(frozen=True)
class ClaimText:
    """A claim's text prepared for comparing."""

    text: str
    language: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        start = plain(claim_in(self.text[:LONGEST])).replace("’", "'")
        return tuple(re.findall(r"[\w']+", start))

    @cached_property
    def identity(self) -> str:
        """Equal for texts that differ in case, ё, quotation marks and punctuation only."""
        return " ".join(self.words)

    @cached_property
    def numbers(self) -> Counter[str]:
        return Counter(number for word in self.words for number in re.findall(r"\d+", word))

    @cached_property
    def negations(self) -> int:
        return sum(bool(_NEGATIONS.match(word)) for word in self.words)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Of two nearly identical texts at least one key is the same: their long words, by three
        (by two where there are only three).

        The first is the digest of the whole text.
        """
        if len(self.words) < FEWEST_WORDS:
            return ()
        digest = hashlib.sha256(f"{self.language} {self.identity}".encode()).hexdigest()[:32]
        if len(self.words) < FEWEST_WORDS_NEAR:
            return (digest,)
        telling = {
            word[:5] for word in self.words if len(word) > 4 and not word.startswith(_COMMON)
        }
        longest = {word[:5]: len(word) for word in self.words}
        chosen = sorted(sorted(telling), key=lambda stem: -longest[stem])[:5]
        sizes = {0: (), 1: (1,), 2: (2,), 3: (2, 3)}.get(len(chosen), (3,))
        groups = [group for size in sizes for group in combinations(sorted(chosen), size)]
        return (digest, *(f"{self.language}:{'+'.join(group)}" for group in groups))


def are_same(one: ClaimText, other: ClaimText) -> bool:
    if one.language != other.language or min(len(one.words), len(other.words)) < FEWEST_WORDS:
        return False
    if one.identity == other.identity:
        return True
    if min(len(one.words), len(other.words)) < FEWEST_WORDS_NEAR:
        return False
    if one.numbers != other.numbers or one.negations != other.negations:
        return False
    if fuzz.ratio(one.identity, other.identity, score_cutoff=NEAR) < NEAR:
        return False
    return _paired(one.words, other.words) and _paired(other.words, one.words)


def _paired(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether each word that the other text lacks has one of the same stem there.

    Words of up to three letters may come and go: «в», «и», «the».
    """
    rest = set(others)
    return all(
        word in rest or len(word) <= 3 or any(_same_stem(word, other) for other in rest)
        for word in set(words)
    )


def _same_stem(one: str, other: str) -> bool:
    shared = max(3, min(len(one), len(other)) - 3)
    return one[:shared] == other[:shared] or fuzz.ratio(one, other) >= 85
