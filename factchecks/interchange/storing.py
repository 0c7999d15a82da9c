"""Drafts of debunks into rows of the archive, a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from factchecks.interchange.remarks import Remark
from factchecks.interchange.rows import SAME, RowDraft, RowReader
from factchecks.models import (
    ClaimReview,
    DecidedBy,
    ImportBatch,
    ImportedRow,
    Provenance,
    ReviewTheme,
    RowOutcome,
)
from factchecks.reading.questions import as_text
from factchecks.theming import themes_told_by
from portals.models import Portal

Chunk = Sequence[RowDraft]
_KEY = "sheet:"


@dataclass(frozen=True, slots=True)
class RowResult:
    draft: RowDraft
    outcome: str
    remarks: tuple[Remark, ...]


@dataclass
class _Fate:
    draft: RowDraft
    outcome: str = RowOutcome.CREATED
    added: list[Remark] = field(default_factory=list)

    def note(self, code: str, text: str) -> None:
        self.added.append(Remark(code, text))


@dataclass
class Store:
    """Remembers, for one file, which rows stood above: their keys and numbers, not their cells."""

    batch: ImportBatch
    reader: RowReader
    first_of_key: dict[str, int] = field(default_factory=dict)
    first_of_claim: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._portals = {
            host: portal.pk for portal in Portal.objects.order_by("-pk") for host in portal.hosts
        }
        self._places = self.reader.mapping.positions(self.reader.header)

    def put(self, chunk: Chunk) -> list[RowResult]:
        keys = [_KEY + draft.key for draft in chunk if draft.key]
        stored = self._stored(keys)
        cells = {draft.number: draft.cells for draft in chunk}
        fates = [self._fate(draft, stored, cells) for draft in chunk]
        self._create([fate.draft for fate in fates if fate.outcome == RowOutcome.CREATED])
        self._keep(fates, keys)
        self._ask_editors(fates)
        return [
            RowResult(fate.draft, fate.outcome, (*fate.draft.remarks, *fate.added))
            for fate in fates
        ]

    def _stored(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Debunks of earlier imports: their key, and the cells of the row that brought each."""
        rows = ImportedRow.objects.filter(
            review__source_key__in=keys, outcome=RowOutcome.CREATED
        ).exclude(batch=self.batch)
        cells = dict(rows.values_list("review__source_key", "cells"))
        imported = ClaimReview.objects.imported().filter(source_key__in=keys)
        above = {_KEY + key for key in self.first_of_key}
        return {
            key: cells.get(key, [])
            for key in imported.values_list("source_key", flat=True)
            if key not in above
        }

    def _fate(
        self, draft: RowDraft, stored: dict[str, list[str]], cells: dict[int, tuple[str, ...]]
    ) -> _Fate:
        if not draft.key:
            return _Fate(draft, RowOutcome.REJECTED)
        if first := self.first_of_key.get(draft.key):
            return self._repeated(draft, first, cells)
        self.first_of_key[draft.key] = draft.number
        fate = _Fate(draft)
        if key_cells := stored.get(_KEY + draft.key):
            fate.outcome = RowOutcome.UNCHANGED
            if columns := self._different(key_cells, draft.cells):
                fate.note("differs_from_stored", f"Kept as first imported; now other: {columns}.")
        elif _KEY + draft.key in stored:
            fate.outcome = RowOutcome.UNCHANGED
        earlier = self.first_of_claim.setdefault(draft.claim_key, draft.number)
        if earlier != draft.number:
            fate.note("repeats_claim", f"Row {earlier} has the same claim and organisation.")
        return fate

    def _repeated(self, draft: RowDraft, first: int, cells: dict[int, tuple[str, ...]]) -> _Fate:
        before = cells.get(first)
        if before is None:
            before = tuple(ImportedRow.objects.get(batch=self.batch, number=first).cells)
        fate = _Fate(draft, RowOutcome.REPEATED)
        columns = self._different(before, draft.cells)
        fate.note(
            "repeats_row",
            f"Repeats row {first}" + (f"; other cells: {columns}." if columns else " exactly."),
        )
        place = self._places.get("verdict")
        if place is not None and draft.verdict and place < len(before):
            other = before[place].strip()
            if other and self.reader.verdict_code(other) != draft.verdict.code:
                fate.note(
                    "verdict_conflict",
                    f"Row {first} rates it “{other}”, row {draft.number} “{draft.verdict.raw}”.",
                )
        return fate

    def _different(self, before: Sequence[str], after: Sequence[str]) -> str:
        same = {self._places[name] for name in SAME if name in self._places}
        names = [
            name or f"column {place + 1}"
            for place, name in enumerate(self.reader.header)
            if place not in same and [*before[place : place + 1]] != [*after[place : place + 1]]
        ]
        return ", ".join(f"“{name}”" for name in names)

    def _create(self, drafts: Sequence[RowDraft]) -> None:
        reviews = ClaimReview.objects.bulk_create([self._review(draft) for draft in drafts])
        pairs = list(zip(drafts, reviews, strict=True))
        countries = ClaimReview.countries.through
        countries.objects.bulk_create(
            countries(claimreview=review, country_id=code)
            for draft, review in pairs
            for code in draft.countries
        )
        origins = ClaimReview.origins.through
        origins.objects.bulk_create(
            origins(claimreview=review, origin_id=code)
            for draft, review in pairs
            for code in draft.origins
        )
        ReviewTheme.objects.bulk_create(
            ReviewTheme(
                review=review, theme_id=code, decided_by=DecidedBy.MACHINE, words=words[:300]
            )
            for draft, review in pairs
            for code, words in _themes(draft).items()
        )

    def _review(self, draft: RowDraft) -> ClaimReview:
        verdict = draft.verdict
        questions: list[str] = []
        if "verdict" in self._places and (verdict is None or verdict.code is None):
            questions = ["verdict_unknown" if verdict and verdict.raw else "verdict_missing"]
        return ClaimReview(
            provenance=Provenance.IMPORTED,
            source_key=_KEY + draft.key,
            portal_id=self._portals.get(draft.host),
            publisher=draft.publisher,
            url=draft.url,
            title=draft.title,
            claim_text=draft.claim,
            body=draft.text,
            language=draft.language,
            text_language=draft.text_language,
            published_on=draft.published_on,
            published_raw=draft.published_raw,
            claim_seen_on=draft.claim_seen_on,
            verdict_id=verdict.code if verdict else None,
            verdict_raw=verdict.raw if verdict else "",
            verdict_map_version=verdict.map_version if verdict else None,
            category_raw=draft.category,
            origin_raw=draft.origin,
            picture_url=draft.picture_url,
            needs_editor=bool(questions),
            editor_question=as_text(questions),
        )

    def _keep(self, fates: Sequence[_Fate], keys: Sequence[str]) -> None:
        ids = dict(
            ClaimReview.objects.imported()
            .filter(source_key__in=keys)
            .values_list("source_key", "pk")
        )
        ImportedRow.objects.bulk_create(
            ImportedRow(
                batch=self.batch,
                number=fate.draft.number,
                cells=list(fate.draft.cells),
                outcome=fate.outcome,
                remarks=[
                    [remark.code, remark.text] for remark in (*fate.draft.remarks, *fate.added)
                ],
                review_id=ids.get(_KEY + fate.draft.key),
            )
            for fate in fates
        )

    def _ask_editors(self, fates: Iterable[_Fate]) -> None:
        for fate in fates:
            for remark in fate.added:
                if remark.code == "verdict_conflict":
                    ClaimReview.objects.imported().filter(
                        source_key=_KEY + fate.draft.key,
                        imported_rows__batch=self.batch,
                        imported_rows__outcome=RowOutcome.CREATED,
                    ).update(needs_editor=True, editor_question=as_text(["verdicts_differ"]))


def _themes(draft: RowDraft) -> dict[str, str]:
    """The theme of the row's category, and those that its words tell; each with what decided."""
    themes = themes_told_by(draft.title, draft.claim, draft.text)
    if draft.theme:
        words = themes.get(draft.theme)
        themes[draft.theme] = f"{draft.category}, {words}" if words else draft.category
    return themes
