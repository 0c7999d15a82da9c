"""A draft as the JSON of Reading.fields and back.

Each entry is {"value": …, "passage": …, "rule": …}. Beside the fields of a debunk there are
`verdict_implied`, `verdict_map_version`, `origins`, `questions` and `translations`; in a reading
without a debunk `failed` where the page could not be read, `twin` where another is read instead.
"""

from __future__ import annotations

from typing import Any

from factchecks.extraction.base import Field, PageReading, ReviewDraft

Fields = dict[str, dict[str, Any]]

FAILED, TWIN = "failed", "twin"
#: Readings with these keys do not say whether the page is a debunk.
SAYS_NOTHING = (FAILED, TWIN)

TEXTS = (
    "title", "claim_text", "body", "language", "published_on", "published_raw", "claim_seen_on",
    "verdict", "verdict_raw", "category_raw", "origin_raw", "picture_url",
)  # fmt: skip


def fields_of(draft: ReviewDraft, page: PageReading) -> Fields:
    fields: Fields = {}
    for name in TEXTS:
        found: Field | None = getattr(draft, name)
        if found:
            fields[name] = entry(storable(found.value), storable(found.passage), found.rule)
    if draft.verdict:
        fields["verdict_implied"] = entry(draft.verdict_implied)
    fields["verdict_map_version"] = entry(draft.verdict_map_version)
    if draft.origins and draft.origin_raw:
        passage = storable(draft.origin_raw.passage)
        fields["origins"] = entry(list(draft.origins), passage, draft.origin_raw.rule)
    if draft.questions:
        fields["questions"] = entry(list(draft.questions))
    if page.translations:
        pairs = [[language, storable(url)] for language, url in page.translations]
        fields["translations"] = entry(pairs, rule="link[rel~=alternate][hreflang]")
    return fields


def value_in(fields: Fields, name: str, default: Any = "") -> Any:
    return fields.get(name, {}).get("value", default)


def storable(text: str) -> str:
    """`text` without what PostgreSQL cannot keep: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def entry(value: Any, passage: str = "", rule: str = "") -> dict[str, Any]:
    return {"value": value, "passage": passage, "rule": rule}
