"""One portal on one loopback port: HTTP/1.1 with keep-alive, and a way to be truly unreachable."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import socket
import socketserver
import threading
import time
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.portals_on_loopback.clock import Clock
from tests.portals_on_loopback.sites.site import Answer, Request, Site

LOOPBACK = "127.0.0.1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 20
    # Head and body leave in one packet; two small ones wait for each other on loopback.
    wbufsize = -1
    disable_nagle_algorithm = True

    def version_string(self) -> str:
        return "demo-portal"

    def log_message(self, format: str, *args: object) -> None:
        return

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        # The portal may have hung up on us first.
        with contextlib.suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        self.server.clock.note_request()
        parts = urlsplit(self.path)
        request = Request(
            path=unquote(parts.path),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            seconds=self.server.clock.seconds(),
        )
        self._send(self.server.site.answer(request))

    do_HEAD = do_GET

    def _send(self, answer: Answer) -> None:
        if answer.delay:
            time.sleep(answer.delay)
        body, headers = answer.body, list(answer.headers)
        if answer.has_etag:
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            headers.append(("ETag", etag))
            if self.headers.get("If-None-Match") == etag:
                answer = Answer(b"", status=304)
                body = b""
        if answer.modified:
            headers.append(("Last-Modified", format_datetime(answer.modified, usegmt=True)))
        if self.server.site.compresses and answer.content_type.startswith("text/html"):
            headers.append(("Vary", "Accept-Encoding"))
            if body and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, 6, mtime=0)
                headers.append(("Content-Encoding", "gzip"))
        self.send_response(answer.status)
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, site: Site, clock: Clock, bound: socket.socket) -> None:
        super().__init__(bound.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = bound
        self.site = site
        self.clock = clock
        self.connections: set[socket.socket] = set()
        self.server_activate()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle is no news here."""


class PortalServer:
    """A site behind a port that it keeps: while it is down, connections are refused."""

    def __init__(self, site: Site, clock: Clock, port: int) -> None:
        """Binds `port` (0: any). Raises OSError where it is taken."""
        self.site = site
        self._clock = clock
        self._bound = _bind(port)
        self.port: int = self._bound.getsockname()[1]
        self._server: _Server | None = None

    @property
    def is_up(self) -> bool:
        return self._server is not None

    def come_up(self) -> None:
        if self._server is None:
            _share(self._bound, True)  # else connections that just ended are in the way
            self._server = _Server(self.site, self._clock, self._bound)
            threading.Thread(
                target=self._server.serve_forever, args=(0.1,), name=self.site.name, daemon=True
            ).start()

    def go_down(self) -> None:
        """Hangs up on everybody and keeps the port by a socket that is bound but not listening."""
        if self._server is None:
            return
        self._close(self._server)
        self._server = None
        self._bound = _bind(self.port)
        # A port that is bound but not listening may be bound by the next process too, unless we
        # stop sharing it.
        _share(self._bound, False)

    def stop(self) -> None:
        if self._server is not None:
            self._close(self._server)
            self._server = None
        self._bound.close()

    def _close(self, server: _Server) -> None:
        server.shutdown()
        server.server_close()
        for connection in tuple(server.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _bind(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    _share(bound, True)
    try:
        bound.bind((LOOPBACK, port))
    except OSError:
        bound.close()
        raise
    return bound


def _share(bound: socket.socket, may: bool) -> None:
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(may))
