"""One debunk: its verdict, its history, its evidence down to the bytes, and its citation."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from factchecks.models import ClaimReview, EditorDecision, Reading, Verdict
from factchecks.reading.questions import as_text as stored_questions
from factchecks.search.citation import as_bibtex, as_csl, as_ris, as_text, citation_of
from portals.models import Capture
from tests import factories
from tests.archived import archive
from tests.pages.conftest import NOON, Scene, change, imported

pytestmark = pytest.mark.django_db


def text_of(client: Client, review: ClaimReview, prefix: str = "") -> str:
    response = client.get(f"{prefix}/debunks/{review.pk}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def on_disk(scene: Scene, settings: Settings, tmp_path: Path) -> Capture:
    """The edited debunk, read from a capture whose bytes lie in a WARC file."""
    settings.WARC_ROOT = tmp_path
    assert scene.edited.page
    capture = archive(scene.edited.page, "<h1>Фейк</h1>".encode(), at=NOON + timedelta(hours=1))
    Reading.objects.create(
        capture=capture, extractor="wordpress", version="2", review=scene.edited, fields={}
    )
    return capture


def test_the_verdict_stands_in_its_own_words_and_on_the_scale(client: Client, scene: Scene) -> None:
    Verdict.objects.filter(code="FALSE").update(value=1, name_en="False")
    page = text_of(client, scene.edited)
    assert "1 of 5" in page
    assert '<q lang="ru">Фейк</q>' in page
    assert "Implied by the rubric or the title" in page


def test_a_verdict_that_nobody_decided_is_not_guessed(client: Client, scene: Scene) -> None:
    page = text_of(client, scene.undecided)
    assert "Needs an editor" in page
    assert '<q lang="">Смотря как</q>' in page
    assert "of 5" not in page


def test_the_date_is_shown_as_read_and_as_written(client: Client, scene: Scene) -> None:
    page = text_of(client, scene.edited)
    assert '<time datetime="2020-05-01">2020-05-01</time>' in page
    assert "01.05.2020" in page


def test_a_withdrawn_debunk_stays_visible_and_says_between_which_captures(
    client: Client, scene: Scene
) -> None:
    page = text_of(client, scene.withdrawn)
    assert "present at" in page
    assert "2026-11-20 09:00:00 UTC" in page
    assert "2026-11-20 11:00:00 UTC" in page


def test_an_edit_is_shown_word_by_word(client: Client, scene: Scene) -> None:
    page = text_of(client, scene.edited)
    assert "<del>" in page
    assert "опасна<span" in page
    assert "безопасна<span" in page


def test_the_evidence_chain_ends_in_the_digest(client: Client, on_disk: Capture) -> None:
    page = text_of(client, on_disk.readings.get().review)  # type: ignore[arg-type]
    assert on_disk.warc_file is not None
    for link in (
        on_disk.warc_file.path,
        f"from byte {on_disk.warc_offset}",
        on_disk.payload_sha256,
        f"/archive/{on_disk.timestamp}/{on_disk.url}",
        "read by wordpress version 2",
    ):
        assert link in page


def test_the_button_verifies_the_bytes_on_the_disk(
    client: Client, scene: Scene, on_disk: Capture
) -> None:
    url = f"/debunks/{scene.edited.pk}/verify/"
    page = client.post(url, {"capture": on_disk.pk}).content.decode()
    assert "<strong>Verified.</strong>" in page
    assert "<html" in page
    part = client.post(url, {"capture": on_disk.pk}, headers={"HX-Request": "true"})
    assert "<strong>Verified.</strong>" in part.content.decode()
    assert b"<html" not in part.content


def test_evidence_that_was_tampered_with_is_not_verified(
    client: Client, scene: Scene, on_disk: Capture, settings: Settings
) -> None:
    assert on_disk.warc_file is not None
    file = Path(settings.WARC_ROOT) / on_disk.warc_file.path
    file.chmod(0o644)
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    url = f"/debunks/{scene.edited.pk}/verify/"
    assert "Not verified" in client.post(url, {"capture": on_disk.pk}).content.decode()


def test_evidence_that_is_gone_is_not_verified(
    client: Client, scene: Scene, on_disk: Capture, settings: Settings
) -> None:
    assert on_disk.warc_file is not None
    (Path(settings.WARC_ROOT) / on_disk.warc_file.path).unlink()
    url = f"/debunks/{scene.edited.pk}/verify/"
    page = client.post(url, {"capture": on_disk.pk}).content.decode()
    assert "Not verified" in page
    assert "is not there" in page


def test_only_captures_of_this_debunk_are_verified_and_only_by_post(
    client: Client, scene: Scene, on_disk: Capture
) -> None:
    other = f"/debunks/{scene.withdrawn.pk}/verify/"
    for capture in (on_disk.pk, "x", "", "9" * 40):
        assert client.post(other, {"capture": capture}).status_code == 404
    assert client.get(other).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/debunks/{scene.edited.pk}/verify/", {"capture": on_disk.pk})
    assert answer.status_code == 403
    assert "The form has expired" in answer.content.decode()


def test_an_imported_debunk_says_so_with_its_file_and_row(client: Client, scene: Scene) -> None:
    page = text_of(client, scene.imported)
    assert "Imported, not captured" in page
    assert "Row 7 of facts.csv" in page
    assert "There are no bytes of our own behind this debunk." in page
    assert "Verify now" not in page


def test_the_same_rumour_elsewhere_is_named(client: Client, scene: Scene) -> None:
    page = text_of(client, scene.edited)
    assert f"/rumours/{scene.rumour.pk}/" in page
    assert f"/debunks/{scene.elsewhere.pk}/" in page


def test_a_translation_and_its_original_name_each_other(client: Client, scene: Scene) -> None:
    assert f"/debunks/{scene.translation.pk}/" in text_of(client, scene.edited)
    assert f"/debunks/{scene.edited.pk}/" in text_of(client, scene.translation)


def test_a_portals_markup_stays_text(client: Client) -> None:
    review = factories.review(
        title="<script>x</script>", body="<img src=x onerror=y>", verdict_raw="<b>"
    )
    change(review, "edited", "body", "<i>old</i>", "<u>new</u>")
    page = text_of(client, review)
    assert "<script>x" not in page
    assert "<img src=x" not in page
    assert "<u>new" not in page
    assert "&lt;u&gt;new&lt;/u&gt;" in page


@pytest.mark.parametrize("key", ["999", "9" * 30])
def test_a_debunk_that_is_not_there_is_a_clear_404(client: Client, scene: Scene, key: str) -> None:
    response = client.get(f"/debunks/{key}/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_the_number_of_queries_is_bounded(
    client: Client, scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        change(scene.edited, "edited", "title", "a", "b")
        factories.review(scene.russian, claim=scene.rumour)
    with django_assert_num_queries(12):
        client.get(f"/debunks/{scene.edited.pk}/")


# --- citation -----------------------------------------------------------------------------------


def test_a_citation_names_the_capture_and_its_digest(
    client: Client, scene: Scene, on_disk: Capture
) -> None:
    page = text_of(client, scene.edited)
    assert f"SHA-256 {on_disk.payload_sha256}" in page
    assert "Archived 2026-11-20T13:00:00Z by Crisis Portal Archive" in page


@pytest.mark.parametrize(
    ("extension", "begins"), [("bib", "@online{"), ("ris", "TY  - ELEC\r\n"), ("json", "[")]
)
def test_citations_are_downloaded(
    client: Client, scene: Scene, extension: str, begins: str
) -> None:
    response = client.get(f"/debunks/{scene.edited.pk}/citation.{extension}")
    assert response.content.decode().startswith(begins)
    assert response["Content-Disposition"].endswith(f'-{scene.edited.pk}.{extension}"')


def test_an_unknown_citation_format_is_a_404(client: Client, scene: Scene) -> None:
    assert client.get(f"/debunks/{scene.edited.pk}/citation.docx").status_code == 404


def test_the_formats_hold_what_reference_managers_ask_for(scene: Scene) -> None:
    scene.edited.title = "100 % {ложь} & $_\nвторая строка"
    capture = Capture.objects.filter(readings__review=scene.edited).get()
    cited = citation_of(scene.edited, capture, date(2026, 11, 21))
    assert r"100 \% \{ложь\} \& \$\_ вторая строка" in as_bibtex(cited)
    assert "date = {2020-05-01}" in as_bibtex(cited)
    assert "DA  - 2020/05/01\r\n" in as_ris(cited)
    assert as_ris(cited).endswith("ER  - \r\n")
    assert all("  - " in line for line in as_ris(cited).splitlines())
    item = json.loads(as_csl(cited))[0]
    assert item["issued"] == {"date-parts": [[2020, 5, 1]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 21]]}
    assert "Accessed 2026-11-21." in as_text(cited)


def test_what_was_imported_is_never_cited_as_archived(scene: Scene) -> None:
    cited = citation_of(imported(9), None, date(2026, 11, 21))
    assert "Recorded, not captured" in as_text(cited)
    assert "Recorded, not captured" in as_bibtex(cited)
    assert "SHA-256" not in as_text(cited)


# --- editors ------------------------------------------------------------------------------------


@pytest.fixture
def editor(client: Client) -> User:
    user = User.objects.create_user("aigerim")
    user.user_permissions.add(Permission.objects.get(codename="change_claimreview"))
    client.force_login(user)
    return user


def corrected(scene: Scene, **fields: str) -> dict[str, str]:
    review = scene.undecided
    given = {"title": review.title, "claim_text": review.claim_text, "reason": "Looked at it."}
    return {**given, **fields}


def test_a_reader_sees_no_form_and_decides_nothing(client: Client, scene: Scene) -> None:
    assert "For editors" not in text_of(client, scene.undecided)
    url = f"/debunks/{scene.undecided.pk}/decide/"
    assert client.post(url, corrected(scene, verdict="FALSE")).status_code == 403
    client.force_login(User.objects.create_user("nobody"))
    answer = client.post(url, corrected(scene, verdict="FALSE"))
    assert answer.status_code == 403
    assert "You may not do this" in answer.content.decode()
    assert not EditorDecision.objects.exists()


def test_an_editor_decides_a_verdict_and_undoes_it(
    client: Client, scene: Scene, editor: User
) -> None:
    review = scene.undecided
    url = f"/debunks/{review.pk}/decide/"
    page = client.post(url, corrected(scene, verdict="FALSE"), follow=True).content.decode()
    assert "Your decision stands" in page
    assert "Decided by an editor" in page
    decision = EditorDecision.objects.get()
    assert (decision.field, decision.value, decision.reason) == (
        "verdict",
        "FALSE",
        "Looked at it.",
    )
    review.refresh_from_db()
    assert review.verdict_id == "FALSE"
    client.post(f"/debunks/{review.pk}/undo/{decision.pk}/")
    review.refresh_from_db()
    assert review.verdict_id is None


def test_a_decision_needs_a_reason(client: Client, scene: Scene, editor: User) -> None:
    url = f"/debunks/{scene.undecided.pk}/decide/"
    response = client.post(url, corrected(scene, verdict="FALSE", reason=" "))
    assert response.status_code == 400
    assert "Say why" in response.content.decode()
    assert not EditorDecision.objects.exists()


def test_saving_an_unchanged_form_decides_nothing(
    client: Client, scene: Scene, editor: User
) -> None:
    client.post(f"/debunks/{scene.undecided.pk}/decide/", corrected(scene))
    assert not EditorDecision.objects.exists()


def test_what_is_no_debunk_leaves_the_public_site_and_can_come_back(
    client: Client, scene: Scene, editor: User
) -> None:
    review = scene.undecided
    url = f"/debunks/{review.pk}/"
    client.post(f"{url}decide/", corrected(scene, is_rejected="on"))
    assert Client().get(url).status_code == 404
    assert "Only editors see it" in text_of(client, review)
    client.post(f"{url}undo/{EditorDecision.objects.get().pk}/")
    assert Client().get(url).status_code == 200


def test_the_question_for_the_editor_is_asked_in_the_readers_language(
    client: Client, scene: Scene
) -> None:
    scene.undecided.editor_question = stored_questions(["verdict_unknown", "dates_differ"])
    scene.undecided.save()
    english = text_of(client, scene.undecided)
    assert "Which verdict do they mean?<br>The page gives different dates." in english
    russian = text_of(client, scene.undecided, "/ru")
    assert "Which verdict do they mean?" not in russian
    assert "<br>" in russian


def test_what_is_odd_about_an_imported_row_is_said_in_the_readers_language_first(
    client: Client, scene: Scene
) -> None:
    row = scene.imported.imported_rows.get()
    row.remarks = [["language_missing", "“Language”: nothing in it."], ["gone", "A later code."]]
    row.save()
    english = text_of(client, scene.imported)
    assert "“Language”: nothing in it." in english
    assert "Language missing" not in english
    russian = text_of(client, scene.imported, "/ru")
    assert '. <q class="soft" lang="en">“Language”: nothing in it.</q>' in russian
    assert "A later code." in russian
