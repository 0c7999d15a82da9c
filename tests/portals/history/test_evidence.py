"""When the evidence is damaged or gone, the reader is told what and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from portals.history.fixity import verify
from portals.history.payload import EvidenceMissing, payload_of
from portals.models import Capture, WarcFile
from tests import factories
from tests.portals.running import capture_of, run_snapshot
from tests.portals.sites import Site, html

pytestmark = pytest.mark.django_db


@pytest.fixture
def capture(site: Site, warc_root: Path) -> Capture:
    site.pages = {"/": html(text="evidence")}
    return capture_of(run_snapshot(site.portal()), "/")


def file_of(capture: Capture, root: Path) -> Path:
    assert capture.warc_file is not None
    return root / capture.warc_file.path


def test_a_missing_file_is_named(capture: Capture, warc_root: Path) -> None:
    file_of(capture, warc_root).unlink()
    with pytest.raises(EvidenceMissing, match=r"WARC file .*warc\.gz is not there"):
        payload_of(capture)
    assert "is not there" in verify(capture).message
    assert not verify(capture).ok


def test_a_damaged_record_is_named(capture: Capture, warc_root: Path) -> None:
    path = file_of(capture, warc_root)
    data = bytearray(path.read_bytes())
    assert capture.warc_offset is not None
    data[capture.warc_offset + 60] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(EvidenceMissing, match="cannot be read"):
        payload_of(capture)
    assert not verify(capture).ok


def test_damage_elsewhere_in_the_file_is_found_by_its_own_digest(
    capture: Capture, warc_root: Path
) -> None:
    with file_of(capture, warc_root).open("ab") as stream:
        stream.write(b"more")
    verification = verify(capture)
    assert not verification.ok
    assert verification.found_sha256 == verification.expected_sha256
    assert "is not the file that was written" in verification.message


def test_a_row_that_points_at_another_record_is_found(capture: Capture) -> None:
    Capture.objects.filter(pk=capture.pk).update(warc_record_id="<urn:uuid:0>")
    capture.refresh_from_db()
    assert "another record" in verify(capture).message


def test_a_payload_that_is_not_the_captured_one_is_found(capture: Capture) -> None:
    Capture.objects.filter(pk=capture.pk).update(payload_sha256="0" * 64)
    capture.refresh_from_db()
    verification = verify(capture)
    assert not verification.ok
    assert verification.message == "The payload is not the one that was captured."


def test_a_row_cannot_be_used_to_read_another_file(capture: Capture) -> None:
    WarcFile.objects.update(path="../../../../etc/passwd")
    capture.refresh_from_db()
    with pytest.raises(EvidenceMissing, match="leads out"):
        payload_of(capture)


def test_a_request_without_an_answer_has_nothing_to_read() -> None:
    with pytest.raises(EvidenceMissing, match="gave no answer"):
        payload_of(factories.capture(outcome="timeout"))
