"""Writing one WARC file, once."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from portals.warc import records, store
from portals.warc.records import HttpExchange, Record, RefersTo
from portals.warc.store import StoredFile


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """Where a response or revisit lies in its file."""

    record_id: str
    offset: int
    length: int
    payload_sha256: str
    payload_size: int


class WarcWriter:
    """The one writer of a file. `close` makes it whole; anything else leaves it to salvage."""

    def __init__(self, root: Path, path: str, info: dict[str, str]) -> None:
        self.path = path
        store.make_directory(root, str(Path(path).parent))
        self._open_path = store.inside(root, path + store.OPEN)
        self._stream = self._open_path.open("xb", buffering=0)
        if not store.lock(self._stream.fileno()):
            raise BlockingIOError(f"{path} is being written by somebody else.")
        self._sha256 = hashlib.sha256()
        self._offset = 0
        self._records = 0
        name = Path(path).name
        self._info = records.warcinfo(name, datetime.now(UTC), info)
        self._append(self._info)

    def add(self, exchange: HttpExchange, refers_to: RefersTo | None = None) -> WrittenRecord:
        """Archive one exchange; as a revisit where its payload is already held elsewhere."""
        info_id = self._info.record_id
        if refers_to:
            answer = records.revisit(exchange, refers_to, info_id)
        else:
            answer = records.response(exchange, info_id)
        offset, length = self._append(answer)
        self._append(records.request(exchange, answer.record_id, info_id))
        return WrittenRecord(
            answer.record_id, offset, length, answer.payload_sha256, len(exchange.body)
        )

    @property
    def size(self) -> int:
        return self._offset

    def close(self) -> StoredFile:
        """Sync and give the file its name. After this a row may point into it."""
        os.fsync(self._stream.fileno())
        store.publish(self._open_path)
        self._stream.close()
        return StoredFile(self.path, self._offset, self._sha256.hexdigest(), self._records)

    def abandon(self) -> None:
        """Let go of the file as it is; salvage will find it."""
        self._stream.close()

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abandon()

    def _append(self, record: Record) -> tuple[int, int]:
        offset = self._offset
        view = memoryview(record.data)
        while view:
            written = self._stream.write(view)
            view = view[written:]
        self._sha256.update(record.data)
        self._offset += len(record.data)
        self._records += 1
        return offset, len(record.data)
