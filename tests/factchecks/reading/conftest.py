"""What the tests of reading need: an archive of their own, the taxonomy, an editor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from factchecks.reading.terms import load_terms


@pytest.fixture
def warc_root(tmp_path: Path) -> Iterator[Path]:
    root = tmp_path / "warc"
    with override_settings(WARC_ROOT=root):
        yield root


@pytest.fixture
def terms(db: None) -> None:
    load_terms()


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("aigul")
