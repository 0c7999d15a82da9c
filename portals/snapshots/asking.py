"""How we ask: the archive's settings and a portal's limits, as the fetching room takes them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.conf import settings

from portals.discovery.addresses import address_of
from portals.discovery.scope import Scope, scope_of
from portals.fetching.client import Client, Limits
from portals.fetching.exchange import Exchange
from portals.fetching.guard import resolve, resolve_nothing
from portals.fetching.robots import PRODUCT
from portals.models import Snapshot

VERSION = "0.1"
#: A site may ask for longer pauses than this; a snapshot would never end.
LONGEST_PAUSE = 300.0


def user_agent() -> str:
    """Who asks, with an address at which an operator can reach us."""
    contact = f" (+{settings.CONTACT_URL})" if settings.CONTACT_URL else ""
    return f"{PRODUCT}/{VERSION}{contact}"


def client() -> Client:
    resolver = resolve_nothing if settings.LOOPBACK_ONLY else resolve
    return Client(user_agent(), settings.LOOPBACK_PORTALS, resolver)


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


def pause_asked_for(exchange: Exchange) -> float:
    """Retry-After of an answer that says “later”, in seconds."""
    if exchange.status not in {429, 503}:
        return 0.0
    value = exchange.header("retry-after")
    if value.isdigit():
        return min(float(value), LONGEST_PAUSE)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_PAUSE)
