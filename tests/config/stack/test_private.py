"""Folders, secrets and sockets that nobody else can reach."""

from __future__ import annotations

import os
from pathlib import Path

from config.stack.logins import logins
from config.stack.private import (
    LONGEST_SOCKET_PATH,
    private_directory,
    secret,
    socket_directory,
    write_private,
)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_folders_and_secrets_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = private_directory(tmp_path / "var" / "demo")
    assert mode(folder) == mode(folder.parent) == 0o700
    secret(folder / "secret")
    assert mode(folder / "secret") == 0o600


def test_a_folder_that_is_there_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    private_directory(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_secret_stays_the_same(tmp_path: Path) -> None:
    assert secret(tmp_path / "a") == secret(tmp_path / "a") != secret(tmp_path / "b")


def test_an_empty_secret_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("\n")
    assert len(secret(tmp_path / "a")) >= 32


def test_a_file_is_replaced_in_one_step_even_after_a_killed_attempt(tmp_path: Path) -> None:
    (tmp_path / ".a.new").write_text("half")
    write_private(tmp_path / "a", "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "whole"


def test_the_demo_keeps_its_passwords(tmp_path: Path) -> None:
    administrator, editor = logins(tmp_path)
    assert administrator.is_administrator
    assert not editor.is_administrator
    assert administrator.password != editor.password
    assert logins(tmp_path) == (administrator, editor)


def test_a_socket_in_a_deep_folder_gets_a_short_private_one(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    short = socket_directory(deep, "broker.sock")
    try:
        assert len(os.fsencode(short / "broker.sock")) < LONGEST_SOCKET_PATH
        assert mode(short) == 0o700
        assert socket_directory(deep, "broker.sock") == short, "the next start finds it again"
        short.chmod(0o755)
        other = socket_directory(deep, "broker.sock")
        assert other != short, "a folder that others can enter is not trusted"
        other.rmdir()
    finally:
        short.rmdir()
