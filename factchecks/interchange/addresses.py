"""Web addresses as people paste them into cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+[a-zа-я]{2,}(?:[:/?#]\S*)?", re.IGNORECASE)
_NONE = re.compile(
    r"\W*|n/?a|none|no link.*|.*\bnot available\b.*|.*\bno link\b.*|unavailable"
    r"|(?:.*\b)?deleted\b.*|taken down|нет|жоқ|недоступн\w*|нет ссылки",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class CellAddress:
    """`fault` is missing, not_address, without_scheme, several or empty."""

    url: str
    fault: str = ""


def read_address(cell: str) -> CellAddress:
    text = cell.strip()
    found: list[str] = _WEB.findall(text)
    if found and _is_sound(found[0]):
        several = len(found) > 1
        return CellAddress(found[0].rstrip(",;"), "several" if several else "")
    if not found and _BARE.fullmatch(text) and _is_sound(f"https://{text}"):
        return CellAddress(f"https://{text}", "without_scheme")
    if _NONE.fullmatch(text):
        return CellAddress("", "missing")
    return CellAddress("", "not_address")


def _is_sound(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
