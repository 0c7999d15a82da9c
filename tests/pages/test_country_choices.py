"""Filters offer the countries that there is something to say of."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def offered(client: Client, address: str) -> set[str]:
    page = client.get(address).content.decode()
    return set(re.findall(r'<option value="([A-Z]{2})"', page))


@pytest.mark.parametrize("address", ["/changes/", "/rumours/"])
def test_only_countries_of_debunks_are_offered(client: Client, address: str) -> None:
    factories.review(factories.portal(of="KZ"))
    factories.country("FR")
    assert offered(client, address) == {"KZ"}


@pytest.mark.parametrize("address", ["/changes/", "/rumours/"])
def test_a_country_without_debunks_that_was_asked_for_stays_chosen(
    client: Client, address: str
) -> None:
    factories.review(factories.portal(of="KZ"))
    factories.country("FR")
    answer = client.get(address, {"country": "FR"})
    assert answer.status_code == 200
    assert offered(client, f"{address}?country=FR") == {"KZ", "FR"}
