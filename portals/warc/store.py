"""Where WARC files lie and how one comes to be.

A file is written as `….warc.gz.open` under an exclusive lock, synced, and renamed once whole. The
lock goes with its process, so that a leftover can be told from a file that somebody still writes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

OPEN = ".open"
SUFFIX = ".warc.gz"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A whole WARC file; `path` is relative to the root, as rows keep it."""

    path: str
    size: int
    sha256: str
    records: int


def snapshot_directory(portal: str, started_at: datetime, snapshot_id: int) -> str:
    return str(PurePosixPath(portal, f"{started_at:%Y-%m-%d}", str(snapshot_id)))


def step_path(directory: str, step: int, token: str) -> str:
    """A name that no other step can have, not even one that lost its lease to this one."""
    return str(PurePosixPath(directory, f"{step:05d}-{token[:8]}{SUFFIX}"))


def inside(root: Path, path: str) -> Path:
    """The file that a row names. Raises ValueError when the name leads out of the root."""
    full = (root / path).resolve()
    if not full.is_relative_to(root.resolve()):
        raise ValueError(f"{path} leads out of the archive's folder.")
    return full


def make_directory(root: Path, directory: str) -> Path:
    """`directory` below `root`, with its name on disk before anything is written into it."""
    full = inside(root, directory)
    missing = [folder for folder in (full, *full.parents) if not folder.exists()]
    full.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        sync_directory(folder.parent)
    return full


def lock(descriptor: int) -> bool:
    """Whether this process holds the file now; False when a live one does."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def publish(open_path: Path) -> Path:
    """Give a synced `.open` file its final name, durably."""
    final = open_path.with_name(open_path.name.removesuffix(OPEN))
    open_path.rename(final)
    sync_directory(final.parent)
    return final


def sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_of(root: Path, directory: str) -> Iterator[str]:
    """Paths of all WARC files of a snapshot, whole and open, oldest step first."""
    full = inside(root, directory)
    if not full.is_dir():
        return
    for path in sorted(full.iterdir()):
        if path.name.endswith((SUFFIX, SUFFIX + OPEN)):
            yield str(PurePosixPath(directory, path.name))
