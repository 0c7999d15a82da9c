"""A hostile page in a real browser: no script of it runs and no request of it leaves."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page as Tab, Playwright, Request, Route
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from portals.replay.rewriting import Place, replay_html
from tests.archived import archive, page_at
from tests.browser import FLAGS
from tests.portals.replay.vectors import VECTORS

pytestmark = pytest.mark.browser

# No name but the loopback's is looked up, whatever a page asks for.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
EVERYTHING = "".join(html for name, html in VECTORS.items() if "unclosed" not in name)


def serve(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")


def hosts_asked(requests: list[Request]) -> set[str]:
    return {urlsplit(request.url).netloc for request in requests if "://" in request.url}


@pytest.fixture
def two_hosts(live_server: LiveServer, settings: Settings, tmp_path: Path) -> str:
    """The live server under two names, as the site and as the replay host. Returns the port."""
    port = urlsplit(live_server.url).port
    settings.WARC_ROOT = tmp_path
    settings.SITE_ORIGIN = f"http://127.0.0.1:{port}"
    settings.REPLAY_ORIGIN = f"http://localhost:{port}"
    settings.SITE_HOST, settings.REPLAY_HOST = f"127.0.0.1:{port}", f"localhost:{port}"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    return str(port)


def test_a_hostile_capture_is_shown_without_running_or_asking_anyone(
    two_hosts: str, playwright: Playwright, chromium_path: str
) -> None:
    page = page_at("http://portal.example/hostile")
    capture = archive(
        page,
        (
            '<!doctype html><base href="/"><link rel=stylesheet href="/s.css">'
            "<p class=own>own words</p>"
            f'<img src="/dot.png"><a id=own-link href="/next">next</a>{EVERYTHING}'
        ).encode(),
    )
    portal = page.portal
    archive(page_at("http://portal.example/dot.png", portal), DOT, "image/png")
    archive(page_at("http://portal.example/s.css", portal), b".own{color:red}", "text/css")
    archive(page_at("http://portal.example/next", portal), b"<p>the next page</p>")
    address = f"http://127.0.0.1:{two_hosts}/archive/{capture.timestamp}/{page.url}"

    requests: list[Request] = []
    answers: dict[str, int] = {}
    browser = playwright.chromium.launch(executable_path=chromium_path, args=[*FLAGS, OFFLINE])
    tab: Tab = browser.new_page()
    tab.on("request", lambda request: requests.append(request))
    tab.on("response", lambda answer: answers.update({answer.url: answer.status}))
    tab.goto(address)
    tab.locator("iframe.replay").scroll_into_view_if_needed()
    frame = tab.frame_locator("iframe.replay")
    frame.locator(".own").wait_for()
    tab.wait_for_load_state("networkidle")
    colour = frame.locator(".own").evaluate("e => getComputedStyle(e).color")
    width = frame.locator("img").first.evaluate("e => e.naturalWidth")
    cookies = browser.contexts[0].cookies(f"http://localhost:{two_hosts}")
    frame.locator("#own-link").click()
    tab.wait_for_url("**/archive/**/next")
    browser.close()

    assert hosts_asked(requests) == {f"127.0.0.1:{two_hosts}", f"localhost:{two_hosts}"}
    assert not [request for request in requests if "ran" in urlsplit(request.url).path]
    # The capture's own style sheet and picture did arrive: the policy does not just block all.
    assert colour == "rgb(255, 0, 0)"
    assert width == 1
    assert cookies == []
    replay = f"http://localhost:{two_hosts}/replay/{capture.timestamp}/http://portal.example"
    assert answers[f"{replay}/dot.png"] == answers[f"{replay}/s.css"] == 200


def test_the_written_page_is_harmless_even_without_the_policy(
    playwright: Playwright, chromium_path: str
) -> None:
    """No sandbox and no policy here: what the writer lets through is all that stands."""
    place = Place("http://portal.example/", lambda url: f"/archive/1/{url}", lambda urls: {})
    requests: list[Request] = []
    ran: dict[str, object] = {}
    browser = playwright.chromium.launch(executable_path=chromium_path, args=[*FLAGS, OFFLINE])
    tab = browser.new_page()
    tab.on("request", lambda request: requests.append(request))
    for name, html in VECTORS.items():
        body = replay_html(html, place).html

        tab.route("http://replay.example/", serve(body))
        tab.goto("http://replay.example/")
        if tab.evaluate("window.__ran") is not None:
            ran[name] = tab.evaluate("document.documentElement.outerHTML")
        tab.unroute_all()
    browser.close()
    assert ran == {}
    assert hosts_asked(requests) == {"replay.example"}


def test_the_vectors_do_run_where_nobody_stops_them(
    playwright: Playwright, chromium_path: str
) -> None:
    """The two tests above would notice: served as they came, the vectors run and load."""
    requests: list[Request] = []
    browser = playwright.chromium.launch(executable_path=chromium_path, args=[*FLAGS, OFFLINE])
    tab = browser.new_page()
    tab.on("request", lambda request: requests.append(request))
    body = VECTORS["inline script"] + VECTORS["css background"] + VECTORS["iframe"]
    tab.route("http://replay.example/", lambda route: route.fulfill(body=body))
    tab.goto("http://replay.example/")
    assert tab.evaluate("window.__ran") == 1
    browser.close()
    assert "evil.example" in hosts_asked(requests)
