"""Debunks by theme, by verdict, by language and by origin, for both countries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from factchecks.comparison.pair import Pair, Tally
from factchecks.comparison.rows import NONE, Part, Row, known, parts_of, row
from factchecks.comparison.selection import Selection
from factchecks.models import ClaimReview, Origin, ReviewTheme, Theme, Verdict


def themes(selection: Selection, published: Pair[Tally]) -> tuple[Row, ...]:
    """Every theme of the taxonomy, with zero; last the debunks without a theme (code "")."""
    links = ReviewTheme.objects.filter(review__in=selection.debunks().order_by().values("pk"))
    counted = selection.fold(
        links.values_list("review__portal_id", "theme_id").annotate(Count("pk"))
    )
    bare = selection.fold(
        (portal, "", number)
        for portal, number in selection.debunks()
        .filter(theme_links__isnull=True)
        .order_by()
        .values_list("portal_id")
        .annotate(Count("pk"))
    )
    terms = [(term.code, term.name) for term in Theme.objects.all()]
    return tuple(
        row(code, label, {**counted, **bare}.get(code, NONE), published)
        for code, label in [*terms, ("", _("No theme found"))]
    )


def verdicts(selection: Selection, published: Pair[Tally]) -> tuple[Row, ...]:
    """The scale from false to true, then the verdicts outside it; last those that wait (code "").

    A debunk that waits for an editor has no verdict at all, neither stated nor implied.
    """
    grouped = list(
        selection.debunks()
        .order_by()
        .values_list("portal_id", "verdict_id")
        .annotate(number=Count("pk"), implied=Count("pk", filter=Q(verdict_implied=True)))
    )
    counted = selection.fold((portal, code or "", all_) for portal, code, all_, _ in grouped)
    implied = selection.fold((portal, code or "", part) for portal, code, _, part in grouped)
    scale = Verdict.objects.order_by(F("value").asc(nulls_last=True), "position")
    terms = [(term.code, term.name) for term in scale]
    return tuple(
        row(code, label, counted.get(code, NONE), published, implied.get(code, NONE))
        for code, label in [*terms, ("", _("Needs an editor"))]
    )


def origins(selection: Selection, published: Pair[Tally]) -> tuple[Row, ...]:
    """Only the origins that some debunk names; last the debunks that name none (code "")."""
    link = ClaimReview.origins.through.objects.filter(
        claimreview__in=selection.debunks().order_by().values("pk")
    )
    counted = selection.fold(
        link.values_list("claimreview__portal_id", "origin_id").annotate(Count("pk"))
    )
    bare = selection.fold(
        (portal, "", number)
        for portal, number in selection.debunks()
        .filter(origins__isnull=True)
        .order_by()
        .values_list("portal_id")
        .annotate(Count("pk"))
    )
    terms = [(term.code, term.name) for term in Origin.objects.filter(pk__in=counted)]
    return tuple(
        row(code, label, {**counted, **bare}.get(code, NONE), published)
        for code, label in [*terms, ("", _("Origin not named"))]
    )


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """`code` is empty where the language is not known."""

    code: str
    originals: Pair[Part]
    translations: Pair[Tally]


def languages(selection: Selection, published: Pair[Tally]) -> tuple[LanguageRow, ...]:
    """Languages of the originals and, apart from them, of the portals' own translations."""
    originals = selection.fold(
        selection.debunks().order_by().values_list("portal_id", "language").annotate(Count("pk"))
    )
    translations = selection.fold(
        selection.published_by_portals()
        .filter(translation_of__in=selection.debunks().order_by().values("pk"))
        .order_by()
        .values_list("portal_id", "language")
        .annotate(Count("pk"))
    )
    codes = sorted({*originals, *translations}, key=lambda code: (code == "", code))
    return tuple(
        LanguageRow(
            code,
            parts_of(originals.get(code, NONE), published),
            known(translations.get(code, NONE), published),
        )
        for code in codes
    )
