"""Pages read into drafts: by ClaimReview markup, as WordPress posts, by a portal's own rules."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

import pytest

from factchecks.extraction.base import Extractor, PageReading, PageSource, ReviewDraft
from factchecks.extraction.registry import SITES, extractor_for
from factchecks.extraction.selectors import Selectors, problems_with
from factchecks.extraction.shapes import Shapes

CAPTURED = date(2021, 3, 15)
URL = "https://example.kz/ru/archives/7"


def read(html: str, url: str = URL, rules: dict[str, Any] | None = None) -> PageReading:
    return extractor_for([], rules or {}).read(PageSource(url, html, CAPTURED))


def only(reading: PageReading) -> ReviewDraft:
    assert reading.is_debunk, reading.reason
    (draft,) = reading.drafts
    return draft


def values(draft: ReviewDraft) -> dict[str, str]:
    names = ("title", "claim_text", "published_on", "verdict", "verdict_raw", "category_raw")
    found = {name: getattr(draft, name) for name in names}
    return {name: field.value for name, field in found.items() if field}


# --- ClaimReview ---------------------------------------------------------------------------------
CLAIM_REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": "«Вакцина меняет ДНК человека»",
    "headline": "Вакцина не меняет ДНК",
    "datePublished": "2021-02-03T10:00:00+06:00",
    "reviewRating": {"@type": "Rating", "alternateName": "Жалған", "ratingValue": 1},
    "itemReviewed": {
        "@type": "Claim",
        "datePublished": "2021-01-20",
        "author": {"@type": "Organization", "name": "посты в Facebook"},
    },
}


def marked_up(*reviews: Any, before: str = "") -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{json.dumps(review)}</script>' for review in reviews
    )
    return f"<html><head>{before}{scripts}</head><body><h1>Заголовок</h1></body></html>"


def test_a_claim_review_in_json_ld_is_read() -> None:
    draft = only(read(marked_up({"@graph": [{"@type": "WebPage"}, CLAIM_REVIEW]})))

    assert values(draft) == {
        "title": "Вакцина не меняет ДНК",
        "claim_text": "Вакцина меняет ДНК человека",
        "published_on": "2021-02-03",
        "verdict": "FALSE",
        "verdict_raw": "Жалған",
    }
    assert not draft.verdict_implied
    assert draft.claim_seen_on
    assert draft.claim_seen_on.value == "2021-01-20"
    assert draft.origins == ("FACEBOOK",)
    assert draft.claim_text
    assert draft.claim_text.passage == "«Вакцина меняет ДНК человека»"
    assert draft.claim_text.rule == "JSON-LD ClaimReview: claimReviewed"


def test_several_claim_reviews_of_one_page_are_several_debunks_with_lasting_keys() -> None:
    other = CLAIM_REVIEW | {"claimReviewed": "Маски вызывают гипоксию"}
    both = read(marked_up(CLAIM_REVIEW, other)).drafts
    again = read(marked_up(CLAIM_REVIEW, CLAIM_REVIEW, other)).drafts

    assert [draft.source_key for draft in both] == ["", both[1].source_key]
    assert len(both[1].source_key) == 16
    assert both[1].source_key in {draft.source_key for draft in again}


def test_a_number_on_the_scale_counts_where_the_words_are_unknown_to_us() -> None:
    rating = {"alternateName": "Три козы", "ratingValue": 3, "worstRating": 1, "bestRating": 5}
    draft = only(read(marked_up(CLAIM_REVIEW | {"reviewRating": rating})))
    assert values(draft)["verdict"] == "HALF_TRUE"
    assert values(draft)["verdict_raw"] == "Три козы"


def test_a_number_on_an_unknown_scale_is_a_question_for_an_editor() -> None:
    rating = {"alternateName": "Три козы", "ratingValue": 3}
    draft = only(read(marked_up(CLAIM_REVIEW | {"reviewRating": rating})))
    assert draft.verdict is None
    assert draft.questions == ("verdict_unknown",)


@pytest.mark.parametrize(
    "script",
    ["{not json", "[" * 5000, "null", '"text"', '{"@type": ["ClaimReview"]}', "<!-- {} -->"],
)
def test_broken_markup_breaks_nothing(script: str) -> None:
    html = f'<script type="application/ld+json">{script}</script><p>text</p>'
    assert read(html).reason


# --- WordPress -----------------------------------------------------------------------------------
def post(
    title: str = "Фейк: «Маски вызывают гипоксию»",
    rubric: str = '<a rel="category tag">Fake News</a><a rel="category tag">Медицина</a>',
    time: str = '<time class="entry-date" datetime="2020-10-21T09:30:00+06:00">21.10.2020</time>',
    text: str = "<p>В WhatsApp рассылают совет снять маски.</p><p>Врачи его опровергли.</p>",
    head: str = "",
) -> str:
    return f"""<html lang="ru"><head><meta name="generator" content="WordPress 5.5">
    <link rel="canonical" href="{URL}">
    <link rel="alternate" hreflang="ru-KZ" href="{URL}">
    <link rel="alternate" hreflang="kk" href="https://example.kz/kk/archives/8">{head}</head>
    <body><nav>Меню</nav><article class="post type-post hentry">{rubric}
    <h1 class="entry-title">{title}</h1><div class="entry-meta">{time}</div>
    <div class="entry-content">{text}
    <p>Все разоблачения фейков в нашем Telegram-канале Stopfake.kz</p>
    <h3>Еще новости</h3><p>Фейк о другом</p></div></article></body></html>"""


def test_a_post_under_the_rubric_of_fakes_is_a_debunk_with_an_implied_verdict() -> None:
    reading = read(post())
    draft = only(reading)

    assert values(draft) == {
        "title": "Фейк: «Маски вызывают гипоксию»",
        "claim_text": "Маски вызывают гипоксию",
        "published_on": "2020-10-21",
        "verdict": "FALSE",
        "verdict_raw": "фейк",
        "category_raw": "Медицина",
    }
    assert draft.verdict_implied
    assert draft.origins == ("WHATSAPP",)
    assert reading.canonical_url == URL
    assert reading.translations == (("ru", URL), ("kk", "https://example.kz/kk/archives/8"))


def test_boilerplate_and_other_posts_are_no_part_of_the_text() -> None:
    body = only(read(post())).body
    assert body
    assert body.value == "В WhatsApp рассылают совет снять маски.\nВрачи его опровергли."


def test_a_kazakh_post_is_read() -> None:
    draft = only(
        read(
            post(
                title="Жалған | Бетперде өкпеге зиян",
                time='<span class="entry-date">2020 жылғы 12 наурыз</span>',
                text="<p>WhatsApp желісінде хабар таралуда.</p><p>Үкім: жалған.</p>",
            )
        )
    )
    assert draft.language
    assert draft.language.value == "kk"
    assert values(draft)["published_on"] == "2020-03-12"
    assert values(draft)["verdict_raw"] == "жалған"
    assert not draft.verdict_implied, "the text states it"


def test_the_rubric_alone_implies_the_verdict() -> None:
    draft = only(read(post(title="Маски и гипоксия")))
    assert values(draft)["verdict"] == "FALSE"
    assert values(draft)["verdict_raw"] == "Fake News"
    assert draft.verdict_implied


@pytest.mark.parametrize(
    "html",
    [
        post(title="Как носить маску", rubric='<a rel="category tag">Советы</a>'),
        '<meta name="generator" content="WordPress"><h1>О проекте</h1><p>Мы ищем фейки.</p>',
        '<meta name="generator" content="WordPress"><h1>Фейк</h1>'
        '<article class="hentry"><h2>Фейк: «А»</h2></article>'
        '<article class="hentry"><h2>Фейк: «Б»</h2></article>',
        "<h1>Фейк: «Маски»</h1>",
        "",
    ],
)
def test_lists_standing_pages_and_other_posts_are_no_debunks_and_the_reason_is_said(
    html: str,
) -> None:
    reading = read(html)
    assert not reading.is_debunk
    assert reading.reason.endswith(".")


def test_a_date_that_cannot_be_read_is_a_question() -> None:
    draft = only(read(post(time='<span class="entry-date">31 июня 2020</span>')))
    assert draft.published_on is None
    assert draft.published_raw
    assert draft.published_raw.value == "31 июня 2020"
    assert draft.questions == ("date_unreadable",)


def test_a_page_without_a_date_has_none() -> None:
    draft = only(read(post(time="")))
    assert (draft.published_on, draft.published_raw, draft.questions) == (None, None, ())


def test_places_that_give_different_dates_are_a_question() -> None:
    head = '<meta property="article:published_time" content="2020-05-01T10:00:00+06:00">'
    draft = only(read(post(head=head)))
    assert draft.published_on is None
    assert draft.questions == ("dates_differ",)


def test_the_clock_of_another_zone_is_no_different_date() -> None:
    head = '<meta property="article:published_time" content="2020-10-20T22:30:00+00:00">'
    assert values(only(read(post(head=head))))["published_on"] == "2020-10-20"


STOPFAKE = """<html lang="ru"><body><div class="menu">Главная</div><div class="box">
<span>Fake News</span><h1>Фейк: «С завтрашнего дня закроют въезд в город»</h1><div class="content">
<p>В WhatsApp распространяется сообщение о закрытии.</p>
<p>Акимат его опроверг.</p></div></div></body></html>"""


def test_a_page_of_stopfake_kz_is_told_by_its_address_and_its_label() -> None:
    reader = extractor_for(["stopfake.kz"], {})
    reading = reader.read(PageSource("https://stopfake.kz/ru/archives/7", STOPFAKE, CAPTURED))
    assert values(only(reading))["claim_text"] == "С завтрашнего дня закроют въезд в город"
    assert only(reading).origins == ("WHATSAPP",)
    plain = STOPFAKE.replace("Фейк: ", "")
    draft = only(reader.read(PageSource("https://stopfake.kz/ru/?p=7", plain, CAPTURED)))
    assert values(draft)["verdict_raw"] == "Fake News"
    assert draft.verdict_implied
    listed = reader.read(PageSource("https://stopfake.kz/ru/", STOPFAKE, CAPTURED))
    assert not listed.is_debunk


# --- a portal's own rules ------------------------------------------------------------------------
RULES: dict[str, Any] = {
    "debunk": {"url": "^/feiki/", "css": "div.text", "text": "Как на самом деле"},
    "title": {"css": "h1"},
    "claim": {"css": "div.text", "before": "Как на самом деле"},
    "body": {"css": "div.text", "after": "Как на самом деле"},
    "verdict": {"css": ".verdict", "pattern": r"Вердикт:\s*(.+)"},
    "date": [{"css": "time", "attr": "datetime"}, {"css": ".date"}],
    "category": {"css": ".rubric"},
    "picture": {"css": "img", "attr": "src"},
    "remove": [".share"],
}
PAGE = """<h1>Маски и кислород</h1><a class=rubric>Фейки</a><span class=date>10 декабря, 2020,
15:26</span><img src="/p/1.png"><div class=text><p>Маски вызывают гипоксию.</p>
<h2>Как на самом деле</h2><p>Ткань пропускает воздух.</p><p class=share>Поделиться</p></div>
<p class=verdict>Вердикт: <b>манипуляция и ложь</b></p>"""
FEIKI = "https://example.ru/feiki/maski"


def test_claim_and_refutation_are_cut_at_the_marker() -> None:
    draft = only(read(PAGE, FEIKI, RULES))
    assert values(draft) == {
        "title": "Маски и кислород",
        "claim_text": "Маски вызывают гипоксию",
        "published_on": "2020-12-10",
        "verdict": "FALSE",
        "verdict_raw": "манипуляция и ложь",
        "category_raw": "Фейки",
    }
    assert draft.body
    assert draft.body.value == "Ткань пропускает воздух."
    assert draft.picture_url
    assert draft.picture_url.value == "https://example.ru/p/1.png"
    assert not draft.verdict_implied


def test_every_field_keeps_its_passage_and_its_rule() -> None:
    verdict = only(read(PAGE, FEIKI, RULES)).verdict_raw
    assert verdict
    assert verdict.passage == "Вердикт: манипуляция и ложь"
    assert verdict.rule == r"rule verdict: .verdict, pattern “Вердикт:\s*(.+)”"


def test_without_a_rule_for_it_the_claim_comes_from_the_title() -> None:
    rules = {"debunk": {"css": "h1"}, "title": {"css": "h1"}}
    assert values(only(read("<h1>Фейк: «Маски вредны»</h1>", FEIKI, rules))) == {
        "title": "Фейк: «Маски вредны»",
        "claim_text": "Маски вредны",
        "verdict": "FALSE",
        "verdict_raw": "фейк",
    }


def test_a_rubric_implies_the_verdict_only_where_the_rules_say_so() -> None:
    page = "<h1>Маски вредны</h1><a class=rubric>Фейки</a>"
    rules = {"debunk": {"css": "h1"}, "title": {"css": "h1"}, "category": {"css": ".rubric"}}
    assert only(read(page, FEIKI, rules)).questions == ("verdict_missing",)
    rules["category"] = {"css": ".rubric", "implies_verdict": True}  # type: ignore[dict-item]
    draft = only(read(page, FEIKI, rules))
    assert draft.verdict_implied
    assert values(draft)["verdict"] == "FALSE"


@pytest.mark.parametrize(
    ("page", "url", "said"),
    [
        (PAGE, "https://example.ru/novoe/", "address"),
        (PAGE.replace("class=text", "class=other"), FEIKI, "div.text"),
        (PAGE.replace("Как на самом деле", "Дальше"), FEIKI, "Как на самом деле"),
        (PAGE.replace("h1", "h3"), FEIKI, "No title"),
    ],
)
def test_a_page_that_fails_a_condition_is_no_debunk_and_it_says_which(
    page: str, url: str, said: str
) -> None:
    reading = read(page, url, RULES)
    assert not reading.is_debunk
    assert said in reading.reason


def test_changed_rules_are_a_new_version() -> None:
    assert Selectors(RULES).version == Selectors(dict(RULES)).version
    assert Selectors(RULES).version != Selectors(RULES | {"remove": []}).version
    assert len(Selectors(RULES).version) <= 20


def test_newer_word_lists_are_a_new_version_of_every_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    readers: list[Extractor] = [Selectors(RULES), Shapes(), *SITES]
    before = [reader.version for reader in readers]
    monkeypatch.setattr("factchecks.extraction.drafting.map_version", lambda: 99)
    assert all(old != reader.version for old, reader in zip(before, readers, strict=True))


@pytest.mark.parametrize("shape", ["json_ld", "wordpress"])
def test_a_newer_shape_is_a_new_version_of_the_reader_of_shapes(
    monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    before = Shapes().version
    monkeypatch.setattr(f"factchecks.extraction.{shape}.OWN_VERSION", 99)
    assert Shapes().version != before
    assert len(Shapes().version) <= 20


def test_good_rules_have_no_problems() -> None:
    assert problems_with(RULES) == []


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([], "object"),
        ({}, "debunk is missing"),
        ({"debunk": {}, "title": {"css": "h1"}}, "debunk is missing"),
        (RULES | {"titel": {"css": "h1"}}, "titel"),
        ({"debunk": {"css": "h1"}}, "title is missing"),
        (RULES | {"title": {"css": "h1["}}, "h1["),
        (RULES | {"title": {}}, "title has no css"),
        (RULES | {"title": []}, "empty list"),
        (RULES | {"verdict": {"css": "b", "pattern": "("}}, "regular expression"),
        (RULES | {"debunk": {"url": "("}}, "debunk.url"),
        (RULES | {"date": "time"}, "date is an object"),
        (RULES | {"date": {"css": "time", "attribute": "x"}}, "attribute"),
        (RULES | {"date": {"css": "time", "implies_verdict": True}}, "only the category"),
        (RULES | {"remove": "nav"}, "remove"),
        (RULES | {"language": "xx"}, "language"),
        (RULES | {"body": {"css": "div", "after": 5}}, "body.after"),
        (RULES | {"title": {"css": 5}}, "CSS selector"),
        (None, "object"),
    ],
)
def test_what_is_wrong_with_rules_is_said_in_words(rules: object, said: str) -> None:
    assert any(said in problem for problem in problems_with(rules)), problems_with(rules)


def test_unusable_rules_are_refused() -> None:
    with pytest.raises(ValueError, match="title is missing"):
        Selectors({"debunk": {"css": "h1"}})


# --- which extractor -----------------------------------------------------------------------------
def test_the_portals_rules_come_before_its_host_and_its_host_before_the_shapes() -> None:
    assert extractor_for(["stopfake.kz"], RULES).name == "rules"
    assert extractor_for(["StopFake.kz"], {}).name == "stopfake_kz"
    assert isinstance(extractor_for(["example.org"], {}), Shapes)
    assert all(site.hosts for site in SITES)


@pytest.mark.parametrize(
    "html",
    ["\x00", "<" * 10_000, "<div>" * 3_000 + "x", "<p>" + "я" * 100_000, "\ud800", "<html><body>"],
)
def test_hostile_pages_are_read_without_an_error(html: str) -> None:
    assert read(html).reason
    assert read(
        f"<h1>{html[:3000]}</h1><div class=text>Как на самом деле{html}</div>", FEIKI, RULES
    )


@pytest.mark.parametrize(
    "text",
    ["а" * 300_000 + ".б", ". " * 300_000, "а - " * 100_000, "«" * 300_000, "Фейк: " * 100_000,
     "12 " * 200_000, "not-" * 100_000, "рас " * 100_000],
)  # fmt: skip
def test_no_text_keeps_a_reader_busy(text: str) -> None:
    began = time.process_time()
    html = f"<h1>{text}</h1><div class=text>{text}</div><b class=verdict>{text}</b><time>{text}"
    rules = {name: {"css": css} for name, css in FIELDS_OF_HOSTILE.items()}
    assert read(html, FEIKI, {"debunk": {"css": "h1"}, **rules}).is_debunk
    assert time.process_time() - began < 10


FIELDS_OF_HOSTILE = {
    "title": "h1", "body": ".text", "verdict": ".verdict", "date": "time", "category": "b",
}  # fmt: skip
