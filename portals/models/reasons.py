"""Why something ended as it did, in the reader's language.

`Capture.reason` and `Snapshot.reason` are stored as English sentences, because they are part of the
record and stay as they were written. Here is every sentence that our rooms write. A stored text is
taken apart into these when it is shown, and what is not among them is shown as it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils import translation
from django.utils.translation import gettext_noop

from portals.models.capture import Outcome


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its places as %(name)s; a second form where `count` decides between two."""

    one: str
    many: str = ""

    def in_active_language(self, values: dict[str, str]) -> str:
        shown: dict[str, object] = {name: _shown(name, value) for name, value in values.items()}
        if self.many:
            return translation.ngettext(self.one, self.many, int(values["count"])) % shown
        return translation.gettext(self.one) % shown


def ngettext(one: str, many: str) -> Sentence:
    """Named so that makemessages collects both forms. Nothing is translated before it is shown."""
    return Sentence(one, many)


#: What stands at a place, by its name. `reason` is itself made of sentences and goes to the end.
_PLACES = {
    "count": r"\d+",
    "limit": r"\d+",
    "status": r"\d{1,3}",
    "offset": r"\d+",
    "seconds": r"[\d.e+]+",
    "host": r"\S+",
    "address": r"\S+",
    "phrase": r"[A-Z][\w' -]*?",
    "url": r".+?",
    "detail": r".+?",
    "outcomes": r"[^.]+?",
    "file": r"\S+",
    "reason": r".+",
    "error": r".+",
}
#: Explanations of our own in the brackets of a sentence.
_DETAILS = frozenset(
    {gettext_noop("its head is too long"), gettext_noop("the name has no address")}
)

_ANSWERS: list[str | Sentence] = [
    gettext_noop("The answer's first line holds no HTTP status."),
    gettext_noop("Status %(status)s without an address to go to."),
    gettext_noop("The site answered with status %(status)s."),
    gettext_noop("The site answered with status %(status)s %(phrase)s."),
    gettext_noop("No connection (%(detail)s)."),
    gettext_noop("The host's name is not known (%(detail)s)."),
    gettext_noop("The secure connection failed (%(detail)s)."),
    gettext_noop("The site did not answer in time."),
    gettext_noop("The site closed the connection without an answer."),
    gettext_noop("The answer broke off."),
    gettext_noop("The answer is not HTTP (%(detail)s)."),
    gettext_noop("The site refused the connection."),
    gettext_noop("The connection was cut."),
    gettext_noop("The answer was not complete after %(seconds)s seconds."),
    gettext_noop("The answer was not complete in time."),
    gettext_noop("Cut after %(limit)s bytes, the portal's limit."),
    gettext_noop("Cut at the portal's limit of bytes."),
    ngettext("%(count)s byte had come.", "%(count)s bytes had come."),
]
_NOT_ASKED: list[str | Sentence] = [
    gettext_noop("“%(url)s” is no web address."),
    gettext_noop("Only http and https addresses are asked, not this."),
    gettext_noop("Only http and https addresses are asked, not %(detail)s."),
    gettext_noop("The address carries a user name or password."),
    gettext_noop("“%(url)s” names no host."),
    gettext_noop("Port 0 is no port."),
    gettext_noop("%(host)s leads to %(address)s, which is not an address on the public internet."),
    gettext_noop("The connection led to %(address)s, which is not a public address."),
    gettext_noop("Portals are not asked through a proxy."),
    gettext_noop("This archive asks only the portals on its own machine."),
    gettext_noop("robots.txt asks us not to fetch this address."),
    gettext_noop("robots.txt could not be read, so nothing is asked for now: %(reason)s"),
    gettext_noop("robots.txt was read."),
    gettext_noop("There is no robots.txt (status %(status)s)."),
    gettext_noop("robots.txt redirects on and on, so it holds no rules."),
    gettext_noop("robots.txt leads nowhere, so it holds no rules."),
]
_ENDINGS: list[str | Sentence] = [
    gettext_noop("The portal could not be reached: %(reason)s"),
    gettext_noop("robots.txt asks us not to fetch the home page."),
    gettext_noop("The home page was refused to us: %(reason)s"),
    gettext_noop("The home page could not be reached: %(reason)s"),
    gettext_noop("The home page was not asked for."),
    gettext_noop("The home page is not there (status %(status)s)."),
    gettext_noop("The home page leads to %(url)s, which is not among the portal's hosts."),
    ngettext(
        "The site stopped answering; %(count)s page had not been asked for by then.",
        "The site stopped answering; %(count)s pages had not been asked for by then.",
    ),
    ngettext(
        "The limit of %(limit)s pages was reached; %(count)s page had not been asked for.",
        "The limit of %(limit)s pages was reached; %(count)s pages had not been asked for.",
    ),
    ngettext(
        "%(count)s page lay beyond the portal's limits of depth or number.",
        "%(count)s pages lay beyond the portal's limits of depth or number.",
    ),
    ngettext(
        "%(count)s page could not be captured: %(outcomes)s.",
        "%(count)s pages could not be captured: %(outcomes)s.",
    ),
    ngettext(
        "%(count)s page left out because robots.txt asks for it.",
        "%(count)s pages left out because robots.txt asks for it.",
    ),
    ngettext(
        "%(count)s page cut off at the portal's limit of bytes.",
        "%(count)s pages cut off at the portal's limit of bytes.",
    ),
    ngettext(
        "It was not done after %(count)s day and was given up.",
        "It was not done after %(count)s days and was given up.",
    ),
    gettext_noop("A step failed on our side and will be tried again: %(error)s"),
]
#: Why a record cannot be read: told at the moment, never stored.
_DAMAGES: list[str | Sentence] = [
    gettext_noop("%(file)s ends before the record at %(offset)s does."),
    gettext_noop("The record's gzip data is damaged (%(detail)s)."),
    gettext_noop("The record's gzip data is cut off."),
    gettext_noop("This is no WARC record."),
    gettext_noop("A header line of the record is damaged."),
    gettext_noop("The record is shorter than it says."),
    gettext_noop("The record does not end where it says."),
    gettext_noop("%(file)s leads out of the archive's folder."),
]


