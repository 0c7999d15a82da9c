from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def rumours(request: HttpRequest) -> HttpResponse:
    return render(request, "factchecks/rumours.html")


def rumour(request: HttpRequest, claim_id: int) -> HttpResponse:
    return render(request, "factchecks/rumour.html")
