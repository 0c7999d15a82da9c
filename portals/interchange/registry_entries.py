"""One entry of a registry file: typed access to its keys, with problems in words for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from portals.discovery.addresses import authority_of
from portals.interchange.edtf_dates import days_of

ROLES = (
    "fact_check",
    "independent_fact_check",
    "official_information",
    "statistics",
    "communications_service",
    "support_fund",
    "media_outlet",
    "expert_network",
)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
NAMING_KEYS = ("slug", "code", "key", "feature", "country")


@dataclass
class Entry:
    """Each reader of a key takes the key, notes a problem or returns its value (or an empty one).

    `finish` then complains about the keys that nobody asked for.
    """

    where: str
    kind: str
    table_: Mapping[str, Any]
    problems: list[str]
    taken: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls, file: str, kind: str, number: int, table: Mapping[str, Any], problems: list[str]
    ) -> Entry:
        name = next((table[key] for key in NAMING_KEYS if isinstance(table.get(key), str)), "")
        return cls(
            f"{file}, {kind} {number}" + (f" ({name})" if name else ""), kind, table, problems
        )

    def problem(self, text: str) -> None:
        self.problems.append(f"{self.where}: {text}")

    def finish(self) -> None:
        for key in self.table_.keys() - self.taken:
            near = get_close_matches(key, self.taken, n=1)
            self.problem(f"unknown key “{key}”." + (f" Did you mean “{near[0]}”?" if near else ""))

    def _take(self, key: str, kind: type | tuple[type, ...], form: str, required: bool) -> Any:
        self.taken.add(key)
        value = self.table_.get(key)
        if value is None:
            if required:
                self.problem(f"“{key}” is missing.")
            return None
        if not isinstance(value, kind) or isinstance(value, bool):
            self.problem(f"“{key}” must be {form}.")
            return None
        return value

    def text(self, key: str, *, required: bool = False, pattern: str = "", form: str = "") -> str:
        value: str | None = self._take(key, str, "text in quotes", required)
        value = (value or "").strip()
        if required and not value and key in self.table_ and isinstance(self.table_[key], str):
            self.problem(f"“{key}” is empty.")
        if value and pattern and not re.fullmatch(pattern, value):
            self.problem(f"“{key}” must be {form}, not “{value}”.")
            return ""
        return value

    def slug(self, key: str) -> str:
        return self.text(
            key,
            required=True,
            pattern=r"[A-Za-z0-9_-]+",
            form="Latin letters, digits, hyphens and underscores",
        )

    def texts(self, key: str) -> tuple[str, ...]:
        values: list[Any] | None = self._take(key, list, 'a list such as ["a", "b"]', False)
        if values and not all(isinstance(value, str) for value in values):
            self.problem(f"“{key}” must hold texts only.")
            return ()
        return tuple(values or ())

    def one_of(self, key: str, allowed: Iterable[str], *, required: bool = False) -> str:
        value = self.text(key, required=required)
        allowed = tuple(allowed)
        if value and value not in allowed:
            self.problem(f"“{value}” is no {key}. Known: {', '.join(allowed)}.")
            return ""
        return value

    def role(self, key: str) -> str:
        return self.one_of(key, ROLES, required=True)

    def roles(self, key: str) -> tuple[str, ...]:
        roles = self.texts(key)
        if not roles:
            self.problem(f"“{key}” must name at least one role of: {', '.join(ROLES)}.")
        for role in roles:
            if role not in ROLES:
                self.problem(f"“{role}” is no role. Known: {', '.join(ROLES)}.")
        return roles

    def number(self, key: str, default: int, least: int) -> int:
        value: int | None = self._take(key, int, "a whole number", False)
        if value is not None and value < least:
            self.problem(f"“{key}” must be at least {least}.")
        return default if value is None else value

    def decimal(self, key: str) -> Decimal:
        value = self._take(key, (int, float), "a number without quotes", True)
        return Decimal(str(value if value is not None else 0))

    def date(self, key: str, *, required: bool = False) -> str:
        value = self.text(key, required=required)
        if value:
            try:
                days_of(value)
            except ValueError as error:
                self.problem(f"“{key}”: {error}")
        return value

    def duration(self, key: str, default: timedelta, least: timedelta) -> timedelta:
        text = self.text(key, pattern=r"\d+[smhd]", form="a time such as 90s, 15m, 6h or 1d")
        if not text:
            return default
        value = timedelta(**{UNITS[text[-1]]: int(text[:-1])})
        if value < least:
            self.problem(f"“{key}” must be at least {least.total_seconds():.0f}s.")
        return value

    def expressions(self, key: str) -> tuple[str, ...]:
        values = self.texts(key)
        for value in values:
            try:
                re.compile(value)
            except re.error as error:
                self.problem(f"“{key}”: “{value}” is no regular expression: {error}.")
        return values

    def address(self, key: str) -> str:
        value = self.text(key)
        if value and not authority_of(value):
            self.problem(f"“{key}”: “{value}” is no address that begins with http:// or https://.")
            return ""
        return value

    def hosts(self, key: str, home_url: str) -> tuple[str, ...]:
        hosts = self.texts(key)
        for host in hosts:
            if not host.isascii() or host != host.lower() or "/" in host:
                self.problem(
                    f"“{key}”: write “{host}” in lower case and in its ASCII form (xn--…), "
                    "without http:// and without a path."
                )
        home = authority_of(home_url)
        if home and hosts and home not in hosts:
            self.problem(f"“{key}” lacks the host of home_url, {home}.")
        return hosts or ((home,) if home else ())

    def three_languages(self, key: str, *, required: bool = True) -> tuple[str, str, str]:
        value = self._take(key, dict, "a table such as { en = “…”, ru = “…”, kk = “…” }", required)
        if value is None:
            return "", "", ""
        part = Entry(f"{self.where}, {key}", key, value, self.problems)
        texts = part.text("en", required=True), part.text("ru"), part.text("kk")
        part.finish()
        return texts

    def table(self, key: str) -> Entry | None:
        value = self._take(key, dict, f"a table [portal.{key}]", False)
        return None if value is None else Entry(f"{self.where}, {key}", key, value, self.problems)

    def raw_table(self, key: str) -> Mapping[str, Any]:
        return self._take(key, dict, f"a table [portal.{key}]", False) or {}

    def tables(self, key: str) -> list[Entry]:
        values = self._take(key, list, f"written as [[portal.{key}]]", False) or []
        if not all(isinstance(value, dict) for value in values):
            self.problem(f"“{key}” must be written as [[portal.{key}]].")
            return []
        return [
            Entry.of(self.where, key, number, value, self.problems)
            for number, value in enumerate(values, 1)
        ]
