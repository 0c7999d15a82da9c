"""The Russian information and statistics site: its figures are JSON inside attributes."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, timedelta
from functools import cache
from html import escape
from typing import Any

from tests.portals_on_loopback import pictures
from tests.portals_on_loopback.addresses import origin_of
from tests.portals_on_loopback.dates import numeric, written
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
    script,
    stylesheet,
)

FIRST_DAY = date(2021, 3, 1)
SHARES = {
    "VK": "https://vk.example/share",
    "Facebook": "https://facebook.example/share",
    "Instagram": "https://instagram.example/share",
    "Telegram": "https://telegram.example/share",
    "YouTube": "https://youtube.example/channel",
}
ROBOTS = "User-agent: *\nDisallow: /upravlenie/\nCrawl-delay: 0\n"


@cache
def content() -> dict[str, Any]:
    return tomllib.loads((CONTENT / "svodka-zdorovya.toml").read_text("utf-8"))


class SvodkaZdorovya(Site):
    name = "svodka-zdorovya"

    def __init__(self) -> None:
        super().__init__()
        self.route(r"/", self.front)
        self.route(r"/robots\.txt", lambda request, match: plain(ROBOTS))
        self.route(r"/static/app\.css", lambda request, match: stylesheet("svodka-zdorovya.css"))
        self.route(r"/static/app\.js", lambda request, match: script("svodka-zdorovya.js"))
        self.route(r"/covid_data\.json", self.region)
        self.route(r"/mify/", self.myths)
        self.route(r"/dokumenty/", self.documents)
        self.route(r"/dokumenty/polnyj-spisok/", self.all_documents)
        self.route(r"/dokumenty/(\d+)\.pdf", self.document)
        self.route(r"/novosti/", self.news)
        self.route(r"/novosti/(?P<slug>[a-z-]+)/", self.news_item)
        self.route(r"/info", lambda request, match: redirect("/information/", 301))
        self.route(r"/upravlenie/.*", lambda request, match: self.not_found(request, 403))
        self.route(r"/(?P<page>[a-z]+)/", self.standing)

    def front(self, request: Request, match: re.Match[str]) -> Answer:
        day = self.edition(request).day
        spread = [_region(entry, day) for entry in content()["region"]]
        stats = {
            "date": numeric(FIRST_DAY + timedelta(days=day)),
            **{key: sum(region[key] for region in spread) for key in ("sick", "healed", "died")},
            "sick_incr": sum(region["sick_incr"] for region in spread),
        }
        charts = [
            {
                "date": numeric(FIRST_DAY + timedelta(days=past)),
                "sick": sum(_region(entry, past)["sick"] for entry in content()["region"]),
            }
            for past in range(day + 1)
        ]
        body = fill(
            "svodka-zdorovya-figures.html",
            day=written(FIRST_DAY + timedelta(days=day), "ru"),
            spread=_attribute(spread),
            stats=_attribute(stats),
            charts=_attribute(charts),
        )
        return self.page("ru", "Сводка здоровья", body)

    def region(self, request: Request, match: re.Match[str]) -> Answer:
        day = self.edition(request).day
        for entry in content()["region"]:
            if entry["code"] == request.query.get("code"):
                answer = [_region(entry, past) for past in range(day, -1, -1)]
                text = json.dumps({"sample": NOTICES["ru"], "data": answer}, ensure_ascii=False)
                return plain(text, "application/json; charset=utf-8")
        return self.not_found(request)

    def myths(self, request: Request, match: re.Match[str]) -> Answer:
        myths = "".join(
            f"<details open><summary>{escape(myth['claim'])}</summary>"
            f"<p>{escape(myth['answer'])}</p></details>"
            for myth in content()["myths"]
        )
        return self.page("ru", "Мифы", f"<h1>Мифы о болезни</h1>{myths}")

    def documents(self, request: Request, match: re.Match[str]) -> Answer:
        newest = list(enumerate(content()["documents"], start=1))[-2:]
        body = (
            f"<h1>Документы</h1><ul>{''.join(_document(*each) for each in newest)}</ul>"
            '<p><a href="/dokumenty/polnyj-spisok/">Полный список</a></p>'
        )
        return self.page("ru", "Документы", body)

    def all_documents(self, request: Request, match: re.Match[str]) -> Answer:
        entries = "".join(_document(*each) for each in enumerate(content()["documents"], start=1))
        answer = self.page("ru", "Документы", f"<h1>Все документы</h1><ul>{entries}</ul>")
        # The one slow page of the demo.
        return Answer(answer.body, delay=0.3)

    def document(self, request: Request, match: re.Match[str]) -> Answer:
        number = int(match[1])
        if not 1 <= number <= len(content()["documents"]):
            return self.not_found(request)
        text = f"Sample document {number}, written for the demonstration of the archive."
        return Answer(pictures.pdf(text), content_type="application/pdf", has_etag=True)

    def news(self, request: Request, match: re.Match[str]) -> Answer:
        items = "".join(
            f'<li><time datetime="{item["day"]}">{numeric(item["day"])}</time> '
            f'<a href="/novosti/{item["slug"]}/">{escape(item["title"])}</a></li>'
            for item in content()["news"]
        )
        return self.page("ru", "Новости", f"<h1>Новости</h1><ul>{items}</ul>")

    def news_item(self, request: Request, match: re.Match[str]) -> Answer:
        for item in content()["news"]:
            if item["slug"] == match["slug"]:
                body = (
                    f"<h1>{escape(item['title'])}</h1><p>{numeric(item['day'])}</p>"
                    f"<p>{escape(item['text'])}</p>"
                )
                return self.page("ru", item["title"], body)
        return self.not_found(request)

    def standing(self, request: Request, match: re.Match[str]) -> Answer:
        page = content()["pages"].get(match["page"])
        if page is None:
            return self.not_found(request)
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in page["paragraphs"])
        extra = ""
        if match["page"] == "information":
            codes = (entry for entry in content()["region"])
            links = "".join(
                f'<li><a href="/covid_data.json?do=region_stats&amp;code={entry["code"]}">'
                f"{escape(entry['title'])}</a></li>"
                for entry in codes
            )
            extra = f"<h2>Данные регионов</h2><ul>{links}</ul>"
        return self.page("ru", page["title"], f"<h1>{page['title']}</h1>{text}{extra}")

    def page(self, language: str, title: str, body: str, head: str = "") -> Answer:
        shares = "".join(
            f'<a class="share share_{name.lower()}" href="{address}" title="{name}">{name}</a>'
            for name, address in SHARES.items()
        )
        text = fill(
            "svodka-zdorovya.html",
            title=escape(title),
            head=head,
            notice=notice("ru"),
            body=body,
            shares=shares,
            fakes=f"{origin_of('nebylitsa')}/",
        )
        return Answer(text.encode())


def _region(entry: dict[str, Any], day: int) -> dict[str, Any]:
    passed = entry["daily"][: day + 1]
    return {
        "title": entry["title"],
        "code": entry["code"],
        "is_city": entry.get("is_city", False),
        "coord_x": 50 + len(entry["title"]),
        "coord_y": 40 + len(entry["code"]),
        "sick": entry["sick"] + sum(passed),
        "healed": entry["healed"] + sum(passed) * 9 // 10,
        "died": entry["died"] + sum(passed) // 60,
        "sick_incr": passed[-1],
        "isolation": {
            "start_date": "28.03.2020 00:00:00",
            "descr": "<p>Маски в магазинах &mdash; обязательны.</p>",
            "state_id": 2,
            "level": "средний",
        },
    }


def _attribute(value: Any) -> str:
    """JSON for a single-quoted attribute: its own quotation marks stay as they are."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")


def _document(number: int, entry: dict[str, Any]) -> str:
    return (
        f'<li>{numeric(entry["day"])} <a href="/dokumenty/{number}.pdf">{escape(entry["name"])}</a>'
        " (PDF)</li>"
    )
