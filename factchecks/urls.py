"""Addresses of the debunks' and rumours' pages."""

from django.urls import URLPattern, path

from factchecks.feeds import ChangesFeed, DebunksFeed
from factchecks.views import changes, compare, debunk, debunks, editing, home, rumours

app_name = "factchecks"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("compare/", compare.compare, name="compare"),
    path("debunks/", debunks.debunks, name="debunks"),
    path("debunks/<int:review_id>/", debunk.debunk, name="debunk"),
    path("debunks/<int:review_id>/verify/", debunk.verify_evidence, name="verify"),
    path("debunks/<int:review_id>/citation.<str:extension>", debunk.citation, name="citation"),
    path("debunks/<int:review_id>/decide/", editing.decide_fields, name="decide"),
    path("debunks/<int:review_id>/undo/<int:decision_id>/", editing.undo_decision, name="undo"),
    path("rumours/", rumours.rumours, name="rumours"),
    path("rumours/<int:claim_id>/", rumours.rumour, name="rumour"),
    path("changes/", changes.changes, name="changes"),
    path("feeds/", home.feeds, name="feeds"),
    path("feeds/debunks/", DebunksFeed(), name="feed_debunks"),
    path("feeds/changes/", ChangesFeed(), name="feed_changes"),
]
