"""How to cite a debunk: as plain text and in the formats that reference managers read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from factchecks.models import ClaimReview
from portals.models import Capture
from portals.replay.addresses import archive_path

FORMATS = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}


@dataclass(frozen=True, slots=True)
class Citation:
    key: str
    publisher: str
    title: str
    published: date | None
    #: The address that the portal gave it.
    url: str
    #: Our page of the capture, or of the debunk where nothing was captured.
    archived_url: str
    archived_at: datetime | None
    sha256: str
    language: str
    accessed: date


def citation_of(review: ClaimReview, capture: Capture | None, today: date) -> Citation:
    path = archive_path(capture.timestamp, capture.url) if capture else f"/debunks/{review.pk}/"
    publisher = review.portal.operator or review.portal.name if review.portal else review.publisher
    return Citation(
        key=f"crisisportalarchive-{review.pk}",
        publisher=publisher or "?",
        title=" ".join((review.title or review.claim_text).split()),
        published=review.published_on,
        url=review.url,
        archived_url=settings.SITE_ORIGIN + path,
        archived_at=capture.requested_at if capture else None,
        sha256=capture.payload_sha256 if capture else "",
        language=review.language,
        accessed=today,
    )


def as_text(citation: Citation) -> str:
    published = f" ({citation.published.isoformat()})" if citation.published else " (n.d.)"
    archived = (
        f"Archived {citation.archived_at:%Y-%m-%dT%H:%M:%SZ} by Crisis Portal Archive, "
        f"{citation.archived_url}, SHA-256 {citation.sha256}."
        if citation.archived_at
        else f"Recorded, not captured, by Crisis Portal Archive, {citation.archived_url}."
    )
    address = f" {citation.url}." if citation.url else ""
    return (
        f"{citation.publisher}{published}. {citation.title}.{address} {archived} "
        f"Accessed {citation.accessed.isoformat()}."
    )


def as_bibtex(citation: Citation) -> str:
    fields = {
        "author": f"{{{_tex(citation.publisher)}}}",
        "title": f"{{{_tex(citation.title)}}}",
        "date": citation.published.isoformat() if citation.published else "",
        "url": citation.url,
        "urldate": citation.accessed.isoformat(),
        "langid": citation.language,
        "note": _note(citation),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@online{" + citation.key + ",\n" + ",\n".join(lines) + "\n}\n"


def as_ris(citation: Citation) -> str:
    fields = [
        ("TY", "ELEC"),
        ("AU", citation.publisher),
        ("TI", citation.title),
        ("DA", f"{citation.published:%Y/%m/%d}" if citation.published else ""),
        ("PY", f"{citation.published:%Y}" if citation.published else ""),
        ("UR", citation.url),
        ("L1", citation.archived_url),
        ("Y2", f"{citation.accessed:%Y/%m/%d}"),
        ("LA", citation.language),
        ("N1", _note(citation)),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - "]) + "\r\n"


def as_csl(citation: Citation) -> str:
    item: dict[str, object] = {
        "id": citation.key,
        "type": "webpage",
        "title": citation.title,
        "author": [{"literal": citation.publisher}],
        "URL": citation.url or citation.archived_url,
        "accessed": _date_parts(citation.accessed),
        "language": citation.language,
        "archive": "Crisis Portal Archive",
        "archive_location": citation.archived_url,
        "note": _note(citation),
    }
    if citation.published:
        item["issued"] = _date_parts(citation.published)
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


WRITERS = {"bib": as_bibtex, "ris": as_ris, "json": as_csl}


def _note(citation: Citation) -> str:
    if citation.archived_at is None:
        return f"Recorded, not captured: {citation.archived_url}"
    return (
        f"Archived {citation.archived_at:%Y-%m-%dT%H:%M:%SZ}: {citation.archived_url} "
        f"(SHA-256 {citation.sha256})"
    )


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _tex(text: str) -> str:
    """Text as BibTeX takes it: its own signs escaped, nothing else touched."""
    escaped = re.sub(r"([&%$#_{}])", r"\\\1", text.replace("\\", "\\textbackslash "))
    return escaped.replace("~", "\\textasciitilde{}").replace("^", "\\textasciicircum{}")
