"""Folders, secrets and sockets that only their owner can reach."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

#: The address of a Unix socket holds 103 bytes on macOS and 107 on Linux.
LONGEST_SOCKET_PATH = 103


def private_directory(path: Path) -> Path:
    """`path` as a directory of mode 0700. Parents that are missing are made as private."""
    previous = os.umask(0o077)
    try:
        path.mkdir(parents=True, exist_ok=True)
    finally:
        os.umask(previous)
    return path


def write_private(path: Path, text: str) -> None:
    """Replaces the file in one step, readable by its owner only."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def secret(path: Path) -> str:
    """The secret kept in `path`, made up at the first call and the same ever after."""
    if not path.exists() or not path.read_text().strip():
        write_private(path, secrets.token_urlsafe(24) + "\n")
    return path.read_text().strip()


def socket_directory(run: Path, longest_name: str) -> Path:
    """Where sockets may lie: `run` itself or, where its path is too long for a socket, a private
    directory under the temporary one that is remembered in `run`."""
    private_directory(run)
    run.chmod(0o700)
    if len(os.fsencode(run / longest_name)) < LONGEST_SOCKET_PATH:
        return run
    note = run / "sockets-are-in"
    if note.exists():
        known = Path(note.read_text().strip())
        if is_private(known):
            return known
    made = Path(tempfile.mkdtemp(prefix="archive-"))
    write_private(note, f"{made}\n")
    return made


def is_private(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return path.is_dir() and found.st_uid == os.getuid() and found.st_mode & 0o077 == 0
