"""What the replay host answers for one archived payload: a safe body and its media type."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from portals.replay import stylesheets
from portals.replay.rewriting import Place, replay_html

PICTURES = frozenset(
    """image/png image/jpeg image/gif image/webp image/avif image/bmp image/x-icon
    image/vnd.microsoft.icon image/svg+xml""".split()
)
FONTS = frozenset(
    """font/woff font/woff2 font/ttf font/otf font/sfnt application/font-woff
    application/font-woff2 application/x-font-woff application/x-font-ttf
    application/vnd.ms-fontobject""".split()
)
PAGES = frozenset({"text/html", "application/xhtml+xml"})
#: Shown as plain text, whatever they hold.
TEXTS = frozenset(
    """text/plain text/xml application/xml application/json application/rss+xml
    application/atom+xml application/ld+json text/csv""".split()
)
#: Beyond this a text is shown in part. The download always has all of it.
MAX_TEXT_CHARACTERS = 2_000_000
#: What a reader meets in a text that tells her browser that it is a page.
_LOOKS_LIKE_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<body)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Archived:
    """A payload with what its portal said of it."""

    url: str
    media_type: str
    body: bytes
    text: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    media_type: str
    is_cut: bool = False


def kind_of(media_type: str, body_start: bytes = b"") -> str:
    """`page`, `picture`, `style`, `font`, `text` or `other`: how a payload can be replayed."""
    plain = media_type.partition(";")[0].strip().lower()
    if plain in PAGES or (not plain and _LOOKS_LIKE_PAGE.match(body_start)):
        return "page"
    if plain in PICTURES:
        return "picture"
    if plain == "text/css":
        return "style"
    if plain in FONTS:
        return "font"
    return "text" if plain in TEXTS else "other"


def answer_for(archived: Archived, place: Place) -> Answer | None:
    """None where the payload is of a kind that is only offered as a download."""
    kind = kind_of(archived.media_type, archived.body[:1000])
    if kind == "page":
        replayed = replay_html(archived.text(), place)
        return Answer(replayed.html.encode(), "text/html; charset=utf-8", replayed.is_cut)
    if kind == "style":
        return Answer(_style_sheet(archived, place), "text/css; charset=utf-8")
    if kind in {"picture", "font"}:
        return Answer(archived.body, archived.media_type.partition(";")[0].strip().lower())
    if kind == "text":
        text = archived.text()
        shown = text[:MAX_TEXT_CHARACTERS]
        return Answer(shown.encode(), "text/plain; charset=utf-8", len(shown) < len(text))
    return None


def _style_sheet(archived: Archived, place: Place) -> bytes:
    text = archived.text()
    requisites: list[str] = []

    def collect(url: str) -> str:
        requisites.append(url)
        return ""

    stylesheets.rewrite(text, archived.url, collect)
    found = place.find_requisites(requisites) if requisites else {}
    return stylesheets.rewrite(text, archived.url, lambda url: found.get(url, "")).encode()


def download_name(url: str) -> str:
    """A file name for the raw payload: the last part of the path, in plain letters only."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", last).strip("._")[-80:]
    return name or "payload"
