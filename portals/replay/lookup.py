"""Finding the capture of an address at a time, as Memento (RFC 7089) means it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from portals.discovery.addresses import address_of
from portals.models import Capture, Outcome, Page, Portal
from portals.replay.addresses import spellings


def pages_at(url: str) -> QuerySet[Page]:
    """The pages that `url` names, in whatever portal's crawl they were found.

    As in other web archives, http and https are one page where only one of them is held.
    """
    pages = _pages_with(_keys(url))
    return pages if pages.exists() else _pages_with(_under_other_scheme(_keys(url)))


def captures_at(url: str) -> QuerySet[Capture]:
    """All captures of the address, newest first; failures are among them."""
    return Capture.objects.filter(page__in=pages_at(url)).select_related("page__portal")


def nearest(captures: QuerySet[Capture], moment: datetime) -> Capture | None:
    """The capture made in the second of `moment`, or else the one closest to it."""
    # A timestamp names a whole second, a capture is made somewhere within one.
    end_of_second = moment + timedelta(seconds=1)
    before = captures.filter(requested_at__lt=end_of_second).order_by("-requested_at", "-pk")
    after = captures.filter(requested_at__gte=end_of_second).order_by("requested_at", "pk")
    earlier, later = before.first(), after.first()
    if earlier is None or later is None:
        return earlier or later
    is_later_closer = later.requested_at - moment < moment - earlier.requested_at
    return later if is_later_closer else earlier


def archived_requisites(urls: Iterable[str]) -> set[str]:
    """Those of `urls` whose payload the archive holds from some time. One query."""
    urls_by_key: dict[str, list[str]] = {}
    for url in urls:
        keys = _keys(url)
        for key in (*keys, *_under_other_scheme(keys)):
            urls_by_key.setdefault(key, []).append(url)
    received = Capture.objects.filter(page=OuterRef("pk"), outcome=Outcome.OK)
    held = _pages_with(urls_by_key).filter(Exists(received)).values_list("key", flat=True)
    return {url for key in held for url in urls_by_key[key]}


def _pages_with(keys: Iterable[str]) -> QuerySet[Page]:
    # Keys are unique within a portal, and that index leads with the portal: naming all portals,
    # of which there are few, lets PostgreSQL use it.
    portals = list(Portal.objects.values_list("pk", flat=True))
    return Page.objects.filter(portal__in=portals, key__in=list(keys))


def _keys(url: str) -> list[str]:
    normal = address_of(url)
    return list(dict.fromkeys([*([normal.key] if normal else []), *spellings(url)]))


def _under_other_scheme(keys: list[str]) -> list[str]:
    other = {"http": "https", "https": "http"}
    parts = (key.partition("://") for key in keys)
    return [f"{other[scheme]}://{rest}" for scheme, _separator, rest in parts if scheme in other]
