"""Loads themes, verdicts and origins. Repeatable: a second run changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from factchecks.models import ClaimReview
from factchecks.reading.terms import load_terms, themes_are_older
from factchecks.theming import assign_themes


class Command(BaseCommand):
    help = "Load the themes, verdicts and origins of factchecks/taxonomy into the database."

    def handle(self, *args: Any, **options: Any) -> None:
        newer_themes = themes_are_older()
        for name, count in load_terms().items():
            self.stdout.write(f"{count} {name}")
        if newer_themes:
            done = 0
            for review in ClaimReview.objects.order_by("pk").iterator(chunk_size=500):
                assign_themes(review)
                done += 1
            self.stdout.write(f"Themes given anew to {done} debunks.")
