"""Fonts with every letter of the three languages, figures that stand under each other, small."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

STATIC = Path(settings.BASE_DIR) / "static"
FONTS = STATIC / "fonts"
KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SIGNS = "«»„“”–—…№₸₽×→←›·−"
LARGEST_STATIC = 700 * 1024


@pytest.mark.parametrize("family", ["source-sans-3", "source-serif-4"])
def test_a_font_has_every_letter(family: str) -> None:
    letters: set[int] = set()
    for file in FONTS.glob(f"{family}-*.woff2"):
        letters |= set(TTFont(file).getBestCmap())
    wanted = KAZAKH + RUSSIAN + RUSSIAN.upper() + SIGNS + "AZaz09"
    # Arrows and × come from the system where a font lacks them; letters never do.
    missing = [letter for letter in wanted if ord(letter) not in letters]
    assert not set(missing) & set(KAZAKH + RUSSIAN + RUSSIAN.upper() + "«»–…№₸₽")


@pytest.mark.parametrize("family", ["source-sans-3", "source-serif-4"])
def test_figures_are_all_of_one_width(family: str) -> None:
    font = TTFont(FONTS / f"{family}-latin.woff2")
    names = font.getBestCmap()
    assert len({font["hmtx"][names[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("family", ["source-sans-3", "source-serif-4"])
def test_a_font_comes_with_its_licence(family: str) -> None:
    assert "SIL Open Font License" in (FONTS / f"OFL-{family}.txt").read_text()


def test_the_style_sheet_names_every_font_file_and_no_other() -> None:
    sheet = (STATIC / "css" / "fonts.css").read_text()
    assert sheet.count("@font-face") == len(list(FONTS.glob("*.woff2")))
    for file in FONTS.glob("*.woff2"):
        assert f'url("../fonts/{file.name}")' in sheet
    for sheet_file in (STATIC / "css").glob("*.css"):
        assert "http" not in sheet_file.read_text().replace('a[href^="http"]', "")


def test_all_static_files_together_stay_small() -> None:
    ours = [file for file in STATIC.rglob("*") if file.is_file() and "replay" not in file.parts]
    assert sum(file.stat().st_size for file in ours) < LARGEST_STATIC
