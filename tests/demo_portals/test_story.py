"""Each event of the script changes what a visitor sees, at its second and not before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo_portals.visiting import Visitor
from tests.portals_on_loopback.addresses import NAMES
from tests.portals_on_loopback.clock import ManualClock, StoryClock
from tests.portals_on_loopback.debunks import Debunk, debunks_of
from tests.portals_on_loopback.portals import Portals
from tests.portals_on_loopback.server import PortalServer
from tests.portals_on_loopback.sites.question_paged import Nebylitsa
from tests.portals_on_loopback.sites.wordpress import JalganEmes
from tests.portals_on_loopback.story import Event, edition, script

SITES: dict[str, JalganEmes | Nebylitsa] = {"jalgan-emes": JalganEmes(), "nebylitsa": Nebylitsa()}


def debunk_of(event: Event) -> Debunk:
    return next(debunk for debunk in debunks_of(event.site) if debunk.id == event.debunk)


def address_of(event: Event) -> str:
    return SITES[event.site].address(debunk_of(event))


def events(*kinds: str) -> list[Event]:
    return [event for event in script() if event.kind in kinds]


def names(found: list[Event]) -> list[str]:
    return [f"{event.kind}-{event.site}-{event.debunk or ''}" for event in found]


def test_the_script_holds_everything_that_the_demo_promises() -> None:
    kinds = [event.kind for event in script()]
    assert kinds.count("edited") == 1
    assert kinds.count("verdict_changed") == 1
    assert kinds.count("withdrawn") == 1
    assert kinds.count("down") == kinds.count("up") == 1
    assert {event.site for event in events("appeared")} == {"jalgan-emes", "nebylitsa"}
    assert all(60 <= event.second <= 220 for event in script())


def test_nothing_moves_in_the_first_minute() -> None:
    for site in NAMES:
        assert edition(site, 0) == edition(site, 59.9)


def test_a_portal_is_down_long_enough_for_a_snapshot_to_meet_it() -> None:
    (down,), (up,) = events("down"), events("up")
    assert up.second - down.second >= 50


@pytest.mark.parametrize("event", events("edited"), ids=names(events("edited")))
def test_an_edit_is_silent_and_seen(event: Event, visitor: Visitor, portals: Portals) -> None:
    portals.set_seconds(event.second - 1)
    before = visitor.get(address_of(event)).text
    portals.set_seconds(event.second)
    after = visitor.get(address_of(event)).text
    assert debunk_of(event).refutation.split("\n\n")[0] in before
    assert event.texts["refutation"].split("\n\n")[0] in after
    assert debunk_of(event).title in before
    assert debunk_of(event).title in after


@pytest.mark.parametrize("event", events("verdict_changed"), ids=names(events("verdict_changed")))
def test_a_verdict_changes(event: Event, visitor: Visitor, portals: Portals) -> None:
    portals.set_seconds(event.second - 1)
    before = visitor.get(address_of(event)).text
    portals.set_seconds(event.second)
    after = visitor.get(address_of(event)).text
    old, new = debunk_of(event).verdict, event.texts["verdict"]
    assert old != new
    assert before.replace(f"<b>{old}</b>", f"<b>{new}</b>") == after != before


@pytest.mark.parametrize("event", events("appeared"), ids=names(events("appeared")))
def test_a_new_debunk_appears_in_its_list(event: Event, visitor: Visitor, portals: Portals) -> None:
    listing = f"/{debunk_of(event).language}/" if event.site == "jalgan-emes" else "/novoe/"
    portals.set_seconds(event.second - 1)
    assert visitor.get(address_of(event)).status == 404
    assert address_of(event) not in visitor.page(event.site, listing).links
    portals.set_seconds(event.second)
    assert visitor.get(address_of(event)).status == 200
    assert address_of(event) in visitor.page(event.site, listing).links


@pytest.mark.parametrize("event", events("withdrawn"), ids=names(events("withdrawn")))
def test_a_withdrawn_debunk_is_gone_and_no_list_names_it(
    event: Event, visitor: Visitor, portals: Portals
) -> None:
    portals.set_seconds(event.second - 1)
    assert visitor.get(address_of(event)).status == 200
    assert address_of(event) in visitor.crawl(event.site)
    portals.set_seconds(event.second)
    assert visitor.get(address_of(event)).status == 410
    assert address_of(event) not in visitor.crawl(event.site)


def test_a_portal_refuses_connections_and_comes_back_under_its_address(portals: Portals) -> None:
    (down,), (up,) = events("down"), events("up")
    portals.set_seconds(down.second - 1)
    before = portals.loopback
    visitor = Visitor(portals)
    assert visitor.page(down.site, "/").status == 200
    portals.set_seconds(down.second)
    for _ in range(2):  # the open connection is hung up on, a new one is refused
        with pytest.raises(ConnectionError):
            Visitor(portals).page(down.site, "/")
        with pytest.raises((ConnectionError, OSError)):
            visitor.page(down.site, "/")
    assert Visitor(portals).page("polustanok", "/").status == 200
    portals.set_seconds(up.second)
    assert portals.loopback == before
    assert Visitor(portals).page(down.site, "/").status == 200


def test_nobody_can_take_the_port_of_a_portal_that_is_down(portals: Portals) -> None:
    (down,), (up,) = events("down"), events("up")
    portals.set_seconds(down.second - 1)
    visitor = Visitor(portals)
    visitor.page(down.site, "/")
    portals.set_seconds(down.second)
    with pytest.raises(OSError, match="in use"):
        PortalServer(Nebylitsa(), ManualClock(), portals.servers[down.site].port)
    portals.set_seconds(up.second)
    assert Visitor(portals).page(down.site, "/").status == 200


@pytest.mark.parametrize("event", events("figures", "briefing"), ids=lambda event: event.site)
def test_figures_and_briefings_move_on(event: Event, visitor: Visitor, portals: Portals) -> None:
    path = "/ru/" if event.kind == "briefing" else "/"
    portals.set_seconds(event.second - 1)
    before = visitor.page(event.site, path).body
    portals.set_seconds(event.second)
    assert visitor.page(event.site, path).body != before


def test_only_what_the_script_names_and_its_lists_change(
    visitor: Visitor, portals: Portals
) -> None:
    """One change must not ripple through the «more news» of every page."""
    portals.set_seconds(0)
    before = visitor.crawl("jalgan-emes")
    portals.set_seconds(1000)
    after = visitor.crawl("jalgan-emes")
    changed = {
        url
        for url in before
        if "/archives/" in url and "/category/" not in url and url in after
        if before[url].body != after[url].body
    }
    assert changed == {address_of(event) for event in events("edited")}


def test_the_clock_starts_with_the_first_request_and_survives_a_restart(tmp_path: Path) -> None:
    time = [1000.0]
    clock = StoryClock(tmp_path, now=lambda: time[0])
    time[0] = 1300.0
    assert clock.seconds() == 0
    clock.note_request()
    time[0] = 1350.0
    clock.note_request()
    assert clock.seconds() == 50
    again = StoryClock(tmp_path, now=lambda: time[0])
    time[0] = 1400.0
    assert again.seconds() == 100
    assert again.first_started_at == clock.first_started_at


def test_the_clock_can_run_faster(tmp_path: Path) -> None:
    time = [0.0]
    clock = StoryClock(tmp_path, speed=10, now=lambda: time[0])
    clock.note_request()
    time[0] = 6.0
    assert clock.seconds() == 60
