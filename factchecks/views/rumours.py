"""Rumours, and one rumour with each country's debunks beside each other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from factchecks.models import Claim
from factchecks.search.paging import page_number
from factchecks.search.rumours import RumourCriteria, RumourFilters, rumour_listing, rumour_of
from factchecks.views.address import without_empty_fields


def rumours(request: HttpRequest) -> HttpResponse:
    if tidy := without_empty_fields(request):
        return redirect(tidy)
    form = RumourFilters(request.GET)
    is_valid = form.is_valid()
    criteria = form.criteria() if is_valid else RumourCriteria()
    found = rumour_listing(criteria, page_number(request.GET)) if is_valid else None
    return render(
        request,
        "factchecks/rumours.html",
        {"form": form, "criteria": criteria, "listing": found},
        status=200 if is_valid else 400,
    )


def rumour(request: HttpRequest, claim_id: int) -> HttpResponse:
    found = rumour_of(get_object_or_404(Claim, pk=claim_id))
    return render(request, "factchecks/rumour.html", {"rumour": found})
