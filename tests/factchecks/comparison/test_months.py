"""The axis of months: without gaps, without a century of them, without made-up zeros."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests import factories
from tests.factchecks.comparison.conftest import Compare

pytestmark = pytest.mark.django_db


def test_months_without_a_debunk_are_on_the_axis(compare: Compare) -> None:
    factories.review(factories.portal(of="KZ"), published_on=date(2020, 11, 30))
    factories.review(factories.portal(of="RU"), published_on=date(2021, 2, 1))

    months = compare().months

    assert [column.first_day for column in months.columns] == [
        date(2020, 11, 1),
        date(2020, 12, 1),
        date(2021, 1, 1),
        date(2021, 2, 1),
    ]
    assert [column.numbers for column in months.columns] == [(1, 0), (0, 0), (0, 0), (0, 1)]


def test_one_misread_year_does_not_draw_a_century_of_months(compare: Compare) -> None:
    portal = factories.portal(of="KZ")
    factories.review(portal, published_on=date(1920, 5, 1))
    factories.review(portal, published_on=date(2020, 5, 1))
    factories.review(portal, published_on=date(2020, 7, 1))

    months = compare().months

    assert months.by_year
    assert len(months.columns) == 101
    assert months.columns[-1].numbers.a == 2


def test_a_month_after_the_last_snapshot_of_a_country_is_not_captured(compare: Compare) -> None:
    kazakh, russian = factories.portal(of="KZ"), factories.portal(of="RU")
    factories.review(kazakh, published_on=date(2021, 1, 5))
    factories.review(russian, published_on=date(2021, 3, 5))
    factories.snapshot(kazakh, started_at=datetime(2021, 2, 10, tzinfo=UTC))
    factories.snapshot(russian, started_at=datetime(2021, 3, 10, tzinfo=UTC))

    assert [column.numbers.a for column in compare().months.columns] == [1, 0, None]


def test_debunks_without_a_date_are_counted_beside_the_axis(compare: Compare) -> None:
    factories.review(factories.portal(of="KZ"), published_on=None)
    factories.snapshot(factories.portal(of="RU"))

    months = compare().months

    assert months.columns == ()
    assert months.undated == (1, 0)
