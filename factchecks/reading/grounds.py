"""Why a page was taken for a debunk: stored in English, shown in the reader's language."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

#: The sentences of the readers in factchecks.extraction, which know no Django.
SENTENCES = frozenset(
    {
        gettext_noop("The page marks itself up as a ClaimReview."),
        gettext_noop("The page meets the conditions of the portal's rules."),
        gettext_noop("The title begins with a verdict."),
    }
)
RUBRIC = gettext_noop("The rubric is “%(rubric)s”.")
_RUBRIC = re.compile("The rubric is “(?P<rubric>.*)”\\.", re.DOTALL)


def grounds_in_reader_language(stored: str) -> str:
    """`Reading.reason` of a debunk in the active language; other texts as they are stored."""
    if stored in SENTENCES:
        return gettext(stored)
    rubric = _RUBRIC.fullmatch(stored)
    return gettext(RUBRIC) % rubric.groupdict() if rubric else stored
