"""The list of debunks: filters, words, facets and paging, every state in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django_htmx.middleware import HtmxDetails

from factchecks.search.criteria import Criteria, Sort
from factchecks.search.facets import facets
from factchecks.search.form import LABELS, DebunkFilters
from factchecks.search.listing import Listing, listing, loosenings
from factchecks.search.paging import page_number
from factchecks.search.queries import Question, ask
from factchecks.search.vocabulary import Vocabulary, vocabulary
from factchecks.views.address import without_empty_fields


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    name: str
    label: str | Promise
    value: str
    #: The query of the same page without this filter.
    query: str
    #: Debunks that its removal would show; None where that was not asked.
    would_give: int | None = None


def debunks(request: HttpRequest) -> HttpResponse:
    tidy = without_empty_fields(request)
    htmx = cast(HtmxDetails, request.htmx)  # type: ignore[attr-defined]
    # A script that goes back in its history needs the whole page again.
    is_part = bool(htmx) and not htmx.history_restore_request
    if tidy and not htmx:
        return redirect(tidy)
    known = vocabulary()
    form = DebunkFilters(request.GET, known)
    is_valid = form.is_valid()
    # A wrong value is not passed over in silence: the reader would take the answer to another
    # question for the answer to his own.
    criteria = form.criteria() if is_valid else Criteria()
    question = ask(criteria)
    found = listing(question, page_number(request.GET)) if is_valid else None
    response = render(
        request,
        "factchecks/debunks.html" + ("#listing" if is_part else ""),
        {
            "form": form,
            "criteria": criteria,
            "facets": facets(question, known),
            "days": [form["start"], form["end"]],
            "sorts": _sorts(criteria),
            "listing": found,
            "active": _active(request.GET, question, known, found),
        },
        status=200 if is_valid else 400,
    )
    # The browser must not show the part where it kept it for the address of the page.
    patch_vary_headers(response, ["HX-Request"])
    if tidy:
        response["HX-Push-Url"] = tidy
    return response


def _sorts(criteria: Criteria) -> list[tuple[str, str, bool]]:
    """The order that applies unless another is asked for has no value: it follows the words."""
    usual = replace(criteria, sort="").order
    return [
        ("" if code == usual else code, str(label), code == criteria.order)
        for code, label in sorted(Sort.choices, key=lambda choice: choice[0] != usual)
        if criteria.q or code != Sort.RELEVANCE
    ]


def _active(
    query: QueryDict, question: Question, known: Vocabulary, found: Listing | None
) -> list[ActiveFilter]:
    criteria = question.criteria
    counts = loosenings(question) if found and not found.total else {}
    return [
        ActiveFilter(
            name,
            LABELS[name],
            _value(name, criteria, known),
            _without(query, name),
            counts.get(name),
        )
        for name in criteria.active()
    ]


def _value(name: str, criteria: Criteria, known: Vocabulary) -> str:
    value = str(getattr(criteria, name))
    if name in {"q", "start", "end"}:
        return value
    return known.of(name).get(value, value)


def _without(query: QueryDict, name: str) -> str:
    left = query.copy()
    for gone in (name, "page"):
        left.pop(gone, None)
    return left.urlencode()
