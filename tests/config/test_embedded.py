"""What surrounds every test: servers of our own, a folder of our own, and loud words when nobody
can look at the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests import embedded

ROOT = Path(__file__).resolve().parents[2]


def test_no_test_writes_into_an_archive() -> None:
    assert embedded.PLACES in settings.ARCHIVE_HOME.parents
    assert embedded.PLACES in settings.WARC_ROOT.parents


def test_two_runs_at_once_take_two_places() -> None:
    with embedded.a_place() as first, embedded.a_place() as second:
        assert first != second
    with embedded.a_place() as again:
        assert again == first


def run(tmp_path: Path, code: str, **environment: str) -> str:
    (tmp_path / "test_it.py").write_text(code)
    command = [sys.executable, "-m", "pytest", str(tmp_path / "test_it.py"), "-q"]
    done = subprocess.run(
        [*command, "-p", "tests.conftest", f"--rootdir={ROOT}", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=dict(os.environ) | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.stack
def test_it_is_loud_when_there_is_no_browser(tmp_path: Path) -> None:
    code = "import pytest\n\n@pytest.mark.browser\ndef test_a_page():\n    raise SystemExit(1)\n"
    said = run(tmp_path, code, PATH=str(tmp_path), CHROMIUM="")
    assert "NO CHROMIUM WAS FOUND" in said
    assert "1 skipped" in said
