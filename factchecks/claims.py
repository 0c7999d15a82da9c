"""The stage that gathers debunks into rumours: each debunk without one gets one.

A rumour is shared by debunks whose claims are the same by factchecks.matching.claim_texts, and by
a debunk and the translations that its portal declares. Groups that an editor made are left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from factchecks.matching.claim_texts import ClaimText, are_same
from factchecks.models import Claim, ClaimKey, ClaimReview, EditorDecision


class _Candidates:
    """Rumours that the machine may add to, found by the keys of their texts."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[tuple[Claim, ClaimText]]] = defaultdict(list)

    def add(self, claim: Claim, text: ClaimText, keys: Iterable[str]) -> None:
        for key in keys:
            self._by_key[key].append((claim, text))

    def like(self, text: ClaimText) -> Claim | None:
        """The first rumour, by its text's keys, that states the same as `text`."""
        seen: set[int] = set()
        for key in text.keys:
            for claim, other in self._by_key.get(key, ()):
                if id(claim) not in seen and are_same(text, other):
                    return claim
                seen.add(id(claim))
        return None


@transaction.atomic
def group_claims(limit: int) -> int:
    """Give up to `limit` debunks their rumour. Returns how many got one."""
    _fill_keys(limit)
    followed = _follow_originals(limit)
    waiting = list(_waiting().select_for_update(skip_locked=True, of=("self",))[:limit])
    texts = {review.pk: ClaimText(review.claim_text, review.written_in) for review in waiting}
    candidates = _candidates_for(texts.values())
    fresh: list[tuple[Claim, ClaimText]] = []
    given: dict[int, Claim] = {}
    for review in waiting:
        text = texts[review.pk]
        claim = given.get(review.translation_of_id or 0) or candidates.like(text)
        if claim is None:
            claim = Claim(text=review.claim_text, language=review.written_in)
            candidates.add(claim, text, text.keys)
            fresh.append((claim, text))
        given[review.pk] = claim
    Claim.objects.bulk_create([claim for claim, _ in fresh], batch_size=500)
    _save_keys(fresh)
    for review in waiting:
        review.claim = given[review.pk]
    ClaimReview.objects.bulk_update(waiting, ["claim"], batch_size=500)
    return len(waiting) + followed


def _candidates_for(texts: Iterable[ClaimText]) -> _Candidates:
    """The machine's rumours that share a key with any of `texts`, oldest first."""
    wanted = {key for text in texts for key in text.keys}
    rows = (
        ClaimKey.objects.filter(key__in=wanted, claim__decided_by_editor=False)
        .select_related("claim")
        .order_by("claim_id")
    )
    candidates = _Candidates()
    known: dict[int, tuple[Claim, ClaimText]] = {}
    for row in rows:
        claim, text = known.setdefault(
            row.claim_id, (row.claim, ClaimText(row.claim.text, row.claim.language))
        )
        candidates.add(claim, text, [row.key])
    return candidates


def _save_keys(claims: Iterable[tuple[Claim, ClaimText]]) -> None:
    # A text too short to be found again gets a key that no text asks for, so that it is done.
    ClaimKey.objects.bulk_create(
        [ClaimKey(claim=claim, key=key) for claim, text in claims for key in text.keys or ("-",)],
        batch_size=5_000,
    )


def _waiting() -> QuerySet[ClaimReview]:
    """Debunks without a rumour that the machine may give one; originals before translations."""
    return (
        _undecided()
        .filter(claim=None, is_rejected=False)
        .exclude(claim_text="")
        .filter(Q(translation_of=None) | Q(translation_of__claim=None))
        .order_by(F("translation_of").asc(nulls_first=True), "pk")
    )


def _follow_originals(limit: int) -> int:
    """Translations share the rumour of their original, also where they had one of their own."""
    astray = (
        _undecided()
        .filter(translation_of__claim__isnull=False, translation_of__claim__decided_by_editor=False)
        .filter(Q(claim=None) | Q(claim__decided_by_editor=False))
        .exclude(claim=F("translation_of__claim"))
        .select_related("translation_of")
        .order_by("pk")[:limit]
    )
    left: set[int] = set()
    moved = list(astray)
    for review in moved:
        left |= {review.claim_id} if review.claim_id else set()
        review.claim_id = review.translation_of.claim_id if review.translation_of else None
    ClaimReview.objects.bulk_update(moved, ["claim"], batch_size=500)
    Claim.objects.filter(pk__in=left, decided_by_editor=False, reviews=None).delete()
    return len(moved)


def _undecided() -> QuerySet[ClaimReview]:
    decided = EditorDecision.objects.filter(review=OuterRef("pk"), field="claim", undone_at=None)
    return ClaimReview.objects.filter(~Exists(decided))


def _fill_keys(limit: int) -> None:
    """Rumours that were made elsewhere get their keys, so that debunks find them too."""
    bare = Claim.objects.filter(decided_by_editor=False, keys=None).order_by("pk")[:limit]
    _save_keys((claim, ClaimText(claim.text, claim.language)) for claim in bare)
