"""The replay host: archived payloads, made harmless, and nothing of the site."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from portals.models import Outcome
from tests import factories
from tests.archived import archive, page_at

pytestmark = pytest.mark.django_db
REPLAY = "replay.example"
NOON = datetime(2020, 4, 1, 12, 0, 0, tzinfo=UTC)
AT = "20200401120000"


@pytest.fixture(autouse=True)
def _hosts(settings: Settings, tmp_path: Path) -> None:
    settings.WARC_ROOT = tmp_path
    settings.SITE_ORIGIN, settings.SITE_HOST = "http://site.example", "site.example"
    settings.REPLAY_ORIGIN, settings.REPLAY_HOST = f"http://{REPLAY}", REPLAY
    settings.ALLOWED_HOSTS = ["site.example", REPLAY]


@pytest.fixture
def replay() -> Client:
    return Client(headers={"host": REPLAY})


@pytest.fixture
def site() -> Client:
    return Client(headers={"host": "site.example"})


def test_a_page_is_replayed_under_a_policy_that_lets_it_do_nothing(replay: Client) -> None:
    archive(page_at("http://portal.example/a"), b"<p>words</p><script>1</script>")

    response = replay.get(f"/replay/{AT}/http://portal.example/a")

    assert response.content == b"<html><body><p>words</p></body></html>"
    assert response["Content-Type"] == "text/html; charset=utf-8"
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-top-navigation-by-user-activation; default-src 'none';")
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert "frame-ancestors http://site.example" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Memento-Datetime"] == "Wed, 01 Apr 2020 12:00:00 GMT"
    assert "X-Frame-Options" not in response


def test_no_cookie_is_set_and_none_is_read_on_the_replay_host(
    replay: Client, django_user_model: type
) -> None:
    archive(page_at("http://portal.example/a"), b"<p>words</p>")
    replay.force_login(django_user_model.objects.create_user("editor"))  # type: ignore[attr-defined]
    response = replay.get(f"/replay/{AT}/http://portal.example/a")
    assert "Set-Cookie" not in response
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    "path",
    [
        "/index.html",
        "/admin/",
        "/admin/login/",
        "/portals/",
        "/static/css/base.css",
        "/ru/debunks/",
    ],
)
def test_nothing_of_the_site_is_served_on_the_replay_host(replay: Client, path: str) -> None:
    response = replay.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize("host", ["REPLAY.example", "replay.example:8443", "replay.example."])
def test_the_replay_host_is_known_in_every_spelling(host: str) -> None:
    response = Client(headers={"host": host}).get("/admin/login/")
    assert response.status_code == 404


def test_the_front_page_of_the_replay_host_sends_people_to_the_site(replay: Client) -> None:
    assert replay.get("/")["Location"] == "http://site.example/"


@pytest.mark.parametrize("path", ["/replay/{}/{}", "/replay/raw/{}/{}", "/ru/replay/{}/{}"])
def test_no_archived_byte_is_served_on_the_site(site: Client, path: str) -> None:
    page = page_at("http://portal.example/a")
    archive(page, b"<p>words</p>")
    assert site.get(path.format(AT, page.url)).status_code == 404


def test_the_replay_host_answers_no_post(replay: Client) -> None:
    archive(page_at("http://portal.example/a"), b"x")
    assert replay.post(f"/replay/{AT}/http://portal.example/a").status_code == 405


def test_with_one_host_for_both_nothing_is_replayed(site: Client, settings: Settings) -> None:
    """A wrong setting must close replay, not open the site to archived pages."""
    settings.REPLAY_HOST = settings.SITE_HOST
    archive(page_at("http://portal.example/a"), b"x")
    assert site.get(f"/replay/{AT}/http://portal.example/a").status_code == 404


def test_a_page_in_windows_1251_is_readable(replay: Client) -> None:
    body = "<meta charset=windows-1251><title>Слух</title><p>Вакцина</p>".encode("cp1251")
    archive(page_at("http://portal.example/a"), body, "text/html; charset=windows-1251")
    text = replay.get(f"/replay/{AT}/http://portal.example/a").content.decode()
    assert "<p>Вакцина</p>" in text
    assert "windows-1251" not in text


def test_an_invented_or_dangerous_charset_is_harmless(replay: Client) -> None:
    for number, charset in enumerate(["utf-7", "klingon", "utf-16", "base64", "rot13"]):
        url = f"http://portal{number}.example/a"
        archive(
            page_at(url),
            b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
            f"text/html; charset={charset}",
        )
        response = replay.get(f"/replay/{AT}/{url}")
        assert response.status_code == 200
        assert b"<script" not in response.content


def test_a_compressed_answer_is_replayed_unpacked_and_downloaded_as_received(
    replay: Client,
) -> None:
    packed = gzip.compress(b"<p>packed</p>")
    archive(page_at("http://portal.example/a"), packed, headers={"Content-Encoding": "gzip"})
    assert b"<p>packed</p>" in replay.get(f"/replay/{AT}/http://portal.example/a").content
    assert replay.get(f"/replay/raw/{AT}/http://portal.example/a").content == packed


def test_a_revisit_replays_the_payload_it_refers_to(replay: Client) -> None:
    page = page_at("http://portal.example/a")
    first = archive(page, b"<p>same</p>", at=NOON)
    archive(page, b"<p>same</p>", at=NOON + timedelta(days=1), refers_to=first, changed=False)
    assert b"<p>same</p>" in replay.get(f"/replay/20200402120000/{page.url}").content


def test_a_requisite_is_taken_from_the_nearest_time(replay: Client) -> None:
    page = page_at("http://portal.example/s.css")
    archive(page, b"a{color:red}", "text/css", at=NOON)
    archive(page, b"a{color:blue}", "text/css", at=NOON + timedelta(days=10))
    assert b"red" in replay.get(f"/replay/20200402120000/{page.url}").content
    assert b"blue" in replay.get(f"/replay/20200409120000/{page.url}").content
    assert b"blue" in replay.get(f"/replay/20260409120000/{page.url}").content


def test_an_archived_picture_is_found_and_another_stays_blank(replay: Client) -> None:
    page = page_at("http://portal.example/a")
    archive(page, b'<img src="/here.png?v=1"><img src="/gone.png">')
    archive(page_at("http://portal.example/here.png?v=1", page.portal), b"png", "image/png")
    html = replay.get(f"/replay/{AT}/{page.url}").content.decode()
    path = f"/replay/{AT}/http://portal.example/here.png%3Fv=1"
    assert html.count("src=") == 2
    assert f'src="{path}"' in html
    assert 'src=""' in html
    assert replay.get(path)["Content-Type"] == "image/png"


def test_an_svg_picture_is_served_as_a_picture_that_can_run_nothing(replay: Client) -> None:
    archive(page_at("http://portal.example/a.svg"), b"<svg onload='x()'/>", "image/svg+xml")
    response = replay.get(f"/replay/{AT}/http://portal.example/a.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"].startswith("sandbox ")
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("media_type", ["application/javascript", "application/pdf", "video/mp4"])
def test_a_kind_that_is_not_replayed_is_only_offered_for_download(
    replay: Client, media_type: str
) -> None:
    archive(page_at("http://portal.example/x"), b"%PDF", media_type)
    assert replay.get(f"/replay/{AT}/http://portal.example/x").status_code == 404
    raw = replay.get(f"/replay/raw/{AT}/http://portal.example/x")
    assert raw["Content-Type"] == "application/octet-stream"
    assert raw["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize("media_type", ["text/xml", "application/json", "text/plain"])
def test_other_texts_are_shown_as_plain_text(replay: Client, media_type: str) -> None:
    archive(page_at("http://portal.example/x"), b"<html><script>1</script>", media_type)
    response = replay.get(f"/replay/{AT}/http://portal.example/x")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_a_download_has_a_name_that_no_header_can_break(replay: Client) -> None:
    archive(page_at('http://portal.example/a"%0d%0aSet-Cookie:x.html'), b"x")
    response = replay.get(f"/replay/raw/{AT}/http://portal.example/a%22%250d%250aSet-Cookie:x.html")
    assert response["Content-Disposition"] == f'attachment; filename="{AT}-a_Set-Cookie_x.html"'


def test_links_keep_the_reader_s_language(replay: Client) -> None:
    archive(page_at("http://portal.example/a"), b'<a href="/b">b</a>')
    html = replay.get(f"/kk/replay/{AT}/http://portal.example/a").content.decode()
    assert f'href="http://site.example/kk/archive/{AT}/http://portal.example/b"' in html
    assert replay.get(f"/de/replay/{AT}/http://portal.example/a").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/replay/yesterday/http://portal.example/a",
        "/replay/20201340000000/http://portal.example/a",
        "/replay/20200401120000/http://portal.example/%ff%fe",
        "/replay/20200401120000/http://[broken/",
        "/replay/20200401120000/never-seen",
        "/replay/20200401120000/http://portal.example/%00",
    ],
)
def test_a_bad_address_is_a_sentence_and_no_trace(replay: Client, path: str) -> None:
    response = replay.get(path)
    assert response.status_code == 404
    assert len(response.content) < 300


def test_a_failed_request_has_nothing_to_replay(replay: Client) -> None:
    page = page_at("http://portal.example/a")
    factories.capture(page, outcome=Outcome.TIMEOUT, requested_at=NOON)
    assert replay.get(f"/replay/{AT}/{page.url}").status_code == 404


def test_a_missing_warc_file_is_said_in_words(replay: Client, tmp_path: Path) -> None:
    capture = archive(page_at("http://portal.example/a"), b"x")
    assert capture.warc_file
    (tmp_path / capture.warc_file.path).unlink()
    response = replay.get(f"/replay/{AT}/http://portal.example/a")
    assert response.status_code == 404
    assert "is not there" in response.content.decode()


def test_a_page_of_five_megabytes_is_replayed(replay: Client) -> None:
    archive(page_at("http://portal.example/a"), b"<p>x <b>y</b> z</p>" * 263_000)
    response = replay.get(f"/replay/{AT}/http://portal.example/a")
    assert response.content.count(b"<b>y</b>") == 263_000
