"""robots.txt (RFC 9309) of our own two hosts. We ask portals for theirs; here is ours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

#: Debunks and comparisons may be found by search engines. Archived pages may not: a search engine
#: would offer what a portal withdrew as if it still stood there.
_SITE = """User-agent: *
Disallow: /admin/
Disallow: /ru/admin/
Disallow: /kk/admin/
Disallow: /archive/
Disallow: /ru/archive/
Disallow: /kk/archive/
"""
_REPLAY = """User-agent: *
Disallow: /
"""


@require_safe
def robots_of_site(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_SITE, content_type="text/plain; charset=utf-8")


@require_safe
def robots_of_replay(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_REPLAY, content_type="text/plain; charset=utf-8")


class Favicon(RedirectView):
    """For programs that ask for the old address without reading the page."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        return static("icons/site.svg")
