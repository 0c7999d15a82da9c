"""One stack per folder, ports that are free, and parts that are started again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.stack import supervisor as module
from config.stack.archive import fresh_logs
from config.stack.ports import first_free, is_free
from config.stack.processes import PidFiles
from config.stack.progress import Progress
from config.stack.single import AlreadyRunning, OneStack
from config.stack.supervisor import Program, Stopped, Supervisor

pytestmark = pytest.mark.stack


def a_program(tmp_path: Path, code: str) -> Program:
    return Program(
        [sys.executable, "-S", "-c", code],
        log=tmp_path / "part.log",
        env=dict(os.environ),
        cwd=tmp_path,
        pids=PidFiles(tmp_path / "pids"),
        patience=1.0,
    )


def test_a_second_stack_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    first = OneStack(tmp_path)
    first.take()
    first.write(pid=1, state="running", site="http://127.0.0.1:8000")
    with pytest.raises(AlreadyRunning, match=r"http://127\.0\.0\.1:8000"):
        OneStack(tmp_path).take(patience=0.1)
    first.release()
    second = OneStack(tmp_path)
    second.take(patience=0.1)
    second.release()


def test_a_stack_that_is_stopping_is_waited_for(tmp_path: Path) -> None:
    first = OneStack(tmp_path)
    first.take()
    first.write(pid=1, state="stopping")
    began = time.monotonic()
    with pytest.raises(AlreadyRunning):
        OneStack(tmp_path).take(patience=0.0, longer=0.5)
    assert time.monotonic() - began >= 0.5
    first.release()


@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_a_port_is_taken_on_either_address(family: socket.AddressFamily, address: str) -> None:
    with socket.socket(family) as taken:
        try:
            taken.bind((address, 0))
        except OSError:
            pytest.skip("no IPv6 here")
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        assert first_free(port) > port
    assert is_free(port)


def test_a_part_that_ends_is_started_again_and_said_aloud(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watcher = Supervisor(Progress())
    part = a_program(tmp_path, "raise SystemExit(3)")
    watcher.add("The part", part)
    deadline = time.monotonic() + 10
    said = ""
    while said.count("runs again") < 2 and time.monotonic() < deadline:
        watcher.look_after()
        said += capsys.readouterr().out
    watcher.stop()
    assert "The part has ended (exit code 3); it is started again in 0.5 s" in said
    assert "it is started again in 1 s" in said, "each time it waits longer"
    assert part.process is None


def test_what_fails_to_start_is_ended_too(tmp_path: Path) -> None:
    watcher = Supervisor(Progress())
    part = a_program(tmp_path, "import time; time.sleep(60)")
    watcher.add("The part", part)
    process = part.process
    assert process is not None
    watcher.stop()
    assert process.poll() is not None
    assert PidFiles(tmp_path / "pids").left_behind() == {}


def test_the_stack_ends_when_the_program_that_started_it_is_gone(tmp_path: Path) -> None:
    watcher = Supervisor(Progress(), with_parent=True)
    watcher.look_after()
    watcher.parent = 1 if watcher.parent != 1 else 2
    with pytest.raises(Stopped):
        watcher.look_after()


def test_logs_do_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_LOG", 10)
    watcher = Supervisor(Progress())
    watcher.add(
        "The part", a_program(tmp_path, "print('x' * 50, flush=True); import time; time.sleep(60)")
    )
    deadline = time.monotonic() + 5
    while not (tmp_path / "part.1.log").exists() and time.monotonic() < deadline:
        watcher.look_after()
    watcher.stop()
    assert len((tmp_path / "part.1.log").read_text()) > 10
    assert (tmp_path / "part.log").stat().st_size == 0


def test_the_logs_of_the_start_before_are_set_aside(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_text("before")
    fresh_logs(tmp_path)
    fresh_logs(tmp_path)
    assert (tmp_path / "web.previous.log").read_text() == "before"
    assert not (tmp_path / "web.log").exists()


def test_a_stack_on_nothing_cannot_be_managed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.stack", "--home", tmp_path, "manage", "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "make up" in done.stderr
