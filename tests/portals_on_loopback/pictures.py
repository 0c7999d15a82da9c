"""Pictures and a document made in code, so that nothing here was drawn by anybody else."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from html import escape

WIDTH, HEIGHT = 320, 180
GROUNDS = ((38, 84, 124), (122, 76, 40), (56, 102, 65), (92, 64, 110), (120, 50, 60), (60, 90, 96))


@lru_cache(maxsize=128)
def png(number: int) -> bytes:
    """A forwarded message, crossed out; ground and lines differ by number."""
    palette = (GROUNDS[number % len(GROUNDS)], (244, 244, 240), (176, 176, 170), (200, 40, 40))
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)  # no filter
        rows.extend(_colour(x, y, number) for x in range(WIDTH))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"PLTE", colours)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _colour(x: int, y: int, number: int) -> int:
    if abs((x - 60) * 140 - (y - 20) * 200) < 900 and 20 < y < 160:
        return 3
    if not (60 <= x < 260 and 30 <= y < 150):
        return 0
    line, within = divmod(y - 45, 18)
    if 0 <= line < 5 and within < 8 and 75 <= x < 240 - (number * (line + 3) * 17) % 90:
        return 2
    return 1


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def svg(number: int, caption: str) -> bytes:
    red, green, blue = GROUNDS[number % len(GROUNDS)]
    angle = (number * 37) % 40 - 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{escape(caption)}</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="rgb({red},{green},{blue})"/>'
        f'<g transform="rotate({angle} 160 90)" fill="none" stroke="#fff" stroke-width="6">'
        '<circle cx="150" cy="80" r="42"/><path d="M180 112l44 44"/></g>'
        f'<text x="16" y="168" fill="#fff" font-family="sans-serif" font-size="16">'
        f"{escape(caption)}</text></svg>"
    ).encode()


@lru_cache(maxsize=8)
def pdf(text: str) -> bytes:
    """A one-page PDF that says `text` (Latin letters only)."""
    stream = f"BT /F1 16 Tf 60 760 Td ({text}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)
