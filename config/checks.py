"""Settings that cannot work, each with an id and with what to do. `manage.py check` shows them all;
every command runs them first. With `--database default` the database is asked too, with `--deploy`
the broker."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from kombu import Connection
from kombu.exceptions import KombuError

from config import env

SHORTEST_SECRET = 32


@register()
def values_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{name} cannot be read: {problem}",
            hint=f"Correct {name} in the environment, or leave it out for the default. "
            "docs/settings.md explains it.",
            id="config.E001",
        )
        for name, problem in env.problems
    ]


@register()
def there_is_a_secret(**kwargs: Any) -> list[CheckMessage]:
    try:
        length = len(settings.SECRET_KEY)
    except ImproperlyConfigured:
        length = 0
    if length:
        return []
    return [
        Error(
            "SECRET_KEY is not set: sessions and forms cannot be signed.",
            hint="Make one with `python -c 'import secrets; print(secrets.token_urlsafe(50))'`, "
            "keep it secret and the same on every machine of this archive.",
            id="config.E002",
        )
    ]


@register(deploy=True)
def the_secret_is_long(**kwargs: Any) -> list[CheckMessage]:
    try:
        length = len(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return []
    if length >= SHORTEST_SECRET:
        return []
    return [
        Error(
            f"SECRET_KEY has {length} characters; fewer than {SHORTEST_SECRET} can be guessed.",
            hint="Make one with `python -c 'import secrets; print(secrets.token_urlsafe(50))'`.",
            id="config.E003",
        )
    ]


@register()
def origins_are_two(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = [
        Error(
            f"{name} is “{origin}”, which is no origin.",
            hint="Write scheme and host, with a port where there is one and with nothing after "
            "it, as in https://archive.example.org.",
            id="config.E004",
        )
        for name, origin in (
            ("SITE_ORIGIN", settings.SITE_ORIGIN),
            ("REPLAY_ORIGIN", settings.REPLAY_ORIGIN),
        )
        if not is_origin(origin)
    ]
    if not found and host_of(settings.SITE_ORIGIN) == host_of(settings.REPLAY_ORIGIN):
        found.append(
            Error(
                "SITE_ORIGIN and REPLAY_ORIGIN are on the same host: an archived page could read "
                "the site's cookies.",
                hint="Give archived pages a host name of their own, as in "
                "https://replay.archive.example.net. Another port is not enough: cookies do not "
                "know ports.",
                id="config.E005",
            )
        )
    return found


def is_origin(text: str) -> bool:
    parts = urlsplit(text)
    rest = parts.path or parts.query or parts.fragment or parts.username
    try:
        return parts.scheme in {"http", "https"} and bool(host_of(text)) and not rest
    except ValueError:
        return False


def host_of(origin: str) -> str:
    parts = urlsplit(origin)
    _ = parts.port  # ValueError when it is no number
    return (parts.hostname or "").lower()


@register()
def hosts_are_answered(**kwargs: Any) -> list[CheckMessage]:
    allowed = settings.ALLOWED_HOSTS
    if "*" in allowed:
        return []
    return [
        Error(
            f"ALLOWED_HOSTS does not name {host}, the host of {name}: requests would be refused.",
            hint=f"Add {host} to ALLOWED_HOSTS, or leave ALLOWED_HOSTS out.",
            id="config.E006",
        )
        for name in ("SITE_ORIGIN", "REPLAY_ORIGIN")
        if (host := host_or_nothing(getattr(settings, name)))
        and not any(host == one or (one[:1] == "." and host.endswith(one)) for one in allowed)
    ]


def host_or_nothing(origin: str) -> str:
    return host_of(origin) if is_origin(origin) else ""


@register()
def folders_can_be_written(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{name} is {path}, which {problem}.",
            hint=f"Let the user that runs the archive own that folder, or set {name} to another.",
            id="config.E007",
        )
        for name, path in (
            ("ARCHIVE_HOME", settings.ARCHIVE_HOME),
            ("WARC_ROOT", settings.WARC_ROOT),
        )
        if (problem := why_not_writable(path))
    ]


def why_not_writable(path: Path) -> str:
    """Looks only: a check makes no folders. One that is missing will be made in its parent."""
    existing = path
    try:
        while not existing.exists():
            existing = existing.parent
    except PermissionError:
        return "cannot be reached"
    if not existing.is_dir():
        return "is no folder" if existing == path else f"cannot be made: {existing} is no folder"
    if not os.access(existing, os.W_OK | os.X_OK):
        return (
            "cannot be written" if existing == path else f"cannot be made: {existing} is read-only"
        )
    return ""


@register()
def steps_end_in_time(**kwargs: Any) -> list[CheckMessage]:
    redelivered: int = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    if redelivered / 2 >= settings.SNAPSHOT_STEP_SECONDS:
        return []
    return [
        Error(
            f"SNAPSHOT_STEP_SECONDS is {settings.SNAPSHOT_STEP_SECONDS:g}: the broker gives a "
            f"message to a second worker after {redelivered} s, before such a step has ended.",
            hint=f"Set it to {redelivered // 2} at most; 60 is good.",
            id="config.E010",
        )
    ]


@register()
def operators_can_reach_us(**kwargs: Any) -> list[CheckMessage]:
    # The demo asks nobody but itself.
    if settings.CONTACT_URL or settings.LOOPBACK_PORTALS:
        return []
    return [
        Warning(
            "CONTACT_URL is not set: the operator of a portal cannot find out who is asking.",
            hint="Set it to a page that says who runs this archive and how to reach them.",
            id="config.W001",
        )
    ]


@register(deploy=True)
def the_site_is_encrypted(**kwargs: Any) -> list[CheckMessage]:
    return [
        Warning(
            f"{name} is {origin}: logins and pages travel unencrypted.",
            hint="Put a server with TLS before it and write the https address here.",
            id="config.W002",
        )
        for name, origin in (
            ("SITE_ORIGIN", settings.SITE_ORIGIN),
            ("REPLAY_ORIGIN", settings.REPLAY_ORIGIN),
        )
        if origin.startswith("http://")
    ]


@register(Tags.database)
def the_database_answers(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or ():
        try:
            connections[alias].ensure_connection()
        except DatabaseError as error:
            found.append(
                Error(
                    f"The database of DATABASE_URL does not answer: {str(error).strip()}",
                    hint="Start PostgreSQL or correct DATABASE_URL. `make up` brings its own.",
                    id="config.E008",
                )
            )
    return found


@register(deploy=True)
def the_broker_answers(**kwargs: Any) -> list[CheckMessage]:
    try:
        with Connection(settings.REDIS_URL, connect_timeout=3) as connection:
            connection.ensure_connection(max_retries=1, timeout=3)
    except (KombuError, OSError) as error:
        return [
            Error(
                f"The broker of REDIS_URL does not answer: {error}",
                hint="Start Redis or Valkey or correct REDIS_URL. `make up` brings its own.",
                id="config.E009",
            )
        ]
    return []
