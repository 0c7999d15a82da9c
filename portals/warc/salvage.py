"""What a killed writer left behind, made whole up to its last whole record."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from portals.warc import store
from portals.warc.read import ArchivedRecord, whole_records
from portals.warc.store import StoredFile


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A file that is whole now, and its answers with the requests that went with them."""

    file: StoredFile
    answers: tuple[ArchivedRecord, ...]


def salvage(root: Path, path: str) -> Salvaged | None:
    """Make the file at `path` (`….warc.gz` or `….warc.gz.open`) whole.

    None when somebody still writes it, when it is gone, or when it holds no answer; in the last
    case the file is removed, because there is nothing in it that a row could point to.
    """
    full = store.inside(root, path)
    try:
        stream = full.open("r+b")
    except FileNotFoundError:
        return None
    with stream:
        if not store.lock(stream.fileno()):
            return None
        records = tuple(whole_records(full))
        answers = tuple(record for record in records if record.kind in {"response", "revisit"})
        if not answers:
            full.unlink()
            return None
        end = records[-1].offset + records[-1].length
        if end < full.stat().st_size:
            stream.truncate(end)
        os.fsync(stream.fileno())
        if path.endswith(store.OPEN):
            full = store.publish(full)
            path = path.removesuffix(store.OPEN)
    file = StoredFile(path, end, store.sha256_of(full), len(records))
    return Salvaged(file, answers)
