"""Every value from the environment is read or refused with a sentence that says what to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config import env


@pytest.fixture(autouse=True)
def _no_problems_left_over() -> Iterator[None]:
    before = list(env.problems)
    yield
    env.problems[:] = before


def test_an_unset_or_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("A_SETTING", raising=False)
    assert env.read("A_SETTING", 5.0, env.number) == 5.0
    monkeypatch.setenv("A_SETTING", "  ")
    assert env.read("A_SETTING", 5.0, env.number) == 5.0


def test_an_unreadable_value_is_kept_as_a_problem_and_replaced_by_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("A_SETTING", "soon")
    assert env.read("A_SETTING", 5.0, env.number) == 5.0
    assert env.problems[-1][0] == "A_SETTING"
    assert "soon" in env.problems[-1][1]


@pytest.mark.parametrize("raw", ["-1", "nan", "inf", "ten", "1e999"])
def test_what_is_no_number_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match="Write"):
        env.number(raw)


def test_a_length_of_time_is_above_zero() -> None:
    assert env.positive("0.5") == 0.5
    with pytest.raises(ValueError, match="above 0"):
        env.positive("0")


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("Yes", True), ("off", False)])
def test_a_flag_is_yes_or_no(raw: str, value: bool) -> None:
    assert env.flag(raw) is value
    with pytest.raises(ValueError, match="neither"):
        env.flag("perhaps")


def test_words_are_parted_by_commas_or_spaces() -> None:
    assert env.words("a.example, b.example  c.example") == ["a.example", "b.example", "c.example"]


def test_a_folder_is_absolute_whatever_was_written() -> None:
    assert env.directory("~/archive").is_absolute()
    assert env.directory("var") == Path.cwd() / "var"


def test_a_database_address_becomes_djangos_entry() -> None:
    found = env.database("postgresql://me:p%40ss@db.example:5433/archive?sslmode=require")
    assert (found["USER"], found["PASSWORD"]) == ("me", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "archive")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_database_on_a_socket_names_its_folder() -> None:
    found = env.database("postgresql://me@/archive?host=%2Frun%2Fpg")
    assert found["HOST"] == "/run/pg"
    assert found["OPTIONS"] == {}


@pytest.mark.parametrize("raw", ["mysql://a/b", "archive", "postgresql://host:5432/"])
def test_what_is_no_postgresql_address_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match=r"PostgreSQL|name of the database"):
        env.database(raw)


def test_a_database_port_is_a_number() -> None:
    with pytest.raises(ValueError, match=r"[Pp]ort"):
        env.database("postgresql://host:five/archive")


def test_a_broker_on_a_socket_is_written_as_celery_wants_it() -> None:
    assert env.broker("unix:///run/broker.sock") == "redis+socket:///run/broker.sock"
    assert env.broker("rediss://host:6379/0") == "rediss://host:6379/0"
    with pytest.raises(ValueError, match="not Redis"):
        env.broker("amqp://host")


def test_a_loopback_portal_keeps_its_name_and_gets_a_place_to_connect_to() -> None:
    found = env.loopback_portals("A.localhost:8101=127.0.0.1:9000,b.localhost:8102=[::1]:9001")
    assert found == {
        "a.localhost:8101": ("127.0.0.1", 9000),
        "b.localhost:8102": ("::1", 9001),
    }


@pytest.mark.parametrize(
    "raw", ["a.localhost:8101", "a=10.0.0.1:80", "a=127.0.0.1", "a=169.254.169.254:80"]
)
def test_a_loopback_portal_leads_nowhere_but_to_loopback(raw: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        env.loopback_portals(raw)
