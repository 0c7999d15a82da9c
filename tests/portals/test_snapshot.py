"""A snapshot of a small site, from the first request to the rows."""

from __future__ import annotations

import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from pytest_django import Settings

from portals.history.fixity import verify
from portals.history.payload import payload_of
from portals.models import Capture, Outcome, Page, WarcFile
from portals.snapshots import capturing
from tests.portals.running import capture_of, run_snapshot
from tests.portals.sites import Handler, Reply, Site, html, redirect
from tests.portals.warc.foreign import assert_accepted

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
    assert (snapshot.found, snapshot.fetched, snapshot.failed) == (4, 4, 0)


def test_every_row_points_at_bytes_that_verify(site: Site) -> None:
    site.pages = {"/": html("/a"), "/a": html(text="one")}
    portal = site.portal()
    run_snapshot(portal)
    run_snapshot(portal)
    captures = Capture.objects.all()
    assert captures.count() == 8
    for capture in captures:
        verification = verify(capture)
        assert verification.ok, verification.message
        assert verification.found_sha256 == capture.payload_sha256


def test_an_identical_payload_is_kept_as_a_revisit(site: Site) -> None:
    site.pages = {"/": html("/a"), "/a": html(text="one")}
    portal = site.portal()
    first = capture_of(run_snapshot(portal), "/a")
    second = capture_of(run_snapshot(portal), "/a")
    site.pages["/a"] = html(text="two")
    third = capture_of(run_snapshot(portal), "/a")
    assert (first.changed, second.changed, third.changed) == (True, False, True)
    assert (first.refers_to, second.refers_to, third.refers_to) == (None, first, None)
    assert payload_of(second).body == payload_of(first).body != payload_of(third).body
    assert second.warc_length is not None
    assert first.warc_file_id != second.warc_file_id


def test_a_page_that_goes_back_to_an_older_text_has_changed(site: Site) -> None:
    portal = site.portal()
    captures = []
    for text in ("one", "two", "one"):
        site.pages = {"/": html(text=text)}
        captures.append(capture_of(run_snapshot(portal), "/"))
    assert [capture.changed for capture in captures] == [True, True, True]
    assert captures[2].refers_to == captures[0]


def test_pages_that_are_no_longer_linked_are_asked_again(site: Site) -> None:
    site.pages = {"/": html("/withdrawn"), "/withdrawn": html(text="a debunk")}
    portal = site.portal()
    run_snapshot(portal)
    site.pages = {"/": html()}
    later = run_snapshot(portal)
    assert capture_of(later, "/withdrawn").outcome == Outcome.NOT_FOUND
    assert capture_of(run_snapshot(portal), "/withdrawn").outcome == Outcome.NOT_FOUND


def test_every_hop_of_a_redirect_is_a_capture_and_a_permanent_one_names_a_twin(site: Site) -> None:
    site.pages = {
        "/": html("/?p=7"),
        "/?p=7": redirect("/ru/archives/7"),
        "/ru/archives/7": html(text="debunk"),
    }
    snapshot = run_snapshot(site.portal())
    hop = capture_of(snapshot, "/?p=7")
    assert (hop.outcome, hop.status) == (Outcome.REDIRECTED, 301)
    assert hop.location == f"{site.url}/ru/archives/7"
    assert hop.page.canonical == capture_of(snapshot, "/ru/archives/7").page


def test_rel_canonical_names_a_twin(site: Site) -> None:
    canonical = f'<link rel="canonical" href="{site.url}/ru/archives/7">'
    site.pages = {
        "/": html("/?p=7"),
        "/?p=7": html(text="debunk", head=canonical),
        "/ru/archives/7": html(text="debunk", head=canonical),
    }
    snapshot = run_snapshot(site.portal())
    original = capture_of(snapshot, "/ru/archives/7").page
    assert capture_of(snapshot, "/?p=7").page.canonical == original
    assert original.canonical is None


