"""Archived style sheets, kept from reaching outside the archive."""

from __future__ import annotations

import re
from collections.abc import Callable

from portals.replay.addresses import resolved

#: Gives the text that replaces an absolute address; empty where nothing may be loaded.
Requisite = Callable[[str], str]

#: Loads nothing. An empty address would be resolved to the page itself.
NOTHING = "data:,"

#: Longer style sheets are replayed up to here.
MAX_CHARACTERS = 2_000_000

RASTER_DATA = re.compile(r"data:image/(png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/=\s]*", re.I)

_STRING = r"""(?:"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)"""
_URL = rf"""url\(\s*(?:{_STRING}|(?:\\.|[^"'()\\])*)\s*\)?"""
_TOKEN = re.compile(
    rf"""
      (?P<comment>/\*.*?(?:\*/|\Z))
    | (?P<import>@import\s*(?P<what>{_URL}|{_STRING})(?P<media>[^;{{}}<]*);?)
    | (?P<url>{_URL})
    | (?P<string>{_STRING})
    | (?P<forbidden>@import
        | (?<![\w-])(?:expression|src)\s*\(
        | (?:-webkit-)?image-set\s*\(
        | (?<![\w-])(?:behavior|-moz-binding)\s*:
        | (?:java|vb)script\s*:)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_TAG_OPEN = re.compile(r"<(?=[A-Za-z/!?])")
_HEX_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_LETTER_ESCAPE = re.compile(r"\\([g-zG-Z@(:-])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def rewrite(css: str, base: str, requisite: Requisite) -> str:
    """`css` whose addresses, resolved against `base`, all went through `requisite`.

    Imports and url() lead where `requisite` says, anything that could run or load by another
    way is disarmed. The result can stand in a <style> element.
    """
    plain = _without_hiding_escapes(_CONTROLS.sub("", css[:MAX_CHARACTERS]))

    def replace(match: re.Match[str]) -> str:
        if match["comment"] is not None:
            return " "
        if match["import"] is not None:
            target = _address(match["what"], base, requisite)
            return f'@import url("{target}"){match["media"]};' if target else ""
        if match["url"] is not None:
            return f'url("{_address(match["url"], base, requisite) or NOTHING}")'
        if match["string"] is not None:
            return match["string"]
        return "removed(" if match["forbidden"].endswith("(") else "removed:"

    rewritten = _TOKEN.sub(replace, plain)
    # No tag, not even the end of the element, may be read out of a style sheet.
    return _TAG_OPEN.sub(r"\\3c ", rewritten).replace("-->", "")


def _without_hiding_escapes(css: str) -> str:
    """Escapes of the letters and signs that make `url(` or `@import`, undone; others stay."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        letter = chr(code) if code < 128 else ""
        return letter if letter.isalpha() or letter in {"@", "(", ":", "-"} else match[0]

    css = _HEX_ESCAPE.sub(lambda match: character(match) or match[0], css)
    return _LETTER_ESCAPE.sub(lambda m: m[0] if m[1] in ":(@-" else m[1], css)


def _address(token: str, base: str, requisite: Requisite) -> str:
    inner = re.sub(r"^url\(\s*|\s*\)?$", "", token, flags=re.IGNORECASE)
    inner = inner.strip().strip("\"'").strip()
    if RASTER_DATA.fullmatch(inner):
        return re.sub(r"\s+", "", inner)
    url = resolved(base, re.sub(r"\\(.)", r"\1", inner)) if inner else None
    return requisite(url) if url else ""
