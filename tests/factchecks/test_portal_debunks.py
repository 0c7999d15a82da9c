"""The archive's own count beside a portal."""

from __future__ import annotations

import pytest

from factchecks.models import ClaimReview, Provenance
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
