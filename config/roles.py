"""The two groups of people who may change something, and what each may do."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

EDITORS = "Editors"
ADMINISTRATORS = "Administrators"

#: Evidence and what was read from it: seen by everybody who works here, written by the machine.
NEVER_EDITED = {
    "portals": [
        "capture",
        "warcfile",
        "snapshot",
        "page",
        "frontierentry",
        "hostlease",
        "change",
    ],
    "factchecks": ["reading", "reviewchange", "importbatch", "importedrow"],
}


def load_roles() -> None:
    """Makes both groups and gives them today's permissions. Repeatable."""
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    administrators, _ = Group.objects.get_or_create(name=ADMINISTRATORS)
    looking = Q(content_type__app_label__in=["portals", "factchecks"], codename__startswith="view_")
    deciding = Q(content_type__app_label="factchecks") & ~machine_made()
    managing = Q(content_type__app_label__in=["portals", "factchecks", "auth"]) & ~machine_made()
    editors.permissions.set(permissions(looking | deciding))
    administrators.permissions.set(permissions(looking | managing))


def machine_made() -> Q:
    condition = Q(pk__in=[])
    for app, models in NEVER_EDITED.items():
        condition |= Q(content_type__app_label=app, content_type__model__in=models)
    return condition


def permissions(condition: Q) -> QuerySet[Permission]:
    return Permission.objects.filter(condition)
