"""The first page, what the archive is, and its feeds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from factchecks.search.overview import overview


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "factchecks/home.html", {"overview": overview()})


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "factchecks/about.html")


def feeds(request: HttpRequest) -> HttpResponse:
    return render(request, "factchecks/feeds.html")
