"""Mapping files, and the mapping that is proposed where there is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from factchecks.interchange.mapping import built_in, mapping_from, named_mapping, read_mapping
from factchecks.interchange.problems import BadMapping
from factchecks.interchange.proposing import proposed_mapping
from factchecks.interchange.sheets import open_sheet
from tests.factchecks.interchange.spreadsheets import HEADER, as_csv, csv_file, row


def test_a_built_in_mapping_knows_its_file_by_the_header() -> None:
    assert [mapping.name for mapping in built_in() if mapping.fits(HEADER)] == ["coronavirusfacts"]
    assert not named_mapping("coronavirusfacts").fits(("claim", "rating"))


def test_spacing_and_case_of_the_columns_do_not_matter() -> None:
    header = [f" {name.upper()} " for name in HEADER]
    assert named_mapping("coronavirusfacts").fits(header)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[columns]\ntitle = 'x'", "“claim” must name"),
        ("[columns]\nclaim = 'x'\nclam = 'y'", "unknown “clam”. Did you mean “claim”?"),
        ("[columns]\nclaim = 'x'\ntitle = 'X '", "given to two fields"),
        ("[columns]\nclaim = 3", "name in quotes"),
        ("[colums]\nclaim = 'x'", "Did you mean “columns”?"),
        ("[columns]\nclaim = 'x'\n[dates]\norder = 'ymd'", "order is one of mdy, dmy"),
        ("[columns]\nclaim = 'x'\n[dates]\nearliest = '2019'", "earliest is a date"),
        ("[columns]\nclaim = 'x'\n[themes]\n'Cures' = 3", "every value is a code"),
        ("written_in = 'English'\n[columns]\nclaim = 'x'", "written_in is a language code"),
        ("regions = 'Europe'\n[columns]\nclaim = 'x'", "regions is a list"),
        ("[columns", "not valid TOML"),
    ],
)
def test_a_wrong_mapping_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(BadMapping, match=said.replace("?", r"\?")) as raised:
        read_mapping(path)
    assert "mine.toml" in str(raised.value)


def test_an_unknown_name_lists_the_built_in_ones() -> None:
    with pytest.raises(BadMapping, match="coronavirusfacts"):
        named_mapping("nonsense")


def test_a_mapping_is_proposed_from_russian_names_and_from_what_the_columns_hold(
    tmp_path: Path,
) -> None:
    header = ("Дата публикации", "Страна", "Утверждение", "Вердикт", "Ссылка на опровержение", "Ы")
    rows = [
        ("25/03/2020", "Казахстан", f"Лук номер {n} лечит всё", "ложь", f"https://f.kz/{n}", "")
        for n in range(4)
    ]  # fmt: skip
    path = tmp_path / "unknown.csv"
    path.write_text(as_csv(header, *rows), encoding="utf-8")
    text = proposed_mapping(open_sheet(path))
    data = tomllib.loads(text)
    assert data["columns"] == {
        "claim": "Утверждение",
        "url": "Ссылка на опровержение",
        "verdict": "Вердикт",
        "countries": "Страна",
        "published_on": "Дата публикации",
    }
    assert data["dates"] == {"order": "dmy"}
    assert 'not recognised: "Ы"' in text
    assert mapping_from(data, "proposed.toml", "").fits(header)


def test_a_mapping_is_proposed_from_kazakh_names(tmp_path: Path) -> None:
    header = ("Жарияланған күні", "Тұжырым", "Үкім", "Сілтеме", "Тілі")
    rows = [("17.03.2020", "Пияз бәрін емдейді екен", "жалған", "https://f.kz/1", "қазақша")]
    path = tmp_path / "unknown.csv"
    path.write_text(as_csv(header, *rows), encoding="utf-8")
    columns = tomllib.loads(proposed_mapping(open_sheet(path)))["columns"]
    assert columns == {
        "claim": "Тұжырым",
        "url": "Сілтеме",
        "language": "Тілі",
        "verdict": "Үкім",
        "published_on": "Жарияланған күні",
    }


def test_the_proposal_for_known_columns_finds_most_of_them(tmp_path: Path) -> None:
    sheet = open_sheet(csv_file(tmp_path, *(row(f"Claim number {n} is false.") for n in range(9))))
    proposed = tomllib.loads(proposed_mapping(sheet))["columns"]
    known = dict(named_mapping("coronavirusfacts").columns)
    assert proposed["claim"] == known["claim"]
    assert proposed["verdict"] == known["verdict"]
    wrong = {field: name for field, name in proposed.items() if known.get(field) != name}
    assert wrong == {}


def test_columns_that_mean_nothing_ask_for_the_claim(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("foo,bar\n1,2\n")
    assert "# claim = " in proposed_mapping(open_sheet(path))


def test_a_column_that_bears_a_fields_very_name_is_that_field_however_short_its_cells(
    tmp_path: Path,
) -> None:
    path = tmp_path / "short.csv"
    path.write_text("claim,verdict,country\nМаски вредны,FALSE,KZ\n", encoding="utf-8")
    columns = tomllib.loads(proposed_mapping(open_sheet(path)))["columns"]
    assert columns == {"claim": "claim", "verdict": "verdict", "countries": "country"}
