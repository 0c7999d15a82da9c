"""Fixtures that every test may use. What has to start before Django is in tests/embedded.py."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Playwright, sync_playwright

from tests.browser import chromium

LOUD = """
NO CHROMIUM WAS FOUND: the browser tests were skipped, so nobody has looked at the pages.
Install one (Debian: apt-get install chromium; macOS: brew install --cask chromium) or set
CHROMIUM to its path, then run the tests again.
"""


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser for tests marked `browser`, which are skipped where there is none."""
    found = chromium()
    if found is None:
        pytest.skip("no Chromium was found")
    return found


@pytest.fixture(scope="session")
def playwright(chromium_path: str) -> Iterator[Playwright]:
    """One for all tests of a process: Playwright refuses to start a second one."""
    # It runs an event loop in this thread; Django then refuses its database, which the test and
    # not the loop uses.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as running:
        yield running
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium was found"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if chromium() is None:
        terminalreporter.write(LOUD, red=True, bold=True)


@pytest.fixture(autouse=True)
def _no_language_left_over() -> Iterator[None]:
    """A test that switches the language leaves none behind."""
    from django.utils import translation

    yield
    translation.activate(settings.LANGUAGE_CODE)
