"""`manage.py wait_for_debunks`: until debunks of so many countries have been read."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from factchecks.models import ClaimReview
from portals.models import Portal, Snapshot

#: Seconds between two lines, so that they can be read.
BETWEEN_WORDS = 3.0


class Command(BaseCommand):
    help = "Wait until debunks of several countries have been read, and say how far it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--countries", type=int, default=2, help="How many countries.")
        parser.add_argument("--seconds", type=float, default=120.0, help="How long at most.")

    def handle(self, *args: Any, **options: Any) -> None:
        deadline = time.monotonic() + options["seconds"]
        said, next_word = "", 0.0
        while True:
            found = debunks_by_country()
            sentence = how_far(found)
            enough = len(found) >= options["countries"]
            if sentence != said and (enough or time.monotonic() > next_word):
                self.stdout.write(said := sentence)
                self.stdout.flush()
                next_word = time.monotonic() + BETWEEN_WORDS
            if enough:
                return
            if time.monotonic() > deadline:
                raise CommandError(f"Still waiting. {sentence}{open_ends()}")
            time.sleep(0.2)


def debunks_by_country() -> dict[str, int]:
    """As the site counts: translations once, and nothing that an imported file brought."""
    captured = ClaimReview.objects.published().originals().captured().filter(portal__isnull=False)
    rows = captured.order_by().values_list("portal__country__name_en")
    return dict(rows.annotate(number=Count("pk")).order_by("portal__country__position"))


def how_far(found: dict[str, int]) -> str:
    counts = ", ".join(f"{name} {number}" for name, number in found.items()) or "none yet"
    running = Snapshot.objects.running().count()
    ended = Snapshot.objects.exclude(state="running").count()
    return f"Debunks read: {counts}. Snapshots: {ended} ended, {running} running."


def open_ends() -> str:
    """What did not go well, in the words of the rows."""
    lines = [
        f"\n  {portal.slug}: no snapshot has started"
        for portal in Portal.objects.watched().filter(snapshots__isnull=True)
    ]
    for snapshot in Snapshot.objects.exclude(reason="").select_related("portal")[:10]:
        lines.append(
            f"\n  {snapshot.portal.slug}: {snapshot.get_state_display()}, {snapshot.reason}"
        )
    return "".join(lines)
