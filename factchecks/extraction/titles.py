"""The claim in a debunk's title: without «Фейк:», the name of the site and quotation marks."""

from __future__ import annotations

import re

from factchecks.extraction.verdicts import leading_verdict

_PAIRS = {"«": "»", "“": "”", "„": "“", '"': '"', "‘": "’"}
#: No title is longer; a page can put all its text into one.
LONGEST = 1_000
_RUBRIC = re.compile(
    r"^\W*(?:фактчек|факт-чек|fact[ -]?check|проверка|разбор|fake news|фейк-ньюс)\s*[:|–—-]\s*",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^(?:правда ли|верно ли|действительно ли),?(?: что)?\s+(.+?)\??$", re.I | re.S
)
_KAZAKH_QUESTION = re.compile(
    r"^(.+?)\s*(?:рас па|шын ба|шындық па|дегені рас па)\??$", re.I | re.S
)


def claim_in(title: str) -> str:
    """The claim that the title names. «Фейк: «Маски вредны»» gives «Маски вредны», unquoted."""
    text = _RUBRIC.sub("", title.strip()[:LONGEST], count=1)
    if leading_verdict(text):
        text = re.split(r"[:|]", text, maxsplit=1)[1].strip()
    if asked := _QUESTION.match(text) or _KAZAKH_QUESTION.match(text):
        text = asked.group(1).strip()
    return unquoted(text)


def unquoted(text: str) -> str:
    """`text` without quotation marks that hold all of it, or all but a short remark after them."""
    text = text.strip()
    closing = _PAIRS.get(text[:1])
    if not closing:
        return _capital(text.rstrip(" "))
    end = _end_of_quote(text, closing)
    inside, after = text[1:end].strip(), text[end + 1 :].strip(" .!?…")
    whole = not after or (len(inside.split()) >= 3 and after[:1] in "–—-(,")
    return _capital(inside if whole and inside else text)


def _end_of_quote(text: str, closing: str) -> int:
    depth = 0
    for position, letter in enumerate(text):
        if letter == closing and (position or closing != text[0]):
            depth -= 1
            if depth == 0:
                return position
            if closing == text[0]:
                return position
        elif letter == text[0]:
            depth += 1
    return len(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def without_site_name(title: str, site: str) -> str:
    """`title` without the « - StopFake.kz» that sites put behind the titles of their pages."""
    title = title[:LONGEST]
    head, _, tail = re.sub(r"\s+[|–—·-]\s+(?!.*\s[|–—·-]\s)", "\x00", title).rpartition("\x00")
    named = bool(site) and tail.strip().casefold() == site.strip().casefold()
    return (head if head and named else title).strip()
