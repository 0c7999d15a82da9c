import re
import zlib
from urllib.parse import urlsplit

import pytest

from tests.demo_portals.visiting import Visit, Visitor
from tests.portals_on_loopback.addresses import NAMES, origin_of
from tests.portals_on_loopback.sites.site import NOTICES

#: What is meant not to be there, so that the archive shows how it keeps such answers.
MISSING = {
    "jalgan-emes": {"/wp-admin/": 403, "/ru/archives/999": 404, "/kk/archives/999": 404},
    "nebylitsa": {"/feiky/bez-adresa/": 404},
    "svodka-zdorovya": {"/upravlenie/vhod/": 403, "/arhiv-2019/": 404},
    "dala-habary": {"/ru/search": 404},
}


@pytest.fixture(scope="module")
def _crawls() -> dict[str, dict[str, Visit]]:
    return {}


@pytest.fixture
def crawl(
    request: pytest.FixtureRequest, visitor: Visitor, _crawls: dict[str, dict[str, Visit]]
) -> dict[str, Visit]:
    if request.param not in _crawls:
        _crawls[request.param] = visitor.crawl(request.param)
    return _crawls[request.param]


every_site = pytest.mark.parametrize("crawl", NAMES, indirect=True)


@every_site
def test_every_link_leads_somewhere_but_those_meant_to_be_dead(crawl: dict[str, Visit]) -> None:
    site = next(iter(crawl)).split("//")[1].split(".")[0]
    failed = {
        urlsplit(url).path: visit.status for url, visit in crawl.items() if visit.status >= 400
    }
    assert failed == MISSING.get(site, {})
    assert 10 < len(crawl) < 400


@every_site
def test_every_page_says_that_it_is_sample_content(crawl: dict[str, Visit]) -> None:
    pages = [v for v in crawl.values() if v.headers["Content-Type"].startswith("text/html")]
    assert pages
    for page in pages:
        assert any(notice in page.text for notice in NOTICES.values()), page.url


@every_site
def test_a_page_says_so_in_its_own_language(crawl: dict[str, Visit]) -> None:
    for page in crawl.values():
        language = re.search(r'<html lang="(\w\w)">', page.text[:200]) if _is_html(page) else None
        if language:
            assert NOTICES[language[1]] in page.text, page.url


@every_site
def test_absolute_links_keep_the_stable_address(crawl: dict[str, Visit]) -> None:
    for page in crawl.values():
        for link in page.links:
            host = urlsplit(link).hostname or ""
            assert host.endswith((".localhost", ".example", "example.org")), (page.url, link)


@every_site
def test_a_site_is_small(crawl: dict[str, Visit]) -> None:
    assert sum(len(visit.body) for visit in crawl.values()) < 2_000_000


def test_robots_txt_of_each_site(visitor: Visitor) -> None:
    answers = {name: visitor.page(name, "/robots.txt") for name in NAMES}
    assert answers["nebylitsa"].status == 404
    assert answers["polustanok"].status == 404
    assert "Disallow: /wp-admin/" in answers["jalgan-emes"].text
    assert f"Sitemap: {origin_of('jalgan-emes')}/wp-sitemap.xml" in answers["jalgan-emes"].text
    assert "Crawl-delay: 0" in answers["svodka-zdorovya"].text
    assert {a.headers["Content-Type"] for a in answers.values() if a.status == 200} == {
        "text/plain; charset=utf-8"
    }


def test_a_wordpress_post_and_its_question_twin_name_one_canonical_address(
    visitor: Visitor,
) -> None:
    for path, twin in (("/ru/archives/1125", "/ru/?p=1125"), ("/kk/archives/1126", "/kk/?p=1126")):
        post, other = visitor.page("jalgan-emes", path), visitor.page("jalgan-emes", twin)
        assert post.body == other.body
        assert f'<link rel="canonical" href="{origin_of("jalgan-emes")}{path}">' in post.text


def test_a_post_is_found_only_under_its_own_language(visitor: Visitor) -> None:
    assert visitor.page("jalgan-emes", "/kk/archives/1125").status == 404
    assert visitor.page("jalgan-emes", "/kk/?p=1125").status == 404


def test_the_two_languages_of_a_debunk_name_each_other(visitor: Visitor) -> None:
    origin = origin_of("jalgan-emes")
    pair = {
        f'<link rel="alternate" hreflang="ru" href="{origin}/ru/archives/1125">',
        f'<link rel="alternate" hreflang="kk" href="{origin}/kk/archives/1126">',
    }
    for path in ("/ru/archives/1125", "/kk/archives/1126"):
        text = visitor.page("jalgan-emes", path).text
        assert all(line in text for line in pair)
    assert "hreflang" not in visitor.page("jalgan-emes", "/ru/archives/1111").text


