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
    decided = set(links.filter(decided_by=DecidedBy.EDITOR).values_list("theme_id", flat=True))
    if review.decisions.filter(field="themes", undone_at=None).exists():
        links.filter(decided_by=DecidedBy.MACHINE).delete()
        return
    told = themes_told_by(review.title, review.claim_text, review.body, review.category_raw)
    known = set(Theme.objects.filter(code__in=told).values_list("code", flat=True))
    _keep_theme_of_category(review, told)
    links.filter(decided_by=DecidedBy.MACHINE).exclude(theme_id__in=told).delete()
    ReviewTheme.objects.bulk_create(
        [
            ReviewTheme(review=review, theme_id=code, decided_by=DecidedBy.MACHINE, words=words)
            for code, words in told.items()
            if code in known - decided
        ],
        update_conflicts=True,
        unique_fields=["review", "theme"],
        update_fields=["words"],
    )


def _keep_theme_of_category(review: ClaimReview, told: dict[str, str]) -> None:
    """The column mapping of an import gave it; the texts alone would not tell it again."""
    if review.provenance != Provenance.IMPORTED or not review.category_raw:
        return
    for link in review.theme_links.filter(decided_by=DecidedBy.MACHINE):
        if link.words.split(", ")[0] == review.category_raw:
            told[link.theme_id] = link.words


def themes_told_by(title: str, claim: str, body: str, category: str = "") -> dict[str, str]:
    """Codes of the themes that the texts tell, each with the words that decided."""
    heading = "\n".join((title, claim, category))
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
