"""When each stage looks for its backlog. Every entry expires before its next tick, so that a
worker that was away finds one message per stage and not a heap of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def timetable() -> dict[str, dict[str, Any]]:
    tick: float = settings.TICK_SECONDS
    stages = {
        "portals.tasks.start_due_snapshots": tick,
        "portals.tasks.resume_snapshots": tick,
        "portals.tasks.find_changes": tick,
        "factchecks.tasks.read_new_captures": tick,
        "factchecks.tasks.group_claims": tick,
    }
    return {
        name: {"task": name, "schedule": seconds, "options": {"expires": seconds * 0.9}}
        for name, seconds in stages.items()
    }
