from tests.portals_on_loopback.sites.question_paged import Nebylitsa
from tests.portals_on_loopback.sites.site import Site
from tests.portals_on_loopback.sites.wordpress import JalganEmes

_ALL: tuple[type[Site], ...] = (JalganEmes, Nebylitsa)
SITES: dict[str, type[Site]] = {site.name: site for site in _ALL}
