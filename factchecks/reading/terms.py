"""The rows of themes, verdicts and origins, from the files of factchecks/taxonomy."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from factchecks.extraction.word_lists import taxonomy
from factchecks.models import Origin, Theme, Verdict

_FILES = (
    (Theme, "themes", "theme"),
    (Verdict, "verdicts", "verdict"),
    (Origin, "origins", "origin"),
)


@transaction.atomic
def load_terms() -> dict[str, int]:
    """Bring the rows to what the files say. Returns how many terms each file has.

    A term that left the files stays: readings and decisions may point at it.
    """
    for model, name, key in _FILES:
        for position, entry in enumerate(taxonomy(name)[key], start=1):
            model.objects.update_or_create(
                code=entry["code"],
                defaults=_row(entry, position, taxonomy(name)["version"]),
            )
    return {name: len(taxonomy(name)[key]) for _, name, key in _FILES}


def ensure_terms() -> None:
    """A database that never saw the taxonomy gets it, so that reading can begin."""
    if not Verdict.objects.exists():
        load_terms()


def themes_are_older() -> bool:
    """Whether the rows come from an older version of the themes than the files hold."""
    newest = Theme.objects.order_by("-version").values_list("version", flat=True).first()
    return newest is not None and newest < taxonomy("themes")["version"]


def _row(entry: dict[str, Any], position: int, version: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        f"name_{language}": entry["name"].get(language, "") for language in ("en", "ru", "kk")
    }
    row |= {
        "position": position,
        "version": version,
        "unchecked_kk": entry.get("unchecked_kk", False),
    }
    if "value" in entry:
        row["value"] = entry["value"]
    return row
