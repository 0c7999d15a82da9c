from factchecks.models.claim import Claim, ClaimKey
from factchecks.models.review import (
    ClaimReview,
    DecidedBy,
    EditorDecision,
    Provenance,
    Reading,
    ReviewChange,
    ReviewChangeKind,
    ReviewTheme,
)
from factchecks.models.spreadsheet import ImportBatch, ImportedRow, RowOutcome
from factchecks.models.taxonomy import Origin, Theme, Verdict

__all__ = [
    "Claim",
    "ClaimKey",
    "ClaimReview",
    "DecidedBy",
    "EditorDecision",
    "ImportBatch",
    "ImportedRow",
    "Origin",
    "Provenance",
    "Reading",
    "ReviewChange",
    "ReviewChangeKind",
    "ReviewTheme",
    "RowOutcome",
    "Theme",
    "Verdict",
]
