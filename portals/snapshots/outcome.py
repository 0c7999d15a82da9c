"""How a snapshot ended, and why, in words for the reader."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import override

from portals.discovery.addresses import address_of
from portals.fetching.robots import DISALLOW_ALL
from portals.models import Capture, FrontierState, Outcome, Snapshot, SnapshotState
from portals.snapshots.capturing import Gathered

_REFUSING = frozenset({Outcome.BLOCKED, Outcome.RATE_LIMITED, Outcome.CLIENT_ERROR})
_SILENT = frozenset(
    {
        Outcome.DNS_FAILURE,
        Outcome.CONNECTION_FAILURE,
        Outcome.TLS_FAILURE,
        Outcome.TIMEOUT,
        Outcome.BAD_ANSWER,
        Outcome.SERVER_ERROR,
        Outcome.REFUSED_GUARD,
    }
)
#: A page with one of these should have been captured and was not.
_MISSED = _SILENT | _REFUSING


@dataclass(frozen=True, slots=True)
class Ending:
    state: str
    reason: str


def ending_of(snapshot: Snapshot, gathered: Gathered) -> Ending | None:
    """How the snapshot ends after this step; None when it goes on."""
    home = _home_capture(snapshot)
    if home is not None and (ending := _shut_out(snapshot, home)):
        return ending
    waiting = snapshot.frontier.filter(state=FrontierState.WAITING).count()
    if waiting and not (gathered.gave_up or gathered.limit_reached):
        return None

    reasons = []
    if waiting and gathered.gave_up:
        reasons.append(
            f"The site stopped answering; {_pages(waiting)} had not been asked for by then."
        )
    elif waiting:
        reasons.append(
            f"The limit of {snapshot.limits['max_pages']} pages was reached; "
            f"{_pages(waiting)} had not been asked for."
        )
    if snapshot.passed_over:
        reasons.append(
            f"{_pages(snapshot.passed_over)} lay beyond the portal's limits of depth or number."
        )
    if home is None:
        reasons.append("The home page was not asked for.")
    elif home.outcome in {Outcome.NOT_FOUND, Outcome.GONE}:
        reasons.append(f"The home page is not there (status {home.status}).")
    elif home.outcome == Outcome.REDIRECTED and _leads_out(snapshot, home):
        reasons.append(
            f"The home page leads to {home.location}, which is not among the portal's hosts."
        )
    if missed := _missed(snapshot):
        reasons.append(missed)
    if reasons:
        return Ending(SnapshotState.PARTIAL, " ".join(reasons))
    return Ending(SnapshotState.COMPLETE, _notes(snapshot))


def _shut_out(snapshot: Snapshot, home: Capture) -> Ending | None:
    """The portal could not be looked at, because its home page could not."""
    if home.outcome == Outcome.REFUSED_ROBOTS:
        home_address = address_of(home.url)
        said = snapshot.robots.get(home_address.origin, {}) if home_address else {}
        if said.get("state") == DISALLOW_ALL:
            state = SnapshotState.UNREACHABLE
            if said.get("failure") == Outcome.REFUSED_GUARD:
                state = SnapshotState.BLOCKED
            return Ending(state, f"The portal could not be reached: {home.reason}")
        return Ending(SnapshotState.BLOCKED, "robots.txt asks us not to fetch the home page.")
    if home.outcome in _REFUSING:
        return Ending(SnapshotState.BLOCKED, f"The home page was refused to us: {home.reason}")
    if home.outcome in _SILENT:
        return Ending(
            SnapshotState.UNREACHABLE, f"The home page could not be reached: {home.reason}"
        )
    return None


def _home_capture(snapshot: Snapshot) -> Capture | None:
    home = address_of(snapshot.portal.home_url)
    if home is None:
        return None
    return snapshot.captures.filter(page__key=home.key, kind="page").first()


def _leads_out(snapshot: Snapshot, home: Capture) -> bool:
    target = address_of(home.location, home.url)
    return target is None or target.authority not in snapshot.limits["hosts"]


def _missed(snapshot: Snapshot) -> str:
    outcomes = snapshot.captures.filter(kind="page", outcome__in=_MISSED)
    counts = Counter(outcomes.order_by().values_list("outcome", flat=True))
    if not counts:
        return ""
    # What is stored is English, whoever asked for the snapshot.
    with override("en"):
        named = ", ".join(
            f"{Outcome(outcome).label.lower()} ({count})" for outcome, count in counts.most_common()
        )
    return f"{_pages(sum(counts.values()))} could not be captured: {named}."


def _notes(snapshot: Snapshot) -> str:
    """What a reader of a complete snapshot should still know."""
    notes = []
    refused = snapshot.captures.filter(outcome=Outcome.REFUSED_ROBOTS).count()
    cut = snapshot.captures.filter(truncated="length").count()
    if refused:
        notes.append(f"{_pages(refused)} left out because robots.txt asks for it.")
    if cut:
        notes.append(f"{_pages(cut)} cut off at the portal's limit of bytes.")
    return " ".join(notes)


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
