"""Whether a stored reason can be shown in every language."""

from __future__ import annotations

from portals.models import Capture, Snapshot
from portals.models.reasons import sentences_of


def unknown_part_of(stored: str) -> str:
    """What of a reason is not in the catalogue; empty when all of it is."""
    return " ".join(
        part
        for sentence, values, rest in sentences_of(stored)
        if (part := unknown_part_of(values.get("reason", "")) if sentence else rest)
    )


def unknown_reasons() -> list[str]:
    """All reasons in the database that hold a sentence which nobody translated."""
    stored = [*Capture.objects.values_list("reason"), *Snapshot.objects.values_list("reason")]
    return [reason for (reason,) in stored if unknown_part_of(reason)]
