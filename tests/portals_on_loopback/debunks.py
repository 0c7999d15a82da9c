"""The debunks of the two fact-check sites, as data. Every sentence was written for the demo."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Debunk:
    """One debunk in one language. `twin` is the same debunk's number in the other language."""

    id: int
    language: str
    section: str
    published: date | None
    claim: str
    spread: str
    refutation: str
    evidence: str
    agency: str
    title: str
    verdict: str = ""
    date_form: str = "time"
    slug: str = ""
    twin: int | None = None

    @property
    def evidence_url(self) -> str:
        """A made-up address outside every demo portal; .example never resolves."""
        return f"https://{self.agency}.example/otvety/{self.id}"

    @property
    def day(self) -> date:
        """What lists are ordered by, also for the debunk that tells no date."""
        return self.published or date(2020, 4, 1)


TITLES = {"ru": "{label}: «{claim}»", "kk": "{label} | {claim}"}
LABELS = {"ru": "Фейк", "kk": "Жалған"}
TEXTS = ("claim", "spread", "refutation", "evidence")


@cache
def debunks_of(site: str) -> tuple[Debunk, ...]:
    """All of a site's debunks, those that appear later in the story too; newest first."""
    read: list[Debunk] = []
    for file in sorted(CONTENT.glob(f"{site}-*.toml")):
        data = tomllib.loads(file.read_text("utf-8"))
        for entry in data["debunk"]:
            if data.get("title_is_claim"):
                entry["title"] = entry["claim"]
            read.extend(_versions(entry))
    return tuple(sorted(read, key=lambda debunk: (debunk.day, debunk.id), reverse=True))


def _versions(entry: dict[str, Any]) -> list[Debunk]:
    translation = entry.pop("kk", None)
    first = _debunk(entry, entry.pop("language", "ru"))
    if translation is None:
        return [first]
    missing = [field for field in TEXTS if field not in translation]
    if missing:
        raise ValueError(f"Debunk {first.id}: its Kazakh version lacks {', '.join(missing)}.")
    shared = {key: value for key, value in entry.items() if key not in (*TEXTS, "title", "label")}
    second = _debunk({**shared, **translation, "twin": first.id}, "kk")
    return [_debunk({**entry, "twin": second.id}, "ru"), second]


def _debunk(entry: dict[str, Any], language: str) -> Debunk:
    fields = dict(entry)
    label = fields.pop("label", LABELS[language])
    fields.setdefault("title", TITLES[language].format(label=label, claim=fields["claim"]))
    fields["published"] = fields.pop("published", None)
    return Debunk(language=language, **fields)
