"""The script by which the demo portals live, and what a site holds at any of its seconds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from tests.portals_on_loopback.debunks import Debunk, debunks_of

Kind = Literal[
    "edited", "verdict_changed", "withdrawn", "appeared", "figures", "briefing", "down", "up"
]


@dataclass(frozen=True, slots=True)
class Event:
    """`second` of the story, at which `kind` happens on `site` (to `debunk`, with new `texts`)."""

    second: float
    site: str
    kind: Kind
    says: str
    debunk: int | None = None
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edition:
    """A site's holdings at one second. Equal seconds between two events give an equal edition."""

    debunks: tuple[Debunk, ...]
    withdrawn: frozenset[int]
    day: int
    briefings: int
    is_down: bool


@cache
def script() -> tuple[Event, ...]:
    entries = tomllib.loads((Path(__file__).parent / "script.toml").read_text("utf-8"))["event"]
    return tuple(sorted((Event(**entry) for entry in entries), key=lambda event: event.second))


def edition(site: str, seconds: float) -> Edition:
    own = [event for event in script() if event.site == site]
    return _edition(site, sum(event.second <= seconds for event in own))


def scripted_debunks(site: str) -> frozenset[int]:
    """The debunks that the script touches at some time."""
    return frozenset(event.debunk for event in script() if event.site == site and event.debunk)


@lru_cache(maxsize=64)
def _edition(site: str, passed: int) -> Edition:
    own = [event for event in script() if event.site == site]
    coming = {event.debunk for event in own[passed:] if event.kind == "appeared"}
    shown = {debunk.id: debunk for debunk in debunks_of(site) if debunk.id not in coming}
    withdrawn: set[int] = set()
    day = briefings = 0
    is_down = False
    for event in own[:passed]:
        match event.kind:
            case "edited" | "verdict_changed" if event.debunk:
                shown[event.debunk] = replace(shown[event.debunk], **event.texts)  # type: ignore[arg-type]
            case "withdrawn" if event.debunk:
                del shown[event.debunk]
                withdrawn.add(event.debunk)
            case "figures":
                day += 1
            case "briefing":
                briefings += 1
            case "down" | "up":
                is_down = event.kind == "down"
    return Edition(tuple(shown.values()), frozenset(withdrawn), day, briefings, is_down)
