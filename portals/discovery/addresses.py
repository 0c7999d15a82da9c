"""One spelling for one address, so that a page has one key however it is linked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

import idna

LONGEST = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = "-._~"
_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|yclid|ysclid|_openstat|mc_cid|mc_eid|igshid|_ga)$", re.IGNORECASE
)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Address:
    """An absolute http(s) address in its one spelling: ASCII, without fragment."""

    url: str
    authority: str
    path: str

    @property
    def key(self) -> str:
        return self.url

    @property
    def origin(self) -> str:
        return self.url.split("://", 1)[0] + "://" + self.authority

    @property
    def local(self) -> str:
        """Path and query: what scope expressions are matched against."""
        return self.url[len(self.origin) :]


def address_of(reference: str, base: str = "") -> Address | None:
    """`reference` as it stands on the page at `base`; None where it names nothing to ask for."""
    reference = re.sub(r"[\t\r\n]", "", reference.strip())
    try:
        parts = urlsplit(urljoin(base, reference) if base else reference)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host or parts.username or parts.password:
        return None
    ascii_host = _ascii_host(host)
    if not ascii_host:
        return None
    authority = ascii_host if port in {None, DEFAULT_PORTS[scheme]} else f"{ascii_host}:{port}"
    path = _normal(_without_dots(parts.path), keep="/:@!$&'()*+,;=") or "/"
    query = "&".join(
        _normal(pair, keep="/?:@!$'()*+,;=")
        for pair in parts.query.split("&")
        if pair and not _TRACKING.match(pair.partition("=")[0])
    )
    url = urlunsplit((scheme, authority, path, query, ""))
    return Address(url, authority, path) if len(url) <= LONGEST else None


def authority_of(url: str) -> str:
    """The host that everything is keyed on; empty where `url` is no address."""
    address = address_of(url)
    return address.authority if address else ""


def _ascii_host(host: str) -> str:
    host = host.rstrip(".").lower()
    if ":" in host:
        return f"[{host}]"
    try:
        return host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return ""


def _normal(text: str, keep: str) -> str:
    """Percent-encoding in its one spelling: escapes in capitals, plain letters unescaped.

    An escaped delimiter stays escaped, because unescaped it would mean something else.
    """

    def escape(match: re.Match[str]) -> str:
        letter = chr(int(match[1], 16))
        plain = letter.isascii() and (letter.isalnum() or letter in _UNRESERVED)
        return letter if plain else match[0].upper()

    return quote(_ESCAPE.sub(escape, text), safe=keep + _UNRESERVED + "%")


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4, for addresses that were given whole."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def readable(url: str) -> str:
    """An address as a person reads it: Cyrillic hosts and paths in their own letters."""
    parts = urlsplit(url)
    try:
        host = idna.decode(parts.hostname or "")
    except idna.IDNAError:
        host = parts.hostname or ""
    netloc = f"{host}:{parts.port}" if parts.port else host
    path = unquote_to_bytes(parts.path).decode("utf-8", "replace")
    return urlunsplit((parts.scheme, netloc, path, parts.query, parts.fragment))
