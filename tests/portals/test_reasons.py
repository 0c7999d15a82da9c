"""Reasons are stored in English and shown in the reader's language, every one of them."""

from __future__ import annotations

import ast
import http.client
import socket
import ssl
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from portals.fetching.exchange import outcome_of_error, outcome_of_status
from portals.fetching.guard import AddressRefused, check_url
from portals.models.reasons import reason_in_reader_language
from tests.portals.reasons_known import unknown_part_of
from tests.portals.running import run_snapshot
from tests.portals.sites import Reply, Site, html

#: Where reasons are written. A new room that writes one belongs here.
WRITERS = [
    "portals/fetching/client.py", "portals/fetching/exchange.py", "portals/fetching/guard.py",
    "portals/fetching/robots.py", "portals/fetching/wire.py", "portals/snapshots/advancing.py",
    "portals/snapshots/answers.py", "portals/snapshots/capturing.py",
    "portals/snapshots/outcome.py", "portals/snapshots/recording.py",
    "portals/snapshots/salvaging.py", "portals/warc/read.py",
]  # fmt: skip


def sentences_written_in(path: str) -> list[str]:
    """Every text of a module that reads like a sentence, with 7 at its places."""
    tree = ast.parse((Path(settings.BASE_DIR) / path).read_text())
    skipped: set[ast.AST] = set()
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
        if isinstance(node, ast.JoinedStr):
            skipped.update(ast.walk(node))
            found.append("".join(map(text_of, node.values)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            found.append(node.value.replace("{detail}", "7"))
    found = [text.strip() for text in found]
    return [
        text + " 7" * text.endswith(":")
        for text in found
        if " " in text and text.endswith((".", ":", ": 7"))
    ]


def text_of(part: ast.expr) -> str:
    """What a part of an f-string may come to."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    code = ast.unparse(part.value)
    if code == "reason":
        # A reason that another sentence is added to; it is looked at where it is written.
        return ""
    if code.startswith("_pages("):
        return "7 pages"
    return "no connection (7)" if code == "named" else "7"


@pytest.mark.parametrize("path", WRITERS)
def test_every_sentence_in_the_code_is_in_the_catalogue(path: str) -> None:
    unknown = {unknown_part_of(text) for text in sentences_written_in(path)}
    # A 7 stands for a reason that another sentence gives whole.
    assert unknown <= {"", "7"}


def test_the_check_sees_the_sentences_it_is_there_for() -> None:
    seen = [text for path in WRITERS for text in sentences_written_in(path)]
    assert len(seen) > 50
    assert "Status 7 without an address to go to." in seen
    assert "7 pages could not be captured: no connection (7)." in seen
    assert "The secure connection failed (7)." in seen
    assert unknown_part_of("The moon is in the way.") == "The moon is in the way."


def test_every_status_has_a_known_reason() -> None:
    for status in (None, *range(100, 600), 999):
        assert unknown_part_of(outcome_of_status(status, "")[1]) == ""


@pytest.mark.parametrize(
    "error",
    [
        AddressRefused("a.example leads to ::1, which is not an address on the public internet."),
        AddressRefused("The connection led to 10.0.0.1, which is not a public address."),
        AddressRefused("Portals are not asked through a proxy."),
        socket.gaierror(-2, "Name or service not known"),
        ssl.SSLCertVerificationError(1, "verify failed: self-signed certificate (_ssl.c:1006)"),
        TimeoutError(),
        http.client.RemoteDisconnected("closed"),
        http.client.IncompleteRead(b"x", 3),
        http.client.BadStatusLine("SSH-2.0. What now?"),
        http.client.HTTPException("its head is too long"),
        ConnectionRefusedError(111, "Connection refused"),
        ConnectionResetError(104, "Connection reset by peer"),
        OSError("the name has no address"),
        ValueError("one. Two. Three"),
    ],
)  # fmt: skip
def test_every_failure_has_a_known_reason(error: Exception) -> None:
    stored = outcome_of_error(error)[1]
    assert unknown_part_of(stored) == ""
    assert unknown_part_of(f"{stored} 12 bytes had come.") == ""
    assert unknown_part_of(f"The home page could not be reached: {stored}") == ""


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "no scheme", "http://u:p@a.example/", "http:///x", "http://[/", "http://a:0/"],
)  # fmt: skip
def test_every_address_that_is_refused_has_a_known_reason(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        check_url(url)
    assert unknown_part_of(str(refused.value)) == ""


STORED = [
    "The site answered with status 503 Service Unavailable.",
    "The site answered with status 599. Cut after 2097152 bytes, the portal's limit.",
    "The portal could not be reached: robots.txt could not be read, so nothing is asked for now: "
    "The site did not answer in time.",
    "The limit of 500 pages was reached; 1 page had not been asked for. 3 pages could not be "
    "captured: no answer in time (2), no connection (1).",
    "2 pages left out because robots.txt asks for it. "
    "1 page cut off at the portal's limit of bytes.",
    "A step failed on our side and will be tried again: [Errno 28] No space left. On the device",
]  # fmt: skip


@pytest.mark.parametrize("stored", STORED)
def test_in_english_a_reason_is_shown_as_it_is_stored(stored: str) -> None:
    assert unknown_part_of(stored) == ""
    with translation.override("en"):
        assert reason_in_reader_language(stored) == stored


@pytest.mark.parametrize("stored", ["", "Something else. And more", "1 рage", "7", "%(count)s %s"])
def test_what_nobody_of_us_wrote_is_shown_as_it_is(stored: str) -> None:
    with translation.override("ru"):
        assert reason_in_reader_language(stored) == stored


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that shows what was translated, whatever the catalogues of words hold."""
    monkeypatch.setattr("django.utils.translation.gettext", lambda text: f"«{text}»")
    monkeypatch.setattr(
        "django.utils.translation.ngettext", lambda one, many, n: f"«{one if n == 1 else many}»"
    )


@pytest.mark.usefixtures("marked")
def test_a_reason_is_translated_piece_by_piece_down_to_the_words_in_it() -> None:
    assert reason_in_reader_language(
        "The home page could not be reached: No connection (the name has no address)."
    ) == (
        "«The home page could not be reached: «No connection («the name has no address»).»»"
    )  # fmt: skip
    assert (
        reason_in_reader_language(
            "1 page could not be captured: no connection (1). The moon is in the way."
        )
        == "«1 page could not be captured: «No connection» (1).» The moon is in the way."
    )


def test_numbers_choose_the_form() -> None:
    one, two = (
        reason_in_reader_language(f"{pages} left out because robots.txt asks for it.")
        for pages in ("1 page", "2 pages")
    )
    assert (one[:6], two[:7]) == ("1 page", "2 pages")


def test_an_abbreviation_keeps_its_capitals() -> None:
    shown = reason_in_reader_language("2 pages could not be captured: tls failure (2).")
    assert shown == "2 pages could not be captured: TLS failure (2)."


@pytest.mark.django_db
@pytest.mark.usefixtures("warc_root")
def test_what_is_stored_is_english_whoever_asks(site: Site) -> None:
    site.pages = {"/": html("/broken"), "/broken": Reply(b"", 500)}
    with translation.override("ru"):
        snapshot = run_snapshot(site.portal())
    assert snapshot.reason == "1 page could not be captured: server error (1)."
