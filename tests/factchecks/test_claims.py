"""Debunks are gathered into rumours."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factchecks.claims import group_claims
from factchecks.models import Claim, ClaimReview
from factchecks.reading.decisions import decide
from tests import factories

pytestmark = pytest.mark.django_db


def debunk(text: str, of: str = "KZ", **fields: object) -> ClaimReview:
    return factories.review(factories.portal(of=of), claim_text=text, **fields)


def rumours() -> list[set[str]]:
    return [
        {review.claim_text for review in claim.reviews.all()}
        for claim in Claim.objects.order_by("pk")
    ]


def test_debunks_of_two_countries_share_their_rumour() -> None:
    debunk("В бананах нашли коронавирус")
    debunk("В бананах нашли коронавирус.", of="RU")
    debunk("Вакцина содержит микрочип")
    assert group_claims(10) == 3
    assert [len(group) for group in rumours()] == [2, 1]
    assert group_claims(10) == 0


def test_a_debunk_that_comes_later_finds_the_rumour() -> None:
    debunk("В бананах нашли коронавирус")
    group_claims(10)
    debunk("В бананах нашли новый коронавирус", of="RU")
    debunk("в бананах нашли коронавирус!", of="RU")
    group_claims(10)
    assert Claim.objects.count() == 2
    assert Claim.objects.order_by("pk")[0].reviews.count() == 2


def test_a_rumour_made_elsewhere_is_found_too() -> None:
    claim = Claim.objects.create(text="В бананах нашли коронавирус", language="ru")
    review = debunk("В бананах нашли коронавирус")
    group_claims(10)
    review.refresh_from_db()
    assert review.claim == claim


def test_negation_keeps_rumours_apart() -> None:
    debunk("Вакцина меняет геном человека")
    debunk("Вакцина не меняет геном человека")
    group_claims(10)
    assert Claim.objects.count() == 2


def test_a_group_that_an_editor_made_is_left_alone(django_user_model: type[User]) -> None:
    editor = django_user_model.objects.create_user("aigul")
    theirs = Claim.objects.create(
        text="В бананах нашли коронавирус", language="ru", decided_by_editor=True
    )
    moved = debunk("В бананах нашли коронавирус")
    decide(moved, "claim", theirs, editor)
    alone = debunk("В бананах нашли коронавирус", of="RU")
    taken_out = debunk("В бананах нашли коронавирус", of="RU")
    decide(taken_out, "claim", None, editor)

    group_claims(10)

    for review in (moved, alone, taken_out):
        review.refresh_from_db()
    assert moved.claim == theirs
    assert alone.claim not in {None, theirs}
    assert taken_out.claim is None


def test_rejected_debunks_and_debunks_without_a_claim_get_no_rumour() -> None:
    debunk("В бананах нашли коронавирус", is_rejected=True)
    review = debunk("x")
    ClaimReview.objects.filter(pk=review.pk).update(claim_text="")
    assert group_claims(10) == 0


def test_translations_share_the_rumour_of_their_original() -> None:
    original = debunk("В бананах нашли коронавирус")
    kazakh = debunk("Бананнан коронавирус табылды", language="kk", translation_of=original)
    group_claims(10)
    original.refresh_from_db()
    kazakh.refresh_from_db()
    assert kazakh.claim == original.claim
    assert Claim.objects.count() == 1


def test_a_translation_that_was_declared_later_leaves_its_own_rumour() -> None:
    kazakh = debunk("Бананнан коронавирус табылды", language="kk")
    group_claims(10)
    original = debunk("В бананах нашли коронавирус")
    ClaimReview.objects.filter(pk=kazakh.pk).update(translation_of=original)
    group_claims(10)
    group_claims(10)
    assert rumours() == [{"В бананах нашли коронавирус", "Бананнан коронавирус табылды"}]
    assert group_claims(10) == 0


def test_no_more_than_asked_for_at_a_time() -> None:
    for number in range(5):
        debunk(f"Слух номер {number} о закрытии дорог")
    assert group_claims(2) == 2
    assert group_claims(10) == 3
    assert Claim.objects.count() == 5


def test_many_debunks_do_not_ask_the_database_for_each() -> None:
    for number in range(30):
        debunk(f"Слух номер {number} о закрытии дорог")
    with CaptureQueriesContext(connection) as queries:
        group_claims(100)
    assert len(queries) < 20
