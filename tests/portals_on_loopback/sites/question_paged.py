"""The Russian fact-check site: no feed, no sitemap, no robots.txt, lists paged by query."""

from __future__ import annotations

import re
from html import escape

from tests.portals_on_loopback import pictures
from tests.portals_on_loopback.dates import numeric
from tests.portals_on_loopback.debunks import Debunk
from tests.portals_on_loopback.sites.site import (
    Answer,
    Request,
    Site,
    fill,
    notice,
    redirect,
    stylesheet,
)
from tests.portals_on_loopback.story import scripted_debunks

PER_PAGE = 8
RUBRICS = {
    "koronavirus": "Коронавирус",
    "vakciny": "Вакцины",
    "vlast": "Власть и запреты",
    "moshenniki": "Осторожно, мошенники",
    "tekhnologii": "Технологии",
    "eda": "Еда и цены",
    "raznoe": "Всё остальное",
}


class Nebylitsa(Site):
    name = "nebylitsa"

    def __init__(self) -> None:
        super().__init__()
        self.route(r"/", self.front)
        self.route(r"/novoe", lambda request, match: redirect("/novoe/", 301))
        self.route(r"/(?P<rubric>novoe)/", self.listing)
        self.route(r"/rubrika/(?P<rubric>[a-z]+)/", self.listing)
        self.route(r"/feiky/(?P<slug>[a-z0-9-]+)/", self.debunk)
        self.route(r"/o-proekte/", self.about)
        self.route(r"/assets/main\.css", lambda request, match: stylesheet("nebylitsa.css"))
        self.route(
            r"/assets/pictures/(\d+)\.svg",
            lambda request, match: Answer(
                pictures.svg(int(match[1]), "Слух проверен"), content_type="image/svg+xml"
            ),
        )

    def address(self, debunk: Debunk) -> str:
        return f"{self.origin}/feiky/{debunk.slug}/"

    def front(self, request: Request, match: re.Match[str]) -> Answer:
        newest = "".join(map(self._card, self.edition(request).debunks[:6]))
        body = (
            f"<h1>Небылица: разбираем слухи</h1><div class=lenta>{newest}</div>"
            '<p><a class="more" href="/novoe/">Все разборы</a></p>'
        )
        return self.page("ru", "Небылица: разбираем слухи", body)

    def listing(self, request: Request, match: re.Match[str]) -> Answer:
        rubric = match["rubric"]
        debunks = list(self.edition(request).debunks)
        heading, base = "Новое", "/novoe/"
        if rubric != "novoe":
            if rubric not in RUBRICS:
                return self.not_found(request)
            debunks = [debunk for debunk in debunks if debunk.section == rubric]
            heading, base = RUBRICS[rubric], f"/rubrika/{rubric}/"
        # ?page=N is understood too and gives the same list under a second address.
        raw = request.query.get("PAGEN_1", request.query.get("page", "1"))
        last = max(1, -(-len(debunks) // PER_PAGE))
        if not raw.isdigit() or not 1 <= int(raw) <= last:
            return self.not_found(request)
        number = int(raw)
        cards = "".join(map(self._card, debunks[(number - 1) * PER_PAGE : number * PER_PAGE]))
        numbers = "".join(
            f"<b>{n}</b>" if n == number else f'<a href="{base}?PAGEN_1={n}">{n}</a>'
            for n in range(1, last + 1)
        )
        body = f"<h1>{heading}</h1><div class=lenta>{cards}</div><div class=pagen>{numbers}</div>"
        return self.page("ru", heading, body)

    def debunk(self, request: Request, match: re.Match[str]) -> Answer:
        holdings = self.edition(request)
        debunk = next((d for d in holdings.debunks if d.slug == match["slug"]), None)
        if debunk is None:
            return self.not_found(request)
        moving = scripted_debunks(self.name)
        same = [
            d
            for d in holdings.debunks
            if d.section == debunk.section and d.id not in moving | {debunk.id}
        ]
        body = fill(
            "nebylitsa-debunk.html",
            rubric_address=f"/rubrika/{debunk.section}/",
            rubric=RUBRICS[debunk.section],
            title=escape(debunk.title),
            date=numeric(debunk.published) if debunk.published else "",
            picture=f"/assets/pictures/{debunk.id}.svg",
            spread=_paragraphs(debunk.spread),
            refutation=_paragraphs(debunk.refutation),
            evidence_address=debunk.evidence_url,
            evidence=escape(debunk.evidence),
            verdict=escape(debunk.verdict),
            others="".join(f'<a href="{self.address(d)}">{escape(d.title)}</a>' for d in same[:3]),
        )
        return self.page("ru", debunk.title, body)

    def about(self, request: Request, match: re.Match[str]) -> Answer:
        body = (
            "<h1>О проекте</h1><p>«Небылица» выдумана для показа архива порталов. Вердикты, даты "
            "и ведомства в разборах придуманы вместе с текстами.</p>"
            '<p><a href="/novoe">Все разборы</a>, <a href="/feiky/bez-adresa/">черновик</a>, '
            '<a href="https://example.org/">сторонний сайт</a>.</p>'
        )
        return self.page("ru", "О проекте", body)

    def _card(self, debunk: Debunk) -> str:
        date = numeric(debunk.published) if debunk.published else ""
        return (
            f'<div class="card"><meta content="{self.address(debunk)}">'
            f'<img src="/assets/pictures/{debunk.id}.svg" alt="" width="160" height="90">'
            f'<a class="card-link" href="{self.address(debunk)}">{escape(debunk.title)}</a>'
            f"<span class=card-date>{date}</span></div>"
        )

    def page(self, language: str, title: str, body: str, head: str = "") -> Answer:
        rubrics = "".join(
            f'<a href="/rubrika/{slug}/">{name}</a>' for slug, name in RUBRICS.items()
        )
        text = fill(
            "nebylitsa.html",
            title=escape(title),
            head=head,
            notice=notice("ru"),
            rubrics=rubrics,
            body=body,
        )
        return Answer(text.encode())


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
