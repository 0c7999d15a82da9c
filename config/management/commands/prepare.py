"""`manage.py prepare`: everything that a database needs before the archive can start on it."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.roles import load_roles


class Command(BaseCommand):
    help = "Migrate, then load roles, taxonomy and registry. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=1, stdout=self.stdout)
        load_roles()
        call_command("load_taxonomy", stdout=self.stdout)
        call_command("load_registry", stdout=self.stdout)