def reason_in_reader_language(stored: str) -> str:
    """A stored reason in the active language, sentence by sentence."""
    return " ".join(
        sentence.in_active_language(values) if sentence else rest
        for sentence, values, rest in sentences_of(stored)
    )


def sentences_of(stored: str) -> Iterator[tuple[Sentence | None, dict[str, str], str]]:
    """The known sentences at the beginning, and as the last item what follows them."""
    rest = stored
    while rest:
        found = next(
            ((sentence, match) for sentence, form in _forms() if (match := form.match(rest))), None
        )
        if found is None:
            yield None, {}, rest
            return
        sentence, match = found
        yield sentence, match.groupdict(), ""
        rest = rest[match.end() :]


@cache
def _forms() -> list[tuple[Sentence, re.Pattern[str]]]:
    entries = [*_ANSWERS, *_NOT_ASKED, *_ENDINGS, *_DAMAGES]
    sentences = [Sentence(entry) if isinstance(entry, str) else entry for entry in entries]
    return [
        (sentence, _pattern(form))
        for sentence in sentences
        for form in (sentence.one, sentence.many)
        if form
    ]


def _pattern(form: str) -> re.Pattern[str]:
    """The form as an expression for the beginning of a text, up to the next sentence."""
    parts = re.split(r"%\((\w+)\)s", form)
    pattern = re.escape(parts[0])
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        pattern += f"(?P<{name}>{_PLACES[name]}){re.escape(text)}"
    return re.compile(rf"{pattern}(?:\s+|\Z)", re.DOTALL)


def _shown(name: str, value: str) -> str:
    if name == "reason":
        return reason_in_reader_language(value)
    if name == "detail" and value in _DETAILS:
        return translation.gettext(value)
    if name == "outcomes":
        return ", ".join(_outcome_shown(part) for part in value.split(", "))
    return value


def _outcome_shown(part: str) -> str:
    """“no answer in time (3)” in the active language, small as in the middle of a sentence."""
    words, _space, number = part.rpartition(" ")
    label = _labels().get(words)
    if label is None:
        return part
    shown = translation.gettext(label)
    # An abbreviation keeps its capitals.
    return f"{shown if shown[:2].isupper() else shown[:1].lower() + shown[1:]} {number}"


@cache
def _labels() -> dict[str, str]:
    """The English names of outcomes as they are stored, by which they are translated."""
    with translation.override("en"):
        return {str(outcome.label).lower(): str(outcome.label) for outcome in Outcome}