def test_a_template_that_calls_every_page_the_home_page_makes_no_twins(site: Site) -> None:
    head = '<link rel="canonical" href="/">'
    site.pages = {"/": html("/a", head=head), "/a": html(text="debunk", head=head)}
    run_snapshot(site.portal())
    assert not Page.objects.filter(canonical__isnull=False).exists()


def test_a_page_that_redirects_away_after_it_was_captured_keeps_its_identity(site: Site) -> None:
    site.pages = {"/": html("/a", "/b"), "/a": html(text="debunk"), "/b": html(text="other")}
    portal = site.portal()
    run_snapshot(portal)
    site.pages["/a"] = redirect("/b")
    assert capture_of(run_snapshot(portal), "/a").page.canonical is None


def test_a_redirect_loop_ends(site: Site) -> None:
    site.pages = {"/": html("/x"), "/x": redirect("/y"), "/y": redirect("/x")}
    snapshot = run_snapshot(site.portal())
    assert snapshot.state == "complete"
    assert (site.count("/x"), site.count("/y")) == (1, 1)


def test_an_endless_chain_of_redirects_ends_at_the_depth_limit(site: Site) -> None:
    class Endless(dict[str, object]):
        def get(self, path: str, default: object = None) -> object:
            if path.startswith("/chain"):
                return redirect(f"/chain{int(path[6:] or 0) + 1}")
            return super().get(path, default)

    site.pages = Endless({"/": html("/chain")})  # type: ignore[assignment]
    snapshot = run_snapshot(site.portal(max_depth=4))
    assert snapshot.state == "partial"
    assert snapshot.passed_over == 1
    assert len([path for path in site.requests if path.startswith("/chain")]) == 4


def test_a_trap_of_new_links_ends_at_the_page_limit(site: Site) -> None:
    class Calendar(dict[str, object]):
        def get(self, path: str, default: object = None) -> object:
            if path.startswith("/day/"):
                day = int(path[5:])
                return html(f"/day/{day + 1}", f"/day/{day + 2}")
            return super().get(path, default)

    site.pages = Calendar({"/": html("/day/1")})  # type: ignore[assignment]
    snapshot = run_snapshot(site.portal(max_pages=12, max_depth=1000))
    assert snapshot.state == "partial"
    assert "The limit of 12 pages was reached" in snapshot.reason
    assert snapshot.captures.exclude(kind="robots").count() == 12


def test_a_step_without_time_still_gets_on(site: Site, settings: Settings) -> None:
    settings.SNAPSHOT_STEP_SECONDS = 0.0
    site.pages = {"/": html("/a"), "/a": html()}
    snapshot = run_snapshot(site.portal())
    assert snapshot.state == "complete"
    assert snapshot.steps == 3


def test_new_pages_come_before_known_ones_when_there_is_no_time_for_both(site: Site) -> None:
    site.pages = {"/": html(*[f"/old/{n}" for n in range(20)])} | {
        f"/old/{n}": html(text=str(n)) for n in range(20)
    }
    portal = site.portal()
    run_snapshot(portal)
    site.pages["/"] = html("/new", *[f"/old/{n}" for n in range(20)])
    site.pages["/new"] = html(text="fresh debunk")
    portal.max_pages = 6
    portal.save()
    snapshot = run_snapshot(portal)
    assert snapshot.state == "partial"
    assert capture_of(snapshot, "/new").outcome == Outcome.OK


def test_pictures_are_captured_and_not_asked_for_with_every_snapshot(site: Site) -> None:
    picture = Reply(b"\x89PNG fake", content_type="image/png")
    page = '<img src="/p.png"><img src="http://cdn.example/x.png">'
    site.pages = {"/": Reply(page.encode()), "/p.png": picture}
    portal = site.portal()
    assert capture_of(run_snapshot(portal), "/p.png").kind == "requisite"
    run_snapshot(portal)
    assert site.count("/p.png") == 1


