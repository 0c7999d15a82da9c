"""Where the words of a search stand in a text, as pieces that a template can mark safely."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Left

from factchecks.models.review import ClaimReviewQuerySet
from factchecks.search.queries import words

# Characters of the private use area: no page of a portal has them, and no HTML is made of them.
START, STOP = "\ue000", "\ue001"
#: PostgreSQL reads only so much of a text for its passages.
LONGEST_TEXT = 20_000
#: Letters before and after the first word found.
BEFORE, AFTER = 90, 190
MARKED = ("title", "claim_text", "body")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_match: bool = False


def with_matches(reviews: ClaimReviewQuerySet, q: str) -> ClaimReviewQuerySet:
    """Adds marked_title, marked_claim_text and marked_body: the texts with START and STOP in them.

    Each letter is exchanged for at most one other, so that places in the marked text are places in
    the original: ё as in the search column, and the signs from which PostgreSQL would make tags.
    """
    query = words(q)
    return reviews.annotate(
        **{
            f"marked_{field}": SearchHeadline(
                Func(
                    Left(F(field), LONGEST_TEXT),
                    Value(f"ёЁ<>&{START}{STOP}"),
                    Value("еЕ()+  "),
                    function="translate",
                    output_field=TextField(),
                ),
                query,
                config="russian",
                start_sel=START,
                stop_sel=STOP,
                highlight_all=True,
            )
            for field in MARKED
        }
    )


def pieces(text: str, marked: str) -> tuple[Piece, ...]:
    """`text` cut at the marks of `marked`; the whole text where the two do not fit together."""
    parts: list[Piece] = []
    place = 0
    for chunk in marked.split(START):
        inside, stop, after = chunk.partition(STOP)
        spans = [(inside, bool(stop)), (after, False)] if stop else [(inside, False)]
        for span, is_match in spans:
            if span:
                parts.append(Piece(text[place : place + len(span)], is_match))
                place += len(span)
    if place > len(text):
        return (Piece(text),)
    return tuple(parts)


def passage(text: str, marked: str) -> tuple[Piece, ...]:
    """The part of `text` around the first match, with … where it was cut; empty without a match."""
    all_pieces = pieces(text, marked)
    place = 0
    for piece in all_pieces:
        if piece.is_match:
            break
        place += len(piece.text)
    else:
        return ()
    start, end = max(0, place - BEFORE), place + AFTER
    if start:
        start = text.find(" ", start, place) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", place, end), place + len(piece.text))
    return _cut(all_pieces, start, end)


def _cut(all_pieces: tuple[Piece, ...], start: int, end: int) -> tuple[Piece, ...]:
    shown: list[Piece] = [Piece("… ")] if start else []
    place = 0
    for piece in all_pieces:
        text = piece.text[max(0, start - place) : max(0, end - place)]
        if text:
            shown.append(Piece(text, piece.is_match))
        place += len(piece.text)
    if place > end:
        shown.append(Piece(" …"))
    return tuple(shown)
