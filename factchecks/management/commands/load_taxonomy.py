"""Loads themes, verdicts and origins from factchecks/taxonomy. Repeatable: it changes what differs.

A term that left the files stays in the database: readings and decisions may point at it.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from factchecks.extraction.word_lists import taxonomy
from factchecks.models import Origin, Theme, Verdict


class Command(BaseCommand):
    help = "Load the themes, verdicts and origins of factchecks/taxonomy into the database."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            for model, name, key in (
                (Theme, "themes", "theme"),
                (Verdict, "verdicts", "verdict"),
                (Origin, "origins", "origin"),
            ):
                version = taxonomy(name)["version"]
                entries = taxonomy(name)[key]
                for position, entry in enumerate(entries, start=1):
                    model.objects.update_or_create(
                        code=entry["code"], defaults=_row(entry, position, version)
                    )
                self.stdout.write(f"{len(entries)} {name}, version {version}")


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
