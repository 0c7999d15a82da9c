"""Every term of the taxonomy has its name in the three languages of the site."""

from __future__ import annotations

import pytest

from factchecks.extraction.word_lists import taxonomy


@pytest.mark.parametrize("name", ["themes", "verdicts", "origins"])
def test_every_term_is_named_in_english_russian_and_kazakh(name: str) -> None:
    (terms,) = (
        value
        for value in taxonomy(name).values()
        if isinstance(value, list) and all(isinstance(term, dict) for term in value)
    )
    assert terms
    missing = [
        (term["code"], language)
        for term in terms
        for language in ("en", "ru", "kk")
        if not term["name"].get(language, "").strip()
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["themes", "verdicts", "origins"])
def test_no_two_terms_have_the_same_name(name: str) -> None:
    (terms,) = (
        value
        for value in taxonomy(name).values()
        if isinstance(value, list) and all(isinstance(term, dict) for term in value)
    )
    for language in ("en", "ru", "kk"):
        names = [term["name"][language] for term in terms]
        assert len(names) == len(set(names)), language
