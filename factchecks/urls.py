"""Addresses of the debunks' and rumours' pages."""

from django.urls import URLPattern, path

from factchecks.views import changes, debunks, home, rumours

app_name = "factchecks"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("debunks/", debunks.debunks, name="debunks"),
    path("debunks/<int:review_id>/", debunks.debunk, name="debunk"),
    path("rumours/", rumours.rumours, name="rumours"),
    path("rumours/<int:claim_id>/", rumours.rumour, name="rumour"),
    path("changes/", changes.changes, name="changes"),
    path("feeds/", home.feeds, name="feeds"),
]
