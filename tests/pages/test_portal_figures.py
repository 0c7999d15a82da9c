"""Figures that others published about a portal, beside our own count on its page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from portals.models import Portal, ReportedFigure, Source
from tests import factories

pytestmark = pytest.mark.django_db


def reported(portal: Portal, key: str = "x", **fields: object) -> None:
    source, _ = Source.objects.get_or_create(code="P", defaults={"citation": "A paper."})
    fields = {"metric": "debunks", "value": 91, "as_of": "2020-10-21", **fields}
    fields.setdefault("as_of_last_day", date(2020, 10, 21))
    ReportedFigure.objects.create(key=key, portal=portal, label_en=key, source=source, **fields)


def page_of(client: Client, portal: Portal) -> str:
    response = client.get(f"/portals/{portal.slug}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_our_count_is_that_of_the_figures_own_day_and_not_of_today(client: Client) -> None:
    portal = factories.portal()
    factories.snapshot(portal, fetched=3)
    for month in (3, 9, 11):
        factories.review(portal, published_on=date(2020, month, 1))
    reported(portal)
    page = page_of(client, portal)
    assert '<td class="num">2</td>' in page


def test_a_year_alone_counts_only_that_year(client: Client) -> None:
    portal = factories.portal()
    factories.snapshot(portal, fetched=3)
    for year in (2020, 2021, 2021, 2021, 2022):
        factories.review(portal, published_on=date(year, 4, 1))
    reported(portal, metric="debunks_in_year", as_of="2021", as_of_last_day=date(2021, 12, 31))
    page = page_of(client, portal)
    assert '<td class="num">3</td>' in page
    assert 'until <time datetime="2021-12-31">' in page


def test_debunks_without_a_date_are_named_beside_the_count(client: Client) -> None:
    portal = factories.portal()
    factories.snapshot(portal, fetched=3)
    factories.review(portal, published_on=None)
    reported(portal)
    page = page_of(client, portal)
    assert '<td class="num">0</td>' in page
    assert "1 debunk without a date is not in it" in page


def test_what_we_cannot_count_gets_no_number(client: Client) -> None:
    portal = factories.portal()
    factories.snapshot(portal, fetched=3)
    reported(portal, metric="families_helped")
    assert "not something that we can count" in page_of(client, portal)


def test_a_portal_without_reported_figures_shows_no_table_of_them(client: Client) -> None:
    assert "Reported figures beside ours" not in page_of(client, factories.portal())
