"""`manage.py load_roles`: the groups Editors and Administrators with their permissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from config.roles import ADMINISTRATORS, EDITORS, load_roles


class Command(BaseCommand):
    help = "Make the groups Editors and Administrators, or bring their permissions up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        load_roles()
        for group in Group.objects.filter(name__in=[EDITORS, ADMINISTRATORS]).order_by("name"):
            self.stdout.write(f"{group.name}: {group.permissions.count()} permissions")
