"""The documentation names every setting, check, make target and command that there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "docs" / "settings.md").read_text()
READ = sorted(set(re.findall(r'env\.read\(\s*"(\w+)"', (ROOT / "config/settings.py").read_text())))
CHECKS = sorted(set(re.findall(r'id="(config\.\w+)"', (ROOT / "config/checks.py").read_text())))


def test_settings_were_found() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "ARCHIVE_HOME"} <= set(READ)


@pytest.mark.parametrize("name", READ)
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in SETTINGS


def test_no_setting_is_documented_that_is_not_read() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", SETTINGS, flags=re.MULTILINE))
    assert documented - set(READ) == {"CHROMIUM", "PORT"}


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_is_documented(check: str) -> None:
    assert f"`{check}`" in SETTINGS


def test_every_check_has_an_id_of_its_own() -> None:
    ids = re.findall(r'id="(config\.\w+)"', (ROOT / "config/checks.py").read_text())
    assert len(ids) == len(set(ids))


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    assert phony is not None
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## \S", makefile, flags=re.MULTILINE), target


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*/management/commands/[!_]*.py")), ids=lambda path: path.stem
)
def test_every_command_says_what_it_does(path: Path) -> None:
    assert re.search(r"^    help = \S", path.read_text(), flags=re.MULTILINE)


def test_requirements_for_pip_are_those_of_the_lock() -> None:
    locked = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    versions = {(one["name"], one["version"]) for one in locked if "version" in one}
    text = (ROOT / "requirements.txt").read_text()
    pinned = re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?==([^\s;]+)", text, flags=re.MULTILINE)
    assert ("django", dict(pinned)["django"]) in versions
    assert set(pinned) <= versions, "run: make requirements"
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[^a-z0-9-]", one)[0] for one in wanted}
    assert names <= {name for name, _ in pinned}, "run: make requirements"
    assert "--hash=sha256:" in text


@pytest.mark.parametrize("name", ["uv.lock", "requirements.txt", "pyproject.toml"])
def test_files_name_public_indexes_only(name: str) -> None:
    text = (ROOT / name).read_text()
    hosts = set(re.findall(r"\w+://([^/\s\"]+)", text))
    # A mirror at somebody's own place has a port, a number, or a name of its own.
    assert [host for host in hosts if not re.fullmatch(r"([a-z]+\.){1,2}org", host)] == []
    assert "file://" not in text
    assert "/home/" not in text
