"""Reading settings from the environment. Nothing is guessed: a value that cannot be read is kept
as a problem that the system check `config.E001` reports with what to do."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

T = TypeVar("T")

#: Settings that could not be read, as (name, what is wrong and what to do). Read by config.checks.
problems: list[tuple[str, str]] = []


def read(name: str, default: T, parse: Callable[[str], T]) -> T:
    """The setting `name` through `parse`; the default where it is unset or empty.

    A ValueError of `parse` is recorded in `problems` and the default is used, so that
    `manage.py check` can say all that is wrong at once.
    """
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        return parse(raw)
    except ValueError as error:
        problems.append((name, str(error)))
        return default


def flag(raw: str) -> bool:
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError(f"“{raw}” is neither yes nor no. Write 1 or 0.")


def words(raw: str) -> list[str]:
    return [word for word in raw.replace(",", " ").split() if word]


def number(raw: str) -> float:
    try:
        found = float(raw)
    except ValueError:
        found = math.nan
    if not 0 <= found < math.inf:
        raise ValueError(f"“{raw}” is not a number from 0 upwards. Write for example 30.")
    return found


def positive(raw: str) -> float:
    found = number(raw)
    if found == 0:
        raise ValueError(f"“{raw}” is too little. Write a number above 0, for example 30.")
    return found


def directory(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def database(raw: str) -> dict[str, Any]:
    """A PostgreSQL URL as Django's DATABASES entry.

    `postgresql://user:password@host:5432/name?sslmode=require`; a socket directory goes into
    `?host=/path`. Raises ValueError for anything else.
    """
    parts = urlsplit(raw)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            f"“{parts.scheme or raw}” is not PostgreSQL. "
            "Write postgresql://user:password@host:5432/name."
        )
    query: Mapping[str, str] = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError(
            "The name of the database is missing after the host, as in …:5432/archive."
        )
    options = {key: value for key, value in query.items() if key != "host"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def broker(raw: str) -> str:
    """A Redis URL as Celery takes it; `unix:///path` becomes `redis+socket:///path`."""
    parts = urlsplit(raw)
    if parts.scheme == "unix":
        return f"redis+socket://{parts.path}"
    if parts.scheme in {"redis", "rediss", "redis+socket"}:
        return raw
    raise ValueError(
        f"“{parts.scheme or raw}” is not Redis. Write redis://host:6379/0 or unix:///path/to/socket."
    )


def loopback_portals(raw: str) -> dict[str, tuple[str, int]]:
    """`name:port=127.0.0.1:port` pairs: the only loopback addresses that may be fetched.

    The left side is the authority as it stands in addresses and page keys; the right side is where
    the socket goes, so that a demo portal keeps its address when its port was taken.
    """
    pairs: dict[str, tuple[str, int]] = {}
    for word in words(raw):
        authority, _, target = word.partition("=")
        host, _, port = (target or authority).rpartition(":")
        if not target or not port.isdigit() or host not in {"127.0.0.1", "[::1]"}:
            raise ValueError(
                f"“{word}” names no loopback portal. Write portal.localhost:8101=127.0.0.1:8101."
            )
        pairs[authority.lower()] = (host.strip("[]"), int(port))
    return pairs
