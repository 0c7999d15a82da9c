"""Asking the demo portals over real sockets, and following their links."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from tests.portals_on_loopback.addresses import origin_of
from tests.portals_on_loopback.portals import Portals

_LINKS = re.compile(r"""(?:href|src)="([^"]+)"|<(?:loc|link)>([^<]+)<""")


@dataclass(frozen=True, slots=True)
class Visit:
    url: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        charset = re.search(r"charset=([\w-]+)", self.headers.get("Content-Type", ""))
        return self.body.decode(charset[1] if charset else "utf-8")

    @property
    def links(self) -> list[str]:
        """Absolute addresses of what the page links to, shows or redirects to."""
        found = [self.headers["Location"]] if "Location" in self.headers else []
        if "html" in self.headers["Content-Type"] or "xml" in self.headers["Content-Type"]:
            found += [one or other for one, other in _LINKS.findall(self.text)]
        return [urljoin(self.url, unescape(link)).split("#")[0] for link in found]


class Visitor:
    """Keeps one connection per portal, as a careful crawler does."""

    def __init__(self, portals: Portals) -> None:
        self.portals = portals
        self._connections: dict[str, http.client.HTTPConnection] = {}

    def get(self, url: str, method: str = "GET", **headers: str) -> Visit:
        parts = urlsplit(url)
        if parts.netloc not in self._connections:
            host, port = self.portals.loopback[parts.netloc]
            self._connections[parts.netloc] = http.client.HTTPConnection(host, port, timeout=5)
        connection = self._connections[parts.netloc]
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {"Host": parts.netloc} | {k.replace("_", "-"): v for k, v in headers.items()}
        connection.request(method, target, headers=sent)
        answer = connection.getresponse()
        return Visit(url, answer.status, answer.headers, answer.read())

    def page(self, site: str, path: str) -> Visit:
        return self.get(origin_of(site) + path)

    def crawl(self, site: str) -> dict[str, Visit]:
        """Every address of a site that its links lead to."""
        visits: dict[str, Visit] = {}
        waiting = [origin_of(site) + "/"]
        while waiting:
            url = waiting.pop()
            if url in visits:
                continue
            visits[url] = self.get(url)
            waiting += [
                link
                for link in visits[url].links
                if urlsplit(link).netloc == urlsplit(url).netloc and link not in visits
            ]
        return visits

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()
