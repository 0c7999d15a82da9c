"""The WordPress site for machines: feeds, sitemaps and the REST API."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, Any

from tests.portals_on_loopback.dates import instant
from tests.portals_on_loopback.debunks import Debunk
from tests.portals_on_loopback.sites.site import NOTICES, Answer, Request
from tests.portals_on_loopback.sites.wordpress_words import SECTIONS, WORDS

if TYPE_CHECKING:
    from tests.portals_on_loopback.sites.wordpress import JalganEmes

XML = "application/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"


class Feeds:
    def __init__(self, site: JalganEmes) -> None:
        self.site = site

    def add_routes(self) -> None:
        route = self.site.route
        route(r"/(?P<language>ru|kk)/feed/?", self.feed)
        route(r"/wp-sitemap\.xml", lambda request, match: self.sitemap_index())
        route(r"/wp-sitemap-posts-post-1\.xml", lambda request, match: self.sitemap(request))
        route(
            r"/wp-sitemap-taxonomies-category-1\.xml",
            lambda request, match: self.sitemap_of_sections(),
        )
        route(r"/wp-json/?", lambda request, match: self.rest_root())
        route(r"/wp-json/wp/v2/posts/?", lambda request, match: self.rest_posts(request))
        route(r"/wp-json/wp/v2/posts/(?P<id>\d+)", self.rest_post)

    def feed(self, request: Request, match: re.Match[str]) -> Answer:
        language, site = match["language"], self.site
        items = "".join(
            f"<item><title>{escape(d.title)}</title><link>{site.address(d)}</link>"
            f'<guid isPermaLink="false">{site.origin}/{language}/?p={d.id}</guid>'
            f"<category>Fake News</category>"
            f"<category>{escape(SECTIONS[d.section][language])}</category>"
            f"<pubDate>{_rfc822(d)}</pubDate>"
            f"<description>{escape(d.spread)}</description></item>"
            for d in site.shown(request, language)[:10]
        )
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>Jalgan Emes — {WORDS[language]['tagline']}</title>"
            f"<link>{site.origin}/{language}/</link>"
            f"<description>{NOTICES[language]}</description>"
            f"<language>{language}</language>{items}</channel></rss>"
        )
        return Answer(
            text.encode(), content_type="application/rss+xml; charset=utf-8", has_etag=True
        )

    def sitemap_index(self) -> Answer:
        parts = "".join(
            f"<sitemap><loc>{self.site.origin}/{name}</loc></sitemap>"
            for name in ("wp-sitemap-posts-post-1.xml", "wp-sitemap-taxonomies-category-1.xml")
        )
        return _xml(f'<sitemapindex xmlns="{_SITEMAP}">{parts}</sitemapindex>')

    def sitemap(self, request: Request) -> Answer:
        addresses = [self.site.address(debunk) for debunk in self.site.edition(request).debunks]
        return _xml(_urlset(addresses))

    def sitemap_of_sections(self) -> Answer:
        return _xml(
            _urlset(
                f"{self.site.origin}/{language}/archives/category/{section}/"
                for language in self.site.languages
                for section in SECTIONS
            )
        )

    def rest_root(self) -> Answer:
        return _json(
            {
                "name": "Jalgan Emes",
                "description": NOTICES["ru"],
                "url": self.site.origin,
                "namespaces": ["wp/v2"],
            }
        )

    def rest_posts(self, request: Request) -> Answer:
        language = request.query.get("lang", "")
        debunks = [d for d in self.site.edition(request).debunks if language in ("", d.language)]
        size = min(max(_number(request.query.get("per_page"), 10), 1), 100)
        page = max(_number(request.query.get("page"), 1), 1)
        pages = max(1, -(-len(debunks) // size))
        if page > pages:
            answer = _json({"code": "rest_post_invalid_page_number", "data": {"status": 400}})
            return Answer(answer.body, status=400, content_type=JSON)
        answer = _json([self._post(d) for d in debunks[(page - 1) * size : page * size]])
        totals = (("X-WP-Total", str(len(debunks))), ("X-WP-TotalPages", str(pages)))
        return Answer(answer.body, content_type=JSON, headers=totals)

    def rest_post(self, request: Request, match: re.Match[str]) -> Answer:
        for debunk in self.site.edition(request).debunks:
            if debunk.id == int(match["id"]):
                return _json(self._post(debunk))
        answer = _json({"code": "rest_post_invalid_id", "data": {"status": 404}})
        return Answer(answer.body, status=404, content_type=JSON)

    def _post(self, debunk: Debunk) -> dict[str, Any]:
        address = self.site.address(debunk)
        return {
            "id": debunk.id,
            "date_gmt": instant(debunk.day, "")[:19] if debunk.published else None,
            "guid": {"rendered": f"{self.site.origin}/{debunk.language}/?p={debunk.id}"},
            "slug": str(debunk.id),
            "status": "publish",
            "type": "post",
            "link": address,
            "lang": debunk.language,
            "title": {"rendered": escape(debunk.title)},
            "content": {
                "rendered": f"<p>{escape(debunk.spread)}</p><p>{escape(debunk.refutation)}</p>"
            },
            "excerpt": {"rendered": f"<p>{escape(debunk.spread)}</p>"},
            "sample_notice": NOTICES[debunk.language],
        }


_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _urlset(addresses: Any) -> str:
    urls = "".join(f"<url><loc>{escape(address)}</loc></url>" for address in addresses)
    return f'<urlset xmlns="{_SITEMAP}">{urls}</urlset>'


def _xml(text: str) -> Answer:
    head = f'<?xml version="1.0" encoding="UTF-8"?><!-- {NOTICES["en"]} -->'
    return Answer((head + text).encode(), content_type=XML, has_etag=True)


def _json(value: Any) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), content_type=JSON)


def _number(raw: str | None, default: int) -> int:
    return int(raw) if raw and raw.isdigit() else default


def _rfc822(debunk: Debunk) -> str:
    day = debunk.day
    return format_datetime(datetime(day.year, day.month, day.day, 3, 30, tzinfo=UTC))
