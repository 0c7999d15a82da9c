"""What a row says, and what is odd about it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from factchecks.interchange.addresses import read_address
from factchecks.interchange.country_names import CountryNames
from factchecks.interchange.language_names import language_code
from factchecks.interchange.mapping import named_mapping
from factchecks.interchange.rows import RowDraft, RowReader
from factchecks.interchange.sheet_dates import DateReader, stray_limit
from factchecks.interchange.sheets import SheetRow
from tests.factchecks.interchange.spreadsheets import HEADER, row

TODAY = date(2026, 11, 20)
COUNTRIES = CountryNames.of(
    [("Kazakhstan", "KZ"), ("Қазақстан", "KZ"), ("Казахстан", "KZ"), ("Russia", "RU"),
     ("France", "FR"), ("United States", "US"), ("Côte d'Ivoire", "CI")]
)  # fmt: skip


def read(*cells: str, number: int = 2) -> RowDraft:
    mapping = named_mapping("coronavirusfacts")
    dates = DateReader(mapping.date_order, mapping.earliest, TODAY)
    return RowReader(mapping, HEADER, COUNTRIES, dates).read(SheetRow(number, cells))


def codes(draft: RowDraft) -> list[str]:
    return [remark.code for remark in draft.remarks]


def test_a_sound_row_is_read_without_a_remark() -> None:
    draft = read(*row())
    assert draft.remarks == ()
    assert draft.claim == "Onions in socks stop the virus."
    assert draft.verdict is not None
    assert draft.verdict.code == "FALSE"
    assert (draft.theme, draft.category) == ("TREAT", "Cures")
    assert (draft.countries, draft.language) == (("KZ",), "ru")
    assert (draft.origin, draft.origins) == ("WhatsApp", ("WHATSAPP",))
    assert draft.claim_seen_on == date(2020, 3, 17)
    assert draft.published_on is None


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("France, United States", ("FR", "US")),
        ("Russia, Kazakhstan, Russia", ("RU", "KZ")),
        ("Казахстан; Қазақстан", ("KZ",)),
        ("Ivory Coast ", ("CI",)),
        ("KZ", ("KZ",)),
    ],
)
def test_a_cell_may_name_several_countries_in_any_language(
    cell: str, named: tuple[str, ...]
) -> None:
    draft = read(*row(countries=cell))
    assert draft.countries == named
    assert draft.remarks == ()


def test_a_region_with_a_comma_is_one_region_and_no_country() -> None:
    draft = read(*row(countries="Middle East, North Africa"))
    assert draft.countries == ()
    assert [remark.text for remark in draft.remarks] == ["“Middle East, North Africa” is a region."]


def test_a_region_beside_a_country_leaves_the_country() -> None:
    draft = read(*row(countries="France, West Africa"))
    assert draft.countries == ("FR",)
    assert codes(draft) == ["region"]


def test_a_country_nobody_knows_is_named_and_not_guessed() -> None:
    draft = read(*row(countries="Kazakstan, Russia"))
    assert draft.countries == ("RU",)
    assert codes(draft) == ["country_unknown"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("13/45/2020", "date_impossible"),
        ("2/30/2020", "date_impossible"),
        ("3/17/2062", "date_in_future"),
        ("11/30/2019", "date_too_early"),
        ("in spring", "date_unreadable"),
        ("", "date_missing"),
    ],
)
def test_a_date_that_cannot_be_is_unknown_and_the_row_stays(cell: str, code: str) -> None:
    draft = read(*row(seen=cell))
    assert draft.claim_seen_on is None
    assert draft.key
    assert codes(draft) == [code]


@pytest.mark.parametrize(
    "cell", ["3/17/2020", "03/17/2020", "3/17/20", "17.03.2020", "2020-03-17", "17 марта 2020"]
)
def test_dates_are_read_in_the_order_of_the_mapping_and_in_clear_forms(cell: str) -> None:
    assert read(*row(seen=cell)).claim_seen_on == date(2020, 3, 17)


def test_without_an_order_a_date_of_two_meanings_is_unknown() -> None:
    reader = DateReader("", None, TODAY)
    assert reader.read("3/4/2020", "seen").value is None
    assert reader.read("3/14/2020", "seen").value == date(2020, 3, 14)
    assert reader.read("14/3/2020", "seen").value == date(2020, 3, 14)


def test_a_day_far_after_all_others_whose_numbers_may_be_exchanged_is_unknown() -> None:
    days = Counter(date(2020, 4, 1) + timedelta(days=day) for day in range(110))
    limit = stray_limit(days)
    assert limit is not None
    reader = DateReader("mdy", None, TODAY, {"seen": limit})
    stray = reader.read("09/07/2020", "seen")
    assert stray.value is None
    assert stray.remark is not None
    assert "2020-07-09 may be meant" in stray.remark.text
    assert reader.read("7/9/2020", "seen").value == date(2020, 7, 9)
    assert reader.read("9/25/2020", "seen").value == date(2020, 9, 25)


@pytest.mark.parametrize("seen", ["9/7/2020", "2020-09-07"])
def test_a_stray_day_means_the_same_row_in_a_text_and_in_a_workbook(seen: str) -> None:
    dates = DateReader("mdy", None, TODAY, {HEADER[0]: date(2020, 8, 1)})
    reader = RowReader(named_mapping("coronavirusfacts"), HEADER, COUNTRIES, dates)
    draft = reader.read(SheetRow(2, row(seen=seen)))
    assert codes(draft) == ["date_stray"]
    assert draft.key == read(*row(seen="2020-09-07")).key


def test_few_dates_make_none_of_them_a_stray() -> None:
    assert stray_limit(Counter([date(2020, 1, 1), date(2020, 9, 7)])) is None


@pytest.mark.parametrize(
    ("cell", "url", "fault"),
    [
        ("https://a.example/x", "https://a.example/x", ""),
        ("a.example/x", "https://a.example/x", "without_scheme"),
        ("https://a.example/1\nhttps://b.example/2", "https://a.example/1", "several"),
        ("see https://a.example/1.", "https://a.example/1.", ""),
        ("not available", "", "missing"),
        ("WhatsApp chain (no link)", "", "missing"),
        ("-", "", "missing"),
        ("The post was a photo", "", "not_address"),
        ("javascript:alert(1)", "", "not_address"),
        ("http://[broken", "", "not_address"),
    ],
)
def test_an_address_is_taken_as_pasted_or_said_to_be_none(cell: str, url: str, fault: str) -> None:
    found = read_address(cell)
    assert (found.url, found.fault) == (url, fault)


def test_missing_addresses_are_remarked_apart() -> None:
    assert codes(read(*row(url="", original="not available"))) == [
        "url_missing",
        "original_missing",
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [("english", "en"), ("Chinese (traditional)", "zh"), ("Bahasa Indonesia", "id"),
     ("Қазақша", "kk"), ("русский", "ru"), ("Farsi", "fa"), ("uk", "uk"), ("Brazil", "")],
)  # fmt: skip
def test_a_language_is_known_by_its_name(name: str, code: str) -> None:
    assert language_code(name) == code


def test_a_rating_that_is_none_waits_for_an_editor() -> None:
    draft = read(*row(rating="Explanatory"))
    assert draft.verdict is not None
    assert draft.verdict.code is None
    assert codes(draft) == ["verdict_unknown"]


def test_the_category_other_is_not_the_theme_of_other_crises() -> None:
    assert read(*row(category="Other")).theme == ""


def test_a_new_category_is_remarked() -> None:
    assert codes(read(*row(category="Aliens"))) == ["category_unknown"]


def test_a_row_without_a_claim_is_not_usable_and_says_so() -> None:
    draft = read(*row(claim="  "))
    assert draft.key == ""
    assert codes(draft) == ["no_claim"]


def test_an_empty_row_says_so() -> None:
    assert codes(read("", " ", "")) == ["empty_row"]


def test_a_row_of_another_width_is_read_and_remarked() -> None:
    assert codes(read(*row()[:9]))[0] == "too_few_cells"
    assert codes(read(*row(), "one more")) == ["extra_cells"]
    assert codes(read(*row(), "")) == []


def test_what_is_too_long_is_cut_and_remarked() -> None:
    draft = read(*row(origin="x" * 1200))
    assert len(draft.origin) == 1000
    assert codes(draft) == ["too_long"]


def test_spacing_and_case_of_the_claim_do_not_make_another_row() -> None:
    one, other = row("Onions cure", url="u"), row(" onions  CURE ", url="u")
    assert read(*one).key == read(*other).key
    assert read(*one).key != read(*row("Onions cure", url="v")).key


def test_a_workbooks_date_means_the_same_row_as_the_texts() -> None:
    assert read(*row(seen="2020-03-17")).key == read(*row(seen="3/17/2020")).key
