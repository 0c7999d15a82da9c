"""Connections that go only where the guard allows, and remember what went over them."""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import threading
from typing import Any, cast

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.poolmanager import PoolManager
from urllib3.util import Timeout

from portals.fetching import guard
from portals.fetching.guard import AddressRefused, Loopback, Resolver

#: A head longer than this is no head. http.client bounds the lines, not their sum.
_LONGEST_HEAD = 256 * 1024


class Door:
    """The one way out: where sockets go, and the one that is in use.

    A request has a time limit as a whole. Socket time-outs bound only each single wait, so a
    site that sends a byte now and then would hold us for ever; `shut` ends whatever is going on.
    """

    def __init__(self, loopback: Loopback, resolver: Resolver = guard.resolve) -> None:
        self._loopback = loopback
        self._resolver = resolver
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_shut = False
        self._opened = False

    def begin(self) -> None:
        """A new request begins, on no socket yet."""
        with self._lock:
            self._socket, self._is_shut, self._opened = None, False, False

    def use(self, sock: socket.socket) -> None:
        with self._lock:
            self._socket = sock
            if self._is_shut:
                raise TimeoutError

    def shut(self) -> None:
        """Time is up. Called from the timer's thread."""
        with self._lock:
            self._is_shut = True
            if self._socket is not None:
                # Not SSLSocket.shutdown: it takes the TLS state away from the reading thread.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    @property
    def is_shut(self) -> bool:
        return self._is_shut

    @property
    def reused(self) -> bool:
        """The request went over a connection that was open already."""
        return self._socket is not None and not self._opened

    def connect(self, connection: HTTPConnection, scheme: str) -> socket.socket:
        """A socket to a place that the guard allows; checked again once it is connected."""
        host, port = connection.host, connection.port
        try:
            places = guard.places_of(host, port, scheme, self._loopback, self._resolver)
        except socket.gaierror as error:
            raise NameResolutionError(host, connection, error) from error
        timeout = Timeout.resolve_default_timeout(connection.timeout)
        failure: OSError = OSError("the name has no address")
        for place in places:
            try:
                sock = socket.create_connection(place, timeout)
            except TimeoutError as error:
                failure = error
                continue
            except OSError as error:
                failure = error
                continue
            return self._checked(sock, place)
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(connection, f"{host} did not answer") from failure
        raise NewConnectionError(connection, str(failure)) from failure

    def _checked(self, sock: socket.socket, place: tuple[str, int]) -> socket.socket:
        peer = str(sock.getpeername()[0])
        if not guard.is_public(peer) and place not in self._loopback.values():
            sock.close()
            raise AddressRefused(f"The connection led to {peer}, which is not a public address.")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._opened = True
        self.use(sock)
        return sock


class RecordedResponse(http.client.HTTPResponse):
    """Keeps the answer's head byte for byte, with the request that it answers."""

    head: bytes = b""
    request_head: bytes = b""
    peer: str = ""

    def _read_status(self) -> tuple[str, int, str]:
        # Once per head: an interim answer (100 Continue) has one of its own, which goes.
        stream = _Recorder(getattr(self.fp, "source", self.fp))
        self.fp = cast(io.BufferedReader, stream)
        return cast(Any, super())._read_status()  # type: ignore[no-any-return]

    def begin(self) -> None:
        if self.__dict__.get("_begun"):
            return
        super().begin()
        self.__dict__["_begun"] = True
        if isinstance(self.fp, _Recorder):
            self.head = bytes(self.fp.taken)
            self.fp = self.fp.source

    def _close_conn(self) -> None:
        if isinstance(self.fp, _Recorder):
            self.head = bytes(self.fp.taken)
        cast(Any, super())._close_conn()


class _Recorder:
    """The head is read by lines; every one is kept."""

    def __init__(self, source: io.BufferedReader) -> None:
        self.source = source
        self.taken = bytearray()

    def readline(self, limit: int = -1) -> bytes:
        line = self.source.readline(limit)
        self.taken += line
        if len(self.taken) > _LONGEST_HEAD:
            raise http.client.HTTPException("its head is too long")
        return line

    def close(self) -> None:
        self.source.close()

    def flush(self) -> None:
        self.source.flush()


def _pool_classes(door: Door) -> dict[str, type[HTTPConnectionPool]]:
    """Pools whose connections go through `door`."""

    def of(base: type[HTTPConnection], scheme: str) -> type[HTTPConnection]:
        class Guarded(base):  # type: ignore[valid-type,misc]
            response_class = RecordedResponse
            sent = b""
            peer = ""

            def _new_conn(self) -> socket.socket:
                sock = door.connect(self, scheme)
                self.peer = str(sock.getpeername()[0])
                return sock

            def connect(self) -> None:
                super().connect()
                # Wrapping for TLS made a new socket object of the old one's descriptor.
                door.use(self.sock)

            def putrequest(self, *args: Any, **options: Any) -> None:
                self.sent = b""
                if self.sock is not None:
                    door.use(self.sock)
                super().putrequest(*args, **options)

            def send(self, data: Any) -> None:
                self.sent += bytes(data)
                super().send(data)

            def getresponse(self) -> Any:
                response = super().getresponse()
                original = response._original_response
                original.request_head, original.peer = self.sent, self.peer
                return response

        return Guarded

    plain = type("Pool", (HTTPConnectionPool,), {"ConnectionCls": of(HTTPConnection, "http")})
    secure = type("Pool", (HTTPSConnectionPool,), {"ConnectionCls": of(HTTPSConnection, "https")})
    return {"http": plain, "https": secure}


class GuardedAdapter(HTTPAdapter):
    """requests' way to the network, through a door and through no proxy."""

    def __init__(self, door: Door) -> None:
        self._door = door
        super().__init__(max_retries=0, pool_connections=4, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, *args: Any, **options: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self._door)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        raise AddressRefused("Portals are not asked through a proxy.")
