"""`manage.py healthcheck web|worker|beat`: for containers, 0 when that process does its work."""

from __future__ import annotations

import socket
import time
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.celery import app

#: Beat writes its schedule down every three minutes.
OLDEST_SCHEDULE = 10 * 60


class Command(BaseCommand):
    help = "Say whether the web server, the worker or beat on this machine does its work."
    # The answer must not depend on a database check or on a warning.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=["web", "worker", "beat"])
        parser.add_argument("--port", type=int, default=8000, help="Of the web server.")
        parser.add_argument(
            "--schedule", type=Path, default=Path("celerybeat-schedule"), help="The file of beat."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        part: str = options["part"]
        if part == "web":
            problem = web(options["port"])
        else:
            problem = worker() if part == "worker" else beat(options["schedule"])
        if problem:
            raise CommandError(problem)
        self.stdout.write("ok")


def web(port: int) -> str:
    # Asked under the site's own name, which is the only one it answers to.
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/health/", headers={"Host": settings.SITE_HOST}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return "" if answer.status == 200 else f"answered {answer.status}"
    except OSError as error:
        return f"does not answer: {error}"


def worker() -> str:
    name = f"celery@{socket.gethostname()}"
    answers = app.control.inspect(destination=[name], timeout=5).ping()
    return "" if answers else f"{name} does not answer"


def beat(schedule: Path) -> str:
    # Python's dbm may add an ending of its own to the name.
    found = list(schedule.parent.glob(f"{schedule.name}*"))
    if not found:
        return f"has not written {schedule}"
    age = time.time() - max(path.stat().st_mtime for path in found)
    return "" if age < OLDEST_SCHEDULE else f"has not written {schedule} for {age:.0f} s"
