from collections.abc import Iterator

import pytest

from tests.demo_portals.visiting import Visitor
from tests.portals_on_loopback.portals import Portals, serve_portals


@pytest.fixture(scope="module")
def portals() -> Iterator[Portals]:
    """All demo portals on free ports, at the first second of the story."""
    with serve_portals() as serving:
        yield serving


@pytest.fixture
def visitor(portals: Portals) -> Iterator[Visitor]:
    portals.set_seconds(0)
    visitor = Visitor(portals)
    yield visitor
    visitor.close()
