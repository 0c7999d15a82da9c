"""Archived pages live on a host of their own and never on the site's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ReplayHostMiddleware:
    """Gives requests for the replay host a URLconf that holds nothing but replay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_HOST", "").lower() == settings.REPLAY_HOST:
            request.urlconf = "config.urls_replay"
        return self.get_response(request)
