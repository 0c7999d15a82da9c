"""Timestamps and addresses as they stand in the paths of replay and of captures."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

SAFE_IN_PATH = "/~:@!$&'()*+,;="
_DIGITS = re.compile(r"[0-9]{4,14}")
_FIRST_MOMENT = "00000101000000"
_SCHEME_WITH_LOST_SLASH = re.compile(r"^(https?):/(?!/)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def read_timestamp(raw: str) -> datetime:
    """The instant that 4 to 14 digits name, in UTC; `2020` is the first second of 2020.

    Raises ValueError with a sentence for the reader.
    """
    if not _DIGITS.fullmatch(raw) or len(raw) % 2:
        raise ValueError(f"“{raw[:30]}” is no time: write 4 to 14 digits, as in 20200401120000.")
    try:
        # strptime takes no time zone here; the digits are UTC by definition.
        moment = datetime.strptime(raw + _FIRST_MOMENT[len(raw) :], "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        raise ValueError(f"“{raw}” is no time that exists.") from None
    return moment.replace(tzinfo=UTC)


def address_of(path: str, query: str = "") -> str:
    """The archived address in the decoded rest of a request's path, with the request's query.

    Proxies squeeze `//` in paths, and people leave the scheme out.
    """
    url = _SCHEME_WITH_LOST_SLASH.sub(r"\1://", _CONTROLS.sub("", path).strip())
    if not re.match(r"^[a-zA-Z][a-zA-Z0-9+.-]*://", url):
        url = "http://" + url.lstrip("/")
    return f"{url}?{query}" if query else url


def spellings(url: str) -> list[str]:
    """`url` as it came, then as clients write it: non-ASCII letters and spaces percent-encoded."""
    encoded = quote(url, safe=SAFE_IN_PATH + "?%#[]")
    bare = encoded.partition("#")[0]
    return list(dict.fromkeys([url, encoded, bare]))


@lru_cache(maxsize=4096)
def resolved(base: str, href: str) -> str | None:
    """The absolute http(s) address that `href` on a page at `base` leads to, or None.

    Browsers drop tabs and line ends inside an address before they read its scheme, so
    `java\\nscript:` must be read the same way here.
    """
    cleaned = _CONTROLS.sub("", href).strip()
    try:
        absolute = urljoin(base, cleaned)
        parts = urlsplit(absolute)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    return absolute


def archive_path(timestamp: str, url: str, language: str = "en") -> str:
    """The path of a capture's page on the site."""
    return f"{_prefix(language)}/archive/{timestamp}/{quote(url, safe=SAFE_IN_PATH)}"


def replay_path(timestamp: str, url: str, language: str = "en") -> str:
    """The path of an archived payload on the replay host.

    Only signs that need no escaping in HTML and in CSS strings.
    """
    return f"{_prefix(language)}/replay/{timestamp}/{quote(url, safe='/~:@$*+,;=')}"


def _prefix(language: str) -> str:
    return "" if language == "en" else f"/{language}"
