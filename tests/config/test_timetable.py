"""Every entry of the timetable is a task, and no two messages of one stage wait at once."""

from __future__ import annotations

import pytest
from django.test import override_settings

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
    app.finalize()
    assert app.conf.beat_schedule == timetable()
