from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def changes(request: HttpRequest) -> HttpResponse:
    return render(request, "factchecks/changes.html")
