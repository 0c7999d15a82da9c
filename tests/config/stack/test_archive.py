"""What the stack tells its parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.stack.__main__ import main
from config.stack.archive import Archive
from config.stack.progress import Progress
from config.stack.supervisor import Supervisor


def test_portals_that_somebody_serves_are_known_beside_the_demos_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOPBACK_PORTALS", "mine.localhost:9000=127.0.0.1:9000")
    archive = Archive(tmp_path, Progress(), Supervisor(Progress()))
    archive.portals_are_at.parent.mkdir()
    archive.portals_are_at.write_text(
        json.dumps({"loopback": {"sample.localhost:8101": "127.0.0.1:8101"}})
    )
    monkeypatch.setattr(archive, "wait_for", lambda *_: None)
    archive.find_portals()
    assert archive.env["LOOPBACK_PORTALS"].split(",") == [
        "mine.localhost:9000=127.0.0.1:9000",
        "sample.localhost:8101=127.0.0.1:8101",
    ]


def test_a_folder_that_cannot_be_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("sys.argv", ["stack", "demo", "--home", str(tmp_path / "file" / "home")])
    assert main() == 1
    assert "cannot be used" in capsys.readouterr().out
