"""Debunks by a portal's own reading rules: CSS selectors held on the portal, no code.

docs/reading-rules.md describes them; `problems_with` says in words what is wrong with some.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bs4 import Tag

from factchecks.extraction.base import Field, PageReading, PageSource, no_debunk
from factchecks.extraction.drafting import Pieces, draft, lists_version
from factchecks.extraction.html import (
    canonical_of,
    first,
    parse,
    remove,
    text_of,
    translations_of,
    value_of,
)
from factchecks.extraction.rules import problems_with

__all__ = ["Selectors", "problems_with"]

#: Patterns of administrators see no more than this, so that a bad one cannot run for hours.
_LONGEST_SEARCHED = 20_000


class Selectors:
    name = "rules"
    hosts: frozenset[str] = frozenset()

    def __init__(self, rules: Mapping[str, Any]) -> None:
        if problems := problems_with(rules):
            raise ValueError("The reading rules are not usable. " + " ".join(problems))
        self.rules = rules

    @property
    def version(self) -> str:
        """With a digest of the rules: captures are read again when somebody changes them."""
        written = json.dumps(self.rules, sort_keys=True, ensure_ascii=False)
        return f"1.{lists_version()}-{hashlib.sha256(written.encode()).hexdigest()[:8]}"

    def read(self, page: PageSource) -> PageReading:
        address = urlsplit(page.url)
        path = address.path + (f"?{address.query}" if address.query else "")
        wanted = self.rules["debunk"]
        if "url" in wanted and not re.search(wanted["url"], path):
            # Before anything is parsed: most pages of a portal end here.
            return no_debunk("The address is not one of a debunk, say the portal's rules.")
        tree = parse(page.text)
        canonical, translations = canonical_of(tree), translations_of(tree)
        remove(tree, *self.rules.get("remove", []))
        title = self._field(tree, "title")
        if missing := _unmet(wanted, tree, title):
            return no_debunk(missing)
        if not title:
            return no_debunk("No title where the portal's rules look for it.")
        return PageReading(
            is_debunk=True,
            reason="The page meets the conditions of the portal's rules.",
            drafts=(draft(page, self._pieces(tree, title)),),
            canonical_url=canonical,
            translations=translations,
        )

    def _pieces(self, tree: Tag, title: Field) -> Pieces:
        category = self._field(tree, "category")
        date = self._field(tree, "date")
        language = first(tree, "html", attr="lang")
        return Pieces(
            title=title,
            claim=self._field(tree, "claim"),
            body=self._field(tree, "body"),
            dates=(date,) if date else (),
            verdict=self._field(tree, "verdict"),
            implying=category if category and self._implies_verdict() else None,
            category=category,
            origin=self._field(tree, "origin"),
            picture=self._field(tree, "picture"),
            language=self.rules.get("language") or (language.value[:2].lower() if language else ""),
        )

    def _implies_verdict(self) -> bool:
        return any(rule.get("implies_verdict") for rule in _listed(self.rules["category"]))

    def _field(self, tree: Tag, name: str) -> Field | None:
        """What the first of the field's rules that finds something gives."""
        for rule in _listed(self.rules.get(name, [])):
            if found := _apply(rule, tree, every=name == "body"):
                value, passage = found
                return Field(value, passage, _described(name, rule))
        return None


def _apply(rule: Mapping[str, Any], tree: Tag, *, every: bool) -> tuple[str, str] | None:
    """The value that a rule finds, and the passage that it comes from."""
    elements = tree.select(rule["css"], limit=200 if every else 1)
    values = [value_of(element, rule.get("attr", "")) for element in elements]
    text = "\n".join(value for value in values if value)
    for key, side in (("before", 0), ("after", 2)):
        if marker := rule.get(key):
            parts = text.partition(marker)
            text = parts[side].strip(" \n:—–-.") if key == "before" else parts[2].lstrip(" \n:—–-.")
            text = text if parts[1] else ""
    passage = text
    if text and (pattern := rule.get("pattern")):
        match = re.search(pattern, text[:_LONGEST_SEARCHED])
        if not match:
            return None
        text, passage = (match.group(1) or "" if match.re.groups else match.group()), match.group()
    text = text.strip()
    return (text, passage.split("\n")[0] if every else passage) if text else None


def _unmet(wanted: Mapping[str, Any], tree: Tag, title: Field | None) -> str:
    """Which of the conditions for a debunk the page fails; empty where it meets all."""
    if "css" in wanted and not tree.select_one(wanted["css"]):
        return f"The page has no element {wanted['css']}, which debunks of this portal have."
    if "title" in wanted and not (title and re.search(wanted["title"], title.value)):
        return "The title is not one of a debunk, say the portal's rules."
    if "text" in wanted and wanted["text"] not in text_of(tree):
        return f"The page does not say “{wanted['text']}”, as debunks of this portal do."
    return ""


def _listed(rules: Any) -> list[Mapping[str, Any]]:
    return rules if isinstance(rules, list) else [rules]


def _described(name: str, rule: Mapping[str, Any]) -> str:
    said = [f"rule {name}: {rule['css']}"]
    said += [
        f"{key} “{rule[key]}”" for key in ("attr", "before", "after", "pattern") if key in rule
    ]
    return ", ".join(said)
