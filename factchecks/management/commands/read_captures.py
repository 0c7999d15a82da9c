"""Reads all captures that wait for their extractor, then gathers debunks into rumours."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factchecks.claims import group_claims
from factchecks.reading.backlog import ReadingReport, read_again, read_backlog
from portals.models import Portal

BATCH = 100


class Command(BaseCommand):
    help = "Read debunks from the captures that were not read yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="Forget what the present extractors read, and read every capture again. "
            "What editors decided stays.",
        )
        parser.add_argument("--portal", metavar="SLUG", help="With --again: this portal only.")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["portal"]
        if slug and not options["again"]:
            raise CommandError(
                "--portal goes with --again. Without it, all that is unread is read."
            )
        if slug and not Portal.objects.filter(slug=slug).exists():
            raise CommandError(f"There is no portal “{slug}”.")
        if options["again"]:
            self.stdout.write(f"{read_again(slug)} readings to be made again.")
        total = ReadingReport()
        while (report := read_backlog(BATCH)).read:
            total += report
            self.stdout.write(f"{total.read} captures read, {total.debunks} debunks …")
        while group_claims(1_000):
            pass
        self.stdout.write(
            f"Done: {total.read} captures read, {total.debunks} debunks, "
            f"{total.changes} changes found, {total.failed} pages that could not be read."
        )
