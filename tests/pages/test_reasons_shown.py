"""Why a snapshot or a capture ended as it did is shown in the reader's language on every page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from portals.models import Capture, Snapshot
from tests import factories
from tests.archived import page_at

pytestmark = pytest.mark.django_db
NOON = datetime(2020, 4, 1, 12, 0, tzinfo=UTC)
URL = "http://portal.example/a"
STORED = "The site did not answer in time."


@pytest.fixture(autouse=True)
def _loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which everything is said in capitals."""
    for place in ("templatetags.portal_marks", "admin.evidence"):
        monkeypatch.setattr(f"portals.{place}.reason_in_reader_language", str.upper)


@pytest.fixture
def snapshot() -> Snapshot:
    portal = factories.portal("down", of="KZ", is_watched=True)
    return factories.snapshot(
        portal, state="unreachable", reason=STORED, started_at=NOON, ended_at=NOON
    )


@pytest.fixture
def capture() -> Capture:
    return factories.capture(page_at(URL), requested_at=NOON, outcome="timeout", reason=STORED)


def assert_translated(page: str) -> None:
    assert STORED.upper() in page
    assert STORED not in page


@pytest.mark.parametrize("path", ["/", "/portals/down/", "/portals/down/?day=2020-04-01"])
def test_the_reason_of_a_snapshot(client: Client, snapshot: Snapshot, path: str) -> None:
    assert_translated(client.get(path).content.decode())


@pytest.mark.parametrize("path", [f"/archive/20200401120000/{URL}", f"/archive/*/{URL}"])
def test_the_reason_of_a_capture(client: Client, capture: Capture, path: str) -> None:
    assert_translated(client.get(path).content.decode())


def test_both_in_the_admin(admin_client: Client, snapshot: Snapshot, capture: Capture) -> None:
    for row, name in ((snapshot, "snapshot"), (capture, "capture")):
        path = f"/admin/portals/{name}/{row.pk}/change/"
        assert_translated(admin_client.get(path).content.decode())
