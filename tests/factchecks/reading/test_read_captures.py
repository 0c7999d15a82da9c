"""manage.py read_captures, and the tasks that do the same on a beat."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from factchecks import tasks
from factchecks.models import Claim, ClaimReview, Reading
from tests.factchecks.reading.pages import captured, debunk, fact_check_portal, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warc_root", "terms")]


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("read_captures", *arguments, stdout=out)
    return out.getvalue()


def test_it_reads_everything_and_gathers_rumours() -> None:
    portal = fact_check_portal()
    for number in range(3):
        captured(page_of(portal, f"/{number}"), debunk(), days=number)
    assert "3 captures read, 3 debunks" in said()
    assert Claim.objects.count() == 1


def test_a_second_run_finds_nothing_to_do() -> None:
    captured(page_of(fact_check_portal()), debunk())
    said()
    assert "0 captures read" in said()


def test_again_reads_all_anew_and_may_be_held_to_one_portal() -> None:
    for slug in ("one", "other"):
        captured(page_of(fact_check_portal(slug)), debunk())
    said()
    assert "2 captures read" in said("--again")
    assert "1 captures read" in said("--again", "--portal", "one")
    assert Reading.objects.count() == 2


def test_an_unknown_portal_is_said() -> None:
    with pytest.raises(CommandError, match="nowhere"):
        said("--again", "--portal", "nowhere")


def test_the_tasks_do_a_round() -> None:
    captured(page_of(fact_check_portal()), debunk())
    tasks.read_new_captures()
    tasks.group_claims()
    assert ClaimReview.objects.get().claim
