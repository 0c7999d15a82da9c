"""`manage.py prepare`: everything that a database needs before the archive can start on it."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.preparing import bring_up_to_date


class Command(BaseCommand):
    help = "Migrate, then load roles, taxonomy and registry. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        bring_up_to_date(self.stdout)
        call_command("load_registry", stdout=self.stdout)
