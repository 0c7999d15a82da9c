"""Captures with real bytes: one WARC file each, below the WARC_ROOT of the test."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from portals.models import Capture, Outcome, Page, Portal, Snapshot, WarcFile
from portals.warc.records import HttpExchange, RefersTo
from portals.warc.write import WarcWriter
from tests import factories

_numbers = itertools.count(1)


def archive(
    page: Page,
    body: bytes,
    content_type: str = "text/html; charset=utf-8",
    *,
    at: datetime | None = None,
    status: int = 200,
    outcome: str = Outcome.OK,
    headers: dict[str, str] | None = None,
    refers_to: Capture | None = None,
    snapshot: Snapshot | None = None,
    changed: bool = True,
) -> Capture:
    """What a snapshot would have left of this answer, on disk and in the tables."""
    at = at or datetime(2020, 4, 1, 12, 0, 0, tzinfo=UTC)
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items()) + "\r\n"
    exchange = HttpExchange(
        page.url, at, "127.0.0.1", b"GET / HTTP/1.1\r\n\r\n", head.encode(), body
    )
    original = None
    if refers_to:
        original = RefersTo(refers_to.warc_record_id, refers_to.url, refers_to.requested_at)
    path = f"test/{next(_numbers)}.warc.gz"
    writer = WarcWriter(Path(settings.WARC_ROOT), path, {"software": "tests"})
    written = writer.add(exchange, original)
    file = writer.close()
    row = WarcFile.objects.create(
        path=path, size=file.size, sha256=file.sha256, records=file.records, snapshot=snapshot
    )
    return factories.capture(
        page,
        requested_at=at,
        status=status,
        outcome=outcome,
        content_type=content_type,
        warc_file=row,
        warc_offset=written.offset,
        warc_length=written.length,
        warc_record_id=written.record_id,
        payload_sha256=written.payload_sha256,
        payload_size=written.payload_size,
        refers_to=refers_to,
        snapshot=snapshot,
        changed=changed,
    )


def page_at(url: str, of: Portal | None = None) -> Page:
    of = of or factories.portal(host=url.split("/")[2])
    return Page.objects.create(portal=of, key=url, url=url)
