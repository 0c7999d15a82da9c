"""The Kazakh information and statistics site: figures as server-rendered rows, three languages."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from html import escape
from typing import Any

from tests.portals_on_loopback import pictures
from tests.portals_on_loopback.addresses import origin_of
from tests.portals_on_loopback.dates import numeric
from tests.portals_on_loopback.debunks import CONTENT
from tests.portals_on_loopback.sites.site import (
    Answer,
    Request,
    Site,
    fill,
    notice,
    plain,
    stylesheet,
)

FIRST_DAY = date(2021, 3, 1)
PREFIXES = {"ru": "", "kk": "/kz", "en": "/en"}


@cache
def content() -> dict[str, Any]:
    return tomllib.loads((CONTENT / "saulyq-aqparat.toml").read_text("utf-8"))


class SaulyqAqparat(Site):
    name = "saulyq-aqparat"
    languages = ("ru", "kk", "en")

    def __init__(self) -> None:
        super().__init__()
        prefix = r"(?:/(?P<prefix>ru|kz|en))?"
        self.route(r"/robots\.txt", lambda request, match: plain("User-agent: *\nDisallow:\n"))
        self.route(r"/css/cov\.css", lambda request, match: stylesheet("saulyq-aqparat.css"))
        self.route(
            r"/img/(?P<what>simptomy|maska|zvonok)\.svg",
            lambda request, match: Answer(
                pictures.svg(len(match["what"]), match["what"]), content_type="image/svg+xml"
            ),
        )
        self.route(prefix + r"/infographics/?", self.infographics)
        self.route(prefix + r"/briefings/?", self.briefings)
        self.route(prefix + r"/news/?", self.news)
        self.route(prefix + r"/news/(?P<id>\d+)/?", self.news_item)
        self.route(prefix + r"/?", self.front)

    def front(self, request: Request, match: re.Match[str]) -> Answer:
        language = _language(match)
        words = content()["words"][language]
        day = self.edition(request).day
        rows = "".join(
            f"<div>{escape(region['name'][language])} – {total:,} (+{new})</div>".replace(",", " ")
            for region in content()["region"]
            for total, new in (_total(region["cases"], region["daily"], day),)
        )
        totals = content()["totals"]
        cases = [_total(region["cases"], region["daily"], day) for region in content()["region"]]
        body = fill(
            "saulyq-aqparat-figures.html",
            day=numeric(FIRST_DAY + timedelta(days=day)),
            infected_word=words["infected"],
            infected=_spaced(sum(total for total, _ in cases)),
            infected_new=str(sum(new for _, new in cases)),
            recovered_word=words["recovered"],
            recovered=_spaced(_total(totals["recovered"], totals["recovered_daily"], day)[0]),
            deaths_word=words["deaths"],
            deaths=_spaced(_total(totals["deaths"], totals["deaths_daily"], day)[0]),
            by_region=words["by_region"],
            rows=rows,
            test=words["test"],
            app=words["app"],
        )
        return self.page(language, words["title"], body)

    def infographics(self, request: Request, match: re.Match[str]) -> Answer:
        language = _language(match)
        words = content()["words"][language]
        figures = "".join(
            f'<figure><img src="/img/{name}.svg" alt="{words["caption"]}" width="320" height="180">'
            f"<figcaption>{words['caption']}</figcaption></figure>"
            for name in ("simptomy", "maska", "zvonok")
        )
        body = f"<h1>{words['infographics']}</h1><p>{words['infographics_text']}</p>{figures}"
        return self.page(language, words["infographics"], body)

    def briefings(self, request: Request, match: re.Match[str]) -> Answer:
        language = _language(match)
        words = content()["words"][language]
        held = "".join(
            f"<li>{numeric(FIRST_DAY - timedelta(days=7 * number))} — "
            f'<a href="{origin_of("brifing-ortasy")}/{language}/">{words["briefings"]}</a></li>'
            for number in range(6)
        )
        body = f"<h1>{words['briefings']}</h1><p>{words['briefings_text']}</p><ul>{held}</ul>"
        return self.page(language, words["briefings"], body)

    def news(self, request: Request, match: re.Match[str]) -> Answer:
        language = _language(match)
        base = f"{PREFIXES[language]}/news"
        items = "".join(
            f"<li>{numeric(item['day'])} "
            f'<a href="{base}/{item["id"]}">{escape(item["title"][language])}</a></li>'
            for item in content()["news"]
        )
        title = content()["words"][language]["news"]
        return self.page(language, title, f"<h1>{title}</h1><ul>{items}</ul>")

    def news_item(self, request: Request, match: re.Match[str]) -> Answer:
        language = _language(match)
        for item in content()["news"]:
            if item["id"] == int(match["id"]):
                title = item["title"][language]
                body = (
                    f"<h1>{escape(title)}</h1><p class=date>{numeric(item['day'])}</p>"
                    f"<p>{escape(item['text'][language])}</p>"
                )
                return self.page(language, title, body)
        return self.not_found(request)

    def page(self, language: str, title: str, body: str, head: str = "") -> Answer:
        words = content()["words"][language]
        text = fill(
            "saulyq-aqparat.html",
            language=language,
            title=escape(title),
            head=head,
            notice=notice(language),
            prefix=PREFIXES[language],
            home=PREFIXES[language] or "/",
            site_title=words["title"],
            infographics=words["infographics"],
            briefings=words["briefings"],
            news=words["news"],
            fakes_address=f"{origin_of('jalgan-emes')}/{'kk' if language == 'kk' else 'ru'}/",
            fakes=words["fakes"],
            hotline=words["hotline"],
            body=body,
        )
        return Answer(text.encode())


def _language(match: re.Match[str]) -> str:
    prefix = match["prefix"] or "ru"
    return "kk" if prefix == "kz" else prefix


def _total(before: int, daily: list[int], day: int) -> tuple[int, int]:
    """The total on a day and what that day added; the last known day repeats."""
    passed = daily[: day + 1]
    return before + sum(passed), passed[-1]


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
