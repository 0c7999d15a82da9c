"""The Kazakh fact-check site: WordPress, two languages under path prefixes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape

from tests.portals_on_loopback import pictures
from tests.portals_on_loopback.dates import instant, numeric, written
from tests.portals_on_loopback.debunks import Debunk
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
from tests.portals_on_loopback.sites.wordpress_feeds import Feeds
from tests.portals_on_loopback.sites.wordpress_words import LIST_TITLES, SECTIONS, WORDS
from tests.portals_on_loopback.story import scripted_debunks

PER_PAGE = 10
ROBOTS = """# Sample site, written to demonstrate the archive.
User-agent: *
Disallow: /wp-admin/

Sitemap: {origin}/wp-sitemap.xml
"""


class JalganEmes(Site):
    name = "jalgan-emes"
    languages = ("ru", "kk")

    def __init__(self) -> None:
        super().__init__()
        prefix = r"/(?P<language>ru|kk)"
        page = r"(?:/page/(?P<page>\d+))?/?"
        self.route(r"/", lambda request, match: self.front(request))
        self.route(r"/robots\.txt", lambda request, match: plain(ROBOTS.format(origin=self.origin)))
        self.route(prefix + r"/archives/(?P<id>\d+)/?", self.post)
        self.route(prefix + r"/archives/category/(?P<section>[a-z0-9-]+)" + page, self.listing)
        self.route(prefix + r"/about/?", self.about)
        self.route(prefix + r"/fakes/?", lambda request, match: redirect(f"/{match[1]}/", 301))
        self.route(r"/wp-admin/.*", lambda request, match: self.not_found(request, 403))
        self.route(
            r"/wp-content/themes/jalgan/style\.css",
            lambda request, match: stylesheet("jalgan-emes.css"),
        )
        self.route(
            r"/wp-content/uploads/\d{4}/\d{2}/slukh-(\d+)\.png",
            lambda request, match: Answer(
                pictures.png(int(match[1])), content_type="image/png", has_etag=True
            ),
        )
        self.route(
            r"/wp-content/uploads/2020/11/pamyatka\.pdf",
            lambda request, match: Answer(
                pictures.pdf("Sample leaflet: how to check a forwarded message."),
                content_type="application/pdf",
                has_etag=True,
            ),
        )
        Feeds(self).add_routes()
        self.route(prefix + page, self.listing)

    # --- addresses ---------------------------------------------------------------------------
    def address(self, debunk: Debunk) -> str:
        return f"{self.origin}/{debunk.language}/archives/{debunk.id}"

    def picture(self, debunk: Debunk) -> str:
        """Both languages of a debunk share one picture."""
        number = debunk.twin if debunk.twin and debunk.language == "kk" else debunk.id
        return f"{self.origin}/wp-content/uploads/{debunk.day:%Y/%m}/slukh-{number}.png"

    def shown(self, request: Request, language: str) -> list[Debunk]:
        return [d for d in self.edition(request).debunks if d.language == language]

    # --- pages -------------------------------------------------------------------------------
    def front(self, request: Request) -> Answer:
        return redirect(f"{self.origin}/ru/")

    def listing(self, request: Request, match: re.Match[str]) -> Answer:
        found = match.groupdict()
        language, number = found["language"], int(found.get("page") or 1)
        if number == 1 and (wanted := request.query.get("p", "")).isdigit():
            return self._post(request, language, int(wanted))
        section = found.get("section")
        debunks = self.shown(request, language)
        heading = LIST_TITLES[language]
        base = f"{self.origin}/{language}"
        if section is not None and section != "fake-news":
            if section not in SECTIONS:
                return self.not_found(request)
            debunks = [debunk for debunk in debunks if debunk.section == section]
            heading = SECTIONS[section][language]
        if section is not None:
            base += f"/archives/category/{section}"
        last = max(1, -(-len(debunks) // PER_PAGE))
        if not 1 <= number <= last:
            return self.not_found(request)
        cards = "".join(map(self._card, debunks[(number - 1) * PER_PAGE : number * PER_PAGE]))
        body = f"<h1>{escape(heading)}</h1>{cards}{self._pager(base, number, last, language)}"
        canonical = base + (f"/page/{number}/" if number > 1 else "/")
        return self.page(language, heading, body, f'<link rel="canonical" href="{canonical}">')

    def post(self, request: Request, match: re.Match[str]) -> Answer:
        return self._post(request, match["language"], int(match["id"]))

    def about(self, request: Request, match: re.Match[str]) -> Answer:
        language = match["language"]
        words = WORDS[language]
        pdf = f"{self.origin}/wp-content/uploads/2020/11/pamyatka.pdf"
        body = (
            f"<h1>{words['about']}</h1><p>{words['about_text']}</p>"
            f'<p><a href="{pdf}">{words["leaflet"]}</a></p>'
            f'<p><a href="{self.origin}/{language}/fakes/">{words["all"]}</a> · '
            f'<a href="{self.origin}/{language}/archives/999">{words["first_post"]}</a> · '
            f'<a href="https://example.org/">{words["elsewhere"]}</a></p>'
        )
        return self.page(language, words["about"], body)

    def _post(self, request: Request, language: str, number: int) -> Answer:
        holdings = self.edition(request)
        if number in holdings.withdrawn:
            return self.not_found(request, 410)
        own = [d for d in holdings.debunks if d.language == language]
        debunk = next((d for d in own if d.id == number), None)
        if debunk is None:
            return self.not_found(request)
        twin = next((d for d in holdings.debunks if d.id == debunk.twin), None)
        answer = self.page(
            language, debunk.title, self._article(debunk, own), self._head(debunk, twin)
        )
        modified = datetime(debunk.day.year, debunk.day.month, debunk.day.day, 3, 30, tzinfo=UTC)
        # Only posts that never change may claim a fixed date of change.
        fixed = None if number in scripted_debunks(self.name) else modified
        return Answer(answer.body, has_etag=number % 2 == 0, modified=fixed)

    # --- fragments ---------------------------------------------------------------------------
    def _head(self, debunk: Debunk, twin: Debunk | None) -> str:
        address = self.address(debunk)
        lines = [
            f'<link rel="canonical" href="{address}">',
            f'<link rel="shortlink" href="{self.origin}/{debunk.language}/?p={debunk.id}">',
            '<link rel="alternate" type="application/json" '
            f'href="{self.origin}/wp-json/wp/v2/posts/{debunk.id}">',
            f'<meta property="og:title" content="{escape(debunk.title)}">',
            f'<meta property="og:description" content="{escape(debunk.spread)}">',
            f'<meta property="og:image" content="{self.picture(debunk)}">',
            f'<meta property="og:url" content="{address}">',
        ]
        if debunk.published and debunk.date_form == "meta":
            stamp = instant(debunk.published)
            lines.append(f'<meta property="article:published_time" content="{stamp}">')
        if twin:
            for version in sorted((debunk, twin), key=lambda version: version.id):
                lines.append(
                    f'<link rel="alternate" hreflang="{version.language}" '
                    f'href="{self.address(version)}">'
                )
        return "\n".join(lines)

    def _article(self, debunk: Debunk, own: list[Debunk]) -> str:
        language, words = debunk.language, WORDS[debunk.language]
        others = _neighbours(debunk, own, scripted_debunks(self.name))
        paragraphs = "".join(f"<p>{escape(text)}</p>" for text in debunk.refutation.split("\n\n"))
        category = f"{self.origin}/{language}/archives/category"
        return fill(
            "jalgan-emes-post.html",
            id=str(debunk.id),
            section=debunk.section,
            label_address=f"{category}/fake-news/",
            title=escape(debunk.title),
            date=_date(debunk),
            picture=self.picture(debunk),
            picture_text=escape(words["picture"]),
            spread=escape(debunk.spread),
            refutation=paragraphs,
            evidence_label=words["evidence"],
            evidence_address=debunk.evidence_url,
            evidence=escape(debunk.evidence),
            boilerplate=words["boilerplate"],
            section_label=words["section"],
            section_address=f"{category}/{debunk.section}/",
            section_name=escape(SECTIONS[debunk.section][language]),
            short=self._short_link(debunk, words["short"]),
            more=words["more"],
            others="".join(
                f'<li><a href="{self.address(other)}">{escape(other.title)}</a></li>'
                for other in others
            ),
            top=words["top"],
        )

    def _short_link(self, debunk: Debunk, word: str) -> str:
        """Some posts show their ?p= twin to readers; the head of every post names it."""
        if debunk.id % 8 not in (1, 2):
            return ""
        return f' · <a href="{self.origin}/{debunk.language}/?p={debunk.id}">{word}</a>'

    def _card(self, debunk: Debunk) -> str:
        return (
            '<div class="post-card"><a class="post-cat" '
            f'href="{self.origin}/{debunk.language}/archives/category/fake-news/">Fake News</a>'
            f'<h2><a href="{self.address(debunk)}">{escape(debunk.title)}</a></h2>'
            f"<p>{escape(debunk.spread)}</p></div>"
        )

    def _pager(self, base: str, number: int, last: int, language: str) -> str:
        words = WORDS[language]
        links = []
        if number > 1:
            back = base + ("/" if number == 2 else f"/page/{number - 1}/")
            links.append(f'<a rel="prev" href="{back}">{words["newer"]}</a>')
        links.append(f"<span>{number} / {last}</span>")
        if number < last:
            links.append(f'<a rel="next" href="{base}/page/{number + 1}/">{words["older"]}</a>')
        return f'<nav class="pages">{" ".join(links)}</nav>'

    def page(self, language: str, title: str, body: str, head: str = "") -> Answer:
        words = WORDS[language]
        menu = "".join(
            f'<a href="{self.origin}/{language}/archives/category/{slug}/">'
            f"{escape(names[language])}</a>"
            for slug, names in SECTIONS.items()
        )
        text = fill(
            "jalgan-emes.html",
            language=language,
            origin=self.origin,
            title=escape(title),
            head=head,
            notice=notice(language),
            tagline=words["tagline"],
            menu=menu,
            body=body,
            about=words["about"],
            login=words["login"],
            footer=words["footer"],
        )
        return Answer(text.encode())


def _date(debunk: Debunk) -> str:
    if debunk.published is None or debunk.date_form == "meta":
        return ""
    if debunk.date_form == "time":
        return (
            f'<time class="entry-date published" datetime="{instant(debunk.published)}">'
            f"{numeric(debunk.published)}</time>"
        )
    text = written(debunk.published, debunk.language, debunk.date_form)
    return f'<span class="entry-date">{text}</span>'


def _neighbours(debunk: Debunk, own: list[Debunk], moving: frozenset[int]) -> list[Debunk]:
    """Older debunks that the story never touches, so that one change does not change many pages."""
    older = [d for d in own if (d.day, d.id) < (debunk.day, debunk.id) and d.id not in moving]
    return older[:4]
