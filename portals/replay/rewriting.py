"""An archived HTML page, written anew without anything that runs, loads from outside or leaves.

The archived mark-up is parsed, and a new document is written from an allowlist: no archived tag
or attribute is copied as text, so a page cannot say one thing to our parser and another to the
reader's browser. Links lead to the archive's own pages, pictures and style sheets to their
archived payloads; what is not archived stays blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from portals.replay import allowlist, stylesheets
from portals.replay.addresses import resolved
from portals.replay.parsing import parsed

#: Longer pages are replayed up to here; the download always has all of it.
MAX_CHARACTERS = 8_000_000
MAX_REQUISITES = 2_000

#: Given every requisite of a page at once, the replay paths of those that are archived.
FindRequisites = Callable[[Iterable[str]], Mapping[str, str]]

# Stands for a requisite until all are known. Control characters are taken out when
# the page is parsed, so no page can write one.
_PLACEHOLDER = re.compile("\x00(c?)([0-9]+)\x00")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stood, and how addresses of other archived pages are written."""

    url: str
    link_to: Callable[[str], str]
    find_requisites: FindRequisites


@dataclass(frozen=True, slots=True)
class Replayed:
    html: str
    is_cut: bool
    missing: tuple[str, ...]


def replay_html(text: str, place: Place) -> Replayed:
    """The page as a complete UTF-8 document. Never raises for anything that `text` holds."""
    cut = text[:MAX_CHARACTERS]
    writer = _Writer(place)
    tree = parsed(cut)
    if tree is not None:
        writer.base = _base_of(tree, place.url)
        writer.write(tree)
    has_doctype = cut.lstrip("\ufeff \t\r\n")[:9].lower() == "<!doctype"
    found = place.find_requisites(writer.requisites) if writer.requisites else {}
    addresses = list(writer.requisites)

    def address(match: re.Match[str]) -> str:
        nothing = stylesheets.NOTHING if match[1] else ""
        return escape(found.get(addresses[int(match[2])], nothing))

    body = _PLACEHOLDER.sub(address, "".join(writer.out))
    return Replayed(
        html=("<!doctype html>\n" if has_doctype else "") + body,
        is_cut=len(text) > len(cut),
        missing=tuple(url for url in addresses if url not in found),
    )


def _base_of(tree: etree._Element, url: str) -> str:
    for base in tree.iter("base"):
        href = base.get("href")
        if href is not None:
            return resolved(url, href) or url
    return url


@dataclass(slots=True)
class _Writer:
    place: Place
    base: str = ""
    out: list[str] = field(default_factory=list)
    requisites: dict[str, int] = field(default_factory=dict)

    def write(self, tree: etree._Element) -> None:
        walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            tag = element.tag
            if event in {"comment", "pi"} or not isinstance(tag, str):
                self._text(element.tail)
            elif event == "start":
                if self._start(element, tag):
                    walker.skip_subtree()
            else:
                self._end(tag)
                if element is not tree:
                    self._text(element.tail)

    def _start(self, element: etree._Element, tag: str) -> bool:
        """Writes the start of an element; True when nothing of its inside may be written."""
        if tag == "link":
            self._style_sheet(element)
        elif tag in {"iframe", "frame", "embed", "object"}:
            self._left_out(element)
        elif tag == "style":
            css = self._css(element.text or "")
            self.out.append(f"<style>{css}")
            return True
        if tag in allowlist.WITH_CONTENT:
            return True
        name = allowlist.RENAMED.get(tag, tag)
        if name in allowlist.ELEMENTS:
            self.out.append(f"<{name}{self._attributes(element, name)}>")
            if name == "head":
                self.out.append('<meta charset="utf-8">')
        self._text(element.text)
        return False

    def _end(self, tag: str) -> None:
        name = allowlist.RENAMED.get(tag, tag)
        if name in allowlist.ELEMENTS and name not in allowlist.VOID_ELEMENTS:
            self.out.append(f"</{name}>")

    def _text(self, text: str | None) -> None:
        if text:
            self.out.append(escape(text, quote=False))

    def _attributes(self, element: etree._Element, name: str) -> str:
        kept: dict[str, str] = {}
        for raw_key, raw_value in element.attrib.items():
            key, value = str(raw_key).lower(), str(raw_value)
            if key == "style":
                kept[key] = self._css(value)
            elif key == "background":
                url = resolved(self.base, value)
                kept[key] = self._requisite(url) if url else ""
            elif key in allowlist.ATTRIBUTES or key.startswith(allowlist.ATTRIBUTE_PREFIXES):
                kept[key] = value
        if name in {"a", "area"}:
            kept |= self._link(element.get("href"))
        elif name == "img":
            kept["src"] = self._picture(element)
        return "".join(f' {key}="{escape(value)}"' for key, value in kept.items())

    def _link(self, href: str | None) -> dict[str, str]:
        if href is None:
            return {}
        if href.strip().startswith("#"):
            return {"href": href.strip()}
        url = resolved(self.base, href)
        # The frame itself never navigates: the reader goes to the capture's own page.
        return {"href": self.place.link_to(url), "target": "_top"} if url else {}

    def _picture(self, element: etree._Element) -> str:
        sources = [element.get(name, "") for name in allowlist.LAZY_SOURCES]
        first_of_set = element.get("srcset", "").strip().split(" ")[0].rstrip(",")
        if len(self.requisites) >= MAX_REQUISITES:
            return ""
        for source in [*sources, element.get("src", ""), first_of_set]:
            if stylesheets.RASTER_DATA.fullmatch(source.strip()):
                return source.strip()
            url = resolved(self.base, source) if source.strip() else None
            if url:
                return self._requisite(url)
        return ""

    def _style_sheet(self, element: etree._Element) -> None:
        relations = element.get("rel", "").lower().split()
        url = resolved(self.base, element.get("href", ""))
        if "stylesheet" in relations and "alternate" not in relations and url:
            media = escape(element.get("media", "all"))
            self.out.append(
                f'<link rel="stylesheet" href="{self._requisite(url)}" media="{media}">'
            )

    def _left_out(self, element: etree._Element) -> None:
        """A frame or a plug-in is not replayed; the reader sees that it was there."""
        url = resolved(self.base, element.get("src") or element.get("data") or "")
        if url and url != self.base:
            address = escape(self.place.link_to(url))
            self.out.append(f'<a href="{address}" target="_top">[{escape(url)}]</a>')

    def _css(self, text: str) -> str:
        return stylesheets.rewrite(text, self.base, lambda url: self._requisite(url, "c"))

    def _requisite(self, url: str, context: str = "") -> str:
        if url not in self.requisites:
            if len(self.requisites) >= MAX_REQUISITES:
                return ""
            self.requisites[url] = len(self.requisites)
        return f"\x00{context}{self.requisites[url]}\x00"
