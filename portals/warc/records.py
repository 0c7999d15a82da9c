"""WARC/1.1 records as bytes: one gzip member per record.

Written by hand because no library writes what we need (docs/decisions/0010): any gzip level, our
own digests on revisits, microsecond dates. Three foreign readers check the result in the tests.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

GZIP_LEVEL = 6
IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True, slots=True)
class RefersTo:
    """The record that holds the payload of a revisit."""

    record_id: str
    target_uri: str
    date: datetime


@dataclass(frozen=True, slots=True)
class HttpExchange:
    """What went over the wire for one address, ready to be archived.

    `response_head` ends with its empty line. Transfer coding has been undone in `body`, content
    coding has not.
    """

    target_uri: str
    date: datetime
    ip_address: str
    request_head: bytes
    response_head: bytes
    body: bytes
    truncated: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its id, what a row keeps of it, and its bytes."""

    record_id: str
    payload_sha256: str
    data: bytes


def new_record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def warcinfo(filename: str, date: datetime, fields: dict[str, str]) -> Record:
    """The first record of a file: what wrote it, how, and for whom."""
    block = "".join(f"{name}: {one_line(value)}\r\n" for name, value in fields.items()).encode()
    record_id = new_record_id()
    headers = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": record_id,
        "WARC-Date": warc_date(date),
        "WARC-Filename": filename,
        "Content-Type": "application/warc-fields",
    }
    return Record(record_id, "", _member(headers, block))


def response(exchange: HttpExchange, warcinfo_id: str) -> Record:
    record_id = new_record_id()
    sha256 = hashlib.sha256(exchange.body)
    headers = _exchange_headers("response", record_id, exchange, warcinfo_id)
    headers["WARC-Payload-Digest"] = _digest(sha256.digest())
    headers["Content-Type"] = "application/http; msgtype=response"
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    return Record(
        record_id, sha256.hexdigest(), _member(headers, exchange.response_head + exchange.body)
    )


def revisit(exchange: HttpExchange, refers_to: RefersTo, warcinfo_id: str) -> Record:
    """The answer's headers and a pointer to the record with the same payload."""
    record_id = new_record_id()
    sha256 = hashlib.sha256(exchange.body)
    headers = _exchange_headers("revisit", record_id, exchange, warcinfo_id)
    headers["WARC-Profile"] = IDENTICAL_PAYLOAD
    headers["WARC-Payload-Digest"] = _digest(sha256.digest())
    headers["WARC-Refers-To"] = refers_to.record_id
    headers["WARC-Refers-To-Target-URI"] = refers_to.target_uri
    headers["WARC-Refers-To-Date"] = warc_date(refers_to.date)
    headers["Content-Type"] = "application/http; msgtype=response"
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    return Record(record_id, sha256.hexdigest(), _member(headers, exchange.response_head))


def request(exchange: HttpExchange, concurrent_to: str, warcinfo_id: str) -> Record:
    record_id = new_record_id()
    headers = _exchange_headers("request", record_id, exchange, warcinfo_id)
    headers["WARC-Concurrent-To"] = concurrent_to
    headers["Content-Type"] = "application/http; msgtype=request"
    return Record(record_id, "", _member(headers, exchange.request_head))


def one_line(value: str) -> str:
    """A value that cannot begin a header line of its own."""
    return " ".join(value.split())


def _exchange_headers(
    kind: str, record_id: str, exchange: HttpExchange, warcinfo_id: str
) -> dict[str, str]:
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": record_id,
        "WARC-Date": warc_date(exchange.date),
        "WARC-Target-URI": one_line(exchange.target_uri),
        "WARC-Warcinfo-ID": warcinfo_id,
    }
    if exchange.ip_address:
        headers["WARC-IP-Address"] = exchange.ip_address
    return headers


def _digest(digest: bytes) -> str:
    return "sha256:" + base64.b32encode(digest).decode()


def _member(headers: dict[str, str], block: bytes) -> bytes:
    headers["WARC-Block-Digest"] = _digest(hashlib.sha256(block).digest())
    headers["Content-Length"] = str(len(block))
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    gzip = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return gzip.compress(head.encode() + b"\r\n" + block + b"\r\n\r\n") + gzip.flush()
