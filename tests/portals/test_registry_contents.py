"""The registry that comes with the code: complete, in three languages, every fact with a source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from django.core.management import call_command

from portals.interchange.registry_files import read_registry
from portals.interchange.registry_values import Registry, Trilingual
from portals.management.commands.load_registry import DEFAULT
from portals.models import Country, Portal, PortalFact, ReportedFigure, RoleAbsence

REGISTRY = read_registry([DEFAULT])


def texts(value: object, where: str = "") -> Iterator[tuple[str, Trilingual]]:
    if isinstance(value, Trilingual):
        yield where, value
    elif is_dataclass(value):
        here = str(getattr(value, "where", where))
        for each in fields(value):
            yield from texts(getattr(value, each.name), f"{here}, {each.name}")
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part, where)


@pytest.mark.parametrize("kind", [each.name for each in fields(Registry)])
def test_every_text_is_there_in_all_three_languages(kind: str) -> None:
    missing = [
        where
        for where, text in texts(getattr(REGISTRY, kind))
        if (text.en or not where.endswith("operator")) and not (text.en and text.ru and text.kk)
    ]
    assert missing == []


def test_every_country_of_iso_3166_1_has_its_place() -> None:
    codes = [country.code for country in REGISTRY.countries]
    assert len(codes) == len(set(codes)) == 249
    assert [each.code for each in REGISTRY.countries if each.position < 100] == ["KZ", "RU"]


def test_no_two_countries_share_a_name() -> None:
    for language in ("en", "ru", "kk"):
        names = [getattr(country.name, language) for country in REGISTRY.countries]
        assert len(names) == len(set(names)), language


def test_every_portal_names_its_sources() -> None:
    assert [portal.slug for portal in REGISTRY.portals if not portal.sources] == []


def test_portals_that_have_ended_are_described_and_not_watched() -> None:
    watched = {portal.slug: portal.watch is not None for portal in REGISTRY.portals}
    assert not watched["coronafake-ru"]
    assert not watched["stopkoronavirus-rf"]
    assert watched["stopfake-kz"]


@pytest.mark.django_db
def test_figures_that_disagree_are_both_kept_and_russias_empty_role_is_named() -> None:
    call_command("load_registry", "--unwatched")
    figures = ReportedFigure.objects.filter(portal__slug="stopfake-kz", metric="debunks")
    assert {int(figure.value) for figure in figures} == {91, 2000}
    absence = RoleAbsence.objects.get()
    assert (absence.country_id, absence.role) == ("RU", "communications_service")
    assert Portal.objects.get(slug="stopkoronavirus-rf").successor is not None
    assert list(Country.objects.values_list("code", flat=True)[:2]) == ["KZ", "RU"]
    assert PortalFact.objects.filter(portal__slug="coronafake-ru", source="P").count() > 3
