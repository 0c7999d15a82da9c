"""Column mappings: which column of a spreadsheet holds what, and how to read it (TOML)."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from factchecks.extraction.word_lists import plain
from factchecks.interchange.problems import BadMapping

BUILT_IN = Path(__file__).parent / "mappings"
#: What a column can hold. docs/importing.md describes each.
FIELDS = (
    "claim", "title", "text", "publisher", "url", "language", "verdict", "category", "countries",
    "origin", "original_url", "claim_seen_on", "published_on", "picture_url",
)  # fmt: skip
ORDERS = ("mdy", "dmy")
_WORD_TABLES = ("themes", "countries", "languages")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """`columns` maps a field to a column's name. The other tables are keyed by plain words."""

    name: str
    sha256: str
    columns: Mapping[str, str]
    date_order: str = ""
    earliest: date | None = None
    themes: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    #: The language in which the file tells of debunks; empty where it is the debunk's own.
    written_in: str = ""

    def fits(self, header: Sequence[str]) -> bool:
        return not self.missing_from(header)

    def missing_from(self, header: Sequence[str]) -> list[str]:
        present = {plain(name) for name in header}
        return [name for name in self.columns.values() if plain(name) not in present]

    def positions(self, header: Sequence[str]) -> dict[str, int]:
        """Where each field stands in a row. The header must fit."""
        places = {plain(name): place for place, name in enumerate(header)}
        return {field_: places[plain(name)] for field_, name in self.columns.items()}


def built_in_names() -> list[str]:
    return sorted(path.stem for path in BUILT_IN.glob("*.toml"))


def built_in() -> Iterable[ColumnMapping]:
    return (read_mapping(BUILT_IN / f"{name}.toml") for name in built_in_names())


def named_mapping(name_or_file: str) -> ColumnMapping:
    """A built-in mapping by name, or the mapping in a file. Raises BadMapping."""
    if name_or_file in built_in_names():
        return read_mapping(BUILT_IN / f"{name_or_file}.toml")
    path = Path(name_or_file)
    if not path.is_file():
        raise BadMapping(
            f"There is no mapping “{name_or_file}”: neither a file nor one of the built-in ones "
            f"({', '.join(built_in_names())})."
        )
    return read_mapping(path)


def read_mapping(path: Path) -> ColumnMapping:
    content = path.read_bytes()
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadMapping(f"{path.name}: not UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(f"{path.name}: not valid TOML: {error}.") from None
    return mapping_from(data, path.name, hashlib.sha256(content).hexdigest())


def mapping_from(data: Mapping[str, Any], where: str, sha256: str) -> ColumnMapping:
    known = {
        "name",
        "columns",
        "dates",
        "themes",
        "countries",
        "languages",
        "regions",
        "written_in",
    }
    _refuse_unknown(data.keys(), known, where)
    dates = _table(data, "dates", where)
    _refuse_unknown(dates.keys(), {"order", "earliest"}, f"{where}, [dates]")
    order, earliest = dates.get("order", ""), dates.get("earliest")
    if order not in ("", *ORDERS):
        raise BadMapping(f"{where}, [dates]: order is one of {', '.join(ORDERS)}, not “{order}”.")
    if earliest is not None and type(earliest) is not date:
        raise BadMapping(f"{where}, [dates]: earliest is a date such as 2019-12-01, unquoted.")
    regions = data.get("regions", [])
    if not isinstance(regions, list) or not all(isinstance(each, str) for each in regions):
        raise BadMapping(f'{where}: regions is a list such as ["Middle East", "Europe"].')
    written_in = data.get("written_in", "")
    if written_in and not (isinstance(written_in, str) and re.fullmatch("[a-z]{2,3}", written_in)):
        raise BadMapping(f'{where}: written_in is a language code such as "en".')
    return ColumnMapping(
        name=str(data.get("name") or Path(where).stem),
        sha256=sha256,
        columns=_columns(data, where),
        date_order=order,
        earliest=earliest,
        themes=_words(data, "themes", where),
        countries=_words(data, "countries", where),
        languages=_words(data, "languages", where),
        regions=frozenset(map(plain, regions)),
        written_in=written_in,
    )


def _columns(data: Mapping[str, Any], where: str) -> dict[str, str]:
    columns = _table(data, "columns", where)
    _refuse_unknown(columns.keys(), set(FIELDS), f"{where}, [columns]")
    if "claim" not in columns:
        raise BadMapping(f"{where}, [columns]: “claim” must name the column with the claim.")
    names = [plain(str(name)) for name in columns.values()]
    for name in columns.values():
        if not isinstance(name, str) or not name.strip():
            raise BadMapping(f"{where}, [columns]: write the column's name in quotes.")
        if names.count(plain(name)) > 1:
            raise BadMapping(f"{where}, [columns]: “{name}” is given to two fields.")
    return dict(columns)


def _words(data: Mapping[str, Any], key: str, where: str) -> dict[str, str]:
    words = _table(data, key, where)
    if not all(isinstance(value, str) for value in words.values()):
        raise BadMapping(f"{where}, [{key}]: every value is a code in quotes.")
    return {plain(word): value for word, value in words.items()}


def _table(data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise BadMapping(f"{where}: [{key}] must be a table.")
    return table


def _refuse_unknown(keys: Iterable[str], known: set[str], where: str) -> None:
    for key in keys:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else f" Known: {', '.join(sorted(known))}."
            raise BadMapping(f"{where}: unknown “{key}”.{hint}")
