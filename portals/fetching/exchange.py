"""What one request for one address gave."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ReadTimeoutError

from portals.fetching.guard import AddressRefused


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, or why there is none.

    `outcome` is a value of portals.models.Outcome. The heads are as they went over the wire;
    transfer coding has been undone in `body`, content coding has not.
    """

    url: str
    requested_at: datetime
    outcome: str
    reason: str = ""
    duration_ms: int | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    ip_address: str = ""
    request_head: bytes = b""
    response_head: bytes = b""
    body: bytes = b""
    truncated: str = ""

    @property
    def answered(self) -> bool:
        """There are bytes to keep."""
        return bool(self.response_head)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def location(self) -> str:
        """Where a redirect leads. Sites write it in raw UTF-8, which headers are not read as."""
        if self.outcome != "redirected":
            return ""
        value = self.header("location")
        try:
            return value.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return value


def outcome_of_status(status: int | None, location: str) -> tuple[str, str]:
    """The outcome of an answer that was received whole, and a reason where one is needed."""
    if status is None:
        return "bad_answer", "The answer's first line holds no HTTP status."
    if status == 304:
        return "not_modified", ""
    if status in {301, 302, 303, 307, 308}:
        if location:
            return "redirected", ""
        return "bad_answer", f"Status {status} without an address to go to."
    if 200 <= status < 300:
        return "ok", ""
    named = {404: "not_found", 410: "gone", 429: "rate_limited", 403: "blocked", 451: "blocked"}
    outcome = named.get(status) or ("server_error" if status >= 500 else "client_error")
    if status < 400:
        outcome = "bad_answer"
    return outcome, f"The site answered with status {status} {_phrase(status)}".rstrip() + "."


def outcome_of_error(error: BaseException) -> tuple[str, str]:
    """The outcome of a request that gave no answer, and the reason in words."""
    # urllib3 counts every connection that did not come about as one that timed out.
    causes = [cause for cause in _causes(error) if not isinstance(cause, NewConnectionError)]
    for kinds, outcome, sentence in _FAILURES:
        for cause in causes:
            if isinstance(cause, kinds):
                return outcome, sentence.format(detail=_detail(cause))
    last = causes[-1] if causes else error
    return "connection_failure", f"No connection ({_detail(last)})."


_FAILURES: tuple[tuple[tuple[type[BaseException], ...], str, str], ...] = (
    ((AddressRefused,), "refused_guard", "{detail}"),
    ((socket.gaierror,), "dns_failure", "The host's name is not known ({detail})."),
    ((ssl.SSLError,), "tls_failure", "The secure connection failed ({detail})."),
    (
        (ConnectTimeoutError, ReadTimeoutError, TimeoutError),
        "timeout",
        "The site did not answer in time.",
    ),
    (
        (http.client.RemoteDisconnected,),
        "connection_failure",
        "The site closed the connection without an answer.",
    ),
    ((http.client.IncompleteRead,), "bad_answer", "The answer broke off."),
    ((http.client.HTTPException,), "bad_answer", "The answer is not HTTP ({detail})."),
    ((ConnectionRefusedError,), "connection_failure", "The site refused the connection."),
    ((ConnectionResetError, BrokenPipeError), "connection_failure", "The connection was cut."),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was made from; urllib3 and requests wrap each other's."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop(0)
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [getattr(cause, "reason", None), cause.__cause__, cause.__context__, *cause.args]


def _detail(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _phrase(status: int) -> str:
    return http.client.responses.get(status, "")
