"""What portals did to their debunks: edits, changed verdicts and withdrawals, as found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from factchecks.models import ReviewChangeKind
from factchecks.search.changes import ChangeCriteria, ChangeFilters, changes_listing
from factchecks.search.paging import page_number
from factchecks.views.address import without_empty_fields


def changes(request: HttpRequest) -> HttpResponse:
    if tidy := without_empty_fields(request):
        return redirect(tidy)
    form = ChangeFilters(request.GET)
    is_valid = form.is_valid()
    criteria = form.criteria() if is_valid else ChangeCriteria()
    found = changes_listing(criteria, page_number(request.GET)) if is_valid else None
    counts = found.counts if found else {}
    kinds = [
        (code, label, counts.get(code, 0), code == criteria.kind)
        for code, label in ReviewChangeKind.choices
    ]
    return render(
        request,
        "factchecks/changes.html",
        {"form": form, "criteria": criteria, "listing": found, "kinds": kinds},
        status=200 if is_valid else 400,
    )
