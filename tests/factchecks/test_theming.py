"""Themes by the words of a debunk, with the deciding words kept."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from factchecks.models import Origin, Theme, Verdict
from factchecks.reading.terms import load_terms
from factchecks.theming import assign_themes, themes_told_by
from tests import factories


@pytest.mark.parametrize(
    ("claim", "themes"),
    [
        ("Коронавирус создан в лаборатории", {"ORIGIN"}),
        ("Вирустың шығу тегі зертханада", {"ORIGIN"}),
        ("Коронавируса не существует", {"NATURE"}),
        ("Вирус передаётся через комаров", {"TRANS"}),
        ("Вирус маса арқылы жұғады", {"TRANS"}),
        ("В морге лежат сотни умерших", {"SPREAD"}),
        ("ПЦР-тесты показывают ложный результат", {"TEST"}),
        ("Маски вызывают гипоксию", {"PREV"}),
        ("Бетперде өкпеге зиян", {"PREV"}),
        ("Чеснок и горячая вода с содой излечивают", {"TREAT"}),
        ("Сарымсақ емдейді", {"TREAT"}),
        ("Врачи с полицией будут насильно вводить смертельную вакцину", {"VACC", "AUTH"}),
        ("Екпе балаларға қауіпті", {"VACC"}),
        ("Город закроют на карантин", {"AUTH"}),
        ("Карантин қайта енгізіледі", {"AUTH"}),
        ("Билл Гейтс вживит чипы", {"ACTORS", "CONSP"}),
        ("5G мұнаралары вирус таратады", {"CONSP"}),
        ("В магазинах кончится гречка, нехватка продуктов", {"PREP"}),
        ("Мошенники обещают выплаты от имени фонда", {"SCAM", "AUTH"}),
        ("Алаяқтар жалған сайт ашты", {"SCAM"}),
        ("НАТО завезло вирус на учения", {"GEO"}),
        ("Референдум перенесут", {"ELECT"}),
        ("Түнде жер сілкінісі болады", {"OTHER"}),
        ("Garlic cures the infection", {"TREAT"}),
        ("Bill Gates wants to microchip people through vaccines", {"ACTORS", "CONSP", "VACC"}),
    ],
)
def test_words_of_three_languages_tell_the_theme(claim: str, themes: set[str]) -> None:
    assert themes <= themes_told_by("", claim, "").keys()


def test_the_deciding_words_are_kept() -> None:
    assert themes_told_by("", "Чипы и вышки 5G", "")["CONSP"] == "Чипы, вышки, 5G"


def test_a_word_in_passing_decides_nothing_but_two_do() -> None:
    assert "VACC" not in themes_told_by("", "Слух", "О вакцине министр не говорил.")
    assert "VACC" in themes_told_by("", "Слух", "Вакцина и прививки безопасны.")


def test_forms_of_one_word_are_one_word() -> None:
    assert "VACC" not in themes_told_by("", "Слух", "Вакцина, вакцины, вакциной.")


def test_a_text_about_nothing_known_has_no_theme() -> None:
    assert themes_told_by("Погода", "Завтра снег", "Снег пойдёт утром.") == {}


@pytest.mark.django_db
def test_the_machine_gives_its_themes_anew_and_keeps_the_editors() -> None:
    load_terms()
    review = factories.review(claim_text="Маски вызывают гипоксию", title="Маски")
    review.theme_links.create(theme_id="GEO", decided_by="editor")
    review.theme_links.create(theme_id="VACC", decided_by="machine", words="старое")
    assign_themes(review)
    assign_themes(review)
    links = {link.theme_id: (link.decided_by, link.words) for link in review.theme_links.all()}
    assert links == {"GEO": ("editor", ""), "PREV": ("machine", "Маски, гипоксию")}


@pytest.mark.django_db
def test_a_theme_that_the_machine_had_found_becomes_the_editors() -> None:
    load_terms()
    review = factories.review(claim_text="Маски вызывают гипоксию", title="Маски")
    review.theme_links.create(theme_id="PREV", decided_by="editor")
    assign_themes(review)
    assert review.theme_links.get().decided_by == "editor"


@pytest.mark.django_db
def test_without_the_taxonomy_in_the_database_no_theme_is_given() -> None:
    review = factories.review(claim_text="Маски вызывают гипоксию")
    assign_themes(review)
    assert not review.theme_links.exists()


@pytest.mark.django_db
def test_loading_the_taxonomy_twice_changes_nothing() -> None:
    for _ in range(2):
        call_command("load_taxonomy")
    assert (Theme.objects.count(), Verdict.objects.count()) == (16, 7)
    assert list(Verdict.objects.values_list("code", "value"))[:5] == [
        ("FALSE", 1),
        ("MISLEADING", 2),
        ("HALF_TRUE", 3),
        ("MOSTLY_TRUE", 4),
        ("TRUE", 5),
    ]
    assert Theme.objects.filter(unchecked_kk=True).exists()
    assert Origin.objects.filter(name_kk="").count() == 0


@pytest.mark.django_db
def test_newer_themes_are_given_to_old_debunks() -> None:
    call_command("load_taxonomy")
    review = factories.review(claim_text="Маски вызывают гипоксию")
    Theme.objects.update(version=0)
    call_command("load_taxonomy")
    assert [theme.code for theme in review.themes.all()] == ["PREV"]
