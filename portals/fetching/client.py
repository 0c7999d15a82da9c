"""Asking one address once."""

from __future__ import annotations

import http.cookiejar
import re
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import requests

from portals.fetching import guard
from portals.fetching.exchange import Exchange, outcome_of_error, outcome_of_status
from portals.fetching.guard import AddressRefused, Loopback, Resolver
from portals.fetching.wire import Door, GuardedAdapter

_CHUNK = 64 * 1024
#: Written in place of a header that the stored answer no longer obeys (docs/decisions/0011).
_CHUNKED = re.compile(rb"^transfer-encoding(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer we take, and how long we wait: for a sign of life, and in all."""

    max_bytes: int = 20 * 1024 * 1024
    silence_seconds: float = 30.0
    total_seconds: float = 120.0


class Client:
    """One session: no redirects followed, no cookies kept, no proxy, no stored passwords."""

    def __init__(
        self,
        user_agent: str,
        loopback: Loopback,
        resolver: Resolver = guard.resolve,
        ca_bundle: str | None = None,
    ) -> None:
        self._door = Door(loopback, resolver)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = ca_bundle or True
        self._session.cookies.set_policy(_NoCookies())
        self._session.headers.clear()
        self._session.headers.update(
            {
                "User-Agent": user_agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                # Packed anew for every answer, the same page would look different each time.
                "Accept-Encoding": "identity",
                "Accept-Language": "ru,kk;q=0.8,en;q=0.5",
                "Connection": "keep-alive",
            }
        )
        self._session.adapters.clear()
        for scheme in guard.DEFAULT_PORTS:
            self._session.mount(f"{scheme}://", GuardedAdapter(self._door))

    def fetch(self, url: str, limits: Limits) -> Exchange:
        """Ask for `url`. Whatever happens is an Exchange; nothing is raised for it."""
        exchange = self._fetch(url, limits)
        if exchange.outcome == "connection_failure" and self._door.reused:
            # A kept connection that the site closed just now says nothing about the page.
            exchange = self._fetch(url, limits)
        return exchange

    def close(self) -> None:
        self._session.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _fetch(self, url: str, limits: Limits) -> Exchange:
        requested_at, started = datetime.now(UTC), time.monotonic()
        self._door.begin()
        timer = threading.Timer(limits.total_seconds, self._door.shut)
        timer.daemon = True
        timer.start()
        try:
            exchange = self._ask(url, requested_at, limits)
        except (AddressRefused, requests.RequestException, OSError, ValueError) as error:
            outcome, reason = outcome_of_error(error)
            if self._door.is_shut:
                outcome, reason = "timeout", _took_too_long(limits)
            exchange = Exchange(url, requested_at, outcome, reason)
        finally:
            timer.cancel()
        return replace(exchange, duration_ms=int((time.monotonic() - started) * 1000))

    def _ask(self, url: str, requested_at: datetime, limits: Limits) -> Exchange:
        guard.check_url(url)
        request = self._session.prepare_request(requests.Request("GET", url))
        request.url = url
        response = self._session.send(
            request,
            stream=True,
            allow_redirects=False,
            timeout=(limits.silence_seconds, limits.silence_seconds),
        )
        with response:
            original: Any = response.raw._original_response
            body, truncated, error = self._read(response.raw, limits)
            headers = tuple(
                (name, value.encode("latin-1", "replace").decode("latin-1"))
                for name, value in original.msg.items()
            )
            exchange = Exchange(
                url=url,
                requested_at=requested_at,
                outcome="ok",
                status=response.status_code,
                headers=headers,
                ip_address=original.peer,
                request_head=original.request_head,
                response_head=_stored_head(original.head, chunked=bool(original.chunked)),
                body=body,
                truncated=truncated,
            )
        return _judged(exchange, limits, error)

    def _read(self, raw: Any, limits: Limits) -> tuple[bytes, str, BaseException | None]:
        """The body up to the limits, how it was cut, and the error that cut it."""
        body = bytearray()
        try:
            while chunk := raw.read1(_CHUNK, decode_content=False):
                body += chunk
                if len(body) > limits.max_bytes:
                    return bytes(body[: limits.max_bytes]), "length", None
        except Exception as error:  # whatever breaks here, the bytes so far are evidence
            return bytes(body), "time" if self._door.is_shut else "disconnect", error
        return bytes(body), "time" if self._door.is_shut else "", None


def _judged(exchange: Exchange, limits: Limits, error: BaseException | None) -> Exchange:
    """`exchange` with its outcome: by status when it came whole, by what cut it when not."""
    if exchange.truncated == "time":
        return replace(exchange, outcome="timeout", reason=_took_too_long(limits))
    if error is not None:
        outcome, reason = outcome_of_error(error)
        if outcome == "connection_failure":
            outcome = "bad_answer"
        truncated = "time" if outcome == "timeout" else "disconnect"
        reason = f"{reason} {len(exchange.body)} bytes had come."
        return replace(exchange, outcome=outcome, reason=reason, truncated=truncated)
    outcome, reason = outcome_of_status(exchange.status, exchange.header("location"))
    if exchange.truncated == "length":
        reason = f"{reason} Cut after {limits.max_bytes} bytes, the portal's limit.".strip()
    return replace(exchange, outcome=outcome, reason=reason)


def _took_too_long(limits: Limits) -> str:
    return f"The answer was not complete after {limits.total_seconds:g} seconds."


def _stored_head(head: bytes, chunked: bool) -> bytes:
    """The head as received, but for chunking that is undone and line ends that readers need."""
    if not head.endswith(b"\r\n\r\n"):
        head = b"\r\n".join(re.split(rb"\r?\n", head.strip(b"\r\n"))) + b"\r\n\r\n"
    return _CHUNKED.sub(b"X-Archive-Orig-Transfer-Encoding", head) if chunked else head


class _NoCookies(http.cookiejar.DefaultCookiePolicy):
    """Every request stands alone, so that a capture can be told from its own record."""

    def set_ok(self, cookie: object, request: object) -> bool:
        return False
