"""What the machine asks an editor, as sentences that are translated when they are shown."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

NO_LONGER_READ = "no_longer_read"

SENTENCES = {
    "verdict_missing": gettext_noop("The page states no verdict. Which one does it give?"),
    "verdict_unknown": gettext_noop(
        "The words of the verdict are not on the scale. Which verdict do they mean?"
    ),
    "verdicts_differ": gettext_noop(
        "Rows of one file give this debunk different verdicts. Which one does it give?"
    ),
    "date_unreadable": gettext_noop("The date on the page cannot be read. When was it published?"),
    "dates_differ": gettext_noop("The page gives different dates. When was it published?"),
    "claim_missing": gettext_noop("No claim was found on the page. What does it refute?"),
    NO_LONGER_READ: gettext_noop(
        "The newest reader does not take this page for a debunk. Is it one?"
    ),
}
#: The field whose standing decision settles a question.
SETTLED_BY = {
    "verdict_missing": "verdict",
    "verdict_unknown": "verdict",
    "verdicts_differ": "verdict",
    "date_unreadable": "published_on",
    "dates_differ": "published_on",
    "claim_missing": "claim_text",
    NO_LONGER_READ: "is_rejected",
}


def as_text(codes: list[str]) -> str:
    """The sentences for `codes` as they are stored: English, one per line."""
    return "\n".join(SENTENCES[code] for code in codes if code in SENTENCES)


def in_reader_language(stored: str) -> str:
    """Stored sentences in the active language."""
    return "\n".join(gettext(line) for line in stored.split("\n") if line)
