"""Files that we write are whole, and readers that others wrote accept them."""

from __future__ import annotations

import fcntl
import gzip
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from portals.warc.read import RecordDamaged, read_record, whole_records
from portals.warc.records import HttpExchange, RefersTo
from portals.warc.salvage import salvage
from portals.warc.store import inside
from portals.warc.write import WarcWriter, WrittenRecord
from tests.portals.warc.foreign import assert_accepted, pywb

URL = "http://site.example/ru/%D0%BD?p=7"
#: The same page by another address.
TWIN = "http://site.example/archives/7"
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Ярлык: да\r\n\r\n".encode()
BEGIN = datetime(2026, 11, 20, 10, 0, 0, 123456, tzinfo=UTC)


def exchange(body: bytes, minutes: int = 0, **fields: str) -> HttpExchange:
    return HttpExchange(
        target_uri=fields.pop("url", URL),
        date=BEGIN + timedelta(minutes=minutes),
        ip_address="192.0.2.7",
        request_head=b"GET /ru/%D0%BD?p=7 HTTP/1.1\r\nHost: site.example\r\n\r\n",
        response_head=HEAD,
        body=body,
        **fields,
    )


def refers(written: WrittenRecord, to: HttpExchange) -> RefersTo:
    return RefersTo(written.record_id, to.target_uri, to.date)


def write_all(root: Path, path: str = "p/2026-11-20/1/00001-ab.warc.gz") -> list[WrittenRecord]:
    """A file with every kind of record that we write."""
    original = exchange("<p>Өтірік</p>".encode())
    writer = WarcWriter(root, path, {"software": "test", "format": "WARC File Format 1.1"})
    first = writer.add(original)
    written = [
        first,
        writer.add(exchange(original.body, 10), refers(first, original)),
        writer.add(exchange(b"", 20, url="http://site.example/empty")),
        writer.add(exchange(b"x" * 1000, 30, url="http://site.example/cut", truncated="length")),
        writer.add(exchange(bytes(range(256)) * 100, 40, url="http://site.example/binary")),
        writer.add(exchange(original.body, 50, url=TWIN), refers(first, original)),
    ]
    file = writer.close()
    assert file.size == (root / file.path).stat().st_size
    return written


def test_records_read_back_as_they_were_written(tmp_path: Path) -> None:
    written = write_all(tmp_path)
    path = tmp_path / "p/2026-11-20/1/00001-ab.warc.gz"
    first = read_record(path, written[0].offset, written[0].length)
    assert first.record_id == written[0].record_id
    assert (first.target_uri, first.date) == (URL, BEGIN)
    assert first.http_head == HEAD
    assert first.http_body.decode() == "<p>Өтірік</p>"
    revisit = read_record(path, written[1].offset, written[1].length)
    assert revisit.kind == "revisit"
    assert revisit.headers["warc-refers-to"] == written[0].record_id
    assert revisit.headers["warc-refers-to-target-uri"] == URL
    assert revisit.headers["warc-refers-to-date"] == "2026-11-20T10:00:00.123456Z"
    assert revisit.headers["warc-payload-digest"] == first.headers["warc-payload-digest"]
    cut = read_record(path, written[3].offset, written[3].length)
    assert cut.headers["warc-truncated"] == "length"
    kinds = [record.kind for record in whole_records(path)]
    pairs = [(kind, "request") for kind in ("response", "revisit", *["response"] * 3, "revisit")]
    assert kinds == ["warcinfo", *(kind for pair in pairs for kind in pair)]


def test_warcio_and_fastwarc_accept_every_record(tmp_path: Path) -> None:
    write_all(tmp_path)
    assert_accepted(tmp_path.rglob("*.warc.gz"))


