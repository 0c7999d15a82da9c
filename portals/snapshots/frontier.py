"""The pages that a snapshot has still to ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from portals.discovery.addresses import Address, address_of
from portals.models import Capture, FrontierEntry, FrontierState, Outcome, Page, Portal, Snapshot

HOME, REDIRECT, SITEMAP, LISTING, NEW, KNOWN, REQUISITE = 1, 2, 5, 10, 40, 50, 60
#: A step takes entrances, then listings, then new pages, then known ones, then pictures.
_TIERS = (SITEMAP, LISTING, NEW, KNOWN, REQUISITE)
#: A picture that we hold is asked for again after this time, not with every snapshot.
REQUISITES_HOLD = timedelta(days=1)
#: How many addresses may wait, as a multiple of the portal's page limit: a trap ends here.
_MOST_WAITING = 10


@dataclass(frozen=True, slots=True)
class Found:
    """An address to ask for, before it has a row."""

    address: Address
    kind: str
    priority: int
    depth: int
    found_on: str


def fill_frontier(snapshot: Snapshot) -> None:
    """The first pages of a snapshot: home, sitemap, and every page that was ever received."""
    portal = snapshot.portal
    home = address_of(portal.home_url)
    if home is None:
        return
    sitemap = address_of("/sitemap.xml", home.url)
    entrances = [Found(home, "page", HOME, 0, "")]
    if sitemap:
        entrances.append(Found(sitemap, "sitemap", SITEMAP, 0, ""))
    add_found(snapshot, entrances)
    _add_known(snapshot)
    Snapshot.objects.filter(pk=snapshot.pk).update(found=snapshot.frontier.count())


def add_found(snapshot: Snapshot, found: Iterable[Found]) -> int:
    """Add what the snapshot does not know yet.

    Returns how many addresses lay beyond its limits: too deep, or too many.
    """
    wanted = {item.address.key: item for item in found}
    known = set(snapshot.frontier.filter(page__key__in=wanted).values_list("page__key", flat=True))
    fresh = _without_held_requisites(
        snapshot, [item for key, item in wanted.items() if key not in known]
    )
    near = [item for item in fresh if item.depth <= snapshot.limits["max_depth"]]
    room = snapshot.limits["max_pages"] * _MOST_WAITING - snapshot.frontier.count()
    added = near[: max(room, 0)]
    pages = pages_for(snapshot.portal, added)
    FrontierEntry.objects.bulk_create(
        (
            FrontierEntry(
                snapshot=snapshot,
                page=pages[item.address.key],
                kind=item.kind,
                priority=item.priority,
                depth=item.depth,
            )
            for item in added
        ),
        ignore_conflicts=True,
    )
    return len(fresh) - len(added)


def pages_for(portal: Portal, found: Iterable[Found]) -> dict[str, Page]:
    """The page of each address by key, made where there is none yet."""
    items = {item.address.key: item for item in found}
    Page.objects.bulk_create(
        (
            Page(portal=portal, key=key, url=item.address.url, found_on=item.found_on)
            for key, item in items.items()
        ),
        ignore_conflicts=True,
    )
    return {page.key: page for page in portal.pages.filter(key__in=items)}


def next_entries(snapshot: Snapshot, limit: int) -> list[FrontierEntry]:
    """What comes next: one tier only, so that what it leads to can come before the next tier."""
    waiting = snapshot.frontier.filter(state=FrontierState.WAITING).order_by("priority", "pk")
    first = waiting.first()
    if first is None:
        return []
    tier = next((end for end in _TIERS if first.priority <= end), first.priority)
    return list(waiting.filter(priority__lte=tier).select_related("page")[:limit])


def _add_known(snapshot: Snapshot) -> None:
    received = Capture.objects.filter(page=OuterRef("pk"), outcome=Outcome.OK)
    pages = snapshot.portal.pages.filter(Exists(received.filter(kind="page")))
    listings = set(
        snapshot.portal.pages.exclude(found_on="").values_list("found_on", flat=True).distinct()
    )
    FrontierEntry.objects.bulk_create(
        (
            FrontierEntry(
                snapshot=snapshot,
                page=page,
                kind="page",
                depth=1,
                priority=LISTING if page.url in listings else KNOWN,
            )
            for page in pages.order_by("pk").iterator()
        ),
        ignore_conflicts=True,
        batch_size=2000,
    )


def _without_held_requisites(snapshot: Snapshot, found: list[Found]) -> list[Found]:
    requisites = [item.address.key for item in found if item.kind == "requisite"]
    held = set(
        Capture.objects.filter(
            page__portal=snapshot.portal_id,
            page__key__in=requisites,
            outcome=Outcome.OK,
            requested_at__gte=snapshot.started_at - REQUISITES_HOLD,
        ).values_list("page__key", flat=True)
    )
    return [item for item in found if item.address.key not in held]
