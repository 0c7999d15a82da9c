"""The server's manners on the wire, and the command of the demo."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.demo_portals.visiting import Visitor
from tests.portals_on_loopback.addresses import NAMES, authority_of, port_of
from tests.portals_on_loopback.clock import ManualClock
from tests.portals_on_loopback.portals import Portals


def test_a_connection_is_kept_and_lengths_are_right(visitor: Visitor) -> None:
    first = visitor.page("jalgan-emes", "/ru/")
    connection = visitor._connections[authority_of("jalgan-emes")]
    sock = connection.sock
    second = visitor.page("jalgan-emes", "/ru/")
    assert connection.sock is sock
    assert first.body == second.body
    assert int(first.headers["Content-Length"]) == len(first.body)


def test_an_unchanged_page_is_not_sent_again(visitor: Visitor) -> None:
    url = "http://jalgan-emes.localhost:8101/ru/feed/"
    etag = visitor.get(url).headers["ETag"]
    again = visitor.get(url, If_None_Match=etag)
    assert (again.status, again.body) == (304, b"")
    assert visitor.get(url, If_None_Match='"other"').status == 200


def test_some_posts_tell_when_they_were_last_changed(visitor: Visitor) -> None:
    modified = visitor.page("jalgan-emes", "/ru/archives/1125").headers["Last-Modified"]
    assert modified == "Tue, 12 May 2020 03:30:00 GMT"
    assert "Last-Modified" not in visitor.page("jalgan-emes", "/ru/archives/1135").headers


def test_head_gives_the_headers_only(visitor: Visitor) -> None:
    url = "http://nebylitsa.localhost:8102/"
    head, page = visitor.get(url, method="HEAD"), visitor.get(url)
    assert head.body == b""
    assert head.headers["Content-Length"] == page.headers["Content-Length"]


def test_one_site_compresses_for_who_asks(visitor: Visitor) -> None:
    import gzip

    url = "http://polustanok.localhost:8107/"
    packed = visitor.get(url, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == visitor.get(url).body


def test_the_portals_listen_on_loopback_only(portals: Portals) -> None:
    ports = {port for _, port in portals.loopback.values()}
    listening = [
        c
        for c in psutil.Process().net_connections("inet")
        if c.status == psutil.CONN_LISTEN and c.laddr.port in ports
    ]
    assert {c.laddr.port for c in listening} == ports
    assert {c.laddr.ip for c in listening} == {"127.0.0.1"}


@pytest.fixture
def taken() -> Iterator[int]:
    """The preferred port of the second portal, taken by somebody."""
    port = port_of("nebylitsa")
    with socket.socket() as somebody:
        somebody.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            somebody.bind(("127.0.0.1", port))
            somebody.listen()
        except OSError:
            pass  # truly taken, by a demo that runs on this machine: just as good
        yield port


def test_a_taken_port_gives_the_next_free_one_and_the_address_stays(taken: int) -> None:
    portals = Portals(ManualClock(), preferred_ports=True)
    try:
        _, port = portals.loopback[authority_of("nebylitsa")]
        assert port > port_of(NAMES[-1])
        assert f"Port {taken} is taken: nebylitsa listens on {port}." in portals.remarks
        visitor = Visitor(portals)
        assert "http://nebylitsa.localhost:8102/" in visitor.page("svodka-zdorovya", "/").links
        visitor.close()
    finally:
        portals.stop()


def test_the_command_tells_where_the_portals_are_and_ends_quietly(tmp_path: Path) -> None:
    ready = tmp_path / "state" / "portals.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.portals_on_loopback", "--state", str(ready.parent)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 15
        while not ready.exists() and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.05)
        told = json.loads(ready.read_text())
        assert set(told["loopback"]) == {authority_of(name) for name in NAMES}
        host, port = told["loopback"][authority_of("nebylitsa")].split(":")
        with socket.create_connection((host, int(port)), timeout=5):
            pass
        assert psutil.Process(process.pid).memory_info().rss < 40 * 1024 * 1024
    finally:
        process.send_signal(signal.SIGTERM)
        said, complaints = process.communicate(timeout=10)
    assert process.returncode == 0
    assert complaints == ""
    assert "http://nebylitsa.localhost:8102/ listens on 127.0.0.1:" in said
    assert not ready.exists()
    assert (ready.parent / "story.json").exists()
