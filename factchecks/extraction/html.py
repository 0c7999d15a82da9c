"""A page as a tree, and the text of its elements as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from factchecks.extraction.base import Field
from portals.discovery.markup import with_bounded_attributes

#: A larger page is no debunk; its tree would take the worker's memory.
LARGEST_PAGE = 2_000_000
MOST_TAGS = 60_000
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|br|d[dlt]|div|fieldset|figcaption|figure|footer|form|h[1-6]"
    r"|header|hr|li|main|nav|ol|p|pre|section|table|t[dhr]|ul"
)
_SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "button", "head"})


def too_large(text: str) -> str:
    """Why a page is too large to be read, as a sentence; empty where it is not."""
    if len(text) > LARGEST_PAGE:
        return f"Too large to be read as a page: {len(text):,} letters."
    if (tags := text.count("<")) > MOST_TAGS:
        return f"Too large to be read as a page: {tags:,} tags."
    return ""


def parse(text: str) -> BeautifulSoup:
    # Halves of surrogate pairs, which a wrong charset can leave, stop the parser.
    whole = text.replace("\x00", "").encode("utf-8", "replace").decode()
    return BeautifulSoup(with_bounded_attributes(whole), "lxml")


def text_of(element: Tag) -> str:
    """The text of `element`: one line per block, single spaces, nothing of scripts and styles."""
    pieces: list[str] = []
    _collect(element, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(root: Tag, pieces: list[str]) -> None:
    # With a stack of its own: hostile pages nest deeper than Python's.
    stack: list[Tag | str] = list(reversed(list(_children(root))))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif node.name not in _SILENT:
            if _BLOCKS.fullmatch(node.name):
                pieces.append("\n")
                stack.append("\n")
            stack.extend(reversed(list(_children(node))))


def _children(element: Tag) -> Iterable[Tag | str]:
    for child in element.children:
        if isinstance(child, Tag):
            yield child
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield re.sub(r"\s+", " ", str(child))


def first(tree: Tag, *selectors: str, attr: str = "") -> Field | None:
    """The text (or the attribute) of the first element that any selector finds, in their order."""
    for selector in selectors:
        for element in tree.select(selector, limit=20):
            if value := value_of(element, attr):
                return Field(value, value, f"{selector} [{attr}]" if attr else selector)
    return None


def value_of(element: Tag, attr: str = "") -> str:
    if not attr:
        return text_of(element)
    value = element.get(attr)
    return " ".join(" ".join(value).split() if isinstance(value, list) else (value or "").split())


def meta(tree: Tag, *names: str) -> Field | None:
    """The content of the first `meta` element of these names or properties."""
    selectors = [f"meta[{key}='{name}']" for name in names for key in ("property", "name")]
    return first(tree, *selectors, attr="content")


def remove(tree: Tag, *selectors: str) -> None:
    for selector in selectors:
        for element in tree.select(selector):
            element.decompose()


def canonical_of(tree: Tag) -> str:
    found = first(tree, "link[rel~=canonical]", attr="href")
    return found.value if found else ""


def translations_of(tree: Tag) -> tuple[tuple[str, str], ...]:
    """(language, address) of the translations that the page declares in its head."""
    pairs = []
    for link in tree.select("link[rel~=alternate][hreflang][href]", limit=20):
        language = value_of(link, "hreflang").lower().partition("-")[0]
        if language in {"ru", "kk", "kz", "en"}:
            pairs.append(("kk" if language == "kz" else language, value_of(link, "href")))
    return tuple(pairs)
