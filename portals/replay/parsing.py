"""Archived mark-up into a tree, in time that grows with its length and not with its square."""

from __future__ import annotations

import re

from lxml import etree

#: libxml2 needs minutes for an element with some 100,000 attributes. No page means so many.
MAX_ATTRIBUTES = 500

_NOT_IN_HTML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+[^\s/>][^\s/>=]*+
        (?>\s*+=\s*+(?>"[^"]*+(?>"|\Z)|'[^']*+(?>'|\Z)|[^\s>"'][^\s>]*+|(?=>)))?+""",
    re.VERBOSE,
)
_TAG = re.compile(rf"(?P<name><[a-zA-Z][^\s/>]*+)(?>{_ATTRIBUTE.pattern})*+[\s/]*+>?+", re.VERBOSE)
_SCRIPT = re.compile(r"<script\b.*?(?:</script[^>]*+>|\Z)", re.IGNORECASE | re.DOTALL)


def parsed(source: str) -> etree._Element | None:
    """The tree of a page; None for a page of nothing. Control characters are left out."""
    bounded = _with_bounded_attributes(_NOT_IN_HTML.sub("", source))
    # huge_tree: the usual limit of 256 levels is met by old pages that never close their tags.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        return etree.fromstring(bounded.encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _with_bounded_attributes(source: str) -> str:
    """`source`, in which a tag with too many attributes has none."""
    # What a script compares with `<` is no tag. Scripts are dropped later in any case, but a page
    # that has nothing to bound is parsed as it came.
    without_scripts = _SCRIPT.sub("", source)
    if not any(_is_too_long(tag) for tag in _TAG.finditer(without_scripts)):
        return source
    return _TAG.sub(lambda tag: f"{tag['name']}>" if _is_too_long(tag) else tag[0], without_scripts)


def _is_too_long(tag: re.Match[str]) -> bool:
    if tag.end() - tag.start() < 2 * MAX_ATTRIBUTES:
        return False
    inside = tag[0][len(tag["name"]) :].rstrip("/> \t\r\n")
    return sum(1 for _attribute in _ATTRIBUTE.finditer(inside)) > MAX_ATTRIBUTES
