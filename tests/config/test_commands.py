"""The commands that make a database ready, and `/health/`."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.test import Client, override_settings

from config.management.commands.healthcheck import beat
from config.stack.logins import logins
from factchecks.models import ClaimReview
from portals.models import Portal
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "portals_on_loopback" / "registry"
HOST = {"host": "127.0.0.1:8000"}

pytestmark = pytest.mark.django_db


def test_the_demo_is_prepared_and_nobody_real_is_asked(tmp_path: Path) -> None:
    with override_settings(ARCHIVE_HOME=tmp_path):
        call_command("prepare_demo", stdout=io.StringIO())
        watched = Portal.objects.watched()
        assert watched.exists()
        assert all(host.split(":")[0].endswith(".localhost") for p in watched for host in p.hosts)
        assert Portal.objects.filter(is_sample=False).exists(), "the real ones are described"
        for login in logins(tmp_path):
            assert authenticate(username=login.name, password=login.password) is not None
        before = Portal.objects.count()
        said = io.StringIO()
        call_command("prepare_demo", stdout=said)
        assert Portal.objects.count() == before
        assert said.getvalue().count('"made": false') == 2, "the second time nothing is to do"


def test_a_changed_demo_password_is_given_back(tmp_path: Path) -> None:
    with override_settings(ARCHIVE_HOME=tmp_path):
        call_command("prepare_demo", stdout=io.StringIO())
        (tmp_path / "editor-password").write_text("another password")
        call_command("prepare_demo", stdout=io.StringIO())
    assert authenticate(username="editor", password="another password") is not None


def test_nothing_is_prepared_without_a_broker(tmp_path: Path) -> None:
    nowhere = override_settings(REDIS_URL=f"redis+socket://{tmp_path}/none.sock")
    with nowhere, pytest.raises(CommandError, match=r"config\.E009"):
        call_command("prepare", stdout=io.StringIO())


def test_it_waits_until_two_countries_have_debunks() -> None:
    factories.review(factories.portal(of="KZ"))
    factories.review(factories.portal(of="RU"))
    factories.review(factories.portal(of="RU"))
    said = io.StringIO()
    call_command("wait_for_debunks", stdout=said)
    assert "Kazakhstan 1, Russia 2" in said.getvalue()


def test_what_was_imported_is_not_said_to_have_been_read() -> None:
    factories.review(factories.portal(of="KZ"))
    factories.review(factories.portal(of="RU"), provenance="imported")
    ClaimReview.objects.create(provenance="imported", source_key="row 1")
    with pytest.raises(CommandError, match=r"Debunks read: Kazakhstan 1\. "):
        call_command("wait_for_debunks", seconds=0.0, stdout=io.StringIO())


def test_it_does_not_wait_for_ever_and_says_what_is_missing() -> None:
    factories.review(factories.portal(of="KZ"))
    silent = factories.portal("silent", of="RU", is_watched=True)
    broken = factories.portal("broken", of="RU", is_watched=True)
    factories.snapshot(broken, state="unreachable", reason="It did not answer.")
    with pytest.raises(CommandError) as raised:
        call_command("wait_for_debunks", seconds=0.0, stdout=io.StringIO())
    assert f"{silent.slug}: no snapshot has started" in str(raised.value)
    assert "broken: Unreachable, It did not answer." in str(raised.value)


def test_health_says_whether_the_database_answers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/health/", headers=HOST).json() == {"database": "ok"}

    def fails() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", fails)
    answer = client.get("/health/", headers=HOST)
    assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})


def test_beat_is_healthy_while_its_schedule_is_fresh(tmp_path: Path) -> None:
    schedule = tmp_path / "schedule"
    assert "has not written" in beat(schedule)
    (tmp_path / "schedule.db").write_text("")
    assert beat(schedule) == ""


def test_a_database_that_is_down_is_said_in_a_sentence() -> None:
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "SECRET_KEY": "x" * 40}
    run = subprocess.run(
        [sys.executable, "manage.py", "snapshot", "p"],
        env=dict(os.environ) | nowhere,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "The database does not answer" in run.stderr
    assert "correct DATABASE_URL" in run.stderr
    assert "Traceback" not in run.stderr
