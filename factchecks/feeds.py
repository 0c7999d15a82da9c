"""Atom feeds of the newest debunks and of the newest changes of debunks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext, gettext_lazy as _

from factchecks.models import ClaimReview, ReviewChange
from factchecks.search.changes import ChangeCriteria, entry, matching_changes, with_debunks
from factchecks.search.criteria import Criteria, Sort
from factchecks.search.queries import Question, matching, ordered

LENGTH = 50
#: What XML 1.0 cannot hold at all, not even escaped; portals' pages do.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class DebunksFeed(Feed[ClaimReview, None]):
    feed_type = Atom1Feed
    title = _("Crisis Portal Archive: newest debunks")
    subtitle = _("Debunks in the order in which the archive found them.")

    def link(self) -> str:
        return reverse("factchecks:debunks")

    def items(self) -> Iterable[ClaimReview]:
        newest = Criteria(sort=Sort.FOUND)
        return (
            ordered(matching(Question(newest)), newest)
            .select_related("portal", "verdict")
            .defer("body", "search")[:LENGTH]
        )

    def item_title(self, item: ClaimReview) -> str:
        return plain(item.title or item.claim_text)

    def item_description(self, item: ClaimReview) -> str:
        verdict = item.verdict.name if item.verdict else gettext("Needs an editor")
        publisher = item.portal.name if item.portal else item.publisher
        known = f"{publisher} · {verdict} · {item.get_provenance_display()}"
        return plain(f"{known}\n\n{item.claim_text}")

    def item_link(self, item: ClaimReview) -> str:
        return reverse("factchecks:debunk", args=[item.pk])

    def item_pubdate(self, item: ClaimReview) -> datetime:
        return item.first_captured_at or item.created_at

    def item_updateddate(self, item: ClaimReview) -> datetime:
        return item.last_changed_at or item.first_captured_at or item.created_at


class ChangesFeed(Feed[ReviewChange, None]):
    feed_type = Atom1Feed
    title = _("Crisis Portal Archive: changes of debunks")
    subtitle = _("Edits, changed verdicts and withdrawals, as the archive found them.")

    def link(self) -> str:
        return reverse("factchecks:changes")

    def items(self) -> Iterable[ReviewChange]:
        return with_debunks(matching_changes(ChangeCriteria()))[:LENGTH]

    def item_title(self, item: ReviewChange) -> str:
        debunk = item.review.title or item.review.claim_text
        return plain(f"{item.get_kind_display()}: {debunk}")

    def item_description(self, item: ReviewChange) -> str:
        if item.kind == "withdrawn":
            return plain(item.after)
        signs = {"added": "[+ {} +]", "removed": "[− {} −]", "same": "{}", "gap": "{}"}
        return plain("".join(signs[part.kind].format(part.text) for part in entry(item).parts))

    def item_link(self, item: ReviewChange) -> str:
        return f"{reverse('factchecks:debunk', args=[item.review_id])}#change-{item.pk}"

    def item_guid(self, item: ReviewChange) -> str:
        return f"change-{item.pk}"

    def item_pubdate(self, item: ReviewChange) -> datetime:
        return item.found_at


def plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
