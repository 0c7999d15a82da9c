"""What we start ends with us, and a stranger's process is never ours to end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.stack.processes import PidFiles, carrying, end_group, identity_by_ps, identity_of, start

SLEEP = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True)"

pytestmark = pytest.mark.stack


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(SLEEP, start_new_session=True)
    yield process
    process.kill()
    process.wait()


def eventually(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_process_is_known_by_its_start_as_well(stranger: subprocess.Popen[bytes]) -> None:
    found = identity_of(stranger.pid)
    assert found is not None
    assert found == identity_of(stranger.pid)
    assert found.started
    stranger.kill()
    assert eventually(lambda: identity_of(stranger.pid) is None), "an ended process is nobody"


def test_a_process_is_known_where_there_is_no_proc(stranger: subprocess.Popen[bytes]) -> None:
    found = identity_by_ps(stranger.pid)
    assert found is not None
    assert found == identity_by_ps(stranger.pid)
    assert re.search(r"\d\d:\d\d:\d\d 20\d\d$", found.started)
    stranger.kill()
    assert eventually(lambda: identity_by_ps(stranger.pid) is None)


def test_what_was_left_behind_is_ended(tmp_path: Path) -> None:
    process = start(SLEEP, log=tmp_path / "log")
    PidFiles(tmp_path / "pids").remember("worker", process.pid)
    assert PidFiles(tmp_path / "pids").end_left_behind() == ["worker"]
    assert process.wait(5) != 0
    assert list((tmp_path / "pids").iterdir()) == []


def test_a_pid_that_now_belongs_to_a_stranger_is_left_alone(
    tmp_path: Path, stranger: subprocess.Popen[bytes]
) -> None:
    pids = PidFiles(tmp_path)
    pids.remember("worker", stranger.pid)
    note = tmp_path / "worker.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"started": "another time"}))
    assert pids.end_left_behind() == []
    assert stranger.poll() is None
    assert not note.exists(), "the note is of no use any more"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "other": 2}'])
def test_a_damaged_note_is_dropped(tmp_path: Path, text: str) -> None:
    (tmp_path / "worker.json").write_text(text)
    assert PidFiles(tmp_path).left_behind() == {}
    assert not (tmp_path / "worker.json").exists()


def test_the_whole_group_ends_and_the_deaf_by_force(tmp_path: Path) -> None:
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {DEAF!r}]);"
    code = f"{child} {DEAF}; time.sleep(60)"
    process = start([sys.executable, "-c", code], log=tmp_path / "log")
    assert eventually(lambda: (tmp_path / "log").read_text().count("1") == 2)
    group = pids_of_group(process.pid)
    assert len(group) == 2
    end_group(process.pid, patience=0.2)
    assert process.wait(5) == -signal.SIGKILL
    assert eventually(lambda: all(identity_of(pid) is None for pid in group))


def pids_of_group(group: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,pgid="], capture_output=True, text=True, check=True)
    pairs = [line.split() for line in listed.stdout.splitlines()]
    return [int(pid) for pid, pgid in pairs if int(pgid) == group]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_children_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from config.stack.processes import start;"
        f"print(start({SLEEP!r}, log=Path(sys.argv[1])).pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "log")], stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    # Killed before the child had become itself would be another story: the launcher sees to it.
    parent.kill()
    parent.wait()
    assert eventually(lambda: identity_of(child) is None)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows environments")
def test_orphans_are_known_by_their_environment(tmp_path: Path) -> None:
    env = dict(os.environ) | {"ARCHIVE_STACK": str(tmp_path)}
    process = start(SLEEP, log=tmp_path / "log", env=env)
    assert eventually(lambda: carrying(f"ARCHIVE_STACK={tmp_path}") == [process.pid])
    assert carrying(f"ARCHIVE_STACK={tmp_path}-other") == []
    end_group(process.pid)
    process.wait()
