"""The two demo fact-check sites, from their first page to all that their story changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.test import override_settings

from factchecks.claims import group_claims
from factchecks.models import Claim, ClaimReview, Reading, ReviewChange
from factchecks.reading.backlog import read_backlog
from portals.history.changes import find_changes
from portals.models import Portal
from tests.portals.running import run_snapshot
from tests.portals_on_loopback.debunks import debunks_of
from tests.portals_on_loopback.portals import Portals, serve_portals

pytestmark = pytest.mark.django_db
SITES = ("jalgan-emes", "nebylitsa")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Portals]:
    with (
        serve_portals() as portals,
        override_settings(
            WARC_ROOT=tmp_path / "warc",
            LOOPBACK_PORTALS=portals.loopback,
            SNAPSHOT_STEP_SECONDS=60.0,
        ),
    ):
        call_command("load_registry", "portals/registry", "tests/portals_on_loopback/registry")
        yield portals


def look_at_all() -> None:
    """One round of all stages, as beat starts them."""
    for slug in SITES:
        run_snapshot(Portal.objects.get(slug=slug))
    while find_changes():
        pass
    while read_backlog(500).read:
        pass
    while group_claims(500):
        pass


def review_of(site: str, number: int) -> ClaimReview:
    debunk = next(debunk for debunk in debunks_of(site) if debunk.id == number)
    part = f"/{debunk.language}/archives/{number}" if site == "jalgan-emes" else debunk.slug
    return ClaimReview.objects.get(portal__slug=site, page__url__contains=part)


def test_the_first_snapshots_give_the_debunks_of_both_countries(demo: Portals) -> None:
    look_at_all()

    reviews = ClaimReview.objects.published()
    assert reviews.count() >= 60
    assert not Reading.objects.filter(fields__has_key="failed").exists()
    assert not ReviewChange.objects.exists(), "what was there before us did not change"
    assert reviews.filter(published_on=None).count() <= 2
    assert reviews.exclude(themes=None).count() >= reviews.count() * 0.9
    for review in reviews.prefetch_related("countries"):
        each_debunk_has_what_a_reader_needs(review)
    for site in SITES:
        every_debunk_is_read_as_it_was_written(site)
    translations_share_the_rumour_of_their_original()
    both_countries = Count("reviews__portal__country", distinct=True)
    shared = Claim.objects.annotate(countries=both_countries).filter(countries=2)
    assert shared.count() >= 10


def each_debunk_has_what_a_reader_needs(review: ClaimReview) -> None:
    assert review.title
    assert review.claim_text
    assert review.body
    assert review.language in {"ru", "kk"}
    assert review.verdict_id or review.editor_question
    assert review.published_on or review.published_raw == ""
    assert review.first_captured_at
    assert review.claim_id
    assert len(review.countries.all()) == 1


def every_debunk_is_read_as_it_was_written(site: str) -> None:
    served = {(d.claim.rstrip("."), d.language, d.published) for d in debunks_of(site)}
    for review in ClaimReview.objects.filter(portal__slug=site):
        read = review.claim_text.rstrip("."), review.language, review.published_on
        assert read in served


def translations_share_the_rumour_of_their_original() -> None:
    twins = {d.id for d in debunks_of("jalgan-emes") if d.twin and d.language == "kk"}
    translations = ClaimReview.objects.exclude(translation_of=None)
    assert translations.count() >= len(twins) - 5
    for translation in translations.select_related("translation_of"):
        original = translation.translation_of
        assert (translation.language, original and original.language) == ("kk", "ru")
        assert original
        assert translation.claim_id == original.claim_id


def test_what_the_portals_change_in_silence_is_found(demo: Portals) -> None:
    look_at_all()
    before = ClaimReview.objects.count(), Claim.objects.count()
    look_at_all()
    assert (ClaimReview.objects.count(), Claim.objects.count()) == before
    assert not ReviewChange.objects.exists(), "what stayed the same is no change"

    demo.set_seconds(200)
    look_at_all()

    edited = review_of("jalgan-emes", 1135)
    assert list(edited.changes.values_list("kind", "field")) == [("edited", "body")]
    verdict = review_of("nebylitsa", 218).changes.get()
    assert (verdict.kind, verdict.before, verdict.after) == (
        "verdict_changed",
        "ложь",
        "манипуляция",
    )
    withdrawn = review_of("jalgan-emes", 1151)
    assert withdrawn.is_withdrawn
    assert withdrawn.body, "its text stays"
    assert withdrawn.withdrawn_after is not None
    for number in (232, 233):
        assert review_of("nebylitsa", number).changes.get().kind == "appeared"
    kinds = ReviewChange.objects.values_list("kind").annotate(Count("pk")).order_by("kind")
    assert dict(kinds) == {"appeared": 4, "edited": 1, "verdict_changed": 1, "withdrawn": 1}
