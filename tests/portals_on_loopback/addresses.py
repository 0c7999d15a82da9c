"""Where the demo portals live: their stable authorities, whatever port the machine had free."""

from __future__ import annotations

FIRST_PORT = 8101

#: In the order of their ports.
NAMES = (
    "jalgan-emes",  # Kazakh fact-check site
    "nebylitsa",  # Russian fact-check site
    "saulyq-aqparat",  # Kazakh official information and statistics
    "svodka-zdorovya",  # Russian official information and statistics
    "brifing-ortasy",  # Kazakh communications service
    "dala-habary",  # Kazakh media outlet; links to jalgan-emes
    "polustanok",  # Russian media outlet; links to no fact-check portal
)


def port_of(name: str) -> int:
    return FIRST_PORT + NAMES.index(name)


def authority_of(name: str) -> str:
    return f"{name}.localhost:{port_of(name)}"


def origin_of(name: str) -> str:
    return f"http://{authority_of(name)}"
