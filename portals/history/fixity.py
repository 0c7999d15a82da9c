"""Is the evidence still what it was? Everything is read from the disk again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portals.history.payload import EvidenceMissing, raw_payload_of, record_of
from portals.models import Capture, WarcFile
from portals.warc.store import inside, sha256_of


@dataclass(frozen=True, slots=True)
class Verification:
    """What was expected of a capture's evidence and what was found just now."""

    ok: bool
    expected_sha256: str
    found_sha256: str
    record_id: str
    file_path: str
    message: str


def verify(capture: Capture) -> Verification:
    """Read the record and its file again and compare both digests with the rows."""
    path = capture.warc_file.path if capture.warc_file else ""

    def verdict(ok: bool, found: str, message: str) -> Verification:
        return Verification(
            ok, capture.payload_sha256, found, capture.warc_record_id, path, message
        )

    try:
        record_of(capture)
        found = hashlib.sha256(raw_payload_of(capture)).hexdigest()
    except EvidenceMissing as missing:
        return verdict(False, "", str(missing))
    if found != capture.payload_sha256:
        return verdict(False, found, _("The payload is not the one that was captured."))
    for file in _files_behind(capture):
        if sha256_of(inside(settings.WARC_ROOT, file.path)) != file.sha256:
            return verdict(
                False,
                found,
                _(
                    "The payload is unchanged, but the WARC file %(path)s is not the file that "
                    "was written."
                )
                % {"path": file.path},
            )
    return verdict(True, found, _("The payload and its WARC file are as they were captured."))


def _files_behind(capture: Capture) -> list[WarcFile]:
    """The capture's own file and, on a revisit, the one that holds the payload."""
    files = [capture.warc_file, capture.refers_to.warc_file if capture.refers_to else None]
    return [file for file in dict.fromkeys(files) if file]
