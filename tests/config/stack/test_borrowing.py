"""manage.py finds the servers of a running stack, and only of a running one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.stack import borrowing
from config.stack.borrowing import borrow_settings
from config.stack.single import OneStack


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(borrowing, "VAR", tmp_path)
    return tmp_path


@pytest.fixture
def running_demo(var: Path) -> Iterator[Path]:
    home = var / "demo"
    stack = OneStack(home / "run")
    stack.take()
    note = {"DATABASE_URL": "postgresql:///demo", "TICK_SECONDS": "2"}
    (home / "run" / "settings.json").write_text(json.dumps(note))
    yield home
    stack.release()


def test_who_names_no_database_gets_that_of_the_running_stack(
    running_demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {"TICK_SECONDS": "9"}
    borrow_settings(environment)
    assert environment == {"DATABASE_URL": "postgresql:///demo", "TICK_SECONDS": "9"}
    assert str(running_demo) in capsys.readouterr().err, "it says where it works"


def test_who_names_a_database_gets_that_one(running_demo: Path) -> None:
    environment = {"DATABASE_URL": "postgresql:///mine"}
    borrow_settings(environment)
    assert environment == {"DATABASE_URL": "postgresql:///mine"}


def test_who_names_a_folder_gets_no_other_stack(running_demo: Path, tmp_path: Path) -> None:
    environment = {"ARCHIVE_HOME": str(tmp_path / "other")}
    borrow_settings(environment)
    assert "DATABASE_URL" not in environment


def test_settings_that_a_killed_stack_left_are_not_used(var: Path) -> None:
    run = var / "archive" / "run"
    run.mkdir(parents=True)
    (run / "settings.json").write_text('{"DATABASE_URL": "postgresql:///gone"}')
    (run / "lock").touch()
    environment: dict[str, str] = {}
    borrow_settings(environment)
    assert environment == {}
    (run / "lock").unlink()
    borrow_settings(environment)
    assert environment == {}


def test_damaged_settings_are_not_used(running_demo: Path) -> None:
    (running_demo / "run" / "settings.json").write_text("{")
    environment: dict[str, str] = {}
    borrow_settings(environment)
    assert environment == {}
