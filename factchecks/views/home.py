from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "factchecks/home.html")


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "factchecks/about.html")


def feeds(request: HttpRequest) -> HttpResponse:
    return render(request, "factchecks/feeds.html")
