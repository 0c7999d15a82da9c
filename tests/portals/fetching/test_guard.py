"""No name, number or spelling of it leads us to an address that is not public."""

from __future__ import annotations

import pytest

from portals.fetching.client import Client, Limits
from portals.fetching.guard import is_public
from tests.portals.sites import Site, html

INSIDE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    "2001:0:7f00:1::", "fe80::1%eth0", "not an address",
]  # fmt: skip
LIMITS = Limits(silence_seconds=1, total_seconds=2)


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2a00:1450:4001::1", "::ffff:93.184.216.34"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]",
     "[::ffff:127.0.0.1]", "169.254.169.254", "0"],
)  # fmt: skip
def test_no_spelling_of_an_inside_address_is_asked(site: Site, host: str) -> None:
    site.pages = {"/": html(text="secret")}
    with Client("test", {}) as client:
        exchange = client.fetch(f"http://{host}:{site.port}/", LIMITS)
    assert exchange.outcome in {"refused_guard", "dns_failure"}
    assert exchange.reason
    assert site.requests == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://site.example/", "Only http and https"),
        ("file:///etc/passwd", "Only http and https"),
        ("gopher://site.example/", "Only http and https"),
        ("http://user:secret@site.example/", "user name or password"),
        ("http:///path", "names no host"),
        ("http://site.example:99999/", "no web address"),
    ],
)
def test_odd_addresses_are_refused_before_any_connection(url: str, reason: str) -> None:
    with Client("test", {}) as client:
        exchange = client.fetch(url, LIMITS)
    assert exchange.outcome == "refused_guard"
    assert reason in exchange.reason


def test_a_name_whose_answer_is_private_is_refused(site: Site) -> None:
    with Client("test", {}, resolver=lambda host, port: ["127.0.0.1"]) as client:
        exchange = client.fetch(f"http://portal.example:{site.port}/", LIMITS)
    assert exchange.outcome == "refused_guard"
    assert "portal.example leads to 127.0.0.1" in exchange.reason
    assert site.requests == []


def test_the_peer_is_checked_again_once_connected(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the name had changed between the check and the connection."""
    monkeypatch.setattr(
        "portals.fetching.guard.places_of", lambda *args: [("127.0.0.1", site.port)]
    )
    with Client("test", {}) as client:
        exchange = client.fetch(f"http://portal.example:{site.port}/", LIMITS)
    assert exchange.outcome == "refused_guard"
    assert "The connection led to 127.0.0.1" in exchange.reason
    assert site.requests == []


def test_without_the_guard_the_inside_would_be_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portals.fetching.guard.is_public", lambda address: True)
    site.pages = {"/": html(text="secret")}
    with Client("test", {}) as client:
        assert client.fetch(f"http://127.0.0.1:{site.port}/", LIMITS).outcome == "ok"


def test_a_loopback_portal_is_reached_at_the_place_it_was_given(site: Site) -> None:
    site.pages = {"/": html(text="demo")}
    allowed = {"demo.localhost:8101": ("127.0.0.1", site.port)}
    with Client("test", allowed) as client:
        exchange = client.fetch("http://demo.localhost:8101/", LIMITS)
        other = client.fetch("http://demo.localhost:8102/", LIMITS)
    assert exchange.outcome == "ok"
    assert exchange.request_head.startswith(b"GET / HTTP/1.1\r\nHost: demo.localhost:8101\r\n")
    assert exchange.ip_address == "127.0.0.1"
    assert other.outcome != "ok"


def test_proxies_and_stored_passwords_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    site.pages = {"/": html()}
    with Client("test", {site.authority: ("127.0.0.1", site.port)}) as client:
        assert client.fetch(f"{site.url}/", LIMITS).outcome == "ok"
    assert "Authorization" not in site.heads[0]


def test_cookies_are_not_kept_between_requests(site: Site) -> None:
    from tests.portals.sites import Reply

    site.pages = {"/": Reply(b"", headers=(("Set-Cookie", "id=1"),))}
    with Client("test", {site.authority: ("127.0.0.1", site.port)}) as client:
        client.fetch(f"{site.url}/", LIMITS)
        client.fetch(f"{site.url}/", LIMITS)
    assert "Cookie" not in site.heads[1]


def test_a_kept_connection_that_the_site_closed_is_opened_again(site: Site) -> None:
    from tests.portals.sites import Handler

    def once(handler: Handler) -> None:
        html(text="ok")(handler)
        # Promises to stay, and goes.
        handler.close_connection = True

    site.pages = {"/": once}
    with Client("test", {site.authority: ("127.0.0.1", site.port)}) as client:
        outcomes = [client.fetch(f"{site.url}/", LIMITS).outcome for _ in range(5)]
    assert outcomes == ["ok"] * 5


def test_a_certificate_that_nobody_vouches_for_is_a_tls_failure(site: Site) -> None:
    with Client("test", {site.authority: ("127.0.0.1", site.port)}) as client:
        exchange = client.fetch(f"https://{site.authority}/", LIMITS)
    assert exchange.outcome == "tls_failure"
