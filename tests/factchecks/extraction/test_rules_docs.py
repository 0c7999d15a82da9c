"""The page on reading rules is held to the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from factchecks.extraction.rules import CONDITIONS, FIELDS, problems_with

PAGE = Path("docs/reading-rules.md").read_text(encoding="utf-8")


def test_the_example_can_be_used_as_it_stands() -> None:
    example = re.search(r"```toml\n(.+?)```", PAGE, re.DOTALL)
    assert example
    assert problems_with(tomllib.loads(example.group(1))["portal"]["rules"]) == []


def test_every_key_is_explained() -> None:
    for key in (*FIELDS, *CONDITIONS, "attr", "before", "after", "pattern", "implies_verdict"):
        assert f"`{key}`" in PAGE, key
