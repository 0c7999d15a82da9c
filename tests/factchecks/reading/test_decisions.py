"""What editors decide stands over every reading, until it is undone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from factchecks.models import Claim, ClaimReview, EditorDecision
from factchecks.reading.backlog import read_again, read_backlog
from factchecks.reading.current import refresh
from factchecks.reading.decisions import FIELDS, decide, undo
from factchecks.theming import assign_themes
from portals.models import Portal
from tests import factories
from tests.factchecks.reading.pages import captured, debunk, fact_check_portal, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warc_root", "terms")]


@pytest.fixture
def review(warc_root: Any, terms: None) -> ClaimReview:
    captured(page_of(fact_check_portal()), debunk())
    read_backlog(10)
    return ClaimReview.objects.get()


def fresh(review: ClaimReview) -> ClaimReview:
    return ClaimReview.objects.get(pk=review.pk)


def everything_decided(review: ClaimReview, editor: User) -> dict[str, Any]:
    """Every field that an editor can decide, decided otherwise than the machine read it."""
    claim = Claim.objects.create(text="Маски душат")
    factories.country("RU")
    other = factories.review(factories.portal("other"))
    values: dict[str, Any] = {
        "title": "Другой заголовок",
        "claim_text": "Другое утверждение",
        "body": "Другой текст",
        "language": "kk",
        "published_on": "2020-09-01",
        "claim_seen_on": "2020-08-31",
        "verdict": "SATIRE",
        "verdict_raw": "шутка",
        "category_raw": "Юмор",
        "origin_raw": "анекдот",
        "picture_url": "https://example.org/p.png",
        "is_rejected": True,
        "claim": claim.pk,
        "translation_of": other.pk,
        "themes": ["GEO"],
        "origins": ["TELEGRAM", "VK"],
        "countries": ["RU"],
    }
    assert values.keys() == FIELDS
    for field, value in values.items():
        decide(fresh(review), field, value, editor, "знаю лучше")
    return values


def state(review: ClaimReview) -> dict[str, Any]:
    row = fresh(review)
    found = {
        field: getattr(row, field)
        for field in FIELDS - {"themes", "origins", "countries", "claim", "verdict"}
    }
    return found | {
        "verdict": row.verdict_id,
        "claim": row.claim_id,
        "themes": sorted(theme.code for theme in row.themes.all()),
        "origins": sorted(origin.code for origin in row.origins.all()),
        "countries": sorted(country.code for country in row.countries.all()),
        "needs_editor": row.needs_editor,
    }


def test_reading_again_changes_what_the_machine_read_and_nothing_that_an_editor_decided(
    review: ClaimReview, editor: User
) -> None:
    everything_decided(review, editor)
    decided = state(review)
    portal = Portal.objects.get(slug="proverka")
    portal.rules = {**portal.rules, "title": {"css": ".claim"}}
    portal.save()

    assert read_backlog(10).read == 1
    assert read_again() == 1
    read_backlog(10)
    captured(page_of(portal, "/b"), debunk())
    read_backlog(10)
    assign_themes(fresh(review))
    refresh(fresh(review))

    assert state(review) == decided


def test_undoing_every_decision_gives_back_what_the_machine_read(
    review: ClaimReview, editor: User
) -> None:
    before = state(review)
    everything_decided(review, editor)
    assert state(review) != before
    for decision in EditorDecision.objects.all():
        undo(decision, editor)
    assert state(review) == before
    assert EditorDecision.objects.filter(undone_at=None).count() == 0
    assert EditorDecision.objects.count() == len(FIELDS), "undone decisions stay on record"


def test_only_the_decided_field_stands_while_the_others_follow_the_portal(
    review: ClaimReview, editor: User
) -> None:
    decide(review, "title", "Заголовок редактора", editor)
    captured(review.page, debunk(title="Новый", claim="Новое утверждение о масках"), days=1)  # type: ignore[arg-type]
    read_backlog(10)
    assert fresh(review).title == "Заголовок редактора"
    assert fresh(review).claim_text == "Новое утверждение о масках"


def test_a_second_decision_replaces_the_first_and_remembers_the_machines_value(
    review: ClaimReview, editor: User
) -> None:
    decide(review, "verdict", "TRUE", editor)
    second = decide(review, "verdict", "HALF_TRUE", editor)
    assert fresh(review).verdict_id == "HALF_TRUE"
    assert second.machine_value == "FALSE"
    assert EditorDecision.objects.filter(undone_at=None).count() == 1


def test_a_verdict_that_an_editor_decided_is_no_longer_implied_by_a_rubric(editor: User) -> None:
    captured(page_of(fact_check_portal()), debunk(title="Фейк: маски вредны", verdict=""))
    read_backlog(10)
    review = ClaimReview.objects.get()
    assert review.verdict_implied
    decision = decide(review, "verdict", "HALF_TRUE", editor)
    assert not fresh(review).verdict_implied
    undo(decision, editor)
    assert fresh(review).verdict_implied


def test_an_editor_settles_the_machines_question(editor: User) -> None:
    captured(page_of(fact_check_portal()), debunk(verdict="три козы", time="31 июня 2020"))
    read_backlog(10)
    review = ClaimReview.objects.get()
    decide(review, "verdict", "FALSE", editor)
    assert fresh(review).needs_editor, "the date is still open"
    decide(review, "published_on", None, editor)
    assert not fresh(review).needs_editor
    assert fresh(review).editor_question == ""


def test_an_imported_debunk_is_decided_and_given_back(editor: User) -> None:
    review = ClaimReview.objects.create(
        provenance="imported", source_key="row-1", claim_text="Masks", verdict_id="FALSE"
    )
    decision = decide(review, "verdict", "TRUE", editor)
    dated = decide(review, "published_on", date(2020, 5, 1), editor)
    assert fresh(review).verdict_id == "TRUE"
    undo(decision, editor)
    undo(dated, editor)
    assert fresh(review).verdict_id == "FALSE"
    assert fresh(review).published_on is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pk", 1),
        ("page", 1),
        ("verdict", "VERY_FALSE"),
        ("claim", 999_999),
        ("themes", ["NOTHING"]),
        ("published_on", "31.06.2020"),
    ],
)
def test_what_cannot_be_is_refused(
    review: ClaimReview, editor: User, field: str, value: object
) -> None:
    with pytest.raises(ValidationError):
        decide(review, field, value, editor)
    assert not EditorDecision.objects.exists()


def test_a_debunk_is_no_translation_of_itself(review: ClaimReview, editor: User) -> None:
    with pytest.raises(ValidationError):
        decide(review, "translation_of", review.pk, editor)
