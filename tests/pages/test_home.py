"""The first page: two countries side by side, and what to do where there is nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from portals.models import Country
from tests import factories
from tests.pages.conftest import Scene, imported

pytestmark = pytest.mark.django_db


def text_of(client: Client, url: str = "/") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_empty_archive_says_what_to_do_first(client: Client) -> None:
    page = text_of(client)
    assert "The archive is empty" in page
    assert "/about/#start" in page
    assert "manage.py load_registry" in text_of(client, "/about/")


def test_the_two_first_countries_stand_side_by_side_in_their_order(
    client: Client, scene: Scene
) -> None:
    page = text_of(client)
    assert page.index('id="country-KZ"') < page.index('id="country-RU"')


def test_no_country_is_written_into_the_page(client: Client) -> None:
    for position, code in enumerate(("UZ", "GE", "AM"), start=1):
        Country.objects.create(code=code, name_en=f"Land {code}", position=position)
        factories.portal(of=code)
    page = text_of(client)
    assert "Land UZ" in page
    assert "Land GE" in page
    assert "Land AM" not in page
    assert "1 more country is in the archive." in page
    assert "Kazakhstan" not in page


def test_a_country_without_a_portal_is_not_shown(client: Client) -> None:
    factories.country("KZ")
    assert "The archive is empty" in text_of(client)


def test_what_was_not_captured_is_not_shown_as_zero(client: Client) -> None:
    factories.portal("later", of="KZ", is_watched=True)
    page = text_of(client)
    assert "Not captured" in page
    assert "No snapshot of a fact-checking portal got an answer so far." in page
    assert 'class="value"' not in page


def test_a_captured_portal_without_debunks_has_zero(client: Client) -> None:
    factories.snapshot(factories.portal(of="KZ", is_watched=True), fetched=3)
    assert 'provenance=captured">0</a>' in text_of(client)


def test_a_snapshot_without_an_answer_captures_nothing(client: Client) -> None:
    down = factories.portal("down", of="KZ", is_watched=True)
    factories.snapshot(down, state="unreachable", reason="No answer from the site.", fetched=0)
    page = text_of(client)
    assert "No answer from the site." in page
    assert 'class="value"' not in page


def test_counts_stand_with_their_coverage_and_imports_stand_apart(
    client: Client, scene: Scene
) -> None:
    page = text_of(client)
    assert 'country=KZ&amp;provenance=captured">2</a>' in page
    assert 'country=KZ&amp;state=withdrawn">1</a>' in page
    assert 'country=KZ&amp;provenance=imported">1</a>' in page
    assert "1 snapshot of the fact-checking portals" in page


def test_a_translation_is_not_counted_again(client: Client, scene: Scene) -> None:
    assert scene.translation.translation_of == scene.edited
    assert 'country=KZ&amp;provenance=captured">2</a>' in text_of(client)


def test_a_portal_that_is_gone_says_so(client: Client) -> None:
    factories.portal("coronafake", of="RU", ended="2021")
    page = text_of(client)
    assert "No longer online, ended 2021" in page
    assert "1 portal is described from sources and not captured" in page


def test_sample_portals_are_announced_and_real_ones_are_not(client: Client) -> None:
    factories.portal("real", of="KZ")
    assert "This is a demonstration" not in text_of(client)
    factories.portal("made-up", of="KZ", is_sample=True)
    assert "This is a demonstration" in text_of(client)


def test_an_import_does_not_push_captured_debunks_off_the_page(
    client: Client, scene: Scene
) -> None:
    for number in range(100, 110):
        imported(number)
    page = text_of(client)
    assert "Фейк: вакцина смертельна" in page
    assert "Imported claim 105" not in page


def test_the_newest_changes_are_named(client: Client, scene: Scene) -> None:
    page = text_of(client)
    assert "<strong>Withdrawn</strong>" in page
    assert "<strong>Edited</strong>" in page
    assert "<strong>Appeared</strong>" not in page
