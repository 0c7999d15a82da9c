"""The values that filters know, with their names in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language_info, gettext

from factchecks.models import ClaimReview, Provenance, Theme, Verdict
from factchecks.search.criteria import NONE, State
from portals.models import Country, Portal

Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    country: Names
    theme: Names
    verdict: Names
    portal: Names
    language: Names
    provenance: Names
    state: Names

    def of(self, facet: str) -> Names:
        names: Names = getattr(self, facet)
        return names


def vocabulary() -> Vocabulary:
    """Five small queries: these lists are short and every page of the search shows them."""
    languages = (
        ClaimReview.objects.published()
        .exclude(language="")
        .order_by("language")
        .values_list("language", flat=True)
        .distinct()
    )
    verdicts = {row.code: row.name for row in Verdict.objects.order_by("position")}
    themes = {row.code: row.name for row in Theme.objects.order_by("position")}
    return Vocabulary(
        country={row.code: row.name for row in Country.objects.all()},
        theme={**themes, NONE: gettext("No theme found")},
        verdict={**verdicts, NONE: gettext("Needs an editor")},
        portal={row.slug: row.name for row in Portal.objects.all()},
        language={code: name_of_language(code) for code in languages},
        provenance={code: str(label) for code, label in Provenance.choices},
        state={code: str(label) for code, label in State.choices},
    )


def country_choices(chosen: str) -> list[tuple[str, str]]:
    """Countries that a debunk is about, and the one that the reader chose already.

    The archive knows all countries of the world; a list of them all would hide the few that matter.
    """
    concerned = ClaimReview.countries.through.objects.filter(country=OuterRef("pk"))
    rows = Country.objects.filter(Exists(concerned) | Q(code=chosen))
    return [(row.code, row.name) for row in rows]


def name_of_language(code: str) -> str:
    """A language in the reader's language; the code itself where Django does not know it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
