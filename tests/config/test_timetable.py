"""Every entry of the timetable is a task, and no two messages of one stage wait at once."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.test import override_settings

from config.beat import app as beat
from config.celery import app
from config.timetable import timetable

ENTRIES = timetable()


@pytest.mark.parametrize("name", ENTRIES)
def test_every_entry_is_a_registered_task(name: str) -> None:
    app.loader.import_default_modules()
    assert ENTRIES[name]["task"] in app.tasks


@pytest.mark.parametrize("tick", [1.0, 60.0, 3600.0])
def test_every_message_expires_before_the_next_one(tick: float) -> None:
    with override_settings(TICK_SECONDS=tick):
        for name, entry in timetable().items():
            schedule = entry["schedule"]
            seconds = getattr(schedule, "total_seconds", lambda s=schedule: s)()
            assert 0 < entry["options"]["expires"] < seconds, name


def test_beat_gets_the_timetable() -> None:
    assert beat.conf.beat_schedule == timetable()


def test_beat_does_not_load_the_archive() -> None:
    code = "import sys, config.beat as b; b.app.conf.beat_schedule; print('portals' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
