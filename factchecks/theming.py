"""Themes of a debunk by the words that stand in it. The deciding words are kept with each theme."""

from __future__ import annotations

from factchecks.extraction.word_lists import WordList, word_lists
from factchecks.models import ClaimReview, DecidedBy, Provenance, ReviewTheme, Theme

#: A word in the title, the claim or the portal's own category decides alone; a text names much
#: in passing, so there it takes two different ones.
WORDS_IN_TEXT = 2
_LONGEST_TEXT = 20_000


def assign_themes(review: ClaimReview) -> None:
    """Give the machine's themes anew; themes that an editor set stay, and alone where decided."""
    if review.pk is None:
        raise ValueError("Save the review before it gets themes.")
    links = ReviewTheme.objects.filter(review=review)
    by_machine: dict[str, str] = {}
    by_editor: set[str] = set()
    for code, decided_by, words in links.values_list("theme_id", "decided_by", "words"):
        if decided_by == DecidedBy.EDITOR:
            by_editor.add(code)
        else:
            by_machine[code] = words
    told: dict[str, str] = {}
    if not review.decisions.filter(field="themes", undone_at=None).exists():
        told = themes_told_by(review.title, review.claim_text, review.body, review.category_raw)
        known = Theme.objects.filter(code__in=told.keys() - by_editor).values_list(
            "code", flat=True
        )
        told = {code: told[code] for code in known} | _told_by_mapping(review, by_machine)
    if told == by_machine:
        return
    links.filter(decided_by=DecidedBy.MACHINE).exclude(theme_id__in=told).delete()
    ReviewTheme.objects.bulk_create(
        [
            ReviewTheme(review=review, theme_id=code, decided_by=DecidedBy.MACHINE, words=words)
            for code, words in told.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "theme"],
        update_fields=["words"],
    )


def _told_by_mapping(review: ClaimReview, by_machine: dict[str, str]) -> dict[str, str]:
    """Themes that an import's mapping gave for its category; the texts would not tell them."""
    if review.provenance != Provenance.IMPORTED or not review.category_raw:
        return {}
    return {
        code: words
        for code, words in by_machine.items()
        if words.split(", ")[0] == review.category_raw
    }


def themes_told_by(title: str, claim: str, body: str, category: str = "") -> dict[str, str]:
    """Codes of the themes that the texts tell, each with the words that decided."""
    heading = "\n".join((title, claim, category))[:_LONGEST_TEXT]
    told = {}
    for theme in word_lists("themes"):
        if words := _deciding(theme, heading, body[:_LONGEST_TEXT]):
            told[theme.code] = ", ".join(words)[:300]
    return told


def _deciding(theme: WordList, heading: str, body: str) -> tuple[str, ...]:
    if found := theme.found_in(heading):
        return found
    found = theme.found_in(body) if body else ()
    stems = {word.casefold()[:5] for word in found}
    return found if len(stems) >= WORDS_IN_TEXT else ()
