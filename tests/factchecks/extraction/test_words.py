"""Languages, origins, themes' words and titles."""

from __future__ import annotations

import pytest

from factchecks.extraction.languages import language_of
from factchecks.extraction.origins import read_origins, spreading_sentence
from factchecks.extraction.titles import claim_in, without_site_name
from factchecks.extraction.word_lists import taxonomy, word_list, word_lists


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("В WhatsApp распространяется сообщение о вакцинах", "ru"),
        ("Денсаулық сақтау министрлігі бұл ақпаратты жоққа шығарды", "kk"),
        ("Бананнан коронавирус табылды деген хабар таралып жатыр", "kk"),
        ("Бананнан коронавирус табылды", "kk"),
        ("Вакцины убивают", "ru"),
        ("Портал «Қазақстан» и «Егемен Қазақстан» написали о вакцинах в Алматы и в Шымкенте, "
         "министерство здравоохранения опровергло это сообщение", "ru"),
        ("The ministry says that the photo is from 2018", "en"),
        ("El ministerio de salud ha negado esta noticia falsa", ""),
        ("Міністерство охорони здоров'я спростувало цю інформацію, її поширюють", ""),
        ("123 !!!", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_letters_tell_the_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("WhatsApp", ("WHATSAPP",)),
        ("Facebook & Twitter", ("FACEBOOK", "TWITTER")),
        ("FB, Whatsapp", ("WHATSAPP", "FACEBOOK")),
        ("Many social media platforms", ("SOCIAL",)),
        ("Social Media and media outlets", ("SOCIAL", "MEDIA")),
        ("Line, Facebook", ("FACEBOOK", "LINE")),
        ("an online story in line with", ()),
        ("рассылка в ватсапе и телеграм-каналах", ("WHATSAPP", "TELEGRAM", "MESSENGER")),
        ("пост во ВКонтакте и в Одноклассниках", ("VK", "ODNOKLASSNIKI")),
        ("WhatsApp желісінде тарап жатыр", ("WHATSAPP",)),
        ("әлеуметтік желілерде", ("SOCIAL",)),
        ("ауыздан ауызға", ("MOUTH",)),
        ("Donald Trump", ()),
        ("", ()),
    ],
)
def test_origins_are_named_by_their_words(text: str, codes: tuple[str, ...]) -> None:
    assert read_origins(text) == codes


def test_the_denial_does_not_tell_where_the_rumour_spread() -> None:
    body = (
        "По городу ходит слух о закрытии дорог.\n"
        "Министерство опровергло это на своём сайте. В WhatsApp распространяют старое видео."
    )
    assert spreading_sentence(body) == "В WhatsApp распространяют старое видео."
    assert spreading_sentence("Министерство ответило на сайте.") == ""


def test_the_lead_tells_it_without_a_word_of_spreading() -> None:
    assert spreading_sentence("Совет из Instagram: пить кумыс.\nВрачи против.") != ""


@pytest.mark.parametrize(
    ("title", "claim"),
    [
        ("Фейк: «В бананах нашли коронавирус»", "В бананах нашли коронавирус"),
        ("Жалған | Бананнан коронавирус табылды", "Бананнан коронавирус табылды"),
        ("Фейк: «Слово «карантин» запретили»", "Слово «карантин» запретили"),
        ("ФЕЙК | маски вредны", "Маски вредны"),
        ("Правда ли, что вакцина меняет ДНК?", "Вакцина меняет ДНК"),
        ("Фактчек | В Алматы закроют рынки", "В Алматы закроют рынки"),
        ("«Маски вредны детям» – Минздрав опроверг", "Маски вредны детям"),
        ("В Алматы закроют рынки", "В Алматы закроют рынки"),
        ("Вакцина ДНК-ны өзгертеді дегені рас па?", "Вакцина ДНК-ны өзгертеді"),
        ("", ""),
    ],
)
def test_the_claim_is_taken_out_of_the_title(title: str, claim: str) -> None:
    assert claim_in(title) == claim


def test_the_name_of_the_site_is_no_part_of_a_title() -> None:
    assert without_site_name("Маски вредны - StopFake.kz", "stopfake.kz") == "Маски вредны"
    assert without_site_name("Маски - это вред", "stopfake.kz") == "Маски - это вред"


def test_words_are_found_whole_or_by_their_beginning() -> None:
    words = word_list("X", ["маск*", "чип", "=ВОЗ", "горяч* вод*"])
    assert words.found_in("Масками и чипами") == ("Масками",)
    assert words.found_in("воз и ВОЗ") == ("ВОЗ",)
    assert words.found_in("Горячая\nвода") == ("Горячая вода",)


def test_every_theme_has_words_in_three_languages() -> None:
    for theme in taxonomy("themes")["theme"]:
        assert {"en", "ru", "kk"} <= theme["name"].keys()
        told = {language_of(f"{word.rstrip('*')} {word.rstrip('*')}") for word in theme["words"]}
        assert any(word.isascii() for word in theme["words"]), theme["code"]
        assert {"ru", "kk"} <= told, theme["code"]
    assert len(word_lists("themes")) == 16
