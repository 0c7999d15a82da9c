"""One capture, all captures of an address, and addresses that the archive does not have."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from portals.history import fixity
from portals.models import Capture, Outcome
from tests import factories
from tests.archived import archive, page_at

pytestmark = pytest.mark.django_db
NOON = datetime(2020, 4, 1, 12, 0, 0, 250_000, tzinfo=UTC)
AT = "20200401120000"
URL = "http://portal.example/a"


@pytest.fixture(autouse=True)
def _warc_root(settings: Settings, tmp_path: Path) -> None:
    settings.WARC_ROOT = tmp_path


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_a_capture_shows_its_evidence(client: Client) -> None:
    capture = archive(page_at(URL), b"<p>words</p>", at=NOON, headers={"Server": "old-httpd"})
    text = text_of(client, f"/archive/{AT}/{URL}")
    assert capture.warc_file
    for expected in (
        "Received",
        "HTTP 200",
        "2020-04-01 12:00:00 UTC",
        capture.payload_sha256,
        capture.warc_file.path,
        capture.warc_record_id.strip("<>"),
        "old-httpd",
        "Verify now",
    ):
        assert expected in text


def test_the_archived_page_is_framed_from_the_replay_host_in_a_sandbox(
    client: Client, settings: Settings
) -> None:
    archive(page_at(URL), b"<p>words</p><script>alert(1)</script>", at=NOON)
    text = text_of(client, f"/archive/{AT}/{URL}")
    assert f'src="{settings.REPLAY_ORIGIN}/replay/{AT}/{URL}"' in text
    assert 'sandbox="allow-top-navigation-by-user-activation"' in text
    assert "alert(1)" not in text
    assert f'src="{settings.REPLAY_ORIGIN}/ru/replay/' in text_of(client, f"/ru/archive/{AT}/{URL}")


def test_the_answer_is_a_memento(client: Client) -> None:
    archive(page_at(URL), b"x", at=NOON)
    response = client.get(f"/archive/{AT}/{URL}")
    assert response["Memento-Datetime"] == "Wed, 01 Apr 2020 12:00:00 GMT"
    assert f'<{URL}>; rel="original"' in response["Link"]
    assert 'rel="timemap"' in response["Link"]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("20200401120001", AT),
        ("20200101000000", AT),
        ("2020", AT),
        ("20200409000000", "20200410120000"),
        ("20990101000000", "20200410120000"),
        ("202004", AT),
    ],
)
def test_another_time_leads_to_the_nearest_capture(client: Client, asked: str, given: str) -> None:
    page = page_at(URL)
    archive(page, b"x", at=NOON)
    archive(page, b"y", at=NOON + timedelta(days=9))
    response = client.get(f"/archive/{asked}/{URL}")
    assert response.status_code == 302
    assert response["Location"] == f"/archive/{given}/{URL}"
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "spelling",
    [
        "http://portal.example/%D1%81%D0%BB%D1%83%D1%85?p=1",
        "http:/portal.example/%D1%81%D0%BB%D1%83%D1%85?p=1",
        "portal.example/%D1%81%D0%BB%D1%83%D1%85?p=1",
        "http://portal.example/%25D1%2581%25D0%25BB%25D1%2583%25D1%2585%3Fp=1",
        "http://portal.example/слух?p=1",
        "https://PORTAL.example:443/%d1%81%D0%BB%D1%83%D1%85?utm_source=x&p=1",
        "http://portal.example/%D1%81%D0%BB%D1%83%D1%85?p=1#part",
    ],
)
def test_an_address_is_found_however_it_is_written(client: Client, spelling: str) -> None:
    archive(page_at("http://portal.example/%D1%81%D0%BB%D1%83%D1%85?p=1"), b"x", at=NOON)
    assert client.get(f"/archive/{AT}/{spelling}").status_code == 200


def test_a_redirect_to_https_in_the_same_second_hides_neither_capture(client: Client) -> None:
    plain = page_at("http://portal.example/")
    factories.capture(
        plain, outcome=Outcome.REDIRECTED, status=301, location="https://portal.example/",
        requested_at=NOON,
    )  # fmt: skip
    archive(page_at("https://portal.example/", plain.portal), b"<p>x</p>", at=NOON)
    first = text_of(client, f"/archive/{AT}/http://portal.example/")
    assert "Redirected" in first
    assert f'href="/archive/{AT}/https://portal.example/"' in first
    assert "HTTP 200" in text_of(client, f"/archive/{AT}/https://portal.example/")


def test_a_cyrillic_host_is_found_in_either_spelling_and_shown_in_its_own_letters(
    client: Client,
) -> None:
    archive(page_at("https://xn--80aesfpebagmfblc0a.xn--p1ai/"), b"x", at=NOON)
    for host in ("стопкоронавирус.рф", "xn--80aesfpebagmfblc0a.xn--p1ai"):
        assert "https://стопкоронавирус.рф/" in text_of(client, f"/archive/{AT}/https://{host}/")


def test_the_captures_of_an_address_are_listed_with_the_failed_ones(client: Client) -> None:
    page = page_at(URL)
    archive(page, b"x", at=NOON)
    factories.capture(
        page,
        outcome=Outcome.TIMEOUT,
        reason="No answer within 30 seconds.",
        requested_at=NOON + timedelta(days=1),
    )
    text = text_of(client, f"/archive/*/{URL}")
    assert "2 requests for this page" in text
    assert "No answer within 30 seconds." in text
    assert f'href="/archive/{AT}/{URL}"' in text


def test_the_first_capture_differs_from_nothing(client: Client) -> None:
    for hour, body in enumerate((b"<p>one</p>", b"<p>two</p>")):
        archive(page_at(URL), body, at=NOON + timedelta(hours=hour))
    text = text_of(client, f"/archive/*/{URL}")
    assert text.count("this is the first capture") == 1
    assert text.count("differs") == 1
    assert text.index("differs") < text.index("this is the first capture")


def test_a_failed_request_shows_its_reason_and_nothing_to_replay(client: Client) -> None:
    factories.capture(
        page_at(URL),
        outcome=Outcome.DNS_FAILURE,
        reason="The name portal.example does not exist.",
        requested_at=NOON,
    )
    text = text_of(client, f"/archive/{AT}/{URL}")
    assert "Name not found" in text
    assert "The name portal.example does not exist." in text
    assert "<iframe" not in text
    assert "Verify now" not in text


def test_captures_lead_to_the_one_before_and_the_one_after(client: Client) -> None:
    page = page_at(URL)
    for days in (0, 1, 2):
        archive(page, b"x%d" % days, at=NOON + timedelta(days=days))
    text = text_of(client, f"/archive/20200402120000/{URL}")
    assert f'rel="prev" href="/archive/{AT}/{URL}"' in text
    assert f'rel="next" href="/archive/20200403120000/{URL}"' in text


def test_a_revisit_names_the_capture_that_holds_its_payload(client: Client) -> None:
    page = page_at(URL)
    first = archive(page, b"<p>same</p>", at=NOON)
    archive(page, b"<p>same</p>", at=NOON + timedelta(days=1), refers_to=first, changed=False)
    text = text_of(client, f"/archive/20200402120000/{URL}")
    assert "stored as a revisit of" in text
    assert f'<a href="/archive/{AT}/{URL}">2020-04-01 12:00:00 UTC</a>' in text
    assert "the content is the same" in text


def test_the_evidence_is_verified_at_the_press_of_a_button(client: Client) -> None:
    archive(page_at(URL), b"<p>words</p>", at=NOON)
    response = client.post(f"/archive/{AT}/{URL}")
    assert "The evidence is intact." in response.content.decode()


def test_a_second_press_is_answered_from_memory_with_the_time_of_the_reading(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(page_at(URL), b"<p>words</p>", at=NOON)
    read = count_readings(monkeypatch)
    pages = []
    for moment in (NOON, NOON + timedelta(seconds=59), NOON + timedelta(seconds=61)):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        pages.append(client.post(f"/archive/{AT}/{URL}").content.decode())
    assert len(read) == 2
    times = [re.findall("Read at</dt><dd>(.*?)</dd>", page) for page in pages]
    assert times == [["2020-04-01 12:00:00 UTC"]] * 2 + [["2020-04-01 12:01:01 UTC"]]


def test_a_reader_is_answered_in_her_language_also_from_memory(client: Client) -> None:
    archive(page_at(URL), b"<p>words</p>", at=NOON)
    english = client.post(f"/archive/{AT}/{URL}").content.decode()
    russian = client.post(f"/ru/archive/{AT}/{URL}").content.decode()
    assert "The payload and its WARC file are as they were captured." in english
    assert "The payload and its WARC file are as they were captured." not in russian


def test_one_piece_of_evidence_is_read_at_a_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(page_at(URL), b"<p>words</p>", at=NOON)
    read = count_readings(monkeypatch)
    monkeypatch.setattr(fixity, "_PATIENCE_SECONDS", 0.01)
    with fixity._reading:
        text = client.post(f"/archive/{AT}/{URL}").content.decode()
    assert "Other evidence is being read" in text
    assert "could not be confirmed" not in text
    assert read == []
    assert "The evidence is intact." in client.post(f"/archive/{AT}/{URL}").content.decode()


def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[Capture]:
    """The captures whose evidence was read from the disk."""
    read: list[Capture] = []
    verify = fixity.verify

    def counted(capture: Capture) -> fixity.Verification:
        read.append(capture)
        return verify(capture)

    monkeypatch.setattr(fixity, "verify", counted)
    return read


def test_damaged_evidence_is_said_to_be_damaged(client: Client, tmp_path: Path) -> None:
    capture = archive(page_at(URL), b"<p>words</p>", at=NOON)
    assert capture.warc_file
    path = tmp_path / capture.warc_file.path
    path.chmod(0o600)
    damaged = bytearray(path.read_bytes())
    damaged[-30] ^= 0xFF
    path.write_bytes(bytes(damaged))
    response = client.post(f"/archive/{AT}/{URL}", headers={"hx-request": "true"})
    text = response.content.decode()
    assert "could not be confirmed" in text
    assert "<html" not in text


def test_a_missing_warc_file_is_said_in_words(client: Client, tmp_path: Path) -> None:
    capture = archive(page_at(URL), b"<p>words</p>", at=NOON)
    assert capture.warc_file
    (tmp_path / capture.warc_file.path).unlink()
    text = text_of(client, f"/archive/{AT}/{URL}")
    assert "The archived bytes cannot be read." in text
    assert "is not there" in text


def test_the_words_of_a_page_are_shown_as_text(client: Client) -> None:
    archive(page_at(URL), b"<p>one &lt;b&gt;</p><script>no()</script><p>two</p>", at=NOON)
    text = text_of(client, f"/archive/{AT}/{URL}")
    assert "one &lt;b&gt;<br>two" in text
    assert "no()" not in text


def test_a_picture_is_shown_from_the_replay_host(client: Client, settings: Settings) -> None:
    archive(page_at("http://portal.example/p.png"), b"\x89PNG", "image/png", at=NOON)
    text = text_of(client, f"/archive/{AT}/http://portal.example/p.png")
    assert f'<img src="{settings.REPLAY_ORIGIN}/replay/{AT}/http://portal.example/p.png"' in text


def test_a_pdf_is_only_offered_for_download(client: Client) -> None:
    archive(page_at("http://portal.example/d.pdf"), b"%PDF-1.4", "application/pdf", at=NOON)
    text = text_of(client, f"/archive/{AT}/http://portal.example/d.pdf")
    assert "/replay/raw/" in text
    assert "<iframe" not in text


def test_hostile_headers_and_addresses_are_shown_and_not_obeyed(client: Client) -> None:
    url = "http://portal.example/<script>alert(1)</script>"
    archive(page_at(url), b"x", at=NOON, headers={"X-Bad": "<script>alert(2)</script>"})
    text = text_of(client, f"/archive/{AT}/http://portal.example/%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(2)" in text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/archive/20200401120000/http://portal.example/never", "has never asked for"),
        ("/archive/*/http://portal.example/never", "has never asked for"),
        ("/archive/20201399000000/http://portal.example/a", "is no time that exists"),
        ("/archive/yesterday/http://portal.example/a", "is no time"),
        ("/archive/00000000000000/http://portal.example/a", "is no time that exists"),
        ("/archive/20200401120000/http://portal.example/%ff%fe%", "has never asked for"),
        ("/archive/20200401120000/http://[broken/", "has never asked for"),
        ("/archive/20200401120000/%00", "has never asked for"),
        ("/archive/20200401120000/javascript:alert(1)", "has never asked for"),
        (f"/archive/20200401120000/http://portal.example/{'x' * 5000}", "has never asked for"),
    ],
)
def test_a_bad_address_is_a_page_that_says_what_there_is(
    client: Client, path: str, sentence: str
) -> None:
    archive(page_at(URL), b"x", at=NOON)
    text = text_of(client, path, 404)
    assert sentence in text


def test_an_unknown_page_of_a_known_host_names_the_portal_and_near_pages(client: Client) -> None:
    page = page_at("http://portal.example/ru/known")
    archive(page, b"x", at=NOON)
    text = text_of(client, f"/archive/{AT}/http://portal.example/ru/unknown", 404)
    assert f"/portals/{page.portal.slug}/" in text
    assert "http://portal.example/ru/known" in text


def test_the_lookup_form_leads_to_the_list_of_captures(client: Client) -> None:
    response = client.get("/archive/", {"url": "portal.example/a?p=1"})
    assert response["Location"] == "/archive/*/http://portal.example/a%3Fp=1"
    assert client.get("/archive/").status_code == 302


def test_two_captures_are_compared_word_by_word(client: Client) -> None:
    page = page_at(URL)
    archive(page, "<h1>Слух</h1><p>Это фейк, не верьте.</p>".encode(), at=NOON)
    archive(
        page,
        "<h1>Слух</h1><p>Это правда, не верьте. &lt;i&gt;</p>".encode(),
        at=NOON + timedelta(days=1),
    )
    text = text_of(client, f"/archive/diff/{AT}/20200402120000/{URL}")
    assert "Это <del>фейк,</del><ins>правда,</ins> не верьте." in text
    assert "<ins> &lt;i&gt;</ins>" in text
    link = f'href="/archive/diff/{AT}/20200402120000/{URL}"'
    assert link in text_of(client, f"/archive/20200402120000/{URL}")


def test_a_change_that_no_reader_sees_is_said_to_be_none(client: Client) -> None:
    page = page_at(URL)
    archive(page, b"<p class=a>words</p>", at=NOON)
    archive(page, b"<p class=b>words</p>", at=NOON + timedelta(days=1))
    text = text_of(client, f"/archive/diff/{AT}/20200402120000/{URL}")
    assert "Nothing that can be read" in text
    assert "both captures have the same bytes" in text_of(client, f"/archive/diff/{AT}/{AT}/{URL}")


@pytest.mark.parametrize("times", ["x/y", f"{AT}/20201399", "%00/2020"])
def test_a_comparison_with_a_time_that_does_not_exist_is_refused(
    client: Client, times: str
) -> None:
    archive(page_at(URL), b"x", at=NOON)
    assert client.get(f"/archive/diff/{times}/{URL}").status_code == 404


def test_a_failed_request_cannot_be_compared_and_says_so(client: Client) -> None:
    page = page_at(URL)
    archive(page, b"x", at=NOON)
    factories.capture(page, outcome=Outcome.TIMEOUT, requested_at=NOON + timedelta(days=1))
    text = text_of(client, f"/archive/diff/{AT}/20200402120000/{URL}")
    assert "brought no answer" in text


def test_a_capture_asks_a_bounded_number_of_questions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = page_at(URL)
    for days in range(30):
        factories.capture(page, requested_at=NOON - timedelta(days=days + 1))
    archive(page, b"x", at=NOON)
    with django_assert_max_num_queries(12):
        client.get(f"/archive/{AT}/{URL}")
    with django_assert_max_num_queries(8):
        client.get(f"/archive/*/{URL}")


def test_why_an_answer_was_cut_off_is_said_in_words(client: Client) -> None:
    capture = archive(page_at(URL), b"<p>half of</p>", at=NOON)
    capture.truncated = "time"
    capture.save()
    assert "cut off (slower than we wait)" in text_of(client, f"/archive/{AT}/{URL}")
