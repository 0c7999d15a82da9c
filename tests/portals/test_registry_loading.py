"""Loading the registry: repeatable, all or nothing, and the administrator's settings stay."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portals.models import Country, Event, Portal, PortalFact, ReportedFigure, Role, Source

pytestmark = pytest.mark.django_db

FILES = {
    "countries": '[[country]]\ncode = "KZ"\nposition = 1\nname = { en = "Kazakhstan" }\n',
    "sources": '[[source]]\ncode = "P"\ncitation = "A paper"\n',
    "portals": """
[[portal]]
slug = "old"
country = "KZ"
name = { en = "Old" }
roles = ["statistics"]
ended = "2021"
successor = "new"
source = ["P"]

[[portal]]
slug = "new"
country = "KZ"
name = { en = "New" }
roles = ["statistics"]
home_url = "https://new.example/"
[portal.watch]
interval = "6h"
[[portal.facts]]
feature = "videos"
text = { en = "Videos" }
source = "P"
""",
    "figures": '[[figure]]\nkey = "f"\nportal = "new"\nmetric = "debunks"\nvalue = 91\n'
    'label = { en = "Debunks" }\nas_of = "2020-10"\nsource = "P"\n',
    "events": '[[event]]\nkey = "e"\ncountry = "KZ"\nhappened = "2020-03-16/2020-05-11"\n'
    'text = { en = "Emergency" }\nsource = "P"\n',
    "absences": '[[absence]]\ncountry = "KZ"\nrole = "expert_network"\n'
    'text = { en = "None." }\nsource = "P"\n',
}


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def rewrite(registry: Path, name: str, old: str, new: str) -> None:
    path = registry / f"{name}.toml"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_registry_is_loaded_with_sources_successors_and_days(registry: Path) -> None:
    call_command("load_registry", registry)
    old = Portal.objects.get(slug="old")
    assert old.successor == Portal.objects.get(slug="new")
    assert not old.is_watched
    assert PortalFact.objects.get(portal=old).feature == "described"
    assert str(ReportedFigure.objects.get().as_of_last_day) == "2020-10-31"
    assert str(Event.objects.get().sort_date) == "2020-03-16"


def test_a_new_watched_portal_is_due_at_once(registry: Path) -> None:
    call_command("load_registry", registry)
    new = Portal.objects.get(slug="new")
    assert new.is_watched
    assert new.next_snapshot_at is not None


def test_unwatched_portals_are_described_and_never_asked(registry: Path) -> None:
    call_command("load_registry", registry, "--unwatched")
    assert not Portal.objects.watched().exists()
    assert Portal.objects.get(slug="new").next_snapshot_at is None


def test_sample_portals_say_so(registry: Path) -> None:
    call_command("load_registry", registry, "--sample")
    assert Portal.objects.filter(is_sample=True).count() == 2


def test_a_second_run_changes_nothing(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_registry", registry)
    before = list(Portal.objects.values())
    capsys.readouterr()
    call_command("load_registry", registry)
    assert list(Portal.objects.values()) == before
    said = capsys.readouterr().out
    assert "portal: 0 new, 0 updated, 2 unchanged" in said
    assert said.count("0 new, 0 updated") == len(said.splitlines())


def test_what_an_administrator_set_about_the_watch_stays(registry: Path) -> None:
    call_command("load_registry", registry)
    Portal.objects.filter(slug="new").update(
        interval=timedelta(days=2), is_watched=False, rules={"title": "h1"}, max_pages=7
    )
    rewrite(registry, "portals", 'interval = "6h"', 'interval = "1h"')
    call_command("load_registry", registry)
    new = Portal.objects.get(slug="new")
    assert (new.interval, new.is_watched, new.max_pages) == (timedelta(days=2), False, 7)
    assert new.rules == {"title": "h1"}


def test_an_address_that_an_administrator_corrected_stays_and_is_said(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_registry", registry)
    moved = {"home_url": "https://moved.example/", "hosts": ["moved.example", "new.example"]}
    Portal.objects.filter(slug="new").update(**moved)
    capsys.readouterr()
    call_command("load_registry", registry)
    assert Portal.objects.get(slug="new").home_url == "https://moved.example/"
    assert "new: home_url stays https://moved.example/" in capsys.readouterr().out


def test_a_second_run_asks_once_per_table(
    registry: Path, django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    call_command("load_registry", registry)
    with django_assert_max_num_queries(20):
        call_command("load_registry", registry)


def test_what_the_registry_says_of_a_portal_is_brought_up_to_date(registry: Path) -> None:
    call_command("load_registry", registry)
    rewrite(registry, "portals", 'name = { en = "New" }', 'name = { en = "Newer", kk = "Жаңа" }')
    call_command("load_registry", registry)
    assert Portal.objects.get(slug="new").name_en == "Newer"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("portals", 'country = "KZ"', 'country = "XX"', "there is no country “XX”"),
        ("portals", 'successor = "new"', 'successor = "nobody"', "there is no portal “nobody”"),
        ("figures", 'source = "P"', 'source = "Q"', "there is no source “Q”"),
        ("figures", 'portal = "new"', 'portal = "gone"', "there is no portal “gone”"),
        ("absences", 'country = "KZ"', 'country = "XX"', "absence 1"),
        ("sources", 'citation = "A paper"', 'citation = "A"\nurl = "nowhere"', "source 1 (P): url"),
    ],
)
def test_one_wrong_entry_and_nothing_is_loaded(
    registry: Path, name: str, old: str, new: str, said: str
) -> None:
    rewrite(registry, name, old, new)
    with pytest.raises(CommandError, match="was not loaded") as raised:
        call_command("load_registry", registry)
    assert said in str(raised.value)
    assert not Country.objects.exists()
    assert not Source.objects.exists()
    assert not Portal.objects.exists()


def test_a_registry_may_build_on_what_the_archive_already_has(registry: Path) -> None:
    call_command("load_registry", registry)
    for name in ("countries", "sources", "portals"):
        (registry / f"{name}.toml").unlink()
    call_command("load_registry", registry)


def test_the_roles_of_the_files_are_those_of_the_models() -> None:
    from portals.interchange.registry_entries import ROLES

    assert set(ROLES) == set(Role.values)
