"""Mark-up that was made to be slow to parse, made harmless before a parser sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: libxml2 needs minutes for an element with some 100,000 attributes. No page means so many.
MAX_ATTRIBUTES = 500

_ATTRIBUTE = re.compile(
    r"""[\s/]*+[^\s/>][^\s/>=]*+
        (?>\s*+=\s*+(?>"[^"]*+(?>"|\Z)|'[^']*+(?>'|\Z)|[^\s>"'][^\s>]*+|(?=>)))?+""",
    re.VERBOSE,
)
# In the order in which a browser reads: what stands in a comment is no tag, and what stands in a
# tag is no comment.
_LEXEME = re.compile(
    rf"""<!--(?>-?>|.*?(?>--!?>|\Z))
    | <[!?][^>]*+>?+
    | (?P<name></?[a-zA-Z][^\s/>]*+)(?>{_ATTRIBUTE.pattern})*+[\s/]*+>?+""",
    re.VERBOSE | re.DOTALL,
)
#: Elements whose inside is text up to their own end tag.
_TEXT_ONLY = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}


def with_bounded_attributes(source: str) -> str:
    """`source`, in which a tag with too many attributes has none. In one pass."""
    pieces: list[str] = []
    copied = 0
    for tag in _long_tags(source):
        pieces += [source[copied : tag.start()], tag["name"], ">"]
        copied = tag.end()
    return "".join([*pieces, source[copied:]]) if pieces else source


def _long_tags(source: str) -> Iterator[re.Match[str]]:
    at = 0
    while found := _LEXEME.search(source, at):
        at = found.end()
        name = found["name"]
        if name is None:
            continue
        if _has_too_many(found):
            yield found
        end_tag = _TEXT_ONLY.get(name[1:].lower())
        if end_tag:
            end = end_tag.search(source, at)
            at = end.start() if end else len(source)


def _has_too_many(tag: re.Match[str]) -> bool:
    if tag.end() - tag.start() < 2 * MAX_ATTRIBUTES:
        return False
    inside = tag[0][len(tag["name"]) :].rstrip("/> \t\r\n")
    return sum(1 for _attribute in _ATTRIBUTE.finditer(inside)) > MAX_ATTRIBUTES
