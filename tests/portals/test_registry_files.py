"""Reading registry files: what is wrong is said with its file and its entry."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from portals.interchange.registry_files import RegistryError, read_registry
from portals.interchange.registry_values import Registry

PORTAL = """
[[portal]]
slug = "made-up"
country = "KZ"
name = { en = "Made up" }
roles = ["fact_check"]
home_url = "https://made-up.example/"
"""


def read(folder: Path, **files: str) -> Registry:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_registry([folder])


def problems(folder: Path, **files: str) -> str:
    with pytest.raises(RegistryError) as raised:
        read(folder, **files)
    return "\n".join(raised.value.problems)


def test_a_portal_needs_no_more_than_a_name_a_country_a_role_and_an_address(
    tmp_path: Path,
) -> None:
    (portal,) = read(tmp_path, portals=PORTAL).portals
    assert portal.hosts == ("made-up.example",)
    assert portal.watch is None


def test_how_a_portal_is_watched_is_read_with_its_units(tmp_path: Path) -> None:
    watch = '[portal.watch]\ninterval = "15m"\ndelay = "3s"\nscope_exclude = ["^/tag/"]\n'
    (portal,) = read(tmp_path, portals=PORTAL + watch).portals
    assert portal.watch is not None
    assert portal.watch.interval == timedelta(minutes=15)
    assert portal.watch.delay == timedelta(seconds=3)
    assert portal.watch.scope_exclude == ("^/tag/",)


def test_an_address_with_cyrillic_letters_has_its_host_in_ascii(tmp_path: Path) -> None:
    text = PORTAL.replace("https://made-up.example/", "https://пример.испытание/")
    (portal,) = read(tmp_path, portals=text).portals
    assert portal.hosts == ("xn--e1afmkfd.xn--80akhbyknj4f",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("fact_check", "fakt_check"), "“fakt_check” is no role"),
        (('roles = ["fact_check"]', "roles = []"), "at least one role"),
        (('country = "KZ"\n', ""), "“country” is missing"),
        (("https://made-up.example/", "made-up.example"), "no address"),
        (("https://made-up.example/", "javascript:alert(1)"), "no address"),
        (('name = { en = "Made up" }', 'name = "Made up"'), "“name” must be a table"),
        (('{ en = "Made up" }', '{ ru = "Выдумка" }'), "“en” is missing"),
        (('{ en = "Made up" }', '{ en = "Made up", de = "x" }'), "unknown key “de”"),
        (("slug =", 'operater = "x"\nslug ='), "unknown key “operater”. Did you mean “operator”?"),
        (("slug =", 'launched = "2020-02-30"\nslug ='), "does not exist"),
        (("slug =", 'approach = "sideways"\nslug ='), "“sideways” is no approach"),
        (("slug =", 'hosts = ["https://made-up.example"]\nslug ='), "without http://"),
        (("slug =", 'hosts = ["other.example"]\nslug ='), "lacks the host of home_url"),
    ],
)
def test_a_wrong_portal_is_named_with_what_is_wrong(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    text = problems(tmp_path, portals=PORTAL.replace(*change))
    assert said in text
    assert "portals.toml, portal 1 (made-up)" in text


@pytest.mark.parametrize(
    ("watch", "said"),
    [
        ('interval = "six hours"', "90s, 15m, 6h or 1d"),
        ('interval = "1s"', "at least 10s"),
        ("max_pages = 0", "at least 1"),
        ('scope_include = ["(unclosed"]', "no regular expression"),
        ('intervall = "6h"', "Did you mean “interval”?"),
    ],
)
def test_wrong_watch_settings_are_named(tmp_path: Path, watch: str, said: str) -> None:
    assert said in problems(tmp_path, portals=f"{PORTAL}[portal.watch]\n{watch}\n")


def test_a_portal_without_an_address_cannot_be_watched(tmp_path: Path) -> None:
    text = PORTAL.replace('home_url = "https://made-up.example/"\n', "[portal.watch]\n")
    assert "no home_url" in problems(tmp_path, portals=text)


def test_an_entry_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert "says again" in problems(tmp_path, portals=PORTAL + PORTAL)


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    text = problems(
        tmp_path,
        portals=PORTAL.replace("fact_check", "nonsense"),
        events='[[event]]\nkey = "x"\ncountry = "KZ"\nhappened = "soon"\nsource = "P"\n',
    )
    assert "nonsense" in text
    assert "events.toml, event 1 (x): “text” is missing." in text
    assert "“soon” is no date" in text


def test_a_figure_is_a_number_and_not_a_text(tmp_path: Path) -> None:
    figure = (
        '[[figure]]\nkey = "x"\nportal = "made-up"\nmetric = "debunks"\nlabel = { en = "x" }\n'
        'value = "about 90"\nas_of = "2020"\nsource = "P"\n'
    )
    assert "“value” must be a number without quotes" in problems(tmp_path, figures=figure)


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    assert "portals.toml: not valid TOML" in problems(tmp_path, portals="[[portal")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "portals.toml").write_bytes(PORTAL.replace("Made up", "Выдумка").encode("cp1251"))
    assert "Save the file as UTF-8" in problems(tmp_path)


def test_a_file_with_an_unknown_name_is_not_passed_over(tmp_path: Path) -> None:
    assert "portal.toml: not a registry file" in problems(tmp_path, portal=PORTAL)


def test_a_folder_without_a_registry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no registry files"):
        read_registry([tmp_path / "nowhere"])
