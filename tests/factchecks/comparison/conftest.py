"""Rows and questions that the tests of the comparison share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from factchecks.comparison.comparing import Comparison, comparison_for
from factchecks.comparison.criteria import Criteria
from factchecks.comparison.pair import Pair
from tests import factories

Compare = Callable[..., Comparison]


@pytest.fixture
def compare(db: None) -> Compare:
    """Kazakhstan against Russia, with whatever criteria a test adds."""

    def ask(**criteria: object) -> Comparison:
        countries = Pair(factories.country("KZ"), factories.country("RU"))
        return comparison_for(Criteria("KZ", "RU", **criteria), countries)  # type: ignore[arg-type]

    return ask
