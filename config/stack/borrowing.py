"""Lets manage.py work on the servers of a running `make demo` or `make up`."""

from __future__ import annotations

import json
import sys
from collections.abc import MutableMapping
from pathlib import Path

from config.stack.single import is_running

VAR = Path(__file__).resolve().parents[2] / "var"


def settings_of(home: Path) -> dict[str, str]:
    """The settings of the stack that runs on this folder; empty when none does."""
    note = home / "run" / "settings.json"
    try:
        if not is_running(home / "run"):
            return {}
        return {str(name): str(value) for name, value in json.loads(note.read_text()).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def borrow_settings(environment: MutableMapping[str, str]) -> None:
    """Whoever names a database gets that one. Whoever names none gets the running stack's, and is
    told so; `make up` comes before `make demo`."""
    if environment.get("DATABASE_URL"):
        return
    named = environment.get("ARCHIVE_HOME")
    for home in [Path(named).expanduser()] if named else [VAR / "archive", VAR / "demo"]:
        if settings := settings_of(home):
            environment.update({**settings, **environment})
            print(f"Working on the archive that runs in {home}.", file=sys.stderr)
            return
