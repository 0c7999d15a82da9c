"""Starting processes that do not outlive us, and ending those of an earlier run.

A process is known by its pid and the moment it started, never by its pid alone: pids are used
again, and a stranger's process is never ours to end.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from config.stack.private import private_directory, write_private

LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class Identity:
    """One process on this machine since it was switched on."""

    pid: int
    started: str


def identity_of(pid: int) -> Identity | None:
    """Who has this pid now; None when nobody has, or only a process that has already ended."""
    if sys.platform == "linux":
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        except OSError:
            return None
        # The name stands in brackets and may hold anything; the fields follow the last bracket.
        fields = stat.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else Identity(pid, f"{boot}/{fields[19]}")
    return identity_by_ps(pid)


def identity_by_ps(pid: int) -> Identity | None:
    """Where there is no /proc. The start is known to the second only."""
    found = _ps(pid, "stat", "lstart")
    state, _, started = found.partition(" ")
    return None if not found or state.startswith("Z") else Identity(pid, started.strip())


def command_of(pid: int) -> str:
    """The command line of a running process, empty when there is none."""
    if sys.platform == "linux":
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return ""
        return raw.replace(b"\0", b" ").decode(errors="replace").strip()
    return _ps(pid, "command")


def _ps(pid: int, *columns: str) -> str:
    # One option for each: BSD takes all that follows a “=” for the heading.
    asked = [word for column in columns for word in ("-o", f"{column}=")]
    found = subprocess.run(
        ["/bin/ps", "-ww", *asked, "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C"},
    )
    return found.stdout.strip()


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    user: str = "same",
    when_we_die: signal.Signals = signal.SIGTERM,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Starts `command` in a process group of its own, its output going to the end of `log`."""
    private_directory(log.parent)
    launcher = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid())]
    with open(log, "ab", opener=lambda path, flags: os.open(path, flags, 0o600)) as output:
        return subprocess.Popen(
            [*launcher, str(int(when_we_die)), user, "--", *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
            umask=0o077,
        )


def end_group(pid: int, polite: signal.Signals = signal.SIGTERM, patience: float = 10.0) -> None:
    """Asks the process `pid`, leader of its group, to end; then ends the group by force."""
    leader = identity_of(pid)
    if leader is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, polite)
        wait_until_gone(leader, patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    if leader is not None:
        wait_until_gone(leader, 5.0)


def wait_until_gone(process: Identity, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while identity_of(process.pid) == process:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


class PidFiles:
    """Which processes a run has started, so that the next run can end what was left behind."""

    def __init__(self, directory: Path) -> None:
        self.directory = private_directory(directory)

    def remember(self, name: str, pid: int) -> None:
        found = identity_of(pid)
        if found is not None:
            write_private(self.directory / f"{name}.json", json.dumps(asdict(found)))

    def forget(self, name: str) -> None:
        (self.directory / f"{name}.json").unlink(missing_ok=True)

    def left_behind(self) -> dict[str, Identity]:
        """Processes of an earlier run that still live, by name. Files of others are dropped."""
        alive = {}
        for path in sorted(self.directory.glob("*.json")):
            try:
                noted = Identity(**json.loads(path.read_text()))
            except (ValueError, TypeError):
                noted = None
            if noted is not None and identity_of(noted.pid) == noted:
                alive[path.stem] = noted
            else:
                path.unlink()
        return alive

    def end_left_behind(self, patience: float = 3.0) -> list[str]:
        """Ends them and gives their names."""
        found = self.left_behind()
        for process in found.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGTERM)
        for name, process in found.items():
            wait_until_gone(process, patience)
            end_group(process.pid, patience=0.0)
            self.forget(name)
        return list(found)


def carrying(marker: str) -> list[int]:
    """Processes whose environment holds `marker`: children of an earlier run whose parent, the
    only one we had noted, is gone. Only Linux tells; elsewhere the list is empty."""
    if sys.platform != "linux":
        return []
    needle = b"\0" + marker.encode() + b"\0"
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            environment = (directory / "environ").read_bytes()
        except OSError:
            continue
        if needle in b"\0" + environment + b"\0" and int(directory.name) != os.getpid():
            found.append(int(directory.name))
    return found
