"""What an extractor is: it reads one page into frozen drafts of debunks, or says why there is none.

Every field is kept with its passage (the words of the page it was read from) and the rule that
found it, so that a reader can follow each statement back to the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PageSource:
    """A captured page. `captured_on` is the day of the capture in UTC."""

    url: str
    text: str
    captured_on: date


@dataclass(frozen=True, slots=True)
class Field:
    value: str
    passage: str
    rule: str


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """One debunk as a page gives it. None: the page does not say.

    `published_on` and `claim_seen_on` hold ISO dates; `verdict` a code of the scale and
    `verdict_raw` the words. `questions` are what the machine could not settle, for an editor.
    """

    source_key: str = ""
    title: Field | None = None
    claim_text: Field | None = None
    body: Field | None = None
    language: Field | None = None
    published_on: Field | None = None
    published_raw: Field | None = None
    claim_seen_on: Field | None = None
    verdict: Field | None = None
    verdict_raw: Field | None = None
    verdict_implied: bool = False
    verdict_map_version: int = 0
    category_raw: Field | None = None
    origin_raw: Field | None = None
    picture_url: Field | None = None
    origins: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """`reason` says in words why the page was taken for a debunk, or was not."""

    is_debunk: bool
    reason: str
    drafts: tuple[ReviewDraft, ...] = ()
    #: What the page itself declares: its canonical address, and its translations by language.
    canonical_url: str = ""
    translations: tuple[tuple[str, str], ...] = field(default=())


class Extractor(Protocol):
    """Reads the pages of some portals. Raising `version` reads their history again."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def hosts(self) -> frozenset[str]:
        """Authorities that it is for; empty for a shape that any portal may have."""
        ...

    def read(self, page: PageSource) -> PageReading: ...


def no_debunk(reason: str) -> PageReading:
    return PageReading(is_debunk=False, reason=reason)
