"""What is counted, what is not, and when nothing can be said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from factchecks.comparison.pair import Pair
from factchecks.comparison.rows import Row
from factchecks.models import (
    ClaimReview,
    ImportBatch,
    ImportedRow,
    Provenance,
    ReviewChange,
    Theme,
    Verdict,
)
from tests import factories
from tests.factchecks.comparison.conftest import Compare

pytestmark = pytest.mark.django_db


def by_code(rows: tuple[Row, ...], code: str) -> Row:
    return next(row for row in rows if row.code == code)


def numbers(row: Row) -> tuple[int | None, int | None]:
    return row.parts.a.number, row.parts.b.number


def test_a_translation_is_no_second_debunk(compare: Compare) -> None:
    portal = factories.portal(of="KZ")
    original = factories.review(portal, language="ru")
    factories.review(portal, language="kk", translation_of=original)

    comparison = compare()

    assert comparison.headline.published.a == 1
    [kazakh, russian] = sorted(comparison.languages, key=lambda row: row.code)
    assert (kazakh.originals.a.number, kazakh.translations.a) == (0, 1)
    assert (russian.originals.a.number, russian.translations.a) == (1, 0)


def test_a_debunk_that_an_editor_rejected_is_not_counted(compare: Compare) -> None:
    portal = factories.portal(of="KZ")
    factories.review(portal, themes=["VACC"], verdict="FALSE")
    factories.review(portal, themes=["VACC"], verdict="FALSE", is_rejected=True)

    comparison = compare()

    assert comparison.headline.published.a == 1
    assert numbers(by_code(comparison.themes, "VACC"))[0] == 1
    assert numbers(by_code(comparison.verdicts, "FALSE"))[0] == 1
    assert [column.numbers.a for column in comparison.months.columns] == [1]


def test_a_rejected_translation_is_not_counted_as_one(compare: Compare) -> None:
    portal = factories.portal(of="KZ")
    original = factories.review(portal, language="ru")
    factories.review(portal, language="kk", translation_of=original, is_rejected=True)

    assert [row.code for row in compare().languages] == ["ru"]


def test_nothing_captured_is_not_zero(compare: Compare) -> None:
    factories.review(factories.portal(of="KZ"), themes=["VACC"], verdict="FALSE")
    factories.portal(of="RU")

    comparison = compare()

    assert comparison.headline.published == (1, None)
    assert numbers(by_code(comparison.themes, "VACC")) == (1, None)
    assert by_code(comparison.themes, "VACC").parts.b.percent is None
    assert numbers(by_code(comparison.verdicts, "FALSE")) == (1, None)
    assert comparison.months.columns[0].numbers == (1, None)
    assert comparison.months.undated == (0, None)


def test_a_captured_portal_without_a_debunk_has_zero(compare: Compare) -> None:
    factories.review(factories.portal(of="KZ"))
    factories.snapshot(factories.portal(of="RU"))

    assert compare().headline.published == (1, 0)


@pytest.mark.parametrize("state", ["unreachable", "blocked", "interrupted", "running"])
def test_a_snapshot_without_an_answer_captured_nothing(compare: Compare, state: str) -> None:
    factories.snapshot(factories.portal(of="RU"), state=state)

    assert compare().headline.published.b is None


def test_a_snapshot_of_a_statistics_site_says_nothing_about_debunks(compare: Compare) -> None:
    factories.snapshot(factories.portal(of="RU", roles=["statistics"]))

    comparison = compare()

    assert comparison.sides.b.everything.is_captured
    assert comparison.headline.published.b is None


def test_a_period_after_the_last_snapshot_is_not_captured(compare: Compare) -> None:
    portal = factories.portal(of="KZ")
    factories.review(portal)
    factories.snapshot(portal, started_at=datetime(2021, 5, 1, tzinfo=UTC))

    assert compare(start=date(2021, 5, 1)).headline.published.a == 0
    assert compare(start=date(2021, 5, 2)).headline.published.a is None


def test_official_and_independent_sites_are_told_apart(compare: Compare) -> None:
    factories.review(factories.portal(of="KZ", roles=["fact_check"]))
    factories.review(factories.portal(of="KZ", roles=["independent_fact_check"]))
    factories.review(factories.portal(of="KZ", roles=["media_outlet"]))
    factories.snapshot(factories.portal(of="RU", roles=["fact_check"]))

    comparison = compare()

    official, independent, others = comparison.headline.by_role
    assert numbers(official) == (1, 0)
    assert numbers(independent) == (1, None)
    assert numbers(others) == (1, None)
    assert comparison.headline.published == (3, 0)


def test_portals_that_nobody_searches_for_debunks_are_no_row_of_zeros(compare: Compare) -> None:
    statistics = factories.portal(of="KZ", roles=["statistics"])
    factories.snapshot(statistics, fetched=3)
    factories.review(factories.portal(of="RU", roles=["fact_check"]))
    assert [row.code for row in compare().headline.by_role] == [
        "fact_check",
        "independent_fact_check",
    ]

    statistics.rules = {"title": {"css": "h1"}}
    statistics.save()
    assert numbers(compare().headline.by_role[-1]) == (0, None)


def test_an_official_site_that_was_not_captured_is_not_zero(compare: Compare) -> None:
    factories.review(factories.portal(of="KZ", roles=["independent_fact_check"]))
    factories.portal(of="KZ", roles=["fact_check"])

    comparison = compare()

    official, independent = comparison.headline.by_role
    assert numbers(official)[0] is None
    assert numbers(independent)[0] == 1


def test_withdrawn_edited_and_undated_debunks_are_counted(compare: Compare) -> None:
    portal = factories.portal(of="KZ")
    now = datetime.now(UTC)
    factories.review(portal, withdrawn_after=now, withdrawn_before=now)
    factories.review(portal, published_on=None)
    edited = factories.review(portal)
    for kind, field in [("edited", "title"), ("edited", "body"), ("verdict_changed", "verdict")]:
        ReviewChange.objects.create(review=edited, kind=kind, field=field, found_at=now)

    headline = compare().headline

    assert headline.published.a == 3
    assert headline.withdrawn.a == 1
    assert headline.edited.a == 1
    assert headline.undated.a == 1


def test_appearing_is_no_edit(compare: Compare) -> None:
    review = factories.review(factories.portal(of="KZ"))
    ReviewChange.objects.create(review=review, kind="appeared", found_at=datetime.now(UTC))

    assert compare().headline.edited.a == 0


def test_every_theme_is_shown_and_a_debunk_counts_under_each_of_its_own(compare: Compare) -> None:
    Theme.objects.create(code="ELECT", name_en="Elections", position=9)
    portal = factories.portal(of="KZ")
    factories.review(portal, themes=["VACC", "SCAM"])
    factories.review(portal, themes=["VACC"])
    factories.review(portal)

    themes = compare().themes

    assert numbers(by_code(themes, "VACC"))[0] == 2
    assert numbers(by_code(themes, "SCAM"))[0] == 1
    assert numbers(by_code(themes, "ELECT"))[0] == 0
    assert numbers(by_code(themes, ""))[0] == 1
    assert round(by_code(themes, "VACC").parts.a.percent or 0) == 67


def test_verdicts_tell_stated_from_implied_and_from_none(compare: Compare) -> None:
    for code, value in [("TRUE", 5), ("SATIRE", None), ("FALSE", 1)]:
        Verdict.objects.create(code=code, name_en=code, value=value)
    portal = factories.portal(of="RU")
    factories.review(portal, verdict="FALSE")
    factories.review(portal, verdict="FALSE", verdict_implied=True)
    factories.review(portal)

    comparison = compare()

    assert [row.code for row in comparison.verdicts] == ["FALSE", "TRUE", "SATIRE", ""]
    assert numbers(by_code(comparison.verdicts, "FALSE"))[1] == 2
    assert by_code(comparison.verdicts, "FALSE").implied.b == 1
    assert numbers(by_code(comparison.verdicts, ""))[1] == 1
    assert comparison.headline.stated.b == 1
    assert comparison.headline.implied.b == 1
    assert comparison.headline.needs_editor.b == 1


def test_origins_count_what_debunks_name(compare: Compare) -> None:
    review = factories.review(factories.portal(of="KZ"))
    review.origins.create(code="WHATSAPP", name_en="WhatsApp")
    factories.review(factories.portal(of="RU"))

    origins = compare().origins

    assert [(row.code, numbers(row)) for row in origins] == [("WHATSAPP", (1, 0)), ("", (0, 1))]


def test_period_and_language_narrow_the_count(compare: Compare) -> None:
    portal = factories.portal(of="KZ")
    translated = factories.review(portal, published_on=date(2020, 4, 1), language="ru")
    factories.review(portal, language="kk", translation_of=translated)
    factories.review(portal, published_on=date(2020, 5, 1), language="ru")
    factories.review(portal, published_on=None)

    assert compare(start=date(2020, 4, 2)).headline.published.a == 1
    assert compare(end=date(2020, 4, 30)).headline.published.a == 1
    assert compare(start=date(2020, 4, 1), end=date(2020, 5, 1)).headline.published.a == 2
    assert compare(language="kk").headline.published.a == 1


def test_a_rejected_translation_does_not_make_a_debunk_readable(compare: Compare) -> None:
    original = factories.review(factories.portal(of="KZ"), language="ru")
    factories.review(original.portal, language="kk", translation_of=original, is_rejected=True)

    assert compare(language="kk").headline.published.a == 0


def test_the_countries_stay_in_the_order_that_was_asked_for(compare: Compare) -> None:
    factories.review(factories.portal(of="RU"))
    factories.snapshot(factories.portal(of="KZ"))

    comparison = compare()

    assert [side.code for side in comparison.sides] == ["KZ", "RU"]
    assert comparison.headline.published == Pair(0, 1)


def imported_review(key: str, *codes: str, **fields: Any) -> ClaimReview:
    review = ClaimReview.objects.create(
        provenance=Provenance.IMPORTED,
        source_key=key,
        **fields,
    )
    review.countries.set([factories.country(code) for code in codes])
    return review


def test_imported_fact_checks_are_counted_apart(compare: Compare) -> None:
    factories.review(factories.portal(of="KZ"))
    imported_review("1", "KZ")
    imported_review("2", "KZ", "RU")
    imported_review("3", "RU", "KZ")
    imported_review("4", "RU", is_rejected=True)
    imported_review("5", "UA")

    comparison = compare()

    assert comparison.imported.naming == (3, 2)
    assert comparison.imported.both == 2
    assert comparison.imported.either == 3
    assert comparison.headline.published == (1, None)
    assert [column.numbers.a for column in comparison.months.columns] == [1]


def test_an_imported_row_about_a_portal_of_ours_is_not_captured(compare: Compare) -> None:
    imported_review("1", "KZ", portal=factories.portal(of="KZ"))

    comparison = compare()

    assert comparison.headline.published.a is None
    assert comparison.imported.naming.a == 1


def test_a_period_takes_the_day_that_an_imported_row_has(compare: Compare) -> None:
    imported_review("1", "KZ", published_on=date(2020, 4, 1), claim_seen_on=date(2020, 1, 1))
    imported_review("2", "KZ", claim_seen_on=date(2020, 4, 1))
    imported_review("3", "KZ")

    assert compare(start=date(2020, 3, 1)).imported.naming.a == 2
    assert compare(end=date(2020, 3, 1)).imported.naming.a == 0
    assert compare().imported.naming.a == 3


def test_the_file_is_named_as_the_source_of_imported_rows(compare: Compare) -> None:
    for day in (1, 2):
        batch = ImportBatch.objects.create(
            file_name="covid.csv",
            sha256="0" * 64,
            mapping="m",
            mapping_sha256="0" * 64,
            ended_at=datetime(2026, 1, day, tzinfo=UTC),
        )
        review = ClaimReview.objects.filter(source_key="1").first() or imported_review("1", "KZ")
        ImportedRow.objects.create(
            batch=batch, number=2, cells={}, outcome="created", review=review
        )
    other = ImportBatch.objects.create(
        file_name="other.csv", sha256="1" * 64, mapping="m", mapping_sha256="0" * 64
    )
    ImportedRow.objects.create(
        batch=other, number=2, cells={}, outcome="created", review=imported_review("2", "UA")
    )

    [file] = compare().imported.files

    assert file.name == "covid.csv"
    assert file.imported_at == datetime(2026, 1, 2, tzinfo=UTC)
