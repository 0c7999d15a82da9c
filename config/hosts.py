"""Archived pages live on a host of their own and never on the site's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve

REPLAY_URLS = "config.urls_replay"


class ReplayHostMiddleware:
    """Answers requests for the replay host from a URLconf that holds nothing but replay.

    It stands before sessions, messages, static files and the login, and calls none of them:
    what runs on the replay host has no cookie to read and no page of the site to reach.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_replay_host(request):
            return self.get_response(request)
        request.urlconf = REPLAY_URLS
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = _replay(request)
        response.cookies.clear()
        return response


def is_replay_host(request: HttpRequest) -> bool:
    """By name alone, as Django allows hosts: any port, any case, with a dot at its end or not."""
    asked, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
    replay, _port = split_domain_port(settings.REPLAY_HOST)
    site, _port = split_domain_port(settings.SITE_HOST)
    return bool(asked) and asked == replay != site


def _replay(request: HttpRequest) -> HttpResponse:
    if request.path_info == "/":
        # Somebody typed the name of this host; what she wants is the site.
        return HttpResponseRedirect(settings.SITE_ORIGIN + "/")
    try:
        match = resolve(request.path_info, urlconf=REPLAY_URLS)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Resolver404:
        return _plain("This host holds archived pages only.", 404)
    except Http404 as missing:
        # Not Django's own 404 page: that one belongs to the site.
        return _plain(str(missing), 404)
    return response


def _plain(sentence: str, status: int) -> HttpResponse:
    response = HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)
    response["Content-Security-Policy"] = (
        f"sandbox; default-src 'none'; frame-ancestors {settings.SITE_ORIGIN}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response
