"""Which encoding a text file is in. Only what the bytes prove is accepted; else a person says."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from factchecks.interchange.problems import UnreadableSheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_WORD = re.compile(r"[^\W\d_]+")
_ADVICE = (
    "Save it as UTF-8 (in Excel: “CSV UTF-8”), or name its encoding, for example "
    "--encoding windows-1251, --encoding koi8-r, --encoding kz1048."
)


def encoding_of(path: Path, said: str = "") -> str:
    """The encoding of a file, `said` where a person named one. Raises UnreadableSheet."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if said:
        return _checked(path, said, marked)
    if marked:
        return _checked(path, marked, "")
    if silent := _utf16_without_mark(head):
        return _checked(path, silent, "")
    if _first_fault(path, "utf-8") is None:
        return "utf-8"
    if _is_windows_1251(path):
        return "windows-1251"
    fault = _first_fault(path, "utf-8")
    raise UnreadableSheet(
        f"The encoding of the file was not recognised: it is not UTF-8 (byte {fault}) and does "
        f"not read as Russian in windows-1251. {_ADVICE}"
    )


def _checked(path: Path, name: str, marked: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise UnreadableSheet(f"There is no encoding “{name}”. {_ADVICE}") from None
    is_unicode = codecs.lookup(name).name.startswith("utf")
    if not is_unicode and (marked or _is_utf8_beyond_ascii(path)):
        raise UnreadableSheet(
            f"The file is valid {marked or 'utf-8'}; reading it as {name} would spoil its letters. "
            "Leave out --encoding."
        )
    fault = _first_fault(path, name)
    if fault is not None:
        raise UnreadableSheet(f"The file is not {name}: byte {fault} cannot be read. {_ADVICE}")
    return name


def _first_fault(path: Path, name: str) -> int | None:
    """The position of the first byte that is not of the encoding, read in bounded pieces."""
    decoder = codecs.getincrementaldecoder(name)()
    position = 0
    with path.open("rb") as file:
        while True:
            piece = file.read(_CHUNK)
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return max(position + error.start, 0)
            if not piece:
                return None
            position += len(piece)


def _is_utf8_beyond_ascii(path: Path) -> bool:
    return _first_fault(path, "utf-8") is None and _first_fault(path, "ascii") is not None


def _utf16_without_mark(head: bytes) -> str:
    """Latin and Cyrillic text in UTF-16 has one of 0x00 and 0x04 in every second byte."""
    if len(head) < 4 or b"\x00" not in head:
        return ""
    pairs = len(head) // 2
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if sum(byte in (0, 4) for byte in high[:pairs]) > 0.9 * pairs:
            return name
    return ""


def _is_windows_1251(path: Path) -> bool:
    """Whether the bytes make Russian words: all of Cyrillic letters, and most of these small."""
    small = large = foreign = 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            try:
                text = piece.decode("windows-1251")
            except UnicodeDecodeError:
                return False
            for word in _WORD.findall(text):
                cyrillic = sum("А" <= letter <= "я" or letter in "ёЁ" for letter in word)
                if word.isascii():
                    continue
                if cyrillic < len(word):  # “Genиve” is French, not Russian
                    foreign += len(word)
                else:
                    small += sum(letter.islower() for letter in word)
                    large += sum(letter.isupper() for letter in word)
    # In KOI8-R small and capital letters stand where windows-1251 has the other kind.
    return small > large and small + large > 9 * foreign
