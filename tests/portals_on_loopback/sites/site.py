"""What every demo site shares: requests, answers, routes, and the notice that it is a sample."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from tests.portals_on_loopback.addresses import authority_of, origin_of
from tests.portals_on_loopback.story import Edition, edition

TEMPLATES = Path(__file__).parent.parent / "templates"

NOTICES = {
    "ru": "Учебный пример. Этот сайт и все его тексты написаны для демонстрации архива.",
    "kk": "Үлгі мазмұн. Бұл сайт пен оның мәтіндері мұрағатты көрсету үшін жазылған.",
    "en": "Sample content. This site and all its texts were written to demonstrate the archive.",
}
NOT_FOUND = {
    "ru": "Страница не найдена",
    "kk": "Бет табылмады",
    "en": "Page not found",
}


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    query: Mapping[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site says. `has_etag` makes it answer 304 to a matching If-None-Match."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    has_etag: bool = False
    modified: datetime | None = None
    delay: float = 0.0


Handler = Callable[[Request, "re.Match[str]"], Answer]


class Site:
    """A site by its name; `routes` are tried in order against the whole path."""

    name = ""
    languages: tuple[str, ...] = ("ru",)
    compresses = False

    def __init__(self) -> None:
        self.authority = authority_of(self.name)
        self.origin = origin_of(self.name)
        self.routes: list[tuple[re.Pattern[str], Handler]] = []

    def route(self, pattern: str, handler: Handler) -> None:
        self.routes.append((re.compile(pattern), handler))

    def answer(self, request: Request) -> Answer:
        for pattern, handler in self.routes:
            if match := pattern.fullmatch(request.path):
                return handler(request, match)
        return self.not_found(request)

    def edition(self, request: Request) -> Edition:
        return edition(self.name, request.seconds)

    def language_of(self, path: str) -> str:
        """Which language a path speaks, for pages that exist in none."""
        first = path.strip("/").partition("/")[0].replace("kz", "kk")
        return first if first in self.languages else self.languages[0]

    def not_found(self, request: Request, status: int = 404) -> Answer:
        language = self.language_of(request.path)
        body = f"<h1>{NOT_FOUND[language]}</h1>"
        return Answer(self.page(language, NOT_FOUND[language], body).body, status=status)

    def page(self, language: str, title: str, body: str, head: str = "") -> Answer:
        raise NotImplementedError


def redirect(to: str, status: int = 302) -> Answer:
    body = f'<!doctype html><p>{NOTICES["ru"]} <a href="{escape(to)}">{escape(to)}</a></p>'
    return Answer(body.encode(), status=status, headers=(("Location", to),))


def plain(text: str, content_type: str = "text/plain; charset=utf-8") -> Answer:
    return Answer(text.encode(), content_type=content_type)


@cache
def template(name: str) -> Template:
    return Template((TEMPLATES / name).read_text("utf-8"))


def fill(name: str, /, **values: str) -> str:
    """A template with values that are HTML already; everything else goes through `escape`."""
    return template(name).substitute(values)


def stylesheet(name: str) -> Answer:
    return _file(name, "text/css; charset=utf-8")


def script(name: str) -> Answer:
    return _file(name, "text/javascript; charset=utf-8")


@cache
def _file(name: str, content_type: str) -> Answer:
    return Answer((TEMPLATES / name).read_bytes(), content_type=content_type, has_etag=True)


def notice(language: str) -> str:
    return f'<p class="sample-notice" role="note">{NOTICES[language]}</p>'
