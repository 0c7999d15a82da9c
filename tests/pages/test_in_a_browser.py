"""The pages as people get them: on a phone, in the dark, with a keyboard, without scripts."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django import Settings

from factchecks.models import Reading
from tests.archived import archive
from tests.pages.conftest import NOON, OpenPage, Scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "home": "/",
    "debunks": "/debunks/",
    "search": "/debunks/?q=вакцина&country=KZ",
    "nothing": "/debunks/?country=RU&theme=VACC",
    "wrong": "/debunks/?start=2020-02-31",
    "rumours": "/rumours/",
    "changes": "/changes/",
    "about": "/about/",
    "feeds": "/feeds/",
    "missing": "/nothing-here/",
}


def address(site: str, scene: Scene, name: str) -> str:
    single = {
        "debunk": f"/debunks/{scene.edited.pk}/",
        "withdrawn": f"/debunks/{scene.withdrawn.pk}/",
        "imported": f"/debunks/{scene.imported.pk}/",
        "rumour": f"/rumours/{scene.rumour.pk}/",
    }
    return site + {**PAGES, **single}[name]


ALL = [*PAGES, "debunk", "withdrawn", "imported", "rumour"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(site: str, scene: Scene, open_page: OpenPage, dark: bool) -> None:
    page = open_page(site, width=390, dark=dark)
    found = []
    for name in ALL:
        page.goto(address(site, scene, name))
        for each in Axe().run(page).response["violations"]:
            found.append((name, each["id"], [node["html"][:200] for node in each["nodes"]]))
    assert not found, json.dumps(found, indent=1)


@pytest.mark.parametrize("prefix", ["", "/ru", "/kk"])
def test_no_page_scrolls_sideways_or_breaks_its_policy(
    site: str, scene: Scene, open_page: OpenPage, prefix: str
) -> None:
    page = open_page(site)
    for name in ALL:
        url = address(site, scene, name).replace(site, site + prefix)
        page.goto(url)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            beyond = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert beyond <= 0, (name, width, beyond)
    complaints = [said for said in page.complaints if "status of 4" not in said]  # type: ignore[attr-defined]
    assert not complaints


def test_the_fonts_are_ours_and_are_loaded(site: str, scene: Scene, open_page: OpenPage) -> None:
    page = open_page(f"{site}/kk/debunks/{scene.translation.pk}/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {"Source Sans 3", "Source Serif 4"} <= {name.strip('"') for name in loaded}


def test_a_keyboard_reaches_the_content_the_search_and_the_results(
    site: str, scene: Scene, open_page: OpenPage
) -> None:
    page = open_page(f"{site}/debunks/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("чай")
    page.keyboard.press("Enter")
    expect(page.locator("#results strong").first).to_have_text("1 debunk")
    assert "q=%D1%87%D0%B0%D0%B9" in page.url


def test_a_filter_answers_at_once_and_is_in_the_address(
    site: str, scene: Scene, open_page: OpenPage
) -> None:
    page = open_page(f"{site}/debunks/")
    page.locator("#filter-country").focus()
    page.locator("#filter-country").select_option("RU")
    expect(page.locator("#results strong").first).to_have_text("2 debunks")
    page.wait_for_url(f"{site}/debunks/?country=RU")
    expect(page.locator("#filter-country")).to_be_focused()
    page.go_back()
    expect(page.locator("#results strong").first).to_have_text("5 debunks")


def test_a_wrong_date_is_answered_in_the_page_with_scripts_too(
    site: str, scene: Scene, open_page: OpenPage
) -> None:
    page = open_page(f"{site}/debunks/")
    page.locator("#filter-start").fill("2020-02-31")
    page.locator("#filter-start").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The date 2020-02-31 does not exist.")
    expect(page.locator("#filter-start")).to_have_value("2020-02-31")


def test_everything_works_without_scripts(site: str, scene: Scene, open_page: OpenPage) -> None:
    page = open_page(f"{site}/debunks/", width=390, scripts=False)
    page.locator(".filters summary").click()
    page.locator("#filter-country").select_option("RU")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#results strong").first).to_have_text("2 debunks")
    page.get_by_role("link", name="Remove the filter Country: Russia").click()
    expect(page.locator("#results strong").first).to_have_text("5 debunks")
    page.get_by_role("link", name="Русский").click()
    assert page.url.startswith(f"{site}/ru/debunks/")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_button_verifies_in_the_page(
    site: str,
    scene: Scene,
    open_page: OpenPage,
    settings: Settings,
    tmp_path: Path,
    scripts: bool,
) -> None:
    settings.WARC_ROOT = tmp_path
    assert scene.edited.page
    capture = archive(scene.edited.page, b"<h1>x</h1>", at=NOON + timedelta(hours=1))
    Reading.objects.create(
        capture=capture, extractor="wordpress", version="2", review=scene.edited, fields={}
    )
    page = open_page(f"{site}/debunks/{scene.edited.pk}/", scripts=scripts)
    page.get_by_role("button", name="Verify now").click()
    expect(page.locator("#verification")).to_contain_text("Verified.")
    expect(page.locator("#verification")).to_contain_text(capture.payload_sha256)


def test_print_leaves_out_forms_and_navigation(
    site: str, scene: Scene, open_page: OpenPage
) -> None:
    page = open_page(f"{site}/debunks/")
    page.emulate_media(media="print")
    for gone in (".site-nav", ".filters", ".search-box"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".entries")).to_be_visible()


def test_countries_differ_in_lightness_and_not_only_in_hue(
    site: str, scene: Scene, open_page: OpenPage
) -> None:
    for dark in (False, True):
        page = open_page(site, dark=dark)
        one, two = (lightness(page, f"--country-{number}") for number in (1, 2))
        assert abs(one - two) > 0.2


def lightness(page: Page, token: str) -> float:
    """What a colour becomes in grey print, from 0 to 1."""
    grey: float = page.evaluate(
        """token => {
            const hex = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
            const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255);
            return 0.299 * r + 0.587 * g + 0.114 * b;
        }""",
        token,
    )
    return grey
