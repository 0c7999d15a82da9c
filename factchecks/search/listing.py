"""One page of the list of debunks, and what to loosen where nothing was found."""

from __future__ import annotations

from dataclasses import dataclass

from factchecks.models import ClaimReview
from factchecks.search.criteria import Criteria
from factchecks.search.passages import Piece, passage, pieces, with_matches
from factchecks.search.queries import Question, matching, ordered, with_marks

PER_PAGE = 25
#: Offsets grow dear; who wants all rows narrows the question or takes the export.
LAST_PAGE = 400


@dataclass(frozen=True, slots=True)
class Entry:
    review: ClaimReview
    title: tuple[Piece, ...]
    claim: tuple[Piece, ...]
    passage: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    entries: tuple[Entry, ...]
    total: int
    number: int
    pages: int
    #: The page asked for, where there is none of that number.
    asked_beyond: int | None = None

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1 if self.entries else 0

    @property
    def last(self) -> int:
        return self.first + len(self.entries) - 1 if self.entries else 0

    @property
    def is_cut(self) -> bool:
        return self.total > LAST_PAGE * PER_PAGE


def listing(question: Question, number: int = 1) -> Listing:
    criteria = question.criteria
    reviews = matching(question)
    total = reviews.count()
    pages = max(1, min(LAST_PAGE, -(-total // PER_PAGE)))
    page = min(max(1, number), pages)
    rows = with_marks(ordered(reviews, criteria))
    rows = with_matches(rows, criteria.q) if criteria.q else rows.defer("body", "search")
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE] if total else []
    entries = tuple(_entry(review, criteria) for review in shown)
    return Listing(entries, total, page, pages, number if number != page else None)


def loosenings(question: Question) -> dict[str, int]:
    """Filters in force whose removal alone would give debunks, with how many."""
    active = question.criteria.active()
    counts = {name: matching(question.without(name)).count() for name in active}
    return {name: number for name, number in counts.items() if number}


def _entry(review: ClaimReview, criteria: Criteria) -> Entry:
    title = review.title or review.claim_text
    # A title is often the claim with «Фейк:» before it; the same words twice tell nothing.
    is_said = review.claim_text.casefold() in title.casefold()
    claim = "" if is_said else review.claim_text
    if not criteria.q:
        return Entry(review, (Piece(title),), (Piece(claim),) if claim else (), ())
    marked = {field: getattr(review, f"marked_{field}") for field in ("title", "claim_text")}
    return Entry(
        review,
        pieces(title, marked["title"] or marked["claim_text"]),
        pieces(claim, marked["claim_text"]) if claim else (),
        passage(review.body, review.marked_body),  # type: ignore[attr-defined]
    )
