"""What a decision looks like on the debunk's page, to readers and to editors."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from factchecks.models import ClaimReview, EditorDecision
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> ClaimReview:
    factories.review(verdict="MISLEADING")
    return factories.review(verdict="FALSE", title="Lethal vaccine", claim_text="It is lethal")


@pytest.fixture
def editor(client: Client) -> User:
    user = User.objects.create_user("aigerim")
    user.user_permissions.add(Permission.objects.get(codename="change_claimreview"))
    client.force_login(user)
    return user


def send(client: Client, review: ClaimReview, **fields: str) -> tuple[int, str]:
    given = {"title": review.title, "claim_text": review.claim_text, "verdict": "FALSE"}
    given |= {"reason": "Looked at it."} | fields
    response = client.post(f"/debunks/{review.pk}/decide/", given, follow=True)
    return response.status_code, " ".join(response.content.decode().split())


def test_an_editors_verdict_is_not_said_to_be_the_publishers(
    client: Client, review: ClaimReview, editor: User
) -> None:
    send(client, review, verdict="MISLEADING")
    page = Client().get(f"/debunks/{review.pk}/").content.decode()
    assert "A person corrected what the machine read." in page
    assert "Stated by the publisher." not in page


def test_an_editor_reads_verdicts_by_their_names(
    client: Client, review: ClaimReview, editor: User
) -> None:
    assert review.verdict is not None
    type(review.verdict).objects.filter(code="FALSE").update(name_en="Quite false")
    _status, page = send(client, review, verdict="MISLEADING")
    assert "(the machine's value: Quite false)" in page.replace("&#x27;", "'")


@pytest.mark.parametrize("field", ["title", "claim_text"])
def test_a_text_is_corrected_and_not_emptied(
    client: Client, review: ClaimReview, editor: User, field: str
) -> None:
    status, page = send(client, review, **{field: " "})
    assert status == 400
    assert "not left empty" in page
    assert not EditorDecision.objects.exists()
