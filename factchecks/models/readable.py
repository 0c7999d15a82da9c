"""Which portals are read for debunks: those that check facts, and those with reading rules.

Of the others no count of debunks is shown, not even zero: nobody looked for any.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from portals.models import Portal, Role

_FACT_CHECKING = (Role.FACT_CHECK, Role.INDEPENDENT_FACT_CHECK)


def readable_portals() -> QuerySet[Portal]:
    return Portal.objects.filter(Q(roles__overlap=list(_FACT_CHECKING)) | ~Q(rules={}))


def is_read(portal: Portal) -> bool:
    """The same of a row in hand."""
    return bool(portal.rules) or not set(_FACT_CHECKING).isdisjoint(portal.roles)
