"""The Kazakh communications service: briefings in three languages and a calendar that ends."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from html import escape
from typing import Any

from tests.portals_on_loopback import pictures
from tests.portals_on_loopback.dates import numeric, written
from tests.portals_on_loopback.debunks import CONTENT
from tests.portals_on_loopback.sites.site import (
    Answer,
    Request,
    Site,
    fill,
    notice,
    plain,
    redirect,
    stylesheet,
)

#: (year, quarter)
FIRST, LAST = (2020, 1), (2021, 4)


@cache
def content() -> dict[str, Any]:
    return tomllib.loads((CONTENT / "brifing-ortasy.toml").read_text("utf-8"))


class BrifingOrtasy(Site):
    name = "brifing-ortasy"
    languages = ("ru", "kk", "en")

    def __init__(self) -> None:
        super().__init__()
        prefix = r"/(?P<language>ru|kk|en)"
        self.route(r"/", lambda request, match: redirect("/ru/"))
        self.route(
            r"/robots\.txt",
            lambda request, match: plain(
                f"User-agent: *\nAllow: /\nSitemap: {self.origin}/sitemap.xml\n"
            ),
        )
        self.route(r"/sitemap\.xml", self.sitemap)
        self.route(r"/build/site\.css", lambda request, match: stylesheet("brifing-ortasy.css"))
        self.route(
            r"/cache/imagine/card/uploads/posts/(\d+)\.png",
            lambda request, match: Answer(
                pictures.png(int(match[1])), content_type="image/png", has_etag=True
            ),
        )
        self.route(prefix + r"/?", self.front)
        self.route(prefix + r"/live/?", self.live)
        self.route(prefix + r"/news/briefing\.(?P<id>\d+)", self.briefing)
        self.route(prefix + r"/calendar/(?P<year>\d{4})-(?P<quarter>[1-4])/?", self.calendar)

    def held(self, request: Request) -> list[dict[str, Any]]:
        """Newest first; those that are announced later in the story are left out until then."""
        announced = self.edition(request).briefings
        held: list[dict[str, Any]] = []
        for entry in content()["briefing"]:
            if entry.get("announced"):
                announced -= 1
                if announced < 0:
                    continue
            held.insert(0, entry)
        return held

    def front(self, request: Request, match: re.Match[str]) -> Answer:
        language = match["language"]
        words = content()["words"][language]
        cards = "".join(_card(entry, language) for entry in self.held(request))
        body = f"<h1>{words['briefings']}</h1>{cards}"
        return self.page(language, words["briefings"], body)

    def live(self, request: Request, match: re.Match[str]) -> Answer:
        language = match["language"]
        words = content()["words"][language]
        return self.page(
            language, words["live"], f"<h1>{words['live']}</h1><p>{words['live_text']}</p>"
        )

    def briefing(self, request: Request, match: re.Match[str]) -> Answer:
        language = match["language"]
        words = content()["words"][language]
        for entry in self.held(request):
            if entry["id"] == int(match["id"]):
                title = escape(entry["title"][language])
                body = (
                    f"<h1>{title}</h1><p>{_day(entry, language)}</p>"
                    f'<img src="/cache/imagine/card/uploads/posts/{entry["id"]}.png" alt="" '
                    f'width="320" height="180"><p>{words["speaker"]}: '
                    f"{escape(entry['speaker'][language])}</p>"
                    f"<p>{escape(entry['text'][language])}</p>"
                )
                head = "".join(
                    f'<link rel="alternate" hreflang="{other}" '
                    f'href="{self.origin}/{other}/news/briefing.{entry["id"]}">'
                    for other in self.languages
                )
                return self.page(language, entry["title"][language], body, head)
        return self.not_found(request)

    def calendar(self, request: Request, match: re.Match[str]) -> Answer:
        language, quarter = match["language"], (int(match["year"]), int(match["quarter"]))
        if not FIRST <= quarter <= LAST:
            return self.not_found(request)
        words = content()["words"][language]
        held = [entry for entry in self.held(request) if _quarter(entry) == quarter]
        cards = "".join(_card(entry, language) for entry in held) or f"<p>{words['none']}</p>"
        links = []
        if quarter > FIRST:
            links.append(_quarter_link(language, _shifted(quarter, -1), words["previous"]))
        if quarter < LAST:
            links.append(_quarter_link(language, _shifted(quarter, 1), words["next"]))
        title = f"{words['calendar']} {quarter[0]}-{quarter[1]}"
        return self.page(language, title, f"<h1>{title}</h1>{cards}<p>{' '.join(links)}</p>")

    def sitemap(self, request: Request, match: re.Match[str]) -> Answer:
        addresses = "".join(
            f"<url><loc>{self.origin}/{language}/news/briefing.{entry['id']}</loc>"
            f"<lastmod>{entry['day']}</lastmod></url>"
            for entry in self.held(request)
            for language in self.languages
        )
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{addresses}</urlset>'
        )
        return plain(text, "application/xml; charset=utf-8")

    def page(self, language: str, title: str, body: str, head: str = "") -> Answer:
        words = content()["words"][language]
        text = fill(
            "brifing-ortasy.html",
            language=language,
            title=escape(title),
            head=head,
            notice=notice(language),
            name=words["name"],
            briefings=words["briefings"],
            calendar=words["calendar"],
            live=words["live"],
            body=body,
        )
        return Answer(text.encode())


def _day(entry: dict[str, Any], language: str) -> str:
    return numeric(entry["day"]) if language == "en" else written(entry["day"], language)


def _card(entry: dict[str, Any], language: str) -> str:
    return (
        f'<div class="briefing-card"><span>{_day(entry, language)}</span> '
        f'<a href="/{language}/news/briefing.{entry["id"]}">{escape(entry["title"][language])}</a>'
        "</div>"
    )


def _quarter(entry: dict[str, Any]) -> tuple[int, int]:
    return entry["day"].year, (entry["day"].month + 2) // 3


def _shifted(quarter: tuple[int, int], by: int) -> tuple[int, int]:
    number = quarter[0] * 4 + quarter[1] - 1 + by
    return number // 4, number % 4 + 1


def _quarter_link(language: str, quarter: tuple[int, int], word: str) -> str:
    return f'<a href="/{language}/calendar/{quarter[0]}-{quarter[1]}/">{word}</a>'
