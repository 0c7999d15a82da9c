"""The bytes that a capture stands for, read back from its WARC file."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portals.models import Capture
from portals.models.reasons import reason_in_reader_language
from portals.warc.payload import content_of, parse_head
from portals.warc.read import ArchivedRecord, RecordDamaged, read_record
from portals.warc.store import inside


class EvidenceMissing(LookupError):
    """The file or the record that a capture points to cannot be read. The message says which."""


@dataclass(frozen=True, slots=True)
class ArchivedPayload:
    """An answer as its reader would have seen it: content coding undone, charset found.

    `headers` are those of this very answer; on a revisit `body` is that of the capture it refers
    to, which is the same by its digest.
    """

    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    charset: str

    @property
    def text(self) -> str:
        return self.body.decode(self.charset, "replace")


def payload_of(capture: Capture) -> ArchivedPayload:
    """What `capture` received. Raises EvidenceMissing with a sentence for the reader."""
    record = record_of(capture)
    status, headers = parse_head(record.http_head)
    body = record.http_body
    if record.kind == "revisit":
        body = record_of(_original(capture)).http_body
    content = content_of(headers, body)
    return ArchivedPayload(status, headers, content.body, content.charset)


def raw_payload_of(capture: Capture) -> bytes:
    """The payload exactly as it was received, as its SHA-256 was computed."""
    record = record_of(capture)
    if record.kind == "revisit":
        record = record_of(_original(capture))
    return record.http_body


def record_of(capture: Capture) -> ArchivedRecord:
    """The capture's own record: a response, or a revisit. Raises EvidenceMissing."""
    file, offset, length = capture.warc_file, capture.warc_offset, capture.warc_length
    if file is None or offset is None or length is None:
        raise EvidenceMissing(_("This request gave no answer, so there is nothing to read."))
    try:
        record = read_record(inside(settings.WARC_ROOT, file.path), offset, length)
    except FileNotFoundError:
        raise EvidenceMissing(
            _("The WARC file %(path)s is not there.") % {"path": file.path}
        ) from None
    except (OSError, RecordDamaged, ValueError) as error:
        raise EvidenceMissing(
            _("The record in %(path)s at byte %(offset)d cannot be read: %(error)s")
            % {"path": file.path, "offset": offset, "error": reason_in_reader_language(str(error))}
        ) from error
    if capture.warc_record_id and record.record_id != capture.warc_record_id:
        raise EvidenceMissing(
            _("At byte %(offset)d of %(path)s lies another record than this capture's.")
            % {"path": file.path, "offset": offset}
        )
    return record


def _original(capture: Capture) -> Capture:
    if capture.refers_to is None:
        raise EvidenceMissing(
            _("This record refers to an earlier one that the archive does not hold.")
        )
    return capture.refers_to
