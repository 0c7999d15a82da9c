"""From what a reader found on a page, in the portal's words, to a draft of a debunk.

All readers end here, so that a verdict, a date or a claim means the same whoever found it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urljoin

from factchecks.extraction.base import Field, PageSource, ReviewDraft
from factchecks.extraction.dates import read_dates
from factchecks.extraction.languages import language_of
from factchecks.extraction.origins import read_origins, spreading_sentence
from factchecks.extraction.titles import claim_in, unquoted
from factchecks.extraction.verdicts import leading_verdict, map_version, read_verdict
from factchecks.extraction.word_lists import taxonomy

#: What the machine could not settle. factchecks.reading.questions has the sentences.
VERDICT_MISSING = "verdict_missing"
VERDICT_UNKNOWN = "verdict_unknown"
DATE_UNREADABLE = "date_unreadable"
DATES_DIFFER = "dates_differ"
CLAIM_MISSING = "claim_missing"

_STATED = re.compile(
    r"(?:^|\n|[.!?]\s)\W{0,10}(?:наш вердикт|вердикт|біздің үкім|үкім|our verdict|verdict)"
    r"\s*[:–—-]\s*(?P<verdict>[^\n.!?;]{2,60})",
    re.IGNORECASE,
)


def lists_version() -> str:
    """Of the word lists that a draft depends on; part of every extractor's version."""
    return f"{map_version()}.{taxonomy('origins')['version']}"


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a reader found. `dates` are all places that give the date of publication."""

    title: Field | None = None
    claim: Field | None = None
    body: Field | None = None
    dates: tuple[Field, ...] = ()
    verdict: Field | None = None
    #: A code of the scale that the page states as a number, for words that say nothing to us.
    rating: Field | None = None
    #: Words of the rubric that imply a verdict where none is stated.
    implying: Field | None = None
    category: Field | None = None
    origin: Field | None = None
    picture: Field | None = None
    claim_date: Field | None = None
    language: str = ""


def draft(page: PageSource, pieces: Pieces, source_key: str = "") -> ReviewDraft:
    claim = _claim(pieces)
    language = _language(pieces, claim)
    code = language.value if language else ""
    made = ReviewDraft(
        source_key=source_key,
        title=pieces.title,
        claim_text=claim,
        body=pieces.body,
        language=language,
        category_raw=pieces.category,
        picture_url=_address(pieces.picture, page.url),
        claim_seen_on=_single_date(pieces.claim_date, code, page.captured_on),
        verdict_map_version=map_version(),
        questions=() if claim else (CLAIM_MISSING,),
    )
    made = _with_verdict(made, pieces)
    made = _with_date(made, pieces.dates, code, page.captured_on)
    return _with_origin(made, pieces)


def _address(place: Field | None, page_url: str) -> Field | None:
    """A relative address made absolute; None for what is no web address."""
    if not place:
        return None
    try:
        absolute = urljoin(page_url, place.value)
    except ValueError:
        return None
    usable = absolute.startswith(("http://", "https://")) and len(absolute) <= 2500
    return replace(place, value=absolute) if usable else None


def _claim(pieces: Pieces) -> Field | None:
    if pieces.claim:
        return replace(pieces.claim, value=unquoted(pieces.claim.value))
    if pieces.title and (claim := claim_in(pieces.title.value)):
        return Field(claim, pieces.title.value, f"claim in the title ({pieces.title.rule})")
    return None


def _language(pieces: Pieces, claim: Field | None) -> Field | None:
    texts = [piece.value for piece in (pieces.title, claim, pieces.body) if piece]
    if told := language_of("\n".join(texts)):
        return Field(told, texts[0][:100], "letters of the text")
    return Field(pieces.language, "", "language of the page") if pieces.language else None


def _with_verdict(made: ReviewDraft, pieces: Pieces) -> ReviewDraft:
    """A stated verdict counts; else one stated in the text; else an implied one."""
    if stated := pieces.verdict or _stated_in(pieces.body):
        made = replace(made, verdict_raw=replace(stated, value=stated.value[:300]))
        if (stated_code := read_verdict(stated.value).code) is not None:
            return replace(made, verdict=replace(stated, value=stated_code))
    if pieces.rating:
        raw_words = made.verdict_raw or replace(pieces.rating, value=pieces.rating.passage)
        return replace(made, verdict=pieces.rating, verdict_raw=raw_words)
    if stated:
        return _asking(made, VERDICT_UNKNOWN)
    if implied := _implied_by(pieces):
        code, raw = implied
        verdict = replace(raw, value=code)
        return replace(made, verdict=verdict, verdict_raw=raw, verdict_implied=True)
    return _asking(made, VERDICT_MISSING)


def _stated_in(body: Field | None) -> Field | None:
    match = _STATED.search(body.value) if body else None
    if not (body and match):
        return None
    passage = match.group().strip(" .!?\n")
    return Field(match["verdict"].strip(), passage, f"verdict in the text ({body.rule})")


def _implied_by(pieces: Pieces) -> tuple[str, Field] | None:
    if pieces.title and (leading := leading_verdict(pieces.title.value)):
        code, word = leading
        return code, Field(
            word, pieces.title.value, f"beginning of the title ({pieces.title.rule})"
        )
    if pieces.implying and (implied := verdict_of_rubric(pieces.implying.value)):
        return implied, pieces.implying
    return None


def verdict_of_rubric(rubric: str) -> str | None:
    """The verdict that a rubric implies: “Fake News”, «Фейки», «Жалған ақпараттар»."""
    word = rubric.strip()
    for candidate in (word, re.sub(r"(?:тар|тер|дар|дер|лар|лер|[ыи])$", "", word)):
        if code := read_verdict(candidate).code:
            return code
    return None


def _with_date(
    made: ReviewDraft, dates: tuple[Field, ...], language: str, captured_on: date
) -> ReviewDraft:
    """The day that all places agree on. They may differ by one: clocks of different zones."""
    if not dates:
        return made
    found = [(day, each) for each in dates for day in read_dates(each.value, language, captured_on)]
    raw = found[0][1] if found else dates[0]
    made = replace(made, published_raw=replace(raw, value=raw.value[:100]))
    if not found:
        return _asking(made, DATE_UNREADABLE)
    days = [day for day, _ in found]
    if (max(days) - min(days)).days > 1:
        return _asking(made, DATES_DIFFER)
    day, place = found[0]
    return replace(made, published_on=replace(place, value=day.isoformat()))


def _single_date(place: Field | None, language: str, captured_on: date) -> Field | None:
    days = read_dates(place.value, language, captured_on) if place else ()
    return replace(place, value=days[0].isoformat()) if place and len(days) == 1 else None


def _with_origin(made: ReviewDraft, pieces: Pieces) -> ReviewDraft:
    origin = pieces.origin
    if not origin and pieces.body and (sentence := spreading_sentence(pieces.body.value)):
        origin = Field(sentence, sentence, f"sentence on the spreading ({pieces.body.rule})")
    if not origin:
        return made
    origin = replace(origin, value=origin.value[:1000])
    return replace(made, origin_raw=origin, origins=read_origins(origin.value))


def _asking(made: ReviewDraft, question: str) -> ReviewDraft:
    return replace(made, questions=(*made.questions, question))
