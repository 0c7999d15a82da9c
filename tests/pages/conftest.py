"""A real Chromium for the pages' tests, and a small archive to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from factchecks.models import Claim, ClaimReview, ImportBatch, Reading
from portals.models import Portal
from tests import factories
from tests.browser import FLAGS

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """`open_page(url, width=390, dark=True, scripts=False)`: a page in a context of its own.

    What the browser's console complains of is in `page.complaints`.
    """
    contexts = []

    def open_at(url: str, *, width: int = 1280, dark: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []

        def note(said: ConsoleMessage) -> None:
            if said.type in {"error", "warning"}:
                complaints.append(said.text)

        page.on("console", note)
        page.complaints = complaints  # type: ignore[attr-defined]
        page.goto(url)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The live site by number: "localhost" is the replay host, which has no page of the site."""
    origin: str = live_server.url.replace("localhost", "127.0.0.1")
    settings.SITE_ORIGIN = origin
    return origin


@dataclass(frozen=True)
class Scene:
    """Two countries, a portal each, one rumour that both debunked ten days apart."""

    kazakh: Portal
    russian: Portal
    rumour: Claim
    edited: ClaimReview
    withdrawn: ClaimReview
    undecided: ClaimReview
    elsewhere: ClaimReview
    translation: ClaimReview
    imported: ClaimReview


@pytest.fixture
def scene(db: None) -> Scene:
    kazakh = factories.portal(
        "jalgan-emes", of="KZ", name_en="Jalgan Emes", is_sample=True, is_watched=True
    )
    russian = factories.portal("provereno", of="RU", name_en="Provereno", is_watched=True)
    for portal in (kazakh, russian):
        factories.snapshot(portal, started_at=NOON - timedelta(days=1), fetched=12)
    rumour = Claim.objects.create(text="Вакцина смертельна", language="ru")
    edited = factories.review(
        kazakh,
        title="Фейк: вакцина смертельна",
        claim_text="Вакцина смертельна",
        body="Как на самом деле: прививка безопасна.",
        verdict="FALSE",
        verdict_raw="Фейк",
        verdict_implied=True,
        published_on=date(2020, 5, 1),
        published_raw="01.05.2020",
        claim=rumour,
        themes=["VACC"],
    )
    read(edited)
    change(edited, "appeared")
    change(edited, "edited", "body", "прививка опасна всем", "прививка безопасна всем")
    withdrawn = factories.review(
        kazakh,
        title="Фейк: чай лечит",
        verdict="FALSE",
        withdrawn_after=NOON - timedelta(hours=3),
        withdrawn_before=NOON - timedelta(hours=1),
    )
    change(withdrawn, "withdrawn")
    undecided = factories.review(
        russian, title="Тесты и сок", verdict_raw="Смотря как", language=""
    )
    undecided.needs_editor = True
    undecided.save()
    return Scene(
        kazakh,
        russian,
        rumour,
        edited,
        withdrawn,
        undecided,
        elsewhere=factories.review(
            russian,
            title="Прививка и смерть",
            verdict="MISLEADING",
            published_on=date(2020, 5, 11),
            claim=rumour,
        ),
        translation=factories.review(
            kazakh,
            title="Жалған: вакцина өлтіреді",
            language="kk",
            translation_of=edited,
            verdict="FALSE",
        ),
        imported=imported(),
    )


def read(review: ClaimReview, **fields: object) -> Reading:
    assert review.page
    capture = factories.capture(review.page, requested_at=NOON)
    value = {"value": review.title, "passage": review.title, "rule": "h1"}
    return Reading.objects.create(
        capture=capture,
        extractor="wordpress",
        version="1",
        review=review,
        fields={"title": value, **fields},
    )


def change(
    review: ClaimReview, kind: str, field: str = "", before: str = "", after: str = ""
) -> None:
    assert review.page
    captures = [factories.capture(review.page, requested_at=NOON) for _ in range(2)]
    review.changes.create(
        kind=kind,
        field=field,
        before=before,
        after=after,
        before_capture=captures[0],
        after_capture=captures[1],
        found_at=NOON,
    )


def imported(number: int = 7, country: str = "KZ", **fields: object) -> ClaimReview:
    batch, _ = ImportBatch.objects.get_or_create(
        file_name="facts.csv", defaults={"sha256": "0" * 64, "mapping": "m", "mapping_sha256": ""}
    )
    review = ClaimReview.objects.create(
        provenance="imported",
        source_key=f"row-{number}",
        publisher="Factcheck",
        title=f"Imported claim {number}",
        **{"published_on": date(2020, 6, 1), **fields},
    )
    review.countries.set([factories.country(country)])
    batch.rows.create(number=number, cells={"Title": "Imported"}, outcome="created", review=review)
    return review
