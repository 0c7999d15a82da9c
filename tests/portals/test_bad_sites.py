"""A portal is hostile until shown otherwise: each trick leaves a row that says what it was."""

from __future__ import annotations

import gzip
import time
import zlib
from typing import Any

import pytest
from django.test import override_settings

from portals.history.payload import payload_of
from portals.models import Capture, Outcome
from tests.portals.running import capture_of, run_snapshot
from tests.portals.sites import NOT_FOUND, Behaviour, Handler, Reply, Site, html, redirect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warc_root")]


def capture_with(site: Site, behaviour: Behaviour, **fields: Any) -> Capture:
    """The capture of a page that behaves so, on a site that is well otherwise."""
    site.pages = {"/": html("/odd"), "/odd": behaviour}
    return capture_of(run_snapshot(site.portal(**fields)), "/odd")


def test_a_page_of_50_megabytes_is_cut_at_the_limit_and_says_so(site: Site) -> None:
    page = Reply(b"<p>" + b"x" * 50 * 1024 * 1024)
    capture = capture_with(site, page, max_page_bytes=1024 * 1024)
    assert capture.outcome == Outcome.OK
    assert capture.truncated == "length"
    assert "Cut after 1048576 bytes" in capture.reason
    assert capture.payload_size == len(payload_of(capture).body) == 1024 * 1024
    assert capture.snapshot is not None
    assert "1 page cut off" in capture.snapshot.reason


@pytest.mark.parametrize(
    "reply",
    [
        Reply("<p>Жалған ақпарат, Ё</p>".encode("cp1251", "replace"), content_type="text/html"),
        Reply("Ложь".encode("cp1251"), content_type="text/html; charset=windows-1251"),
        Reply('<meta charset="windows-1251">Ложь'.encode("cp1251"), content_type="text/html"),
        Reply('<meta charset="windows-1251">Ложь'.encode("cp1251")),
        Reply("<p>Сервер говорит не то, что есть</p>".encode("cp1251")),
    ],
)
def test_a_page_in_windows_1251_is_read_right(site: Site, reply: Reply) -> None:
    payload = payload_of(capture_with(site, reply))
    assert payload.text == reply.body.decode("cp1251")
    assert payload.charset in {"cp1251", "windows-1251"}


def test_a_stray_byte_does_not_make_a_page_another_charset(site: Site) -> None:
    for content_type in ("text/html; charset=utf-8", "text/html"):
        reply = Reply("Ложь и правда ".encode() + b"\xff" + b"x" * 10, content_type=content_type)
        assert payload_of(capture_with(site, reply)).text.startswith("Ложь и правда")


def test_a_charset_that_does_not_exist_is_guessed(site: Site) -> None:
    reply = Reply("Ложь".encode(), content_type="text/html; charset=klingon")
    assert payload_of(capture_with(site, reply)).text == "Ложь"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
    ],
)
def test_a_packed_body_is_kept_as_received_and_unpacked_for_readers(
    site: Site, coding: str, pack: object
) -> None:
    packed = pack("<p>Ложь</p>".encode())  # type: ignore[operator]
    reply = Reply(packed, headers=(("Content-Encoding", coding),))
    capture = capture_with(site, reply)
    assert capture.payload_size == len(packed)
    assert payload_of(capture).text == "<p>Ложь</p>"


