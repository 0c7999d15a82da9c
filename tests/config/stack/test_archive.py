"""What the stack tells its parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
