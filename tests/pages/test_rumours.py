"""Rumours: those of several countries first, and who was first by how many days."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factchecks.models import Claim
from tests import factories
from tests.pages.conftest import Scene, imported

pytestmark = pytest.mark.django_db


def text_of(client: Client, url: str, status: int = 200, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


@pytest.fixture
def local(scene: Scene) -> Claim:
    """A rumour that one country debunked three times."""
    claim = Claim.objects.create(text="Чай лечит")
    for _ in range(3):
        factories.review(scene.kazakh, claim=claim, title="Чай")
    return claim


def test_rumours_of_several_countries_come_first(
    client: Client, scene: Scene, local: Claim
) -> None:
    page = text_of(client, "/rumours/")
    assert page.index("Вакцина смертельна") < page.index("Чай лечит")
    assert "1 of them debunked in several countries" in page
    assert "10 days later" in page


def test_what_we_captured_comes_before_what_was_only_imported(client: Client, scene: Scene) -> None:
    claim = Claim.objects.create(text="Masks")
    for number, code in enumerate(("KZ", "RU", "FR"), start=60):
        imported(number, code, claim=claim)
    page = text_of(client, "/rumours/")
    assert page.index("Вакцина смертельна") < page.index("Masks")
    assert "badge-imported" in page


def test_filters(client: Client, scene: Scene, local: Claim) -> None:
    assert "Чай лечит" not in text_of(client, "/rumours/", spread="several")
    assert "Чай лечит" not in text_of(client, "/rumours/", country="RU")
    assert "Вакцина смертельна" not in text_of(client, "/rumours/", q="чай")
    assert "No rumour matches" in text_of(client, "/rumours/", q="нетакого")


@pytest.mark.parametrize(
    "query", [{"country": "XX"}, {"spread": "galactic"}, {"q": "a\x00"}, {"q": "x" * 301}]
)
def test_a_wrong_value_is_named(client: Client, scene: Scene, query: dict[str, str]) -> None:
    assert "This question cannot be answered" in text_of(client, "/rumours/", 400, **query)


def test_a_rumour_without_a_public_debunk_is_not_listed(client: Client, scene: Scene) -> None:
    claim = Claim.objects.create(text="Никем не опровергнуто")
    factories.review(scene.kazakh, claim=claim, is_rejected=True)
    assert "Никем" not in text_of(client, "/rumours/")
    assert "No debunk of this rumour is on the public site." in text_of(
        client, f"/rumours/{claim.pk}/"
    )


def test_an_empty_archive_says_so(client: Client) -> None:
    assert "The archive knows no rumour yet" in text_of(client, "/rumours/")


def test_one_rumour_shows_each_country_and_the_lag(client: Client, scene: Scene) -> None:
    page = text_of(client, f"/rumours/{scene.rumour.pk}/")
    assert "First debunked in Kazakhstan" in page
    assert "Russia followed 10 days later." in page
    assert page.index("country-column country-1") < page.index("country-column country-2")
    assert scene.translation.title not in page


def test_two_countries_on_one_day_have_no_first(client: Client, scene: Scene) -> None:
    scene.elsewhere.published_on = scene.edited.published_on
    scene.elsewhere.save()
    page = text_of(client, f"/rumours/{scene.rumour.pk}/")
    assert "First debunked in" not in page
    assert "later" not in page


def test_without_a_date_no_lag_is_made_up(client: Client, scene: Scene) -> None:
    scene.elsewhere.published_on = None
    scene.elsewhere.save()
    page = text_of(client, f"/rumours/{scene.rumour.pk}/")
    assert "followed" not in page
    assert "1 debunk without a date is not in this order." in page


def test_where_only_the_day_of_the_claim_is_known_it_is_named_and_no_lag_counted(
    client: Client, scene: Scene
) -> None:
    claim = Claim.objects.create(text="Masks")
    for number, code, day in ((60, "KZ", 3), (61, "RU", 9)):
        imported(number, code, claim=claim, published_on=None, claim_seen_on=date(2020, 4, day))
    listed = text_of(client, "/rumours/", q="Imported")
    assert listed.count("claim seen on <time") == 2
    assert "date unknown" not in listed
    page = text_of(client, f"/rumours/{claim.pk}/")
    assert "In the order of time" in page
    assert "claim seen on" in page
    for text in (listed, page):
        assert "days later" not in text
        assert "First debunked" not in text


def test_an_imported_debunk_of_two_countries_stands_under_both(
    client: Client, scene: Scene
) -> None:
    review = imported(50, claim=scene.rumour)
    review.countries.add(factories.country("RU"))
    page = text_of(client, f"/rumours/{scene.rumour.pk}/")
    assert page.count('<p class="entry-title">') == 4


def test_the_number_of_queries_does_not_grow(
    client: Client, scene: Scene, local: Claim, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        factories.review(scene.russian, claim=Claim.objects.create(text="ещё"))
    with django_assert_num_queries(7):
        client.get("/rumours/")
    with django_assert_num_queries(4):
        client.get(f"/rumours/{scene.rumour.pk}/")


@pytest.mark.parametrize("key", ["0", "9" * 30])
def test_a_rumour_that_is_not_there_is_a_404(client: Client, db: None, key: str) -> None:
    assert client.get(f"/rumours/{key}/").status_code == 404
