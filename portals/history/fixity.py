"""Is the evidence still what it was? Everything is read from the disk again."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

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
    read_at: datetime


@dataclass(frozen=True, slots=True)
class StillVerifying:
    """Nothing was read, because somebody else's evidence is being read."""

    message: str
    is_busy: bool = True


#: A click may cost half a gigabyte of reading. So a result stands for a while, and one click is
#: served after the other, none waiting long for the one before.
_STANDS = timedelta(seconds=60)
_PATIENCE_SECONDS = 1.0
_reading = threading.Lock()
_recent: dict[tuple[int, str, str | None], Verification] = {}


def verify_on_request(capture: Capture) -> Verification | StillVerifying:
    """`verify` for everybody who presses the button: one at a time in this process.

    What was read within the last minute is answered from memory; `read_at` says when it was read.
    """
    # The message is in the language of the one who asked.
    key = (capture.pk, capture.warc_record_id, get_language())
    if recent := _still_standing(key):
        return recent
    if not _reading.acquire(timeout=_PATIENCE_SECONDS):
        return StillVerifying(
            _("Other evidence is being read from the disk just now. Please try again in a moment.")
        )
    try:
        recent = _still_standing(key)
        if recent is None:
            recent = _recent[key] = verify(capture)
        return recent
    finally:
        _reading.release()


def _still_standing(key: tuple[int, str, str | None]) -> Verification | None:
    oldest = timezone.now() - _STANDS
    for each, verification in list(_recent.items()):
        if verification.read_at < oldest:
            _recent.pop(each, None)
    return _recent.get(key)


def verify(capture: Capture) -> Verification:
    """Read the record and its file again and compare both digests with the rows."""
    path = capture.warc_file.path if capture.warc_file else ""

    def verdict(ok: bool, found: str, message: str) -> Verification:
        return Verification(
            ok=ok,
            expected_sha256=capture.payload_sha256,
            found_sha256=found,
            record_id=capture.warc_record_id,
            file_path=path,
            message=message,
            read_at=timezone.now(),
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
