import re
from datetime import date

import pytest

from factchecks.extraction.base import PageSource, ReviewDraft
from factchecks.extraction.registry import extractor_for
from portals.interchange.registry_files import read_registry
from tests.demo_portals.visiting import Visitor
from tests.portals_on_loopback.addresses import NAMES, authority_of
from tests.portals_on_loopback.debunks import CONTENT, Debunk, debunks_of
from tests.portals_on_loopback.portals import Portals
from tests.portals_on_loopback.sites.question_paged import RUBRICS, Nebylitsa
from tests.portals_on_loopback.sites.wordpress import JalganEmes
from tests.portals_on_loopback.sites.wordpress_words import SECTIONS
from tests.portals_on_loopback.story import edition

REGISTRY = CONTENT.parent / "registry"


def originals(site: str) -> list[Debunk]:
    """One per debunk, at the first second: the Russian version where there are two."""
    return [d for d in edition(site, 0).debunks if d.language == "ru" or d.twin is None]


def plain(text: str) -> str:
    return re.sub(r"[^\w ]", "", text.lower().replace("ё", "е"))


def test_there_are_at_least_sixty_debunks_from_the_first_second() -> None:
    assert len(originals("jalgan-emes")) >= 36
    assert len(originals("nebylitsa")) >= 28
    assert len(originals("jalgan-emes")) + len(originals("nebylitsa")) >= 60


def test_many_debunks_stand_in_both_languages_and_some_in_kazakh_only() -> None:
    kazakh = [d for d in edition("jalgan-emes", 0).debunks if d.language == "kk"]
    assert len([d for d in kazakh if d.twin]) >= 24
    assert len([d for d in kazakh if d.twin is None]) >= 3


def test_at_least_ten_rumours_were_debunked_in_both_countries_on_different_days() -> None:
    russian = {plain(d.claim): d for d in originals("nebylitsa")}
    shared = [
        (kazakh, russian[plain(kazakh.claim)])
        for kazakh in originals("jalgan-emes")
        if plain(kazakh.claim) in russian
    ]
    assert len(shared) >= 10
    assert all(kazakh.published != russian.published for kazakh, russian in shared)
    assert any("вакцину со смертельной инфекцией" in kazakh.claim for kazakh, _ in shared)
    assert any(kazakh.claim != russian.claim for kazakh, russian in shared)


@pytest.mark.parametrize("site", ["jalgan-emes", "nebylitsa"])
def test_dates_are_of_the_two_years(site: str) -> None:
    for debunk in debunks_of(site):
        if debunk.published:
            assert date(2020, 2, 1) <= debunk.published <= date(2021, 12, 31), debunk.id
    assert len({d.published.strftime("%Y-%m") for d in debunks_of(site) if d.published}) >= 14


@pytest.mark.parametrize("site", ["jalgan-emes", "nebylitsa"])
def test_each_debunk_says_what_how_and_why(site: str) -> None:
    debunks = debunks_of(site)
    assert len({debunk.id for debunk in debunks}) == len(debunks)
    assert len({(d.language, d.claim) for d in debunks}) == len(debunks)
    for debunk in debunks:
        assert len(debunk.claim) > 20
        assert len(re.findall(r"[.!?](?:\s|$)", debunk.refutation)) >= 2, debunk.id
        assert debunk.spread.endswith((".", "?")), debunk.id
        assert debunk.evidence
        assert debunk.section in (SECTIONS if site == "jalgan-emes" else RUBRICS)


def test_kazakh_texts_are_kazakh() -> None:
    for debunk in debunks_of("jalgan-emes"):
        letters = re.search("[әғқңөұүһі]", debunk.claim + debunk.spread)
        assert bool(letters) == (debunk.language == "kk"), debunk.id


def test_verdicts_are_varied_and_one_is_no_verdict() -> None:
    verdicts = {d.verdict.lower().strip(".") for d in originals("nebylitsa")}
    assert {"ложь", "манипуляция", "полуправда", "правда", "без вердикта"} <= verdicts
    assert {"сатирический фейк", "манипуляция и ложь", "правда с неточностями"} <= verdicts
    assert any(len(verdict.split()) > 6 for verdict in verdicts)


def test_the_registry_describes_exactly_the_served_portals() -> None:
    registry = read_registry([REGISTRY])
    assert {portal.slug for portal in registry.portals} == set(NAMES)
    for portal in registry.portals:
        assert portal.hosts == (authority_of(portal.slug),)
        assert portal.watch is not None
        assert "sample" in portal.name.en
        assert portal.country in ("KZ", "RU")
    assert {figure.portal for figure in registry.figures} == {"jalgan-emes", "nebylitsa"}


def test_every_debunk_is_read_as_it_was_written(visitor: Visitor, portals: Portals) -> None:
    rules = {portal.slug: portal.rules for portal in read_registry([REGISTRY]).portals}
    sites = (JalganEmes(), Nebylitsa())
    for site in sites:
        extractor = extractor_for([site.authority], rules[site.name])
        for debunk in edition(site.name, 0).debunks:
            page = visitor.get(site.address(debunk))
            reading = extractor.read(PageSource(page.url, page.text, date(2021, 12, 31)))
            assert reading.is_debunk, (page.url, reading.reason)
            _as_written(reading.drafts[0], debunk)


def _as_written(draft: ReviewDraft, debunk: Debunk) -> None:
    assert draft.claim_text
    assert plain(draft.claim_text.value) == plain(debunk.claim)
    assert draft.language
    assert draft.language.value == debunk.language
    found = draft.published_on.value if draft.published_on else None
    assert found == (debunk.published.isoformat() if debunk.published else None)
    assert draft.body
    assert debunk.refutation[:60] in draft.body.value
    assert draft.picture_url


def test_lists_and_standing_pages_are_no_debunks(visitor: Visitor) -> None:
    extractor = extractor_for([authority_of("jalgan-emes")], {})
    for path in ("/ru/", "/kk/about/", "/ru/archives/category/vakcinaciya/"):
        page = visitor.page("jalgan-emes", path)
        reading = extractor.read(PageSource(page.url, page.text, date(2021, 12, 31)))
        assert not reading.is_debunk, path
