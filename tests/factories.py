"""Rows for tests. Every function takes what the test is about and makes up the rest."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from factchecks.models import ClaimReview, Theme, Verdict
from portals.models import Capture, Country, Outcome, Page, Portal, Snapshot, WarcFile

_numbers = itertools.count(1)
NAMES = {"KZ": ("Kazakhstan", "Казахстан", "Қазақстан"), "RU": ("Russia", "Россия", "Ресей")}


def country(code: str = "KZ") -> Country:
    en, ru, kk = NAMES.get(code, (code, code, code))
    row, _ = Country.objects.get_or_create(
        code=code,
        defaults={
            "name_en": en,
            "name_ru": ru,
            "name_kk": kk,
            "position": {"KZ": 1, "RU": 2}.get(code, 100),
        },
    )
    return row


def portal(slug: str = "", *, of: str = "KZ", **fields: Any) -> Portal:
    slug = slug or f"portal-{next(_numbers)}"
    host = fields.pop("host", f"{slug}.example")
    fields.setdefault("roles", ["fact_check"])
    fields.setdefault("name_en", slug)
    fields.setdefault("home_url", f"http://{host}/")
    fields.setdefault("hosts", [host])
    fields.setdefault("languages", ["ru"])
    return Portal.objects.create(slug=slug, country=country(of), **fields)


def page(of: Portal | None = None, path: str = "", **fields: Any) -> Page:
    of = of or portal()
    url = f"{of.home_url.rstrip('/')}{path or f'/page-{next(_numbers)}'}"
    return Page.objects.create(portal=of, key=url, url=url, **fields)


def snapshot(of: Portal, **fields: Any) -> Snapshot:
    now = datetime.now(UTC)
    fields.setdefault("state", "complete")
    fields.setdefault("started_at", now)
    if fields["state"] != "running":
        fields.setdefault("ended_at", fields["started_at"] + timedelta(seconds=30))
    fields.setdefault("trigger", "schedule")
    return Snapshot.objects.create(portal=of, **fields)


def capture(of: Page | None = None, body: bytes = b"<p>text</p>", **fields: Any) -> Capture:
    """A capture row. Its WARC file is a row only: tests that read bytes make real ones."""
    of = of or page()
    fields.setdefault("requested_at", datetime.now(UTC))
    fields.setdefault("outcome", Outcome.OK)
    if fields["outcome"] == Outcome.OK:
        number = next(_numbers)
        fields.setdefault("status", 200)
        fields.setdefault("content_type", "text/html")
        fields.setdefault("changed", True)
        fields.setdefault(
            "warc_file",
            WarcFile.objects.create(path=f"made-up-{number}.warc.gz", size=1, sha256="0" * 64),
        )
        fields.setdefault("warc_offset", 0)
        fields.setdefault("warc_length", 1)
        fields.setdefault("payload_sha256", hashlib.sha256(body).hexdigest())
        fields.setdefault("payload_size", len(body))
    return Capture.objects.create(page=of, url=of.url, **fields)


def review(of: Portal | None = None, **fields: Any) -> ClaimReview:
    """A captured debunk of a portal, published 2020-04-01 unless told otherwise."""
    of = of or portal()
    themes = fields.pop("themes", [])
    verdict = fields.pop("verdict", None)
    if isinstance(verdict, str):
        verdict, _ = Verdict.objects.get_or_create(code=verdict, defaults={"name_en": verdict})
    fields.setdefault("page", page(of))
    fields.setdefault("published_on", date(2020, 4, 1))
    fields.setdefault("title", f"Debunk {next(_numbers)}")
    fields.setdefault("claim_text", fields["title"])
    fields.setdefault("language", "ru")
    fields.setdefault("first_captured_at", datetime.now(UTC))
    row = ClaimReview.objects.create(portal=of, url=fields["page"].url, verdict=verdict, **fields)
    row.countries.set([of.country])
    for code in themes:
        theme, _ = Theme.objects.get_or_create(code=code, defaults={"name_en": code})
        row.theme_links.create(theme=theme, decided_by="machine")
    return row
