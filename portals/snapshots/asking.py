"""The settings of the archive and the limits of a portal, as the fetching room takes them."""

from __future__ import annotations

from django.conf import settings

from portals.discovery.addresses import address_of
from portals.discovery.scope import Scope, scope_of
from portals.fetching.client import Client, Limits
from portals.fetching.robots import PRODUCT
from portals.models import Snapshot

VERSION = "0.1"


def user_agent() -> str:
    """Who asks, with an address at which an operator can reach us."""
    contact = f" (+{settings.CONTACT_URL})" if settings.CONTACT_URL else ""
    return f"{PRODUCT}/{VERSION}{contact}"


def client() -> Client:
    return Client(user_agent(), settings.LOOPBACK_PORTALS)


def limits_of(snapshot: Snapshot) -> Limits:
    silence = settings.REQUEST_TIMEOUT_SECONDS
    return Limits(snapshot.limits["max_page_bytes"], silence, silence * 4)


def scope_of_snapshot(snapshot: Snapshot) -> Scope:
    limits = snapshot.limits
    home = address_of(snapshot.portal.home_url)
    return scope_of(
        limits["hosts"],
        limits["scope_include"],
        limits["scope_exclude"],
        [home.url] if home else [],
    )


def warcinfo_of(snapshot: Snapshot) -> dict[str, str]:
    """The fields of a file's first record."""
    fields = {
        "software": f"{PRODUCT}/{VERSION}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obeyed (RFC 9309)",
        "http-header-user-agent": user_agent(),
        "isPartOf": f"{snapshot.portal.slug}, snapshot {snapshot.pk}",
        "description": f"{snapshot.portal.home_url}, started {snapshot.started_at.isoformat()}",
    }
    if settings.CONTACT_URL:
        fields["operator"] = settings.CONTACT_URL
    if snapshot.vantage:
        fields["vantage"] = snapshot.vantage
    return fields
