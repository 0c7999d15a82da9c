"""Two media outlets: the Kazakh one links to the official fact-check portal, the Russian one does
not. The paper recommends such a link."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from typing import Any

from tests.portals_on_loopback import pictures
from tests.portals_on_loopback.addresses import origin_of
from tests.portals_on_loopback.dates import written
from tests.portals_on_loopback.debunks import CONTENT
from tests.portals_on_loopback.sites.site import (
    NOTICES,
    Answer,
    Request,
    Site,
    fill,
    notice,
    plain,
    redirect,
    stylesheet,
)

PER_PAGE = 4
#: What a broken theme prints on its pages; the reader sees the code.
THEME_FAULT = "<?php echo esc_attr( get_the_title() ) ?>"


@cache
def articles(site: str) -> list[dict[str, Any]]:
    """Newest first."""
    data = tomllib.loads((CONTENT / f"{site}.toml").read_text("utf-8"))
    return list(reversed(data["article"]))


class DalaHabary(Site):
    name = "dala-habary"
    languages = ("ru", "kk")
    words = {
        "ru": ("Дала хабары", "Новости", "Проверить слух на Jalgan Emes"),
        "kk": ("Дала хабары", "Жаңалықтар", "Қауесетті Jalgan Emes сайтында тексеру"),
    }

    def __init__(self) -> None:
        super().__init__()
        prefix = r"/(?P<language>ru|kk)"
        self.route(r"/", lambda request, match: redirect("/ru/"))
        self.route(
            r"/robots\.txt",
            lambda request, match: plain("User-agent: *\nDisallow: /ru/search\n"),
        )
        self.route(
            r"/templates/dala/site\.css", lambda request, match: stylesheet("dala-habary.css")
        )
        self.route(
            r"/images/jalgan-emes\.svg",
            lambda request, match: Answer(
                pictures.svg(1, "Jalgan Emes"), content_type="image/svg+xml"
            ),
        )
        self.route(prefix + r"/?", self.front)
        self.route(prefix + r"/rss", self.rss)
        self.route(prefix + r"/news/[a-z]+/item/(?P<id>\d+)-[a-z0-9-]+", self.article)

    def _address(self, entry: dict[str, Any], language: str) -> str:
        path = f"{language}/news/{entry['section']}/item/{entry['id']}-{entry['slug']}"
        return f"{self.origin}/{path}"

    def front(self, request: Request, match: re.Match[str]) -> Answer:
        language = match["language"]
        name, news, _ = self.words[language]
        items = "".join(
            f'<li><a href="{self._address(entry, language)}">{escape(entry["title"][language])}</a>'
            f" <span>{_moment(entry, language)}</span></li>"
            for entry in articles(self.name)
        )
        return self.page(language, name, f"<h1>{news}</h1><ul>{items}</ul>")

    def article(self, request: Request, match: re.Match[str]) -> Answer:
        language = match["language"]
        for entry in articles(self.name):
            if entry["id"] == int(match["id"]):
                title = escape(entry["title"][language])
                fault = f"<p>{escape(THEME_FAULT)}</p>" if entry["id"] == 9103 else ""
                body = (
                    f'<h1 class="single-post__entry-title">{title}</h1>'
                    f'<ul class="entry__meta"><li class="entry__meta-date">'
                    f"{_moment(entry, language)}</li></ul>"
                    f'<div class="entry__article">{fault}<p>{escape(entry["text"][language])}</p>'
                    "</div>"
                )
                head = f'<link rel="canonical" href="{self._address(entry, language)}">'
                return self.page(language, entry["title"][language], body, head)
        return self.not_found(request)

    def rss(self, request: Request, match: re.Match[str]) -> Answer:
        language = match["language"]
        items = "".join(
            f"<item><title>{escape(entry['title'][language])}</title>"
            f"<link>{self._address(entry, language)}</link>"
            f"<pubDate>{_rfc822(entry)}</pubDate></item>"
            for entry in articles(self.name)
        )
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>{self.words[language][0]}</title><link>{self.origin}/{language}/</link>"
            f"<description>{NOTICES[language]}</description>{items}</channel></rss>"
        )
        return plain(text, "application/rss+xml; charset=utf-8")

    def page(self, language: str, title: str, body: str, head: str = "") -> Answer:
        name, _, check = self.words[language]
        text = fill(
            "dala-habary.html",
            language=language,
            title=escape(title),
            head=head,
            notice=notice(language),
            name=name,
            body=body,
            check_address=f"{origin_of('jalgan-emes')}/{language}/",
            check=check,
        )
        return Answer(text.encode())


class Polustanok(Site):
    name = "polustanok"
    compresses = True

    def __init__(self) -> None:
        super().__init__()
        self.route(r"/", self.listing)
        self.route(r"/news", self.listing)
        self.route(r"/news/[a-z0-9-]+-(?P<id>\d+)", self.article)
        self.route(r"/arhiv/1999\.html", self.old_page)
        self.route(r"/site\.css", lambda request, match: stylesheet("polustanok.css"))

    def listing(self, request: Request, match: re.Match[str]) -> Answer:
        raw = request.query.get("page", "1")
        entries = articles(self.name)
        last = -(-len(entries) // PER_PAGE)
        if not raw.isdigit() or not 1 <= int(raw) <= last:
            return self.not_found(request)
        number = int(raw)
        items = "".join(
            f'<p class="item"><a href="/news/{entry["slug"]}-{entry["id"]}">'
            f"{escape(entry['title'])}</a><br>{_moment(entry, 'ru')}</p>"
            for entry in entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        )
        pages = " ".join(f'<a href="/news?page={n}">{n}</a>' for n in range(1, last + 1))
        return self.page("ru", "Новости станции", f"<h1>Новости</h1>{items}<p>{pages}</p>")

    def article(self, request: Request, match: re.Match[str]) -> Answer:
        for entry in articles(self.name):
            if entry["id"] == int(match["id"]):
                body = (
                    f"<h1>{escape(entry['title'])}</h1><p class=when>{_moment(entry, 'ru')}</p>"
                    f"<p>{escape(entry['text'])}</p>"
                )
                return self.page("ru", entry["title"], body)
        return self.not_found(request)

    def old_page(self, request: Request, match: re.Match[str]) -> Answer:
        """A page of the old site, in the charset of its time."""
        text = (
            '<html><head><meta http-equiv="Content-Type" content="text/html; '
            'charset=windows-1251"><title>Полустанок, 1999</title></head><body>'
            f"<p><b>{NOTICES['ru']}</b></p><h1>Стенгазета «Полустанок», 1999 год</h1>"
            "<p>Электричка из Заречья теперь ходит и по воскресеньям.</p>"
            '<p><a href="/">На главную</a></p></body></html>'
        )
        return Answer(text.encode("cp1251"), content_type="text/html; charset=windows-1251")

    def page(self, language: str, title: str, body: str, head: str = "") -> Answer:
        text = fill(
            "polustanok.html", title=escape(title), head=head, notice=notice("ru"), body=body
        )
        return Answer(text.encode())


def _moment(entry: dict[str, Any], language: str) -> str:
    return str(entry.get("when") or f"{written(entry['day'], language)}, {entry['time']}")


def _rfc822(entry: dict[str, Any]) -> str:
    return format_datetime(datetime.combine(entry["day"], datetime.min.time(), UTC))
