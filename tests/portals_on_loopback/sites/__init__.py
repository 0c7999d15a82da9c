"""One site per portal of the demo, by its name."""

from tests.portals_on_loopback.sites.briefings import BrifingOrtasy
from tests.portals_on_loopback.sites.city_rows import SaulyqAqparat
from tests.portals_on_loopback.sites.outlets import DalaHabary, Polustanok
from tests.portals_on_loopback.sites.question_paged import Nebylitsa
from tests.portals_on_loopback.sites.site import Site
from tests.portals_on_loopback.sites.spread_attributes import SvodkaZdorovya
from tests.portals_on_loopback.sites.wordpress import JalganEmes

_ALL: tuple[type[Site], ...] = (
    JalganEmes,
    Nebylitsa,
    SaulyqAqparat,
    SvodkaZdorovya,
    BrifingOrtasy,
    DalaHabary,
    Polustanok,
)
SITES: dict[str, type[Site]] = {site.name: site for site in _ALL}
