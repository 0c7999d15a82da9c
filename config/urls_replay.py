"""Addresses of the replay host: archived pages and nothing else.

As on the site, English has no prefix; the language decides where links in archived pages lead.
"""

from django.urls import URLPattern, path

from config.crawlers import robots_of_replay
from portals.views import replay

urlpatterns: list[URLPattern] = [
    path("robots.txt", robots_of_replay),
    path("replay/raw/<str:timestamp>/<path:url>", replay.raw),
    path("replay/<str:timestamp>/<path:url>", replay.payload),
    path("<str:language>/replay/<str:timestamp>/<path:url>", replay.payload),
]
