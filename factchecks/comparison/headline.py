"""How many debunks each country's portals published, by who checks, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from factchecks.comparison.coverage import Coverage, Watch
from factchecks.comparison.pair import Pair, Tally
from factchecks.comparison.rows import UNKNOWN, Part, Row
from factchecks.comparison.selection import Selection
from factchecks.models import ReviewChange, ReviewChangeKind
from portals.models import Portal, Role

COUNTED = ("published", "withdrawn", "edited", "undated", "unread", "implied")


@dataclass(frozen=True, slots=True)
class Headline:
    """None is "not captured"."""

    published: Pair[Tally]
    #: The same debunks by the role of the portal that published them.
    by_role: tuple[Row, ...]
    withdrawn: Pair[Tally]
    edited: Pair[Tally]
    undated: Pair[Tally]
    needs_editor: Pair[Tally]
    stated: Pair[Tally]
    implied: Pair[Tally]


def headline(selection: Selection, watch: Watch) -> Headline:
    edits = ReviewChange.objects.filter(
        review=OuterRef("pk"),
        kind__in=[ReviewChangeKind.EDITED, ReviewChangeKind.VERDICT_CHANGED],
    )
    rows = {
        row[0]: dict(zip(COUNTED, row[1:], strict=True))
        for row in selection.debunks()
        .order_by()
        .values_list("portal_id")
        .annotate(
            number=Count("pk"),
            withdrawn=Count("pk", filter=Q(withdrawn_before__isnull=False)),
            edited=Count("pk", filter=Exists(edits)),
            undated=Count("pk", filter=Q(published_on__isnull=True)),
            unread=Count("pk", filter=Q(verdict__isnull=True)),
            implied=Count("pk", filter=Q(verdict__isnull=False, verdict_implied=True)),
        )
    }

    def total(field: str, kind: str = "") -> Pair[int]:
        return selection.portals.map(
            lambda portals: sum(
                rows[portal.pk][field]
                for portal in portals
                if portal.pk in rows and kind in ("", kind_of(portal))
            )
        )

    def known(number: Pair[int], looked: Pair[Coverage]) -> Pair[Tally]:
        start = selection.criteria.start
        return Pair(
            number.a if number.a or looked.a.knows_of(start) else None,
            number.b if number.b or looked.b.knows_of(start) else None,
        )

    debunks, others = watch.of_debunks(), watch.of_others()
    published, unread, implied = total("published"), total("unread"), total("implied")
    stated = Pair(
        published.a - unread.a - implied.a,
        published.b - unread.b - implied.b,
    )
    return Headline(
        published=known(published, debunks),
        by_role=tuple(
            Row(role, label, number.map(lambda n: Part(n, None)), UNKNOWN)
            for role, label, number in (
                (
                    Role.FACT_CHECK.value,
                    _("Official fact-check sites"),
                    known(total("published", Role.FACT_CHECK), watch.of_role(Role.FACT_CHECK)),
                ),
                (
                    Role.INDEPENDENT_FACT_CHECK.value,
                    _("Independent fact-check sites"),
                    known(
                        total("published", Role.INDEPENDENT_FACT_CHECK),
                        watch.of_role(Role.INDEPENDENT_FACT_CHECK),
                    ),
                ),
                (
                    "other",
                    _("Portals in other roles"),
                    known(total("published", "other"), others),
                ),
            )
            # Where nobody looks for debunks, their number is no row.
            if role != "other" or others.a.portals or others.b.portals
        ),
        withdrawn=known(total("withdrawn"), debunks),
        edited=known(total("edited"), debunks),
        undated=known(total("undated"), debunks),
        needs_editor=known(unread, debunks),
        stated=known(stated, debunks),
        implied=known(implied, debunks),
    )


def kind_of(portal: Portal) -> str:
    """Under whose name a portal's debunks are counted; each debunk is counted once."""
    for role in (Role.FACT_CHECK, Role.INDEPENDENT_FACT_CHECK):
        if role in portal.roles:
            return role.value
    return "other"
