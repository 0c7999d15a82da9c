"""Readers of WARC files that others wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType, has_block_digest
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

PYWB = Path(__file__).resolve().parents[3] / "var" / "peers" / "pywb"
_BIN = Path(sys.executable).parent


def assert_accepted(files: Iterable[Path]) -> None:
    """warcio, FastWARC and their command lines find nothing wrong."""
    paths = [str(path) for path in files]
    assert paths
    for command in ([str(_BIN / "warcio"), "check", "-v", *paths],):
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        # It returns 0 for damage inside gzip, but then it has not seen every record.
        assert "exception" not in checked.stdout
    for path in paths:
        command = [str(_BIN / "fastwarc"), "check", "-q", path]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert _seen_by_warcio(path) == _seen_by_fastwarc(path)


def _seen_by_warcio(path: str) -> list[str]:
    with Path(path).open("rb") as stream:
        return [
            record.rec_headers.get_header("WARC-Record-ID") for record in WarcioIterator(stream)
        ]


def _seen_by_fastwarc(path: str) -> list[str | None]:
    with Path(path).open("rb") as stream:
        seen: list[str | None] = []
        for record in ArchiveIterator(stream, parse_http=False):
            assert has_block_digest(record)
            assert record.verify_block_digest()
            is_payload = record.record_type == WarcRecordType.response
            record.freeze()
            if is_payload:
                record.parse_http()
                assert record.verify_payload_digest()
            seen.append(record.record_id)
        return seen


def pywb(command: str) -> str:
    """pywb's command, in a venv of its own: it pins packages that we cannot live with."""
    if not (PYWB / "bin" / "wayback").exists():
        made = subprocess.run(
            f"{sys.executable} -m venv {PYWB} && "
            # pywb asks for pkg_resources, which newer setuptools no longer have.
            f"{PYWB}/bin/pip install -q 'pywb>=2.8' 'setuptools<81'",
            shell=True,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        if made.returncode != 0:
            pytest.skip(
                "PYWB COULD NOT BE INSTALLED, so nobody but us has replayed our files. "
                f"Is a package index reachable? {made.stderr[-300:]}"
            )
    return str(PYWB / "bin" / command)
