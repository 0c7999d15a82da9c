"""A snapshot of a small site, from the first request to the rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from portals.history.payload import payload_of
from portals.models import Outcome
from tests.portals.running import capture_of, run_snapshot
from tests.portals.sites import Reply, Site, html, redirect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warc_root")]


def test_a_snapshot_follows_links_in_scope_and_keeps_every_answer(site: Site) -> None:
    site.pages = {
        "/": html("/a", "http://elsewhere.example/", "mailto:x@example"),
        "/a": html("/b", text="Жалған ақпарат"),
        "/b": Reply(b"gone", 410),
    }
    snapshot = run_snapshot(site.portal())
    assert (snapshot.state, snapshot.reason) == ("complete", "")
    assert {c.url: c.outcome for c in snapshot.captures.all()} == {
        f"{site.url}/robots.txt": Outcome.NOT_FOUND,
        f"{site.url}/": Outcome.OK,
        f"{site.url}/sitemap.xml": Outcome.NOT_FOUND,
        f"{site.url}/a": Outcome.OK,
        f"{site.url}/b": Outcome.GONE,
    }
    assert "Жалған ақпарат" in payload_of(capture_of(snapshot, "/a")).text
    assert snapshot.fetched == 5
    assert snapshot.failed == 0