def test_a_flipped_bit_is_found_by_the_readers_and_by_us(tmp_path: Path) -> None:
    """The test above would pass anything, were it not so."""
    written = write_all(tmp_path)
    path = tmp_path / "p/2026-11-20/1/00001-ab.warc.gz"
    data = bytearray(path.read_bytes())
    data[written[0].offset + written[0].length // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(RecordDamaged):
        read_record(path, written[0].offset, written[0].length)
    with pytest.raises(AssertionError):
        assert_accepted([path])


@pytest.mark.stack
def test_pywb_indexes_and_replays_our_files(tmp_path: Path) -> None:
    wayback = pywb("wayback")
    write_all(tmp_path)
    file = next(tmp_path.rglob("*.warc.gz"))
    for command in (["init", "ours"], ["add", "ours", str(file)]):
        subprocess.run([pywb("wb-manager"), *command], cwd=tmp_path, check=True, timeout=60)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [wayback, "-b", "127.0.0.1", "-p", str(port)],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for minutes in (0, 10):
            moment = (BEGIN + timedelta(minutes=minutes)).strftime("%Y%m%d%H%M%S")
            body = _get(f"http://127.0.0.1:{port}/ours/{moment}id_/{URL}")
            assert body.decode() == "<p>Өтірік</p>"
        twin = _get(f"http://127.0.0.1:{port}/ours/20261120105000id_/{TWIN}")
        assert twin.decode() == "<p>Өтірік</p>"
        binary = _get(f"http://127.0.0.1:{port}/ours/20261120104000id_/http://site.example/binary")
        assert binary == bytes(range(256)) * 100
    finally:
        server.kill()
        server.wait()


def _get(url: str) -> bytes:
    for _attempt in range(200):
        try:
            with closing(urllib.request.urlopen(url, timeout=10)) as answer:
                return bytes(answer.read())
        except ConnectionRefusedError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    raise AssertionError("pywb did not start")


def leftover(root: Path, cut: int) -> str:
    """An .open file of a killed writer, `cut` bytes short."""
    path = "p/2026-11-20/1/00001-ab.warc.gz"
    writer = WarcWriter(root, path, {"software": "test"})
    writer.add(exchange(b"first"))
    writer.add(exchange(b"second", 1))
    writer.abandon()
    full = root / (path + ".open")
    with full.open("r+b") as stream:
        stream.truncate(full.stat().st_size - cut)
    return path + ".open"


def test_a_leftover_is_salvaged_up_to_its_last_whole_record(tmp_path: Path) -> None:
    whole = WarcWriter(tmp_path, "p/whole.warc.gz", {})
    whole.add(exchange(b"first"))
    two_records = whole.size
    whole.add(exchange(b"second", 1))
    whole.abandon()
    for cut in range(0, whole.size - two_records + 40, 31):
        # From a whole file down to one that ends within the second answer's request.
        root = tmp_path / str(cut)
        salvaged = salvage(root, leftover(root, cut))
        assert salvaged is not None
        assert salvaged.answers[0].http_body == b"first"
        path = root / salvaged.file.path
        assert path.stat().st_size == salvaged.file.size
        assert len(list(whole_records(path))) == salvaged.file.records
    assert_accepted(sorted(tmp_path.rglob("00001-ab.warc.gz"))[::5])
    assert not list(tmp_path.rglob("00001*.open"))


@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_damage_anywhere_in_a_leftover_costs_what_follows_and_nothing_before(
    place: float, flip: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = leftover(root, 0)
        data = bytearray((root / path).read_bytes())
        whole = list(whole_records(root / path))
        at = int(place * len(data))
        data[at] ^= flip
        (root / path).write_bytes(data)
        untouched = [record.record_id for record in whole if record.offset + record.length <= at]
        salvaged = salvage(root, path)
        kept = [] if salvaged is None else [*whole_records(root / salvaged.file.path)]
        assert [record.record_id for record in kept][: len(untouched)] == (
            untouched if salvaged else []
        )


def test_records_that_share_one_gzip_member_are_not_taken_for_one(tmp_path: Path) -> None:
    write_all(tmp_path)
    path = next(tmp_path.rglob("*.warc.gz"))
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))
    assert list(whole_records(path)) == []
    with pytest.raises(RecordDamaged):
        read_record(path, 0, path.stat().st_size)


def test_a_leftover_without_any_answer_is_removed(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "p/1.warc.gz", {})
    writer.abandon()
    assert salvage(tmp_path, "p/1.warc.gz.open") is None
    assert not list(tmp_path.rglob("*.warc.gz*"))


def test_a_file_that_somebody_still_writes_is_left_alone(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "p/1.warc.gz", {})
    writer.add(exchange(b"first"))
    assert salvage(tmp_path, "p/1.warc.gz.open") is None
    writer.add(exchange(b"second"))
    writer.close()
    assert_accepted([tmp_path / "p/1.warc.gz"])


def test_without_its_lock_a_file_being_written_would_be_taken(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "p/1.warc.gz", {})
    writer.add(exchange(b"first"))
    fcntl.flock(writer._stream.fileno(), fcntl.LOCK_UN)
    assert salvage(tmp_path, "p/1.warc.gz.open") is not None
    writer.abandon()


def test_two_writers_never_share_a_file(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "p/1.warc.gz", {}), pytest.raises(FileExistsError):
        WarcWriter(tmp_path, "p/1.warc.gz", {})


def test_a_row_cannot_name_a_file_outside_the_archive(tmp_path: Path) -> None:
    for path in ("../x.warc.gz", "/etc/passwd", "p/../../x"):
        with pytest.raises(ValueError, match="leads out"):
            inside(tmp_path, path)


def test_a_header_value_cannot_begin_a_line_of_its_own(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "p/1.warc.gz", {"software": "a\r\nrobots: ignore"}) as writer:
        writer.add(exchange(b"x"))
        writer.close()
    info = next(whole_records(tmp_path / "p/1.warc.gz"))
    assert info.block == b"software: a robots: ignore\r\n"


@pytest.mark.parametrize("damage", ["torn", "swapped", "short"])
def test_damaged_records_are_said_to_be_damaged(tmp_path: Path, damage: str) -> None:
    written = write_all(tmp_path)[0]
    path = tmp_path / "p/2026-11-20/1/00001-ab.warc.gz"
    offset, length = written.offset, written.length
    if damage == "torn":
        length -= 10
    elif damage == "swapped":
        offset += 3
    else:
        path.write_bytes(path.read_bytes()[: offset + 20])
    with pytest.raises(RecordDamaged):
        read_record(path, offset, length)
