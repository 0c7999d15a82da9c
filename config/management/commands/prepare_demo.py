"""`manage.py prepare_demo`: a database with the real registry, at which nobody looks, the sample
portals, which are watched, and two people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from config.preparing import bring_up_to_date
from config.roles import EDITORS
from config.stack.logins import Login, logins

SAMPLES = Path("tests") / "portals_on_loopback" / "registry"


class Command(BaseCommand):
    help = "Migrate, load roles, taxonomy, the registry (unwatched) and the sample portals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--samples",
            type=Path,
            default=settings.BASE_DIR / SAMPLES,
            help="The folder with the sample portals' registry.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bring_up_to_date(self.stdout)
        call_command("load_registry", unwatched=True, stdout=self.stdout)
        call_command("load_registry", options["samples"], sample=True, stdout=self.stdout)
        for login in logins(settings.ARCHIVE_HOME):
            self.stdout.write(json.dumps({"user": login.name, "made": let_in(login)}))


def let_in(login: Login) -> bool:
    """Makes the user, or gives back the known password. False when nothing was to do."""
    user, made = get_user_model().objects.get_or_create(
        username=login.name,
        defaults={"is_staff": True, "is_superuser": login.is_administrator},
    )
    if not login.is_administrator:
        user.groups.add(Group.objects.get(name=EDITORS))
    if made or not user.check_password(login.password):
        user.set_password(login.password)
        user.save(update_fields=["password"])
        return True
    return False
