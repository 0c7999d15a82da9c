"""The comparison page: what it says, what it says to bad questions, and what it costs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from django.test import Client
from playwright.sync_api import Playwright
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from factchecks.models import Claim, ClaimReview, ImportBatch, ImportedRow, Provenance, Theme
from portals.models import Event, ReportedFigure, RoleAbsence, Source
from tests import factories
from tests.browser import FLAGS

pytestmark = pytest.mark.django_db

#: The page asks a fixed number of questions, however much the archive holds.
QUERIES = 29


@pytest.fixture
def both_countries() -> None:
    factories.country("KZ")
    factories.country("RU")


@pytest.fixture
def archive(both_countries: None) -> None:
    """A little of everything that the page shows."""
    paper = Source.objects.create(code="P", citation="The paper", url="https://doi.org/10.1/x")
    Theme.objects.create(code="ELECT", name_en="Elections", position=9)
    shared = Claim.objects.create(text="A vaccine with a lethal infection", language="en")
    for of, slug, day in (("KZ", "stopfake", 1), ("RU", "coronafake", 5)):
        portal = factories.portal(slug, of=of, is_sample=True)
        factories.snapshot(portal)
        for verdict in ("FALSE", None):
            factories.review(
                portal,
                claim=shared,
                themes=["VACC"],
                verdict=verdict,
                verdict_implied=bool(verdict),
                published_on=date(2020, 4, day),
            )
        ReportedFigure.objects.create(
            key=slug,
            portal=portal,
            metric="debunks",
            label_en="Debunked messages",
            value=Decimal(91),
            as_of="2020-10-21",
            as_of_last_day=date(2020, 10, 21),
            source=paper,
        )
    RoleAbsence.objects.create(
        country=factories.country("RU"),
        role="communications_service",
        text_en="Russia has no single institution of this kind.",
        source=paper,
    )
    Event.objects.create(
        key="first-cases",
        country=factories.country("KZ"),
        happened="2020-04-02",
        sort_date=date(2020, 4, 2),
        text_en="Something happened.",
        source=paper,
    )
    review = ClaimReview.objects.create(provenance=Provenance.IMPORTED, source_key="1")
    review.countries.set([factories.country("KZ"), factories.country("RU")])


def page(client: Client, query: str = "", status: int = 200) -> BeautifulSoup:
    response = client.get(f"/compare/{query}")
    assert response.status_code == status
    return BeautifulSoup(response.content, "lxml")


def words(soup: Tag) -> str:
    return re.sub(r"\s+", " ", soup.get_text(" "))


def test_an_empty_archive_explains_what_is_missing(client: Client) -> None:
    assert "does not know two yet" in words(page(client))


def test_one_country_alone_explains_what_is_missing(client: Client) -> None:
    factories.review(factories.portal(of="KZ"))

    assert "does not know two yet" in words(page(client))


def test_countries_without_a_portal_say_so(client: Client, both_countries: None) -> None:
    soup = page(client)

    assert "The archive is empty" in words(soup)
    assert "no fact-checking portal known" in words(soup)


def test_the_first_two_countries_that_are_known_are_compared(client: Client) -> None:
    for code in ("KZ", "RU", "UA", "AM"):
        factories.country(code)
    factories.portal(of="RU")
    factories.portal(of="UA")

    assert "Russia and UA" in words(page(client))
    assert "Russia and Kazakhstan" in words(page(client, "?a=RU&b=KZ"))
    assert "UA and Russia" in words(page(client, "?a=UA"))


def test_the_order_of_the_address_is_the_order_of_every_table(
    client: Client, archive: None
) -> None:
    soup = page(client, "?a=ru&b=kz")

    heads = [
        [mark.get_text(strip=True) for mark in head.select(".country")]
        for head in soup.select("thead")
    ]
    assert ["Russia", "Kazakhstan"] in heads
    assert ["Kazakhstan", "Russia"] not in heads


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?a=XX&b=RU", "The archive knows no country “XX”."),
        ("?a=KZ&b=KZ", "A country cannot be compared with itself."),
        ("?a=KZ&b=kz", "A country cannot be compared with itself."),
        ("?a=&b=RU", "Choose a country."),
        ("?start=2020-02-31", "2020-02-31 does not exist"),
        ("?end=soon", "“soon” is not a date"),
        ("?start=2021&end=2020", "The last day lies before the first."),
        ("?language=tlh", "No debunk is in the language “tlh”."),
        ("?a=%00&b=RU", "The archive knows no country"),
        ("?start=%00", "Null characters are not allowed."),
    ],
)
def test_a_question_without_an_answer_is_told_why(
    client: Client, both_countries: None, query: str, message: str
) -> None:
    soup = page(client, query, status=400)

    alert = soup.select_one("[role=alert]")
    assert alert is not None
    assert message in words(alert)
    assert soup.select_one("form button[type=submit]")


def test_a_bad_date_stays_in_the_form(client: Client, both_countries: None) -> None:
    soup = page(client, "?a=RU&b=KZ&start=2020-02-31&end=2021", status=400)

    start, end = soup.select_one("#id_start"), soup.select_one("#id_end")
    assert start is not None
    assert end is not None
    assert (start["value"], end["value"]) == ("2020-02-31", "2021")
    chosen = soup.select_one("#id_a option[selected]")
    assert chosen is not None
    assert chosen["value"] == "RU"


def test_a_message_of_an_unknown_country_is_not_markup(
    client: Client, both_countries: None
) -> None:
    response = client.get("/compare/", {"a": "<script>x</script>", "b": "RU"})

    assert b"<script>x" not in response.content.lower()


def test_each_chart_has_a_title_a_description_and_a_table(client: Client, archive: None) -> None:
    soup = page(client)

    charts = soup.select("figure.chart svg")
    assert len(charts) == 4
    for chart in charts:
        assert chart["role"] == "img"
        labels = [soup.find(id=name) for name in str(chart["aria-labelledby"]).split()]
        assert [label.name for label in labels if label] == ["title", "desc"]
        assert all(label and label.get_text(strip=True) for label in labels)
        section = chart.find_parent("section")
        assert section is not None
        assert section.select_one("table")


@pytest.mark.parametrize("language", ["", "/ru", "/kk"])
def test_charts_are_drawn_with_points_in_every_language(
    client: Client, archive: None, language: str
) -> None:
    soup = BeautifulSoup(client.get(f"{language}/compare/").content, "lxml")

    rects = soup.select("figure.chart svg rect")
    assert rects
    for rect in rects:
        for name in ("x", "y", "width", "height"):
            assert re.fullmatch(r"-?\d+(\.\d+)?%?", str(rect[name])), rect
    assert soup.select("figure.chart svg rect[width]:not([width='0.00%'])")


def test_charts_are_well_formed_xml(client: Client, archive: None) -> None:
    for chart in re.findall(
        r"<svg role=\"img\".*?</svg>", client.get("/compare/").content.decode(), re.S
    ):
        ElementTree.fromstring(chart)


def test_the_second_country_has_a_pattern_of_its_own(client: Client, archive: None) -> None:
    soup = page(client)

    used = {str(rect["fill"]) for rect in soup.select("figure.chart rect[fill]")}
    assert used == {"url(#pattern-country-1)", "url(#pattern-country-2)"}
    assert len(soup.select("#pattern-country-2")) == 1


def test_two_countries_without_a_colour_still_differ_in_print(client: Client) -> None:
    for code in ("UA", "AM"):
        factories.review(factories.portal(of=code), themes=["VACC"])

    used = {str(rect["fill"]) for rect in page(client).select("figure.chart rect[fill]")}
    assert used == {"url(#pattern-country-other)", "url(#pattern-second)"}


def test_nothing_captured_is_written_out(client: Client, both_countries: None) -> None:
    factories.review(factories.portal(of="KZ"), themes=["VACC"])

    soup = page(client)

    row = soup.select_one("section[aria-labelledby=debunks] tr.total")
    assert row is not None
    assert [cell.get_text(strip=True) for cell in row.select("td")] == ["1", "not captured"]


def test_the_three_imported_numbers_are_shown_with_their_file(
    client: Client, archive: None
) -> None:
    batch = ImportBatch.objects.create(
        file_name="covid.csv", sha256="0" * 64, mapping="m", mapping_sha256="0" * 64
    )
    ImportedRow.objects.create(
        batch=batch,
        number=2,
        cells={},
        outcome="created",
        review=ClaimReview.objects.imported().get(),
    )

    figures = page(client).select("section[aria-labelledby=debunks] .figure")

    assert [words(figure).strip() for figure in figures] == [
        "Kazakhstan 1",
        "Russia 1",
        "both countries 1",
    ]
    assert "the file covid.csv" in words(page(client))


def test_an_empty_cell_names_its_reason(client: Client, archive: None) -> None:
    text = words(page(client))

    assert "Russia has no single institution of this kind. [1]" in text
    assert "None known to this archive." in text


def test_sample_portals_are_marked(client: Client, archive: None) -> None:
    cards = page(client).select("section[aria-labelledby=portals] .portal-card")

    assert cards
    assert all("Sample content" in words(card) for card in cards)


def test_counts_lead_to_the_debunks_that_they_count(client: Client, archive: None) -> None:
    soup = page(client, "?start=2020-04-02&language=ru")

    links = {str(link["href"]) for link in soup.select("section[aria-labelledby=themes] td a")}
    assert links == {
        "/debunks/?country=RU&provenance=captured&start=2020-04-02&language=ru&theme=VACC"
    }
    assert client.get(links.pop()).status_code == 200


def test_the_address_to_cite_holds_the_whole_question(client: Client, archive: None) -> None:
    soup = page(client, "?start=2020-04-02&b=RU")

    link = soup.select_one(".citation a")
    assert link is not None
    assert link["href"] == "/compare/?a=KZ&b=RU&start=2020-04-02"


def test_the_question_keeps_to_a_fixed_number_of_queries(
    client: Client, archive: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        for of in ("KZ", "RU"):
            portal = factories.portal(of=of)
            shared = Claim.objects.create(text=f"Rumour {number}")
            factories.snapshot(portal, started_at=datetime(2026, 1, 1, tzinfo=UTC))
            factories.review(portal, claim=shared, themes=["VACC", "SCAM"], verdict="FALSE")

    with django_assert_max_num_queries(QUERIES):
        client.get("/compare/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_page_is_accessible_and_never_scrolls_sideways(
    live_server: LiveServer,
    playwright: Playwright,
    chromium_path: str,
    archive: None,
    width: int,
    scheme: str,
) -> None:
    browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    tab = context.new_page()
    # By number: "localhost" is the replay host, which has no page of the site.
    tab.goto(f"{live_server.url.replace('localhost', '127.0.0.1')}/compare/")
    assert tab.locator("figure.chart svg").count() == 4
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    result = Axe().run(tab)
    browser.close()
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_what_a_table_is_about_is_read_whole_on_a_phone(
    live_server: LiveServer,
    playwright: Playwright,
    chromium_path: str,
    archive: None,
    language: str,
) -> None:
    browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
    tab = browser.new_page(viewport={"width": 390, "height": 900})
    site = live_server.url.replace("localhost", "127.0.0.1")
    tab.goto(f"{site}{'' if language == 'en' else '/' + language}/compare/")
    captions = """[...document.querySelectorAll('caption')].map(caption => {
        const words = document.createRange(); words.selectNodeContents(caption);
        return [caption.textContent, words.getBoundingClientRect().right];
    })"""
    found = tab.evaluate(captions)
    browser.close()
    assert len(found) > 5
    assert [text for text, right in found if right > 390] == []
