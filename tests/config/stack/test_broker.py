"""The embedded broker keeps what was queued."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
import redis

from config.stack.broker import BrokerFailed, EmbeddedBroker

pytestmark = pytest.mark.stack


def a_broker(home: Path) -> EmbeddedBroker:
    return EmbeddedBroker(home / "data", home / "run", home / "log")


def test_queued_work_survives_a_killed_broker(tmp_path: Path) -> None:
    broker = a_broker(tmp_path)
    broker.start()
    assert broker.process is not None
    with redis.Redis(unix_socket_path=str(broker.address)) as client:
        client.rpush("queue", *range(500))
    os.kill(broker.process.pid, signal.SIGKILL)
    broker.process.wait()
    again = a_broker(tmp_path)
    again.start()
    try:
        with redis.Redis(unix_socket_path=str(again.address)) as client:
            assert client.llen("queue") == 500
    finally:
        again.stop()


def test_it_listens_on_a_private_socket_only(tmp_path: Path) -> None:
    broker = a_broker(tmp_path)
    broker.start()
    try:
        assert broker.address.stat().st_mode & 0o077 == 0
        assert broker.sockets.stat().st_mode & 0o777 == 0o700
        with redis.Redis(unix_socket_path=str(broker.address)) as client:
            assert client.config_get("port") == {"port": "0"}
    finally:
        broker.stop()


def test_a_broker_that_cannot_start_says_where_to_read_more(tmp_path: Path) -> None:
    broker = a_broker(tmp_path)
    (broker.home).mkdir()
    (broker.home / "appendonlydir").write_text("in the way")
    with pytest.raises(BrokerFailed, match="log"):
        broker.start()
    assert broker.process is None
