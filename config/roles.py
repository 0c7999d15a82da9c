"""The two groups of people who may change something, and what each may do.

Neither may do the other's work; a person can be in both. What the machine wrote, and all
evidence, is seen by both and changed by nobody.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

EDITORS = "Editors"
ADMINISTRATORS = "Administrators"

#: Model -> what its group may do beyond looking.
EDITING: dict[str, tuple[str, ...]] = {
    "factchecks.claimreview": ("change",),
    "factchecks.claim": ("add", "change"),
    "factchecks.reviewtheme": ("add", "change", "delete"),
    "factchecks.theme": ("change",),
    "factchecks.verdict": ("change",),
    "factchecks.origin": ("change",),
}
_EVERYTHING = ("add", "change", "delete")
ADMINISTERING: dict[str, tuple[str, ...]] = {
    "portals.country": _EVERYTHING,
    "portals.portal": _EVERYTHING,
    "portals.portalfact": _EVERYTHING,
    "portals.source": _EVERYTHING,
    "portals.event": _EVERYTHING,
    "portals.reportedfigure": _EVERYTHING,
    "portals.roleabsence": _EVERYTHING,
    "auth.user": ("add", "change", "delete", "view"),
}


def load_roles() -> None:
    """Makes both groups and gives them exactly these permissions. Repeatable."""
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    administrators, _ = Group.objects.get_or_create(name=ADMINISTRATORS)
    looking = Q(content_type__app_label__in=["portals", "factchecks"], codename__startswith="view_")
    editors.permissions.set(permissions(looking | _doing(EDITING)))
    administrators.permissions.set(permissions(looking | _doing(ADMINISTERING)))


def permissions(condition: Q) -> QuerySet[Permission]:
    return Permission.objects.filter(condition)


def _doing(duties: dict[str, tuple[str, ...]]) -> Q:
    condition = Q(pk__in=[])
    for model, verbs in duties.items():
        app, _dot, name = model.partition(".")
        codenames = [f"{verb}_{name}" for verb in verbs]
        condition |= Q(content_type__app_label=app, codename__in=codenames)
    return condition
