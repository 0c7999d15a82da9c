"""A site on loopback that does what a test tells it, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.test import override_settings

from portals.models import Portal
from tests import factories

Behaviour = Callable[["Handler"], None]


@dataclass(frozen=True)
class Reply:
    """A plain answer. `length` lies about the body where a test wants it to."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None

    def __call__(self, handler: Handler) -> None:
        handler.send_response(self.status)
        if self.content_type:
            handler.send_header("Content-Type", self.content_type)
        for name, value in self.headers:
            handler.send_header(name, value)
        stated = len(self.body) if self.length is None else self.length
        handler.send_header("Content-Length", str(stated))
        handler.end_headers()
        handler.wfile.write(self.body)
        if stated != len(self.body):
            handler.close_connection = True


def html(*links: str, text: str = "", head: str = "") -> Behaviour:
    anchors = "".join(f'<a href="{link}">{link}</a>' for link in links)
    page = f"<!doctype html><html><head>{head}</head><body><p>{text}</p>{anchors}</body></html>"
    return Reply(page.encode())


def redirect(to: str, status: int = 301) -> Behaviour:
    return Reply(status=status, headers=(("Location", to),))


NOT_FOUND = Reply(b"<p>not here</p>", 404)


@dataclass
class Site:
    """`pages` maps path with query to what happens when it is asked for."""

    pages: dict[str, Behaviour] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    authority: str = ""

    @property
    def url(self) -> str:
        return f"http://{self.authority}"

    def portal(self, slug: str = "", **fields: Any) -> Portal:
        from datetime import timedelta

        fields.setdefault("delay", timedelta(0))
        fields.setdefault("is_watched", True)
        return factories.portal(slug, host=self.authority, **fields)

    def count(self, path: str) -> int:
        return self.requests.count(path)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: Site

    def do_GET(self) -> None:
        self.site.requests.append(self.path)
        self.site.heads.append(dict(self.headers))
        behave = self.site.pages.get(self.path, NOT_FOUND)
        behave(self)

    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up early is what several tests are about."""


@contextmanager
def serve(pages: dict[str, Behaviour] | None = None, name: str = "site") -> Iterator[Site]:
    """A running site, allowed through the guard under its own name."""
    site = Site(pages or {})
    handler = type("SiteHandler", (Handler,), {"site": site})
    with _Server(("127.0.0.1", 0), handler) as server:
        site.port = server.server_port
        site.authority = f"{name}.localhost:{site.port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        allowed = {**settings.LOOPBACK_PORTALS, site.authority: ("127.0.0.1", site.port)}
        with override_settings(LOOPBACK_PORTALS=allowed):
            try:
                yield site
            finally:
                server.shutdown()