def test_a_gzip_bomb_is_unpacked_only_so_far(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portals.warc.payload.MOST_BYTES", 1000)
    bomb = Reply(gzip.compress(b"0" * 10_000_000), headers=(("Content-Encoding", "gzip"),))
    assert len(payload_of(capture_with(site, bomb)).body) == 1000


def test_a_body_that_is_not_what_its_coding_says_stays_as_it_was_sent(site: Site) -> None:
    reply = Reply(b"<p>plain</p>", headers=(("Content-Encoding", "gzip"),))
    assert payload_of(capture_with(site, reply)).text == "<p>plain</p>"


def test_a_chunked_answer_is_kept_without_its_framing(site: Site) -> None:
    def chunked(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for chunk in (b"<p>one", b" two</p>"):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        handler.wfile.write(b"0\r\n\r\n")

    payload = payload_of(capture_with(site, chunked))
    assert payload.body == b"<p>one two</p>"
    assert ("X-Archive-Orig-Transfer-Encoding", "chunked") in payload.headers


def test_an_answer_shorter_than_it_says_is_no_version_of_the_page(site: Site) -> None:
    capture = capture_with(site, Reply(b"half", length=1000))
    assert (capture.outcome, capture.truncated) == (Outcome.BAD_ANSWER, "disconnect")
    assert "4 bytes had come" in capture.reason
    assert payload_of(capture).body == b"half"
    assert not capture.changed


def test_an_answer_longer_than_it_says_ends_where_it_says(site: Site) -> None:
    capture = capture_with(site, Reply(b"full and more", length=4))
    assert payload_of(capture).body == b"full"


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _second in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _second in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("behaviour", [drip, drip_headers])
def test_an_answer_that_never_ends_is_cut_by_the_time_limit(
    site: Site, behaviour: Behaviour
) -> None:
    with override_settings(REQUEST_TIMEOUT_SECONDS=0.2):
        began = time.monotonic()
        capture = capture_with(site, behaviour)
    assert capture.outcome == Outcome.TIMEOUT
    assert "not complete after 0.8 seconds" in capture.reason
    assert time.monotonic() - began < 3


def test_a_site_that_says_nothing_times_out(site: Site) -> None:
    with override_settings(REQUEST_TIMEOUT_SECONDS=0.2):
        capture = capture_with(site, lambda handler: time.sleep(1))
    assert capture.outcome == Outcome.TIMEOUT
    assert capture.reason == "The site did not answer in time."
    assert capture.warc_file is None


def hang_up(handler: Handler) -> None:
    handler.close_connection = True


def talk_nonsense(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    handler.close_connection = True


def send_endless_headers(handler: Handler) -> None:
    handler.send_response(200)
    for number in range(5000):
        handler.send_header(f"X-{number}", "y" * 1000)
    handler.end_headers()
    handler.close_connection = True


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        (hang_up, Outcome.CONNECTION_FAILURE),
        (talk_nonsense, Outcome.BAD_ANSWER),
        (send_endless_headers, Outcome.BAD_ANSWER),
        (redirect(""), Outcome.BAD_ANSWER),
        (Reply(b"", 429), Outcome.RATE_LIMITED),
        (Reply(b"", 403), Outcome.BLOCKED),
        (Reply(b"", 401), Outcome.CLIENT_ERROR),
        (Reply(b"", 500), Outcome.SERVER_ERROR),
        (Reply(b"", 404), Outcome.NOT_FOUND),
    ],
)
def test_every_failure_is_a_capture_with_its_reason(
    site: Site, behaviour: Behaviour, outcome: Outcome
) -> None:
    capture = capture_with(site, behaviour)
    assert capture.outcome == outcome
    assert capture.reason
    assert not capture.changed


def test_one_failed_page_makes_the_snapshot_partial(site: Site) -> None:
    snapshot = capture_with(site, Reply(b"", 500)).snapshot
    assert snapshot is not None
    assert snapshot.state == "partial"
    assert snapshot.reason == "1 page could not be captured: server error (1)."


def test_a_portal_that_is_down_at_its_first_snapshot_is_unreachable(site: Site) -> None:
    portal = site.portal()
    with override_settings(LOOPBACK_PORTALS={site.authority: ("127.0.0.1", 1)}):
        snapshot = run_snapshot(portal)
    assert snapshot.state == "unreachable"
    assert snapshot.reason.startswith("The portal could not be reached: robots.txt could not be")
    assert "The site refused the connection." in snapshot.reason
    assert capture_of(snapshot, "/").outcome == Outcome.REFUSED_ROBOTS
    assert capture_of(snapshot, "/robots.txt").outcome == Outcome.CONNECTION_FAILURE
    assert snapshot.captures.count() == 2


def test_a_name_that_leads_nowhere_is_unreachable(site: Site) -> None:
    portal = site.portal(home_url="http://gone.invalid/", hosts=["gone.invalid"])
    snapshot = run_snapshot(portal)
    assert snapshot.state == "unreachable"
    assert "The host's name is not known" in snapshot.reason


def test_a_home_page_that_fails_is_unreachable_even_when_robots_answers(site: Site) -> None:
    site.pages = {"/": Reply(b"", 503)}
    snapshot = run_snapshot(site.portal())
    assert snapshot.state == "unreachable"
    assert "503 Service Unavailable" in snapshot.reason


def test_a_home_page_that_refuses_us_is_blocked(site: Site) -> None:
    site.pages = {"/": Reply(b"no robots", 403)}
    assert run_snapshot(site.portal()).state == "blocked"


def test_a_home_page_that_leads_elsewhere_says_where(site: Site) -> None:
    site.pages = {"/": redirect("https://successor.example/")}
    snapshot = run_snapshot(site.portal())
    assert snapshot.state == "partial"
    assert "leads to https://successor.example/" in snapshot.reason


def test_robots_rules_are_obeyed_and_the_refusal_is_a_row(site: Site) -> None:
    site.pages = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /private\n", content_type="text/plain"),
        "/": html("/private/1", "/public"),
        "/private/1": html(),
        "/public": html(),
    }
    snapshot = run_snapshot(site.portal())
    refused = capture_of(snapshot, "/private/1")
    assert refused.outcome == Outcome.REFUSED_ROBOTS
    assert refused.reason == "robots.txt asks us not to fetch this address."
    assert site.count("/private/1") == 0
    assert snapshot.state == "complete"
    assert snapshot.reason == "1 page left out because robots.txt asks for it."


def test_robots_for_our_name_come_before_robots_for_all(site: Site) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: CrisisPortalArchive\nAllow: /\n"
    site.pages = {"/robots.txt": Reply(rules), "/": html()}
    assert run_snapshot(site.portal()).state == "complete"


