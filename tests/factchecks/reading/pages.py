"""Pages of a made-up fact-check portal, and their captures on disk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from portals.models import Capture, Page, Portal
from tests import factories
from tests.archived import archive

BEGAN = datetime(2020, 11, 1, 6, 0, tzinfo=UTC)
RULES: dict[str, Any] = {
    "debunk": {"css": "article"},
    "title": {"css": "h1"},
    "claim": {"css": ".claim"},
    "body": {"css": ".text"},
    "verdict": {"css": ".verdict"},
    "date": {"css": "time"},
}


def fact_check_portal(slug: str = "proverka", **fields: Any) -> Portal:
    return factories.portal(slug, **({"rules": RULES} | fields))


def page_of(portal: Portal, path: str = "/a", **fields: Any) -> Page:
    return factories.page(portal, path, **fields)


def debunk(
    title: str = "Маски не вызывают гипоксию",
    claim: str = "Маски вызывают кислородное голодание",
    text: str = "В WhatsApp рассылают видео. Врачи его опровергли.",
    verdict: str = "ложь",
    time: str = "21.10.2020",
    head: str = "",
) -> str:
    return (
        f"<head>{head}</head><article><h1>{title}</h1><p class=claim>{claim}</p>"
        f"<p class=text>{text}</p><b class=verdict>{verdict}</b><time>{time}</time></article>"
    )


def captured(page: Page, html: str, *, days: float = 0, **fields: Any) -> Capture:
    """`html` as the answer of `page`, so many days after the beginning."""
    return archive(page, html.encode(), at=BEGAN + timedelta(days=days), **fields)
