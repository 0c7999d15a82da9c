"""Reading records back: one at its offset, or all of a file up to the last whole one."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

#: What one record may unpack to. Ours are bounded by the portal's limit; a foreign one may lie.
MOST_BYTES = 1 << 30


class RecordDamaged(ValueError):
    """The bytes at this place are no whole WARC record."""


@dataclass(frozen=True, slots=True)
class ArchivedRecord:
    """One record; `headers` are WARC headers by lower-case name, `block` is what follows them."""

    headers: dict[str, str]
    block: bytes
    offset: int
    length: int

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "")

    @property
    def record_id(self) -> str:
        return self.headers.get("warc-record-id", "")

    @property
    def target_uri(self) -> str:
        return self.headers.get("warc-target-uri", "")

    @property
    def date(self) -> datetime:
        return datetime.fromisoformat(self.headers["warc-date"]).astimezone(UTC)

    @property
    def http_head(self) -> bytes:
        """Status line and headers, with the empty line that ends them."""
        return self.block[: self._body_start()]

    @property
    def http_body(self) -> bytes:
        return self.block[self._body_start() :]

    def _body_start(self) -> int:
        end = self.block.find(b"\r\n\r\n")
        return len(self.block) if end < 0 else end + 4


def read_record(path: Path, offset: int, length: int) -> ArchivedRecord:
    """The record at `offset`. Raises OSError or RecordDamaged."""
    with path.open("rb") as stream:
        stream.seek(offset)
        packed = stream.read(length)
    if len(packed) < length:
        raise RecordDamaged(f"{path.name} ends before the record at {offset} does.")
    return _parse(_unpack(packed), offset, length)


def whole_records(path: Path) -> Iterator[ArchivedRecord]:
    """The records of a file one after the other, stopping without a word at the first torn one."""
    packed = path.read_bytes()
    offset = 0
    while offset < len(packed):
        gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            unpacked = gzip.decompress(memoryview(packed)[offset:], MOST_BYTES)
            if not gzip.eof:
                return
            length = len(packed) - offset - len(gzip.unused_data)
            yield _parse(unpacked, offset, length)
        except (zlib.error, RecordDamaged):
            return
        offset += length


def _unpack(packed: bytes) -> bytes:
    if not packed.startswith(b"\x1f\x8b"):
        return packed
    gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = gzip.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise RecordDamaged(f"The record's gzip data is damaged ({error}).") from None
    if not gzip.eof:
        raise RecordDamaged("The record's gzip data is cut off.")
    return unpacked


def _parse(data: bytes, offset: int, length: int) -> ArchivedRecord:
    head, separator, rest = data.partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "replace").split("\r\n")
    if not separator or not lines[0].startswith("WARC/1."):
        raise RecordDamaged("This is no WARC record.")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            raise RecordDamaged("A header line of the record is damaged.")
        headers[name.strip().lower()] = value.strip()
    declared = headers.get("content-length", "")
    if not declared.isdigit() or int(declared) > len(rest):
        raise RecordDamaged("The record is shorter than it says.")
    if rest[int(declared) :] != b"\r\n\r\n":
        # Also a file whose records share one gzip member: it is none of ours.
        raise RecordDamaged("The record does not end where it says.")
    return ArchivedRecord(headers, rest[: int(declared)], offset, length)