def test_wordpress_lists_feeds_and_sitemaps_name_the_same_debunks(visitor: Visitor) -> None:
    in_sitemap = set(
        re.findall(
            r"<loc>([^<]+)</loc>", visitor.page("jalgan-emes", "/wp-sitemap-posts-post-1.xml").text
        )
    )
    in_lists: set[str] = set()
    for language in ("ru", "kk"):
        for number in range(1, 20):
            page = visitor.page("jalgan-emes", f"/{language}/page/{number}/")
            if page.status == 404:
                break
            in_lists |= {link for link in page.links if re.search(r"/archives/\d+$", link)}
    assert in_lists == in_sitemap
    in_feed = set(re.findall(r"<link>([^<]+)<", visitor.page("jalgan-emes", "/ru/feed/").text))
    assert {link for link in in_feed if "archives" in link} < in_sitemap


def test_the_rest_api_counts_and_pages(visitor: Visitor) -> None:
    first = visitor.page("jalgan-emes", "/wp-json/wp/v2/posts?lang=ru&per_page=20&page=1")
    pages = int(first.headers["X-WP-TotalPages"])
    beyond = visitor.page(
        "jalgan-emes", f"/wp-json/wp/v2/posts?lang=ru&per_page=20&page={pages + 1}"
    )
    assert first.status == 200
    assert beyond.status == 400


def test_both_spellings_of_a_list_page_give_the_same_list_and_no_page_is_endless(
    visitor: Visitor,
) -> None:
    assert (
        visitor.page("nebylitsa", "/novoe/?PAGEN_1=2").body
        == visitor.page("nebylitsa", "/novoe/?page=2").body
    )
    assert visitor.page("nebylitsa", "/novoe/?PAGEN_1=99").status == 404
    assert visitor.page("nebylitsa", "/novoe/?PAGEN_1=x").status == 404


def test_claim_and_refutation_stand_in_one_text(visitor: Visitor) -> None:
    text = visitor.page("nebylitsa", "/feiky/smertelnaya-vakcina-nasilno/").text
    article = text[text.index('itemprop="articleBody"') :]
    before, after = article.split("Как на самом деле", 1)
    assert "Аудиозапись разошлась" in before
    assert "Минздрав и полиция назвали запись выдумкой" in after


def test_regions_are_rows_with_a_dash(visitor: Visitor) -> None:
    for path, name in (
        ("/", "Жазыкская область"),
        ("/kz", "Жазық облысы"),
        ("/en", "Jazyq region"),
    ):
        text = visitor.page("saulyq-aqparat", path).text
        assert re.search(rf"<div>{name} – \d", text)


def test_figures_are_json_inside_attributes(visitor: Visitor) -> None:
    import json
    from html import unescape

    text = visitor.page("svodka-zdorovya", "/").text
    raw = re.search(r"<cv-spread-overview :spread-data='([^']+)'", text)
    assert raw
    regions = json.loads(unescape(raw[1]))
    assert len(regions) == 5
    assert regions[0]["isolation"]["descr"].startswith("<p>")


def test_the_calendar_ends_on_both_sides(visitor: Visitor) -> None:
    assert visitor.page("brifing-ortasy", "/ru/calendar/2020-1/").status == 200
    for quarter in ("2019-4", "2022-1", "2021-5", "2021-0"):
        assert visitor.page("brifing-ortasy", f"/ru/calendar/{quarter}/").status == 404


def test_one_outlet_links_to_the_fact_check_portal_and_the_other_does_not(
    visitor: Visitor,
) -> None:
    linking = visitor.page("dala-habary", "/kk/")
    silent = visitor.page("polustanok", "/")
    assert f"{origin_of('jalgan-emes')}/kk/" in linking.links
    assert not any("jalgan-emes" in link or "nebylitsa" in link for link in silent.links)


def test_an_old_page_speaks_windows_1251(visitor: Visitor) -> None:
    page = visitor.page("polustanok", "/arhiv/1999.html")
    assert page.headers["Content-Type"] == "text/html; charset=windows-1251"
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("utf-8")
    assert NOTICES["ru"] in page.text


def test_pictures_and_documents_are_what_they_say(visitor: Visitor) -> None:
    png = visitor.page("jalgan-emes", "/wp-content/uploads/2020/05/slukh-1125.png")
    assert png.headers["Content-Type"] == "image/png"
    assert png.body.startswith(b"\x89PNG")
    start = png.body.index(b"IDAT") + 4
    assert len(zlib.decompressobj().decompress(png.body[start:])) == 180 * 321
    pdf = visitor.page("jalgan-emes", "/wp-content/uploads/2020/11/pamyatka.pdf")
    offset = int(pdf.body.split(b"startxref\n")[1].split(b"\n")[0])
    assert pdf.body[offset:].startswith(b"xref")


def _is_html(visit: Visit) -> bool:
    return visit.headers["Content-Type"].startswith("text/html")
