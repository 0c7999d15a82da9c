"""The demo's count of what was read is the site's count."""

import pytest

from config.management.commands.wait_for_debunks import debunks_by_country
from tests import factories


@pytest.mark.django_db
def test_a_translation_is_no_second_debunk() -> None:
    portal = factories.portal(of="KZ")
    original = factories.review(portal)
    factories.review(portal, translation_of=original, language="kk")
    assert debunks_by_country() == {"Kazakhstan": 1}
