"""`manage.py import_reviews`: every row is kept with its outcome, and a second run is harmless."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from factchecks.claims import group_claims
from factchecks.interchange import importing
from factchecks.interchange.importing import import_sheet
from factchecks.interchange.mapping import named_mapping
from factchecks.interchange.sheets import open_sheet
from factchecks.models import (
    Claim,
    ClaimReview,
    ImportBatch,
    ImportedRow,
    Provenance,
    RowOutcome,
    Theme,
)
from factchecks.reading.decisions import decide
from factchecks.reading.questions import SENTENCES
from tests import factories
from tests.factchecks.interchange.spreadsheets import HEADER, as_csv, csv_file, row, xlsx_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _countries_and_taxonomy() -> None:
    factories.country("KZ")
    factories.country("RU")
    call_command("load_taxonomy", verbosity=0)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    capsys.readouterr()
    return capsys


def outcomes() -> list[str]:
    return list(ImportedRow.objects.order_by("number").values_list("outcome", flat=True))


def test_what_is_imported_says_so_and_keeps_its_row(tmp_path: Path) -> None:
    call_command("import_reviews", csv_file(tmp_path, row(countries="Kazakhstan, Russia")))
    review = ClaimReview.objects.get()
    assert review.provenance == Provenance.IMPORTED
    assert (review.publisher, review.verdict_id, review.language) == (
        "Invented Facts", "FALSE", "ru",
    )  # fmt: skip
    assert review.claim_seen_on is not None
    assert review.published_on is None
    assert review.first_captured_at is None
    assert {country.code for country in review.countries.all()} == {"KZ", "RU"}
    assert {origin.code for origin in review.origins.all()} == {"WHATSAPP"}
    assert review.theme_links.get(theme="TREAT").words.startswith("Cures")
    kept = ImportedRow.objects.get()
    assert kept.cells == list(row(countries="Kazakhstan, Russia"))
    assert (kept.number, kept.outcome, kept.review) == (2, RowOutcome.CREATED, review)


def test_every_row_has_an_outcome(tmp_path: Path) -> None:
    path = csv_file(tmp_path, row(), row("Garlic"), ("", ""), row(""), row())
    call_command("import_reviews", path)
    assert outcomes() == ["created", "created", "rejected", "rejected", "repeated"]
    counts = ImportBatch.objects.get().counts
    assert counts["rows"] == sum(counts["outcomes"].values()) == 5


def test_a_second_run_changes_nothing_and_says_so(
    tmp_path: Path, said: pytest.CaptureFixture[str]
) -> None:
    path = csv_file(tmp_path, row(), row("Garlic"))
    call_command("import_reviews", path)
    before = list(ClaimReview.objects.order_by("pk").values())
    call_command("import_reviews", path)
    assert "Nothing was changed" in said.readouterr().out
    assert list(ClaimReview.objects.order_by("pk").values()) == before
    assert ImportBatch.objects.count() == 1


def test_a_longer_edition_of_a_list_brings_only_what_is_new(tmp_path: Path) -> None:
    call_command("import_reviews", csv_file(tmp_path, row(), row("Garlic")))
    call_command(
        "import_reviews",
        csv_file(tmp_path, row("New"), row(rating="TRUE"), row("Garlic"), name="later.csv"),
    )
    later = ImportedRow.objects.filter(batch__file_name="later.csv").order_by("number")
    assert [each.outcome for each in later] == ["created", "unchanged", "unchanged"]
    assert later[1].remarks[0][0] == "differs_from_stored"
    assert "“Final rating”" in later[1].remarks[0][1]
    assert ClaimReview.objects.get(claim_text__startswith="Onions").verdict_id == "FALSE"
    assert ClaimReview.objects.count() == 3


def test_the_same_list_as_a_workbook_brings_nothing_new(tmp_path: Path) -> None:
    call_command("import_reviews", csv_file(tmp_path, row()))
    call_command("import_reviews", xlsx_file(tmp_path, HEADER, row(seen="2020-03-17")))
    assert ClaimReview.objects.count() == 1
    assert not ImportedRow.objects.exclude(remarks=[]).exists()


def test_a_repeated_row_is_reported_with_the_row_that_it_repeats(tmp_path: Path) -> None:
    call_command("import_reviews", csv_file(tmp_path, row(), row(category="Other"), row()))
    repeated = ImportedRow.objects.filter(outcome=RowOutcome.REPEATED).order_by("number")
    assert [each.remarks for each in repeated] == [
        [["repeats_row", "Repeats row 2; other cells: “Category”."]],
        [["repeats_row", "Repeats row 2 exactly."]],
    ]
    assert {each.review for each in repeated} == {ClaimReview.objects.get()}


def test_a_repeated_row_with_another_rating_goes_to_an_editor(tmp_path: Path) -> None:
    call_command("import_reviews", csv_file(tmp_path, row(), row(rating="Misleading")))
    review = ClaimReview.objects.get()
    assert review.verdict_id == "FALSE"
    assert review.needs_editor
    assert review.editor_question == SENTENCES["verdicts_differ"]
    second = ImportedRow.objects.get(number=3)
    assert ["verdict_conflict", "Row 2 rates it “FALSE”, row 3 “Misleading”."] in second.remarks


def test_the_same_claim_in_debunks_of_two_languages_is_one_rumour(tmp_path: Path) -> None:
    call_command(
        "import_reviews",
        csv_file(
            tmp_path, row(language="Spanish"), row(language="Thai", url="https://facts.example/th")
        ),
    )
    assert set(ClaimReview.objects.values_list("language", "text_language")) == {
        ("es", "en"),
        ("th", "en"),
    }
    group_claims(10)
    assert [claim.language for claim in Claim.objects.all()] == ["en"]


def test_a_row_repeated_far_below_is_still_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factchecks.interchange.importing.CHUNK", 2)
    rows = [row(f"Claim {n}") for n in range(5)]
    call_command("import_reviews", csv_file(tmp_path, *rows, row("Claim 0", rating="TRUE")))
    assert outcomes() == ["created"] * 5 + ["repeated"]
    assert ClaimReview.objects.get(claim_text="Claim 0").needs_editor


def test_countries_are_counted_as_debunks_and_repeated_rows_once(
    tmp_path: Path, said: pytest.CaptureFixture[str]
) -> None:
    both = row("Both", countries="Russia, Kazakhstan")
    call_command(
        "import_reviews", csv_file(tmp_path, row(), both, both, row("R", countries="Russia"))
    )
    assert "naming Kazakhstan: 2; Russia: 2; both: 1." in said.readouterr().out
    assert ClaimReview.objects.concerning("KZ").count() == 2


def test_a_debunk_of_a_known_portal_belongs_to_it_and_stays_imported(tmp_path: Path) -> None:
    factories.portal("known", host="known.example")
    call_command("import_reviews", csv_file(tmp_path, row(url="https://known.example/health/x/")))
    review = ClaimReview.objects.get()
    assert review.portal is not None
    assert review.portal.slug == "known"
    assert review.provenance == Provenance.IMPORTED


def test_a_rating_that_is_none_asks_an_editor(tmp_path: Path) -> None:
    call_command(
        "import_reviews", csv_file(tmp_path, row(rating="Explanatory"), row("b", rating=""))
    )
    waiting = ClaimReview.objects.filter(needs_editor=True, verdict=None)
    assert set(waiting.values_list("editor_question", flat=True)) == {
        SENTENCES["verdict_unknown"],
        SENTENCES["verdict_missing"],
    }


def test_a_dry_run_reports_and_changes_nothing(
    tmp_path: Path, said: pytest.CaptureFixture[str]
) -> None:
    call_command("import_reviews", csv_file(tmp_path, row(), row(seen="13/45/2020")), dry_run=True)
    out = said.readouterr().out
    assert "2 rows" in out
    assert "Dates that do not exist or are ambiguous; taken as unknown: row 3" in out
    assert "nothing was changed" in out
    assert not ClaimReview.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_import_that_breaks_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factchecks.interchange.importing.CHUNK", 1)

    def broken(rows: int) -> None:
        if rows == 2:
            raise KeyboardInterrupt

    sheet = open_sheet(csv_file(tmp_path, row(), row("b"), row("c")))
    with pytest.raises(KeyboardInterrupt):
        import_sheet(sheet, named_mapping("coronavirusfacts"), on_chunk=broken)
    assert not ClaimReview.objects.exists()
    assert not ImportedRow.objects.exists()


def test_two_imports_do_not_run_at_once(tmp_path: Path) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [importing.LOCK])
        with pytest.raises(CommandError, match="Another import is running"):
            call_command("import_reviews", csv_file(tmp_path, row()))
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [importing.LOCK])
    finally:
        other.close()
    call_command("import_reviews", csv_file(tmp_path, row()))


def test_the_report_file_has_every_remark(tmp_path: Path) -> None:
    path = csv_file(tmp_path, row(url="", seen="2/30/2020"), row("b", countries="Atlantis"))
    report = tmp_path / "report.csv"
    call_command("import_reviews", path, report=report)
    with report.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["row", "outcome", "remark", "explanation"]
    assert [(line[0], line[2]) for line in lines[1:]] == [
        ("2", "date_impossible"),
        ("2", "url_missing"),
        ("3", "country_unknown"),
    ]
    whole = report.read_bytes()
    call_command("import_reviews", path, report=report)
    assert report.read_bytes() == whole, "a refused second run overwrote the report"
    assert [each.name for each in tmp_path.glob("*.part")] == []


def test_unknown_columns_are_listed_with_a_mapping_to_save(
    tmp_path: Path, said: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.csv"
    header, cells = ("Claim", "Verdict", "Zzz"), ("Onions cure every known illness.", "false", "1")
    path.write_text(as_csv(header, cells))
    with pytest.raises(CommandError, match=r"--mapping FILE\.toml"):
        call_command("import_reviews", path)
    proposal = said.readouterr().out
    assert 'not recognised: "Zzz"' in proposal
    assert not ImportBatch.objects.exists()
    saved = tmp_path / "mine.toml"
    saved.write_text(proposal)
    call_command("import_reviews", path, mapping=str(saved))
    assert ClaimReview.objects.get().verdict_id == "FALSE"
    assert "Kept with the rows but not read: Zzz." in said.readouterr().out


def test_a_mapping_for_another_file_says_which_columns_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Claim,Verdict\na,b\n")
    with pytest.raises(CommandError, match="does not have: “When did you see the claim"):
        call_command("import_reviews", path, mapping="coronavirusfacts")


@pytest.mark.parametrize(
    ("table", "said_"),
    [("[themes]\n'Cures' = 'NONSENSE'", "no theme “NONSENSE”"),
     ("[countries]\n'Atlantis' = 'XX'", "no country “XX”")],
)  # fmt: skip
def test_a_mapping_to_what_the_archive_does_not_have_is_refused(
    tmp_path: Path, table: str, said_: str
) -> None:
    mapping = tmp_path / "mine.toml"
    mapping.write_text(f"[columns]\nclaim = 'What did you fact-check?'\n{table}\n")
    with pytest.raises(CommandError, match=said_):
        call_command("import_reviews", csv_file(tmp_path, row()), mapping=str(mapping))


def test_an_editors_decision_leaves_the_theme_of_the_category(tmp_path: Path) -> None:
    call_command("import_reviews", csv_file(tmp_path, row("Nothing telling", category="Causes")))
    review = ClaimReview.objects.get()
    editor = get_user_model().objects.create_user("editor")
    decide(review, "verdict", "MISLEADING", editor)
    assert [link.theme_id for link in review.theme_links.all()] == ["ORIGIN"]


@pytest.mark.parametrize("content", [b"", b"a\n", "дата\n".encode("koi8-r"), b"1,2\n3,4\n"])
def test_a_file_that_cannot_be_read_is_an_answer_and_no_stack_trace(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_reviews", path)


def test_an_archive_without_taxonomy_says_what_to_run(tmp_path: Path) -> None:
    Theme.objects.all().delete()
    with pytest.raises(CommandError, match="load_taxonomy"):
        call_command("import_reviews", csv_file(tmp_path, row()))
