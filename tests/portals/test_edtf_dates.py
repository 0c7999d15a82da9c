from __future__ import annotations

from datetime import date

import pytest

from portals.interchange.edtf_dates import days_of


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-03-16", date(2020, 3, 16), date(2020, 3, 16)),
        ("2020-03-16/2020-05-11", date(2020, 3, 16), date(2020, 5, 11)),
        ("2020-07/2021", date(2020, 7, 1), date(2021, 12, 31)),
    ],
)
def test_a_date_known_in_part_has_a_first_and_a_last_day(
    text: str, first: date, last: date
) -> None:
    assert days_of(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "20", "2020-13", "2020-02-30", "2020-00-10", "16.03.2020", "2020-3-1", "٢٠٢٠"]
)
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        days_of(text)


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        days_of("2021/2020")
