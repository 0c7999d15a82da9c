"""Addresses of the portals' and captures' pages."""

from django.urls import URLPattern, path

from portals.views import captures, catalogue

app_name = "portals"
urlpatterns: list[URLPattern] = [
    path("portals/", catalogue.portals, name="portals"),
    path("portals/<str:slug>/", catalogue.portal, name="portal"),
    path("archive/", captures.lookup, name="lookup"),
    path("archive/*/<path:url>", captures.captures, name="captures"),
    path(
        "archive/diff/<str:before>/<str:after>/<path:url>",
        captures.capture_diff,
        name="capture_diff",
    ),
    path("archive/<str:timestamp>/<path:url>", captures.capture, name="capture"),
]
