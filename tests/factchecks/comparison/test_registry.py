"""Portals by role, reported figures beside ours, and the timeline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from factchecks.comparison.roles import RoleRow
from portals.models import Event, Portal, PortalFact, ReportedFigure, RoleAbsence, Source
from tests import factories
from tests.factchecks.comparison.conftest import Compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Source:
    return Source.objects.create(code="P", citation="The paper", doi="10.1/x")


def role(rows: tuple[RoleRow, ...], code: str) -> RoleRow:
    return next(row for row in rows if row.role == code)


def figure(portal: Portal, source: Source, **fields: Any) -> ReportedFigure:
    fields.setdefault("key", f"figure-{ReportedFigure.objects.count()}")
    fields.setdefault("metric", "debunks")
    fields.setdefault("value", Decimal(91))
    fields.setdefault("as_of", "2020-10-21")
    fields.setdefault("as_of_last_day", date(2020, 10, 21))
    return ReportedFigure.objects.create(
        portal=portal, source=source, label_en="Debunked", **fields
    )


def test_an_empty_cell_with_a_reason_gives_the_reason_and_its_source(
    compare: Compare, paper: Source
) -> None:
    factories.portal("ortcom", of="KZ", roles=["communications_service"])
    RoleAbsence.objects.create(
        country=factories.country("RU"),
        role="communications_service",
        text_en="Russia has none.",
        source=paper,
    )

    cells = role(compare().roles, "communications_service").cells

    assert [portal.slug for portal in cells.a.portals] == ["ortcom"]
    assert cells.b.portals == ()
    assert cells.b.absence is not None
    assert cells.b.absence.text == "Russia has none."
    assert cells.b.absence.url == "https://doi.org/10.1/x"


def test_an_empty_cell_without_a_reason_gives_none(compare: Compare) -> None:
    cells = role(compare().roles, "support_fund").cells

    assert cells.a.portals == ()
    assert cells.a.absence is None


def test_a_portal_with_several_roles_is_described_once(compare: Compare) -> None:
    factories.portal(of="KZ", roles=["statistics", "official_information"])

    rows = compare().roles

    [first] = role(rows, "official_information").cells.a.portals
    [second] = role(rows, "statistics").cells.a.portals
    assert first.shown_under == second.shown_under == "official_information"


def test_what_sources_say_of_a_portal_keeps_its_source(compare: Compare, paper: Source) -> None:
    portal = factories.portal(of="KZ")
    for feature in ("described", "videos"):
        PortalFact.objects.create(portal=portal, feature=feature, text_en=feature, source=paper)

    comparison = compare()

    [card] = role(comparison.roles, "fact_check").cells.a.portals
    assert [(said.text, said.code) for said in card.features] == [("videos", "P")]
    assert [said.code for said in card.described_in] == ["P"]
    assert comparison.references["P"].number == 1


def test_our_count_beside_a_figure_is_of_the_same_day(compare: Compare, paper: Source) -> None:
    portal = factories.portal(of="KZ")
    original = factories.review(portal, published_on=date(2020, 10, 21))
    factories.review(portal, published_on=date(2020, 10, 1), translation_of=original)
    factories.review(portal, published_on=date(2020, 10, 22))
    factories.review(portal, published_on=None)
    factories.review(factories.portal(of="KZ"), published_on=date(2020, 10, 1))
    figure(portal, paper)

    [row] = compare().figures.a

    assert (row.value, row.ours, row.undated) == (Decimal(91), 1, 1)


def test_a_figure_of_one_year_is_beside_our_count_of_that_year(
    compare: Compare, paper: Source
) -> None:
    portal = factories.portal(of="KZ")
    for day in (date(2020, 12, 31), date(2021, 1, 1), date(2022, 1, 1)):
        factories.review(portal, published_on=day)
    figure(portal, paper, metric="debunks_in_year", as_of="2021", as_of_last_day=date(2021, 12, 31))

    [row] = compare().figures.a

    assert row.ours == 1


def test_themes_are_counted_once_each(compare: Compare, paper: Source) -> None:
    portal = factories.portal(of="KZ")
    factories.review(portal, themes=["VACC", "SCAM"])
    factories.review(portal, themes=["VACC"])
    figure(portal, paper, metric="themes", value=Decimal(37))
    figure(portal, paper)

    rows = {row.metric: row.ours for row in compare().figures.a}

    assert rows == {"themes": 2, "debunks": 2}


def test_a_figure_about_a_portal_that_was_not_captured_has_no_count_of_ours(
    compare: Compare, paper: Source
) -> None:
    figure(factories.portal(of="RU"), paper)

    [row] = compare().figures.b

    assert row.is_countable
    assert row.ours is None


def test_what_we_cannot_count_is_said_to_be_so(compare: Compare, paper: Source) -> None:
    portal = factories.portal(of="RU", roles=["support_fund"])
    factories.snapshot(portal)
    figure(portal, paper, metric="volunteers", value=Decimal(120_000))

    [row] = compare().figures.b

    assert not row.is_countable
    assert row.ours is None


def test_figures_that_contradict_each_other_are_both_shown(compare: Compare, paper: Source) -> None:
    portal = factories.portal(of="KZ")
    figure(portal, paper)
    figure(portal, paper, value=Decimal(2000), as_of="2021", as_of_last_day=date(2021, 12, 31))

    rows = compare().figures.a

    assert [row.value for row in rows] == [91, 2000]
    assert all(row.has_rivals for row in rows)


def test_period_and_language_do_not_narrow_the_figures(compare: Compare, paper: Source) -> None:
    portal = factories.portal(of="KZ")
    factories.review(portal, published_on=date(2020, 4, 1), language="ru")
    figure(portal, paper)

    [row] = compare(start=date(2021, 1, 1), language="kk").figures.a

    assert row.ours == 1


def test_the_timeline_has_events_of_both_countries_in_order(
    compare: Compare, paper: Source
) -> None:
    for code, day in (("RU", date(2020, 3, 16)), ("KZ", date(2020, 3, 13)), ("UA", date.min)):
        Event.objects.create(
            key=code,
            country=factories.country(code),
            happened=day.isoformat(),
            sort_date=day,
            text_en=code,
            source=paper,
        )

    assert [(event.event.text, event.is_b) for event in compare().timeline] == [
        ("KZ", False),
        ("RU", True),
    ]
    assert [event.event.text for event in compare(start=date(2020, 3, 14)).timeline] == ["RU"]