def test_a_robots_file_that_forbids_all_blocks_the_snapshot(site: Site) -> None:
    site.pages = {"/robots.txt": Reply(b"User-agent: *\nDisallow: /\n"), "/": html()}
    snapshot = run_snapshot(site.portal())
    assert (snapshot.state, site.count("/")) == ("blocked", 0)


def test_a_robots_file_that_cannot_be_served_means_nothing_may_be_asked(site: Site) -> None:
    site.pages = {"/robots.txt": Reply(b"", 500), "/": html("/a")}
    snapshot = run_snapshot(site.portal())
    assert snapshot.state == "unreachable"
    assert site.requests == ["/robots.txt"]
    robots = capture_of(snapshot, "/robots.txt")
    assert (robots.kind, robots.outcome) == ("robots", Outcome.SERVER_ERROR)


def test_a_robots_file_may_move(site: Site) -> None:
    site.pages = {
        "/robots.txt": redirect("/rules.txt"),
        "/rules.txt": Reply(b"User-agent: *\nDisallow: /a\n"),
        "/": html("/a"),
    }
    snapshot = run_snapshot(site.portal())
    assert capture_of(snapshot, "/a").outcome == Outcome.REFUSED_ROBOTS
    assert capture_of(snapshot, "/rules.txt").kind == "robots"


def test_a_crawl_delay_longer_than_ours_is_obeyed(site: Site) -> None:
    site.pages = {"/robots.txt": Reply(b"User-agent: *\nCrawl-delay: 0.3\n"), "/": html("/a")}
    began = time.monotonic()
    run_snapshot(site.portal())
    assert time.monotonic() - began > 0.6


def test_a_redirect_to_the_inside_is_refused(site: Site) -> None:
    inside = f"http://127.0.0.1:{site.port}/secret"
    site.pages = {"/": html("/odd"), "/odd": redirect(inside), "/secret": html(text="secret")}
    portal = site.portal(hosts=[site.authority, f"127.0.0.1:{site.port}"])
    snapshot = run_snapshot(portal)
    assert capture_of(snapshot, "/odd").outcome == Outcome.REDIRECTED
    robots = snapshot.captures.get(url=f"http://127.0.0.1:{site.port}/robots.txt")
    assert robots.outcome == Outcome.REFUSED_GUARD
    assert "not an address on the public internet" in robots.reason
    assert site.count("/secret") == 0


def test_a_portal_whose_address_leads_inside_is_blocked_with_a_reason(site: Site) -> None:
    portal = site.portal(home_url="http://169.254.169.254/", hosts=["169.254.169.254"])
    snapshot = run_snapshot(portal)
    assert snapshot.state == "blocked"
    assert "169.254.169.254, which is not an address on the public internet" in snapshot.reason


def test_a_null_byte_in_a_header_loses_nothing(site: Site) -> None:
    def odd(handler: Handler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: te\0xt\r\nContent-Length: 2\r\n\r\nhi"
        )

    assert capture_with(site, odd).outcome in {Outcome.OK, Outcome.BAD_ANSWER}


def test_a_robots_file_with_null_bytes_stops_nothing(site: Site) -> None:
    site.pages = {"/robots.txt": Reply(b"User-agent: *\nDisallow: /\0a\n"), "/": html("/a")}
    assert run_snapshot(site.portal()).state == "complete"


def test_a_redirect_in_raw_cyrillic_leads_where_it_says(site: Site) -> None:
    target = "/%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5"

    def moved(handler: Handler) -> None:
        handler.wfile.write("HTTP/1.1 301 Moved\r\nLocation: /новое\r\n".encode())
        handler.wfile.write(b"Content-Length: 0\r\n\r\n")

    site.pages = {"/": html("/odd"), "/odd": moved, target: html(text="here")}
    snapshot = run_snapshot(site.portal())
    assert capture_of(snapshot, target).outcome == Outcome.OK
    assert capture_of(snapshot, "/odd").location == site.url + target


def test_a_site_that_says_later_is_asked_later(site: Site) -> None:
    busy = Reply(b"", 429, headers=(("Retry-After", "1"),))
    site.pages = {"/": html("/busy", "/after"), "/busy": busy, "/after": html()}
    began = time.monotonic()
    run_snapshot(site.portal())
    assert site.requests[-1] == "/after"
    assert time.monotonic() - began > 1


def test_a_sitemap_that_bombs_names_nothing(site: Site) -> None:
    bomb = b"""<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">
    <!ENTITY c SYSTEM "file:///etc/passwd">]><urlset><url><loc>http://x/&b;&c;</loc></url></urlset>"""
    site.pages = {"/": html(), "/sitemap.xml": Reply(bomb, content_type="text/xml")}
    assert run_snapshot(site.portal()).state == "complete"


def test_a_status_that_is_gone_is_not_a_failure_of_the_snapshot(site: Site) -> None:
    assert capture_with(site, NOT_FOUND).snapshot.state == "complete"  # type: ignore[union-attr]
