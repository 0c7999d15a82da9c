"""Changes of debunks as they were found, with what was changed; and the feeds."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from factchecks.models import ClaimReview
from tests.pages.conftest import Scene, change

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def text_of(client: Client, status: int = 200, **query: str) -> str:
    response = client.get("/changes/", query)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_edits_and_withdrawals_are_shown_and_appearances_are_not(
    client: Client, scene: Scene
) -> None:
    page = text_of(client)
    assert "2 changes" in page
    assert "<strong>Edited</strong>" in page
    assert "<strong>Withdrawn</strong>" in page
    assert "<strong>Appeared</strong>" not in page
    assert "<strong>Appeared</strong>" in text_of(client, kind="appeared")


def test_an_edit_shows_its_words(client: Client, scene: Scene) -> None:
    page = text_of(client, kind="edited")
    assert "прививка <del>" in page
    assert "опасна<span" in page


def test_why_a_debunk_counts_as_withdrawn_is_no_text_of_the_portal(
    client: Client, scene: Scene
) -> None:
    change(scene.undecided, "withdrawn", after="The page is no debunk any more.")
    page = text_of(client, kind="withdrawn")
    assert '<p class="small">The page is no debunk any more.</p>' in page
    assert "<ins>" not in page


def test_filters_by_country_and_kind(client: Client, scene: Scene) -> None:
    assert "No change was found" in text_of(client, country="RU")
    assert "1 change<" in text_of(client, country="KZ", kind="withdrawn")


@pytest.mark.parametrize("query", [{"country": "XX"}, {"kind": "improved"}])
def test_a_wrong_value_is_named(client: Client, scene: Scene, query: dict[str, str]) -> None:
    assert "This question cannot be answered" in text_of(client, 400, **query)


def test_nothing_found_is_explained(client: Client) -> None:
    assert "A change can be seen only between two captures." in text_of(client)


def test_changes_of_what_is_no_debunk_are_not_shown(client: Client, scene: Scene) -> None:
    ClaimReview.objects.update(is_rejected=True)
    assert "No change was found" in text_of(client)


def test_a_very_long_text_is_left_to_its_own_page(client: Client, scene: Scene) -> None:
    change(scene.undecided, "edited", "body", "а " * 40_000, "б " * 40_000)
    assert "too long to be compared in a list" in text_of(client)


def test_the_number_of_queries_does_not_grow(
    client: Client, scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        change(scene.elsewhere, "edited", "title", "a", "b")
    with django_assert_num_queries(4):
        client.get("/changes/")


@pytest.mark.parametrize(("feed", "entries"), [("debunks", 5), ("changes", 2)])
def test_feeds_are_atom_and_escape_what_portals_wrote(
    client: Client, scene: Scene, feed: str, entries: int
) -> None:
    ClaimReview.objects.filter(pk=scene.edited.pk).update(title="<b>Фейк</b> & \x0bвакцина")
    response = client.get(f"/feeds/{feed}/")
    assert response["Content-Type"].startswith("application/atom+xml")
    tree = etree.fromstring(response.content)
    assert len(tree.findall(f"{ATOM}entry")) == entries
    titles = [title.text or "" for title in tree.iterfind(f"{ATOM}entry/{ATOM}title")]
    assert any("<b>Фейк</b> & " in title for title in titles)


def test_feeds_of_an_empty_archive_are_feeds(client: Client) -> None:
    for feed in ("debunks", "changes"):
        assert etree.fromstring(client.get(f"/feeds/{feed}/").content).tag == f"{ATOM}feed"
