"""From the bytes of an HTTP answer to its content: codings undone, charset found."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

#: What a payload may unpack to: a bomb ends here, a page does not.
MOST_BYTES = 100 * 1024 * 1024
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """The body a reader would see, and the charset its text is in."""

    body: bytes
    charset: str

    @property
    def text(self) -> str:
        return self.body.decode(self.charset, "replace")


def parse_head(head: bytes) -> tuple[int | None, tuple[tuple[str, str], ...]]:
    """Status and headers of an HTTP answer's head, in order, as they were sent."""
    lines = re.split(rb"\r?\n", head)
    words = lines[0].split(None, 2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else None
    headers: list[tuple[str, str]] = []
    for line in lines[1:]:
        if line[:1] in (b" ", b"\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip().decode('latin-1')}")
            continue
        raw_name, colon, raw_value = line.partition(b":")
        if colon:
            headers.append(
                (raw_name.strip().decode("latin-1"), raw_value.strip().decode("latin-1"))
            )
    return status, tuple(headers)


def header(headers: tuple[tuple[str, str], ...], name: str) -> str:
    """The first value of a header, or nothing."""
    return next((value for key, value in headers if key.lower() == name.lower()), "")


def content_of(headers: tuple[tuple[str, str], ...], body: bytes) -> Content:
    """`body` with its content coding undone. What cannot be undone stays as it was sent."""
    for coding in reversed(header(headers, "content-encoding").lower().split(",")):
        body = _undo(coding.strip(), body)
    return Content(body, charset_of(header(headers, "content-type"), body))


def charset_of(content_type: str, body: bytes) -> str:
    """The charset to read `body` with: byte order mark, header, what the page says, then a guess.

    A page that says nothing and is not UTF-8 is most likely windows-1251 in the countries we watch.
    So is one that says UTF-8 and is not: servers add that to old pages without looking at them.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name
    declared = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    if declared and (known := _known(declared[1])) and not _is_refuted(known, body):
        return known
    for pattern in (_META_CHARSET, _XML_CHARSET):
        said = pattern.search(body[:4096])
        known = _known(said[1].decode("ascii", "replace")) if said else ""
        if known and not _is_refuted(known, body):
            return known
    return "windows-1251" if _is_refuted("utf-8", body) else "utf-8"


def _is_refuted(charset: str, body: bytes) -> bool:
    """Whether most of what is not ASCII cannot be UTF-8. A stray byte alone proves nothing."""
    if charset != "utf-8":
        return False
    text = body[:65536].decode("utf-8", "replace")
    impossible = text.count("\ufffd")
    return impossible > 0 and impossible > sum(letter > "\x7f" for letter in text) / 2


def _known(name: str) -> str:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return ""
    # base64, rot13 and the like are codecs too; they decode no text.
    return codec.name if getattr(codec, "_is_text_encoding", True) else ""


def _undo(coding: str, body: bytes) -> bytes:
    if coding in {"gzip", "x-gzip"}:
        return _inflate(body, zlib.MAX_WBITS | 16)
    if coding == "deflate":
        # Both readings of "deflate" are in use: with and without the zlib wrapper.
        unpacked = _inflate(body, zlib.MAX_WBITS)
        return unpacked if unpacked != body else _inflate(body, -zlib.MAX_WBITS)
    return body


def _inflate(body: bytes, window: int) -> bytes:
    """As much as can be unpacked; a truncated answer still shows its beginning."""
    unpacker = zlib.decompressobj(window)
    try:
        return unpacker.decompress(body, MOST_BYTES) or body
    except zlib.error:
        return body
