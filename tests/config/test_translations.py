"""The three languages are complete, whole and compiled."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["ru", "kk"]
#: What a translation must carry over: %(name)s, {name} and HTML tags.
MARKS = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>")


def catalogue(language: str, ending: str = "po") -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def entries(language: str) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(catalogue(language))) if not entry.obsolete]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_a_guess_of_gettext(language: str) -> None:
    assert entries(language)
    assert [entry.msgid for entry in entries(language) if not entry.translated()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_numbers_and_names_that_go_into_it(language: str) -> None:
    broken = []
    for entry in entries(language):
        forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
        wanted = {*MARKS.findall(entry.msgid), *MARKS.findall(entry.msgid_plural)}
        allowed_to_drop = {*MARKS.findall(entry.msgid)} ^ {*MARKS.findall(entry.msgid_plural)}
        if not entry.msgid_plural:
            allowed_to_drop = set()
        for form in forms:
            found = set(MARKS.findall(form))
            if found - wanted or wanted - found - allowed_to_drop:
                broken.append((entry.msgid, form))
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_served_is_compiled_from_what_was_written(language: str) -> None:
    written = {
        (entry.msgctxt, entry.msgid): entry.msgstr or dict(entry.msgstr_plural)
        for entry in entries(language)
    }
    served = {
        (entry.msgctxt, entry.msgid): entry.msgstr or dict(entry.msgstr_plural)
        for entry in polib.mofile(str(catalogue(language, "mo")))
    }
    assert served == written, "Run `make messages` and commit the .po and .mo files together."


def test_no_text_of_the_code_waits_to_be_collected(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not installed, so texts cannot be collected and compared.")
    for room in ("config", "portals", "factchecks", "templates"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "locale", tmp_path / "locale")
    shutil.copy(ROOT / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "--no-location", "--no-obsolete"]
    for language in LANGUAGES:
        command += ["--locale", language]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    for language in LANGUAGES:
        collected = polib.pofile(str(tmp_path / catalogue(language).relative_to(ROOT)))
        waiting = [entry.msgid for entry in collected if not entry.translated()]
        assert waiting == [], "Run `make messages` and translate these."
        kept = {entry.msgid for entry in entries(language)}
        assert kept - {entry.msgid for entry in collected} == set(), "Texts that nobody uses."
