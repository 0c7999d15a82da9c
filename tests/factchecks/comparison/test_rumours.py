"""Rumours that both countries assessed, and the days between."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from factchecks.comparison import rumours
from factchecks.models import Claim
from portals.models import Portal
from tests import factories
from tests.factchecks.comparison.conftest import Compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def kazakh() -> Portal:
    return factories.portal(of="KZ")


@pytest.fixture
def russian() -> Portal:
    return factories.portal(of="RU")


def claim(text: str = "A vaccine with a lethal infection") -> Claim:
    return Claim.objects.create(text=text, language="en")


def test_the_lag_runs_between_the_first_dates_of_both(
    compare: Compare, kazakh: Portal, russian: Portal
) -> None:
    shared = claim()
    factories.review(kazakh, claim=shared, published_on=date(2020, 4, 9))
    first = factories.review(kazakh, claim=shared, published_on=date(2020, 4, 1))
    factories.review(russian, claim=shared, published_on=date(2020, 4, 5))

    [rumour] = compare().rumours.shown

    assert rumour.lag_days == 4
    assert rumour.sides.a.first_debunk == first.pk
    assert rumour.sides.a.debunks == 2


def test_the_lag_is_negative_where_the_second_country_was_first(
    compare: Compare, kazakh: Portal, russian: Portal
) -> None:
    shared = claim()
    factories.review(kazakh, claim=shared, published_on=date(2020, 4, 9))
    factories.review(russian, claim=shared, published_on=date(2020, 4, 8))

    [rumour] = compare().rumours.shown

    assert rumour.lag_days == -1


def test_a_lag_without_a_date_is_unknown_not_zero(
    compare: Compare, kazakh: Portal, russian: Portal
) -> None:
    shared = claim()
    factories.review(kazakh, claim=shared, published_on=None)
    factories.review(russian, claim=shared, published_on=date(2020, 4, 8))

    [rumour] = compare().rumours.shown

    assert rumour.lag_days is None
    assert rumour.sides.a.first_published is None
    assert rumour.sides.a.undated == 1


def test_a_known_date_is_first_even_where_another_is_unknown(
    compare: Compare, kazakh: Portal, russian: Portal
) -> None:
    shared = claim()
    factories.review(kazakh, claim=shared, published_on=None)
    factories.review(kazakh, claim=shared, published_on=date(2020, 4, 8))
    factories.review(russian, claim=shared, published_on=date(2020, 4, 8))

    [rumour] = compare().rumours.shown

    assert rumour.lag_days == 0
    assert rumour.sides.a.undated == 1


def test_when_we_captured_it_is_told_apart(
    compare: Compare, kazakh: Portal, russian: Portal
) -> None:
    shared = claim()
    at = datetime(2026, 11, 20, tzinfo=UTC)
    factories.review(kazakh, claim=shared, published_on=date(2020, 4, 1), first_captured_at=at)
    factories.review(
        russian,
        claim=shared,
        published_on=date(2020, 4, 1),
        first_captured_at=at.replace(day=18),
    )

    [rumour] = compare().rumours.shown

    assert rumour.lag_days == 0
    assert rumour.sides.a.first_captured == at
    assert rumour.capture_lag_days == -2


def test_rumours_of_one_country_are_not_shared(
    compare: Compare, kazakh: Portal, russian: Portal
) -> None:
    factories.review(kazakh, claim=claim())
    factories.review(russian, claim=claim("Another"))
    factories.review(russian)

    assert compare().rumours.shown == ()
    assert compare().rumours.total == 0


def test_each_country_keeps_its_own_verdicts(
    compare: Compare, kazakh: Portal, russian: Portal
) -> None:
    shared = claim()
    factories.review(kazakh, claim=shared, verdict="FALSE", verdict_implied=True)
    factories.review(kazakh, claim=shared, verdict="FALSE", verdict_implied=True)
    factories.review(russian, claim=shared)

    [rumour] = compare().rumours.shown

    assert [(seen.code, seen.implied) for seen in rumour.sides.a.verdicts] == [("FALSE", True)]
    assert [seen.code for seen in rumour.sides.b.verdicts] == [""]


def test_the_list_is_bounded_and_says_how_many_there_are(
    compare: Compare, kazakh: Portal, russian: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rumours, "MOST_SHOWN", 1)
    late, early = claim("late"), claim("early")
    for shared, day in ((late, 20), (early, 10)):
        factories.review(kazakh, claim=shared, published_on=date(2020, 4, day))
        factories.review(russian, claim=shared, published_on=date(2020, 4, day))

    found = compare().rumours

    assert [rumour.text for rumour in found.shown] == ["early"]
    assert found.total == 2
