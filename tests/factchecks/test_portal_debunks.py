"""The archive's own count beside a portal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from factchecks.models import ClaimReview, Provenance
from factchecks.models.readable import is_read, readable_portals
from factchecks.templatetags.portal_debunks import debunk_count
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_imported_row_is_not_counted_as_ours_though_its_portal_is_known() -> None:
    portal = factories.portal()
    factories.review(portal)
    ClaimReview.objects.create(portal=portal, provenance=Provenance.IMPORTED, source_key="row")
    assert debunk_count(portal).debunks == 1


def test_a_translation_is_not_counted_again() -> None:
    portal = factories.portal()
    original = factories.review(portal)
    factories.review(portal, translation_of=original, language="kk")
    assert debunk_count(portal).debunks == 1


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ({"roles": ["fact_check"]}, True),
        ({"roles": ["independent_fact_check", "media_outlet"]}, True),
        ({"roles": ["statistics"]}, False),
        ({"roles": ["statistics"], "rules": {"title": {"css": "h1"}}}, True),
    ],
)
def test_of_a_portal_that_nobody_searches_for_debunks_no_zero_is_shown(
    client: Client, fields: dict[str, Any], read: bool
) -> None:
    portal = factories.portal("one", **fields)
    factories.snapshot(portal, fetched=3)
    assert (portal in readable_portals()) == is_read(portal) == read
    page = client.get("/portals/one/").content.decode()
    assert ("No debunk was found in its pages." in page) == read
    assert ("not searched for debunks" in page) == (not read)
