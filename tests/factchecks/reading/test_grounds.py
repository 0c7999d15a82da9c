"""Why a page was taken for a debunk, in the reader's language."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from factchecks.extraction import base, json_ld, selectors, shapes, wordpress
from factchecks.extraction.base import PageSource
from factchecks.extraction.registry import extractor_for
from factchecks.reading.grounds import RUBRIC, SENTENCES, grounds_in_reader_language

MARKED_UP = json.dumps({"@type": "ClaimReview", "claimReviewed": "Чеснок лечит", "url": "/7"})
POST = "<link href=/wp-content/x.css><article class=post><h1 class=entry-title>{}</h1>{}</article>"
PAGES: list[tuple[str, dict[str, Any]]] = [
    (f"<script type=application/ld+json>{MARKED_UP}</script><h1>Чеснок</h1>", {}),
    (POST.format("Фейк: «Чеснок лечит»", "<p>Нет.</p>"), {}),
    (POST.format("Чеснок лечит", "<a rel='category tag'>Fake News</a><p>Нет.</p>"), {}),
    ("<h1>Чеснок</h1><b class=v>ложь</b>", {"debunk": {"css": ".v"}, "title": {"css": "h1"}}),
]


@pytest.mark.parametrize(("html", "rules"), PAGES)
def test_what_a_reader_says_is_said_in_russian_too(html: str, rules: dict[str, Any]) -> None:
    page = PageSource("https://example.kz/ru/archives/7", html, date(2021, 3, 15))
    reading = extractor_for([], rules).read(page)
    assert reading.is_debunk, reading.reason
    with translation.override("ru"):
        assert grounds_in_reader_language(reading.reason) != reading.reason


def test_every_reason_for_a_debunk_is_known() -> None:
    code = "".join(
        Path(str(module.__file__)).read_text(encoding="utf-8")
        for module in (base, json_ld, selectors, shapes, wordpress)
    )
    said = set(re.findall(r'reason="([^"]+)"', code))
    said |= set(re.findall(r'return f?"(The (?:title begins|rubric)[^"]+)"', code))
    assert said
    known = {*SENTENCES, RUBRIC.replace("%(rubric)s", "{pieces.implying.value}")}
    assert said == known


def test_another_text_is_shown_as_it_is_stored() -> None:
    assert grounds_in_reader_language("Something else.") == "Something else."
