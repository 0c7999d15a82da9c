"""Everything that the page of one debunk shows: its text, its history and its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from factchecks.models import ClaimReview, EditorDecision, ImportedRow, Reading, Verdict
from factchecks.search.changes import ChangeEntry
from factchecks.search.queries import EDITS
from factchecks.search.wording import difference, excerpt
from portals.models import Capture
from portals.replay.addresses import replay_path
from portals.replay.lookup import archived_requisites

#: Words around each change: more than in a list, so that a sentence can be understood.
CONTEXT = 30
MOST_ELSEWHERE = 30
FIELD_NAMES = {
    "title": _("Title"),
    "claim_text": _("Claim"),
    "body": _("Text"),
    "verdict": _("Verdict"),
    "verdict_raw": _("Verdict in its own words"),
    "published_on": _("Published"),
    "published_raw": _("Date as written"),
    "category_raw": _("The portal's own category"),
    "language": _("Language"),
    "origin_raw": _("Origin in its own words"),
    "origins": _("Origins"),
    "themes": _("Themes"),
    "is_rejected": _("Not a debunk"),
    "picture_url": _("Picture"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A field as the machine read it: from which passage of the page, by which rule."""

    field: str
    label: str | Promise
    passage: str
    rule: str


@dataclass(frozen=True, slots=True)
class Decision:
    row: EditorDecision
    label: str | Promise
    value: Any
    machine_value: Any


@dataclass(frozen=True, slots=True)
class Dossier:
    review: ClaimReview
    #: The newest reading, and the capture that it was read from: the evidence of what is shown.
    reading: Reading | None
    evidence: Capture | None
    passages: tuple[Passage, ...]
    #: One reading per capture, the newest first.
    versions: tuple[Reading, ...]
    changes: tuple[ChangeEntry, ...]
    decisions: tuple[Decision, ...]
    rows: tuple[ImportedRow, ...]
    elsewhere: tuple[ClaimReview, ...]
    picture: str

    @property
    def verdict_is_decided(self) -> bool:
        return any(decision.row.field == "verdict" for decision in self.decisions)

    @property
    def was_edited(self) -> bool:
        return any(entry.change.kind in EDITS for entry in self.changes)


def dossier(review: ClaimReview) -> Dossier:
    readings = list(
        review.readings.select_related(
            "capture__warc_file", "capture__page__portal", "capture__refers_to__warc_file"
        ).order_by("-capture__requested_at", "-created_at", "-pk")
    )
    newest = readings[0] if readings else None
    return Dossier(
        review=review,
        reading=newest,
        evidence=newest.capture if newest else None,
        passages=tuple(_passages(newest.fields)) if newest else (),
        versions=tuple({reading.capture_id: reading for reading in reversed(readings)}.values()),
        changes=tuple(_changes(review)),
        decisions=tuple(_decisions(review)),
        rows=tuple(review.imported_rows.select_related("batch").order_by("batch_id", "number")),
        elsewhere=tuple(_elsewhere(review)),
        picture=_picture(review, newest.capture if newest else None),
    )


def _passages(fields: dict[str, Any]) -> Iterable[Passage]:
    for name, label in FIELD_NAMES.items():
        read = fields.get(name, {})
        if read.get("value") not in (None, "", []):
            passage = str(read.get("passage") or read["value"])
            yield Passage(name, label, passage[:600], str(read.get("rule") or ""))


def _decisions(review: ClaimReview) -> Iterable[Decision]:
    """Those that stand. A verdict is named, not told by its code."""
    standing = review.decisions.filter(undone_at__isnull=True).select_related("decided_by")
    for row in standing:
        value, machine_value = row.value, row.machine_value
        if row.field == "verdict":
            names: dict[Any, str] = {verdict.pk: verdict.name for verdict in Verdict.objects.all()}
            value, machine_value = names.get(value), names.get(machine_value)
        yield Decision(row, FIELD_NAMES.get(row.field, row.field), value, machine_value)


def _changes(review: ClaimReview) -> Iterable[ChangeEntry]:
    rows = review.changes.select_related("before_capture", "after_capture").order_by(
        "-found_at", "-pk"
    )
    for change in rows:
        yield ChangeEntry(change, excerpt(difference(change.before, change.after), CONTEXT))


def _elsewhere(review: ClaimReview) -> Iterable[ClaimReview]:
    """Other debunks of the same rumour, by date."""
    if review.claim_id is None:
        return []
    same = [review.pk, *([review.translation_of_id] if review.translation_of_id else [])]
    return (
        ClaimReview.objects.published()
        .originals()
        .filter(claim=review.claim_id)
        .exclude(pk__in=same)
        .select_related("portal__country", "verdict")
        .prefetch_related("countries")
        .defer("body", "search")
        .order_by("listed_on", "pk")[:MOST_ELSEWHERE]
    )


def _picture(review: ClaimReview, capture: Capture | None) -> str:
    """The picture on the replay host, where we hold it; never from the portal itself."""
    url = review.picture_url
    if not url or capture is None or url not in archived_requisites([url]):
        return ""
    return f"{settings.REPLAY_ORIGIN}{replay_path(capture.timestamp, url)}"
