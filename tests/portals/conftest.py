"""What the tests of capturing need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.portals.reasons_known import unknown_reasons
from tests.portals.sites import Site, serve


@pytest.fixture
def warc_root(tmp_path: Path) -> Iterator[Path]:
    """An empty archive, with time-outs that a test can wait for."""
    root = tmp_path / "warc"
    with override_settings(WARC_ROOT=root, REQUEST_TIMEOUT_SECONDS=2.0, SNAPSHOT_STEP_SECONDS=20.0):
        yield root


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """A site. Whatever it did, the reasons in the rows can be told in every language."""
    with serve() as site:
        yield site
    if request.node.get_closest_marker("django_db"):
        assert unknown_reasons() == []
