"""The words of an archived page, line by line, for readers who want no pictures or mark-up."""

from __future__ import annotations

import re

from lxml import etree

from portals.replay.parsing import parsed

_WITHOUT_WORDS = frozenset(
    "script style template noscript svg math head object embed iframe select textarea".split()
)
_INLINE = frozenset(
    """a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt ruby
    s samp small span strike strong sub sup time tt u var wbr""".split()
)


def words_of(html: str, at_most: int = 20_000) -> str:
    """The page's text with one line per block, cut at `at_most` characters."""
    tree = parsed(html[:2_000_000])
    if tree is None:
        return ""
    pieces: list[str] = []
    length = 0
    walker = etree.iterwalk(tree, events=("start", "end", "comment"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        piece = "" if tag in _INLINE or not tag else "\n"
        if event == "start" and tag in _WITHOUT_WORDS:
            walker.skip_subtree()
        elif event == "start":
            piece += re.sub(r"\s+", " ", element.text or "")
        else:
            piece += re.sub(r"\s+", " ", element.tail or "")
        pieces.append(piece)
        length += len(piece)
        if length > at_most * 3:
            break
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)[:at_most]