def test_sitemap_and_feed_lead_to_pages_that_nothing_links(site: Site) -> None:
    site.pages = {
        "/": html(head='<link rel="alternate" type="application/rss+xml" href="/feed">'),
        "/sitemap.xml": Reply(
            f"<sitemapindex><sitemap><loc>{site.url}/s1.xml</loc></sitemap></sitemapindex>".encode()
        ),
        "/s1.xml": Reply(f"<urlset><url><loc>{site.url}/from-map</loc></url></urlset>".encode()),
        "/feed": Reply(
            f"<rss><channel><item><link>{site.url}/from-feed</link></item></channel></rss>".encode()
        ),
        "/from-map": html(text="1"),
        "/from-feed": html(text="2"),
    }
    snapshot = run_snapshot(site.portal())
    assert capture_of(snapshot, "/from-map").page.found_on == f"{site.url}/s1.xml"
    assert capture_of(snapshot, "/from-feed").outcome == Outcome.OK
    assert capture_of(snapshot, "/feed").kind == "feed"


def test_a_portal_without_a_single_debunk_or_link_is_complete(site: Site) -> None:
    site.pages = {"/": Reply(b"")}
    snapshot = run_snapshot(site.portal())
    assert snapshot.state == "complete"
    assert payload_of(capture_of(snapshot, "/")).text == ""


def test_requests_to_a_host_keep_the_portals_pause(site: Site) -> None:
    moments: list[float] = []

    def page(handler: Handler) -> None:
        moments.append(time.monotonic())
        html("/a", "/b")(handler)

    site.pages = {"/": page, "/a": page, "/b": page}
    run_snapshot(site.portal(delay=timedelta(seconds=0.2)))
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert len(gaps) == 2
    assert min(gaps) >= 0.2


def test_a_snapshot_names_itself_to_the_operator(site: Site, settings: Settings) -> None:
    settings.CONTACT_URL = "https://archive.example/about"
    site.pages = {"/": html()}
    run_snapshot(site.portal())
    assert site.heads[0]["User-Agent"] == (
        "CrisisPortalArchive/0.1 (+https://archive.example/about)"
    )


def test_a_site_that_stops_answering_is_left_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capturing, "PATIENCE", 3)
    site.pages = dict.fromkeys([f"/{n}" for n in range(30)], Reply(b"", 503))
    site.pages["/"] = html(*[f"/{n}" for n in range(30)])
    snapshot = run_snapshot(site.portal())
    assert snapshot.state == "partial"
    assert "stopped answering" in snapshot.reason
    assert snapshot.captures.filter(outcome=Outcome.SERVER_ERROR).count() == 3


def test_one_step_writes_one_file_in_the_portals_folder(site: Site) -> None:
    site.pages = {"/": html()}
    snapshot = run_snapshot(site.portal("jalgan-emes"))
    file = WarcFile.objects.get()
    folder = f"jalgan-emes/{snapshot.started_at:%Y-%m-%d}/{snapshot.pk}/"
    assert file.path.startswith(folder + "00001-")
    assert file.records == 7


def test_twins_of_one_step_share_one_payload(site: Site, warc_root: Path) -> None:
    twin = html(text="a debunk by two addresses")
    site.pages = {"/": html("/?p=5", "/archives/5"), "/?p=5": twin, "/archives/5": twin}
    snapshot = run_snapshot(site.portal())
    first, second = capture_of(snapshot, "/?p=5"), capture_of(snapshot, "/archives/5")
    assert first.warc_file_id == second.warc_file_id
    assert (first.refers_to, second.refers_to) == (None, first)
    assert payload_of(second).text == payload_of(first).text
    assert "two addresses" in payload_of(second).text
    assert (first.changed, second.changed) == (True, True)
    assert verify(second).ok
    assert_accepted(sorted(warc_root.rglob("*.warc.gz")))
    later = capture_of(run_snapshot(snapshot.portal), "/archives/5")
    assert (later.refers_to, later.changed) == (first, False)
