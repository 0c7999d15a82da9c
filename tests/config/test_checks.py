"""Each wrong setting has a check with an id, and the check is silent when the setting is right."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connections
from django.test import override_settings

from config import checks, env


def ids(messages: Sequence[CheckMessage]) -> list[str | None]:
    for message in messages:
        assert message.hint, f"{message.id} does not say what to do"
    return [message.id for message in messages]


def test_an_unreadable_value_is_reported_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "problems", [("TICK_SECONDS", "“soon” is not a number.")])
    found = checks.values_can_be_read()
    assert ids(found) == ["config.E001"]
    assert "TICK_SECONDS" in found[0].msg


def test_a_missing_secret_is_an_error() -> None:
    with override_settings(SECRET_KEY=""):
        assert ids(checks.there_is_a_secret()) == ["config.E002"]
    with override_settings(SECRET_KEY="x"):
        assert checks.there_is_a_secret() == []


def test_a_short_secret_is_an_error_in_production() -> None:
    with override_settings(SECRET_KEY="x" * 31):
        assert ids(checks.the_secret_is_long()) == ["config.E003"]
    with override_settings(SECRET_KEY="x" * 32):
        assert checks.the_secret_is_long() == []


@pytest.mark.parametrize(
    "origin", ["archive.example", "https://", "https://a.example/path", "ftp://a", "http://a:port"]
)
def test_an_origin_is_scheme_and_host(origin: str) -> None:
    with override_settings(SITE_ORIGIN=origin, REPLAY_ORIGIN="https://replay.example"):
        assert ids(checks.origins_are_two()) == ["config.E004"]


def test_archived_pages_need_a_host_of_their_own() -> None:
    with override_settings(SITE_ORIGIN="https://a.example", REPLAY_ORIGIN="https://A.example:444"):
        assert ids(checks.origins_are_two()) == ["config.E005"]
    with override_settings(SITE_ORIGIN="https://a.example", REPLAY_ORIGIN="https://b.example"):
        assert checks.origins_are_two() == []


def test_both_hosts_are_allowed() -> None:
    origins = {"SITE_ORIGIN": "https://a.example", "REPLAY_ORIGIN": "https://r.b.example"}
    with override_settings(**origins, ALLOWED_HOSTS=["a.example"]):
        assert ids(checks.hosts_are_answered()) == ["config.E006"]
    with override_settings(**origins, ALLOWED_HOSTS=["a.example", ".b.example"]):
        assert checks.hosts_are_answered() == []
    with override_settings(**origins, ALLOWED_HOSTS=["*"]):
        assert checks.hosts_are_answered() == []


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    a_file = tmp_path / "file"
    a_file.write_text("")
    with override_settings(ARCHIVE_HOME=tmp_path, WARC_ROOT=a_file / "warc"):
        assert ids(checks.folders_can_be_written()) == ["config.E007"]
    with override_settings(ARCHIVE_HOME=tmp_path, WARC_ROOT=tmp_path / "not" / "yet"):
        assert checks.folders_can_be_written() == []
    assert not (tmp_path / "not").exists(), "a check makes nothing"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert checks.why_not_writable(tmp_path) == "cannot be written"
    assert "read-only" in checks.why_not_writable(tmp_path / "new")


def test_steps_longer_than_the_brokers_patience_are_an_error() -> None:
    with override_settings(SNAPSHOT_STEP_SECONDS=800.0):
        assert ids(checks.steps_end_in_time()) == ["config.E010"]
    with override_settings(SNAPSHOT_STEP_SECONDS=60.0):
        assert checks.steps_end_in_time() == []


def test_operators_of_real_portals_can_reach_us() -> None:
    with override_settings(CONTACT_URL="", LOOPBACK_PORTALS={}):
        assert ids(checks.operators_can_reach_us()) == ["config.W001"]
    with override_settings(CONTACT_URL="https://a.example/about", LOOPBACK_PORTALS={}):
        assert checks.operators_can_reach_us() == []


def test_an_unencrypted_site_is_a_warning_in_production() -> None:
    origins = {"SITE_ORIGIN": "http://a.example", "REPLAY_ORIGIN": "https://b.example"}
    with override_settings(**origins):
        assert ids(checks.the_site_is_encrypted()) == ["config.W002"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere: dict[str, Any] = connections["default"].settings_dict | {
        **env.database("postgresql://a@127.0.0.1:1/archive"),
        "CONN_HEALTH_CHECKS": False,
    }
    other = type(connections["default"])(nowhere, "other")
    monkeypatch.setattr(checks, "connections", {"other": other})
    assert ids(checks.the_database_answers(databases=["other"])) == ["config.E008"]
    assert checks.the_database_answers(databases=None) == []


def test_a_broker_that_does_not_answer_is_an_error(tmp_path: Path) -> None:
    with override_settings(REDIS_URL=f"redis+socket://{tmp_path}/none.sock"):
        assert ids(checks.the_broker_answers()) == ["config.E009"]
    assert checks.the_broker_answers() == []
