from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def debunks(request: HttpRequest) -> HttpResponse:
    return render(request, "factchecks/debunks.html")


def debunk(request: HttpRequest, review_id: int) -> HttpResponse:
    return render(request, "factchecks/debunk.html")
