"""Debunks on a WordPress site of the shape of stopfake.kz: one post per debunk, the rubric
“Fake News”, a title «Фейк: «…»» or «Жалған | …», translations under another path prefix.

Such a portal states no verdict: its rubric and titles imply it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import Tag

from factchecks.extraction.base import Field, PageReading, PageSource, no_debunk
from factchecks.extraction.drafting import Pieces, draft, lists_version, verdict_of_rubric
from factchecks.extraction.html import (
    canonical_of,
    first,
    meta,
    parse,
    remove,
    text_of,
    translations_of,
    value_of,
)
from factchecks.extraction.titles import without_site_name
from factchecks.extraction.verdicts import leading_verdict

#: Raised with every change of what is read; captures are then read again.
OWN_VERSION = 1
_POST = "article.hentry, article.type-post, article.post, div.hentry, div.type-post"
_POST_BODY = "body.single, body.single-post"
_TITLES = ("h1.entry-title", "article h1", "h1.post-title", "main h1", "h1")
_TEXTS = (".entry-content", ".post-content", "[itemprop=articleBody]", "article")
_RUBRICS = "a[rel~=category], .cat-links a, .post-cat, .entry-category, .post-category"
#: The label above the title, in themes that do not mark it up as a category.
_LABEL = re.compile(r"^\s*(?:fake news|фейк|жалған ақпарат)\s*$", re.IGNORECASE)
_TIMES = ("time.published", "time.entry-date", ".entry-meta time", "article time")
_WRITTEN = (".entry-date", ".posted-on", ".post-date", ".entry-meta .date", "article .date")
_CLUTTER = (
    "nav", "form", ".sharedaddy", ".share", ".social", ".related", ".tags", ".comments", ".go-top",
)  # fmt: skip
#: Lines that the site adds to every post.
_BOILERPLATE = re.compile(
    r"^(?:все разоблачения\b.*(?:telegram|телеграм)"
    r"|(?:фейктерді|барлық) әшкерелеу\b.*(?:telegram|телеграм)"
    r"|(?:back to top|наверх|жоғарыға|поделиться|бөлісу|share)\b.{0,20}$)",
    re.IGNORECASE,
)
#: From this line on the page speaks of other posts.
_END = re.compile(r"^(?:ещ[её] новости|басқа жаңалықтар|читайте также|тағы оқыңыз)\W*$", re.I)


@dataclass(frozen=True, slots=True)
class WordPress:
    name: str = "wordpress"
    hosts: frozenset[str] = frozenset()
    #: Addresses of single posts, for themes whose markup does not tell them.
    posts: str = ""

    @property
    def version(self) -> str:
        return f"{OWN_VERSION}.{lists_version()}"

    def read(self, page: PageSource) -> PageReading:
        return self.read_tree(page, parse(page.text))

    def read_tree(self, page: PageSource, tree: Tag) -> PageReading:
        # Taken first: a theme may put its head's links anywhere, and clutter goes away below.
        canonical, translations = canonical_of(tree), translations_of(tree)
        if not self._is_at_post(page.url):
            if not tree.select_one(_POST) and not tree.select_one(_POST_BODY):
                return no_debunk("A list or a standing page: it holds no single post.")
            if len(tree.select(_POST, limit=2)) > 1 and not tree.select_one(_POST_BODY):
                return no_debunk("A list: it holds several posts.")
        pieces = _pieces(tree)
        if not pieces.title:
            return no_debunk("The post has no title.")
        reason = _called_a_fake(pieces)
        if not reason:
            return no_debunk("Neither the rubric nor the title of the post names a verdict.")
        return PageReading(
            is_debunk=True,
            reason=reason,
            drafts=(draft(page, pieces),),
            canonical_url=canonical,
            translations=translations,
        )

    def _is_at_post(self, url: str) -> bool:
        return bool(self.posts and re.search(self.posts, url))


def is_wordpress(tree: Tag) -> bool:
    generator = meta(tree, "generator")
    if generator and "wordpress" in generator.value.lower():
        return True
    return bool(tree.select_one("link[href*='/wp-content/'], link[rel~='https://api.w.org/']"))


def _called_a_fake(pieces: Pieces) -> str:
    if pieces.title and leading_verdict(pieces.title.value):
        return "The title begins with a verdict."
    return f"The rubric is “{pieces.implying.value}”." if pieces.implying else ""


def _pieces(tree: Tag) -> Pieces:
    title = first(tree, *_TITLES) or meta(tree, "og:title")
    site = meta(tree, "og:site_name")
    if title:
        name = site.value if site else ""
        title = Field(without_site_name(title.value, name), title.passage, title.rule)
    implying, category = _rubrics(tree)
    dates = [
        meta(tree, "article:published_time"),
        first(tree, *_TIMES, attr="datetime"),
        first(tree, *_WRITTEN),
    ]
    picture = meta(tree, "og:image") or first(tree, "img.wp-post-image", "article img", attr="src")
    language = first(tree, "html", attr="lang")
    remove(tree, *_CLUTTER)
    return Pieces(
        title=title,
        body=_body(tree),
        dates=tuple(place for place in dates if place),
        implying=implying,
        category=category,
        picture=picture,
        language=language.value[:2].lower() if language else "",
    )


def _rubrics(tree: Tag) -> tuple[Field | None, Field | None]:
    """The rubric that implies a verdict, and the portal's own category beside it."""
    place = tree.select_one(_POST) or tree
    names = [name for link in place.select(_RUBRICS, limit=10) if (name := value_of(link))]
    if not names and (label := tree.find(string=_LABEL)):
        names = [" ".join(label.split())]
    section = meta(tree, "article:section")
    names = list(dict.fromkeys(names + ([section.value] if section else [])))
    implying = next((name for name in names if verdict_of_rubric(name)), None)
    own = [name for name in names if name != implying] or names
    return (
        Field(implying, implying, "rubric of the post") if implying else None,
        Field(", ".join(own)[:300], ", ".join(own), "rubric of the post") if own else None,
    )


def _body(tree: Tag) -> Field | None:
    for selector in _TEXTS:
        element = tree.select_one(selector)
        if element and (lines := _own_lines(text_of(element))):
            return Field("\n".join(lines), lines[0], selector)
    heading = tree.select_one("h1")
    if heading and heading.parent:
        _, _, below = text_of(heading.parent).partition(text_of(heading))
        if lines := _own_lines(below.strip()):
            return Field("\n".join(lines), lines[0], "text below the title")
    return None


def _own_lines(text: str) -> list[str]:
    """The lines of the post itself, up to where the page speaks of other posts."""
    lines = []
    for line in text.split("\n"):
        if _END.match(line):
            break
        if line and not _BOILERPLATE.match(line):
            lines.append(line)
    return lines
