"""The pages of all portals and of one portal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portals.models import (
    Change,
    Outcome,
    PortalFact,
    ReportedFigure,
    RoleAbsence,
    SnapshotState,
    Source,
)
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime(2020, 4, 1, 9, 30, tzinfo=UTC)


def source(code: str = "P") -> Source:
    return Source.objects.get_or_create(code=code, defaults={"citation": f"Citation {code}"})[0]


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_an_empty_archive_says_what_to_do(client: Client) -> None:
    text = text_of(client, "/portals/")
    assert "does not know a single portal yet" in text
    assert "load_registry" in text


def test_portals_stand_under_their_country_in_its_fixed_order(client: Client) -> None:
    factories.portal("b-ru", of="RU")
    factories.portal("a-kz", of="KZ", roles=["media_outlet"])
    factories.portal("z-kz", of="KZ", roles=["fact_check"])
    text = text_of(client, "/portals/")
    places = [text.index(f">{slug}</a>") for slug in ("z-kz", "a-kz", "b-ru")]
    assert places == sorted(places)
    assert text.index("Kazakhstan</span>") < text.index("Russia</span>")


def test_the_list_is_narrowed_by_country_and_role(client: Client) -> None:
    factories.portal("kz-check", of="KZ", roles=["fact_check"])
    factories.portal("kz-fund", of="KZ", roles=["support_fund"])
    factories.portal("ru-check", of="RU", roles=["fact_check"])
    text = text_of(client, "/portals/?country=kz&role=fact_check")
    assert "kz-check" in text
    assert "kz-fund" not in text
    assert "ru-check" not in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("country=XX", "knows no country “XX”"),
        ("country=%00%27", "knows no country"),
        ("role=wizard", "There is no role “wizard”"),
    ],
)
def test_a_filter_value_that_does_not_exist_is_named_and_hides_nothing(
    client: Client, query: str, sentence: str
) -> None:
    factories.portal("kz-check")
    text = text_of(client, f"/portals/?{query}")
    assert sentence in text
    assert "kz-check" in text


def test_each_portal_says_whether_anybody_looks_at_it(client: Client) -> None:
    factories.portal("seen", is_watched=True)
    factories.portal("told")
    factories.portal("gone", ended="2023-10-31")
    factories.portal("siteless", home_url="")
    text = text_of(client, "/portals/")
    assert "not watched: no longer online" in text
    assert "described only: not watched" in text
    assert "described only: has no site of its own" in text
    assert "until 2023-10-31" in text


def test_a_portal_that_a_source_calls_gone_is_gone_though_nobody_knows_since_when(
    client: Client,
) -> None:
    portal = factories.portal("lost")
    PortalFact.objects.create(
        portal=portal, feature="gone", text_en="Gone by 2026", source=source()
    )
    assert "not watched: no longer online" in text_of(client, "/portals/")
    assert "(no longer online)" in text_of(client, "/portals/lost/")


def test_a_portal_without_snapshots_has_no_count_of_debunks(client: Client) -> None:
    factories.portal("told")
    text = text_of(client, "/portals/")
    assert "not captured" in text
    assert "none read" not in text


def test_a_portal_with_snapshots_and_no_debunk_says_so(client: Client) -> None:
    portal = factories.portal("quiet", is_watched=True)
    factories.snapshot(portal)
    assert "none read" in text_of(client, "/portals/")
    assert "No debunk was found in its pages." in text_of(client, "/portals/quiet/")


def test_debunks_are_counted_once_and_lead_to_their_list(client: Client) -> None:
    portal = factories.portal("busy")
    factories.snapshot(portal)
    first = factories.review(portal, themes=["A", "B"])
    factories.review(portal, translation_of=first)
    factories.review(portal, is_rejected=True)
    text = text_of(client, "/portals/busy/")
    assert '<a href="/debunks/?portal=busy">1</a>' in text
    assert '<a href="/debunks/?portal=busy">1</a>' in text_of(client, "/portals/")


def test_features_carry_the_mark_of_their_source(client: Client) -> None:
    portal = factories.portal("told")
    PortalFact.objects.create(portal=portal, feature="videos", text_en="Videos", source=source("P"))
    text = text_of(client, "/portals/")
    assert (
        'Videos<sup class="source-mark"><a href="#source-P" title="Citation P">P</a></sup>' in text
    )
    assert '<dt id="source-P">' in text


def test_an_empty_role_is_named_with_its_source(client: Client) -> None:
    factories.portal("any", of="RU")
    RoleAbsence.objects.create(
        country=factories.country("RU"),
        role="communications_service",
        text_en="There is none.",
        source=source(),
    )
    text = text_of(client, "/portals/")
    assert "Roles that nobody fills" in text
    assert "There is none." in text


def test_a_sample_portal_is_marked_as_one(client: Client) -> None:
    factories.portal("made-up", is_sample=True)
    assert "Sample content" in text_of(client, "/portals/")
    assert "written by us for the demonstration" in text_of(client, "/portals/made-up/")


def test_the_list_asks_the_database_as_often_for_fifty_portals_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(50):
        portal = factories.portal(f"p{number}", of="KZ" if number % 2 else "RU")
        factories.snapshot(portal)
        PortalFact.objects.create(
            portal=portal, feature="videos", text_en="Videos", source=source()
        )
    with django_assert_max_num_queries(12):
        client.get("/portals/")


def test_a_portal_that_does_not_exist_is_a_page_that_helps(client: Client) -> None:
    factories.portal("stopfake-kz")
    text = text_of(client, "/portals/stopfake-kg/", 404)
    assert "no portal with the short name “stopfake-kg”" in text
    assert "/portals/stopfake-kz/" in text


def test_a_nul_in_a_portals_address_is_no_stack_trace(client: Client) -> None:
    factories.portal("stopfake-kz")
    assert "/portals/stopfake-kz/" in text_of(client, "/portals/stopfake%00/", 404)
    assert "/portals/stopfake-kz/" in text_of(client, "/portals/%00/", 404)


def test_a_portal_that_never_answered_is_not_said_to_have_no_debunks(client: Client) -> None:
    down = factories.portal("down", is_watched=True)
    factories.snapshot(down, state=SnapshotState.UNREACHABLE, fetched=0)
    quiet = factories.portal("quiet", is_watched=True)
    factories.snapshot(quiet, state=SnapshotState.COMPLETE, fetched=3)
    text = text_of(client, "/portals/down/")
    assert "No debunk was found" not in text
    assert "not captured" in text
    assert "No debunk was found" in text_of(client, "/portals/quiet/")
    listed = text_of(client, "/portals/")
    assert listed.count("none read") == 1


def test_a_portal_without_a_snapshot_says_that_nothing_is_known(client: Client) -> None:
    factories.portal("waiting", is_watched=True)
    factories.portal("gone", ended="2021")
    assert "not the same as nothing being there" in text_of(client, "/portals/waiting/")
    assert "went offline before the archive could look" in text_of(client, "/portals/gone/")


def test_the_calendar_counts_the_snapshots_of_each_day_and_shows_the_worst(
    client: Client,
) -> None:
    portal = factories.portal("seen")
    factories.snapshot(portal, started_at=DAY)
    factories.snapshot(portal, started_at=DAY + timedelta(hours=6), state=SnapshotState.UNREACHABLE)
    factories.snapshot(portal, started_at=DAY + timedelta(days=40))
    text = text_of(client, "/portals/seen/")
    assert "April 2020" in text
    assert "May 2020" in text
    assert "March 2020" not in text
    assert '<td class="day day-unreachable"><a href="?day=2020-04-01#snapshots">' in text
    assert '<span class="visually-hidden">Unreachable:</span> 2</span>' in text


def test_a_day_of_the_calendar_lists_its_snapshots_with_their_reasons(client: Client) -> None:
    portal = factories.portal("seen")
    factories.snapshot(portal, started_at=DAY, state="partial", reason="Two pages timed out.")
    factories.snapshot(portal, started_at=DAY + timedelta(days=1), state="blocked", reason="No.")
    text = text_of(client, "/portals/seen/?day=2020-04-01")
    assert "Two pages timed out." in text
    assert "Snapshots of" in text
    assert text.count('<span class="small soft">') == 1


def test_years_without_snapshots_are_not_offered(client: Client) -> None:
    portal = factories.portal("seen")
    factories.snapshot(portal, started_at=DAY)
    factories.snapshot(portal, started_at=DAY.replace(year=2023))
    text = text_of(client, "/portals/seen/?year=2020")
    assert "April 2020" in text
    assert "April 2023" not in text
    assert "?year=2021" not in text
    assert "April 2023" in text_of(client, "/portals/seen/?year=1812")


@pytest.mark.parametrize("day", ["2020-02-30", "yesterday", "%00", "99999-01-01"])
def test_a_day_that_does_not_exist_is_named(client: Client, day: str) -> None:
    portal = factories.portal("seen")
    factories.snapshot(portal, started_at=DAY)
    assert "is no day that exists" in text_of(client, f"/portals/seen/?day={day}")


def test_pages_are_found_by_a_part_of_their_address(client: Client) -> None:
    portal = factories.portal("seen")
    factories.snapshot(portal)
    factories.page(portal, "/news/flood")
    factories.page(portal, "/about")
    text = text_of(client, "/portals/seen/?q=flood")
    assert "/news/flood" in text
    assert "/about</a>" not in text
    assert "No page of this portal has “zzz”" in text_of(client, "/portals/seen/?q=zzz")


def test_what_the_first_snapshot_found_did_not_appear_just_then(client: Client) -> None:
    portal = factories.portal("seen")
    first = factories.snapshot(portal, started_at=DAY)
    second = factories.snapshot(portal, started_at=DAY + timedelta(days=1))
    for path, snapshot in (("/old", first), ("/new", second)):
        page = factories.page(portal, path)
        capture = factories.capture(page, snapshot=snapshot, requested_at=snapshot.started_at)
        Change.objects.create(
            page=page, kind="appeared", after=capture, found_at=capture.requested_at
        )
    text = text_of(client, "/portals/seen/?q=nothing")
    assert "/new</a>" in text
    assert "/old</a>" not in text


def test_a_reported_figure_stands_beside_ours_and_never_instead(client: Client) -> None:
    portal = factories.portal("busy")
    factories.snapshot(portal)
    factories.review(portal)
    ReportedFigure.objects.create(
        key="x", portal=portal, metric="debunks", label_en="Debunked messages", value=12345,
        as_of="2020-10-21", as_of_last_day=DAY.date(), source=source(), qualifier="over",
    )  # fmt: skip
    text = text_of(client, "/portals/busy/")
    assert "over 12 345" in text
    assert '<td class="num">1</td>' in text


def test_a_figure_that_we_cannot_count_is_not_shown_as_zero(client: Client) -> None:
    portal = factories.portal("told")
    ReportedFigure.objects.create(
        key="x", portal=portal, metric="debunks", label_en="Debunked", value=178,
        as_of="2020-11", as_of_last_day=DAY.date(), source=source(),
    )  # fmt: skip
    assert '<td class="empty">not captured</td>' in text_of(client, "/portals/told/")


def test_the_page_of_a_large_portal_asks_a_bounded_number_of_questions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    portal = factories.portal("large")
    for number in range(40):
        snapshot = factories.snapshot(portal, started_at=DAY + timedelta(days=number))
        factories.capture(factories.page(portal), snapshot=snapshot, outcome=Outcome.TIMEOUT)
    with django_assert_max_num_queries(20):
        client.get("/portals/large/")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_both_pages_exist_in_every_language(client: Client, language: str) -> None:
    portal = factories.portal("seen", name_ru="Имя", name_kk="Аты")
    factories.snapshot(portal)
    name = {"ru": "Имя", "kk": "Аты"}[language]
    assert name in text_of(client, f"/{language}/portals/")
    assert name in text_of(client, f"/{language}/portals/seen/")
