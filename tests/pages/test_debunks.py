"""The list of debunks: filters, words, facets, paging, and what it says to a wrong question."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from factchecks.models import ClaimReview
from factchecks.search.criteria import Criteria, read_day
from factchecks.search.listing import PER_PAGE, listing
from factchecks.search.queries import Question
from tests import factories
from tests.pages.conftest import Scene, imported

pytestmark = pytest.mark.django_db
URL = "/debunks/"


def found(client: Client, **query: str) -> set[int]:
    """Keys of the debunks that the page lists."""
    response = client.get(URL, query)
    assert response.status_code == 200
    return {entry.review.pk for entry in response.context["listing"].entries}


def text_of(client: Client, status: int = 200, **query: str) -> str:
    response = client.get(URL, query)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"edited", "withdrawn", "undecided", "elsewhere", "imported"}),
        ({"country": "KZ"}, {"edited", "withdrawn", "imported"}),
        ({"country": "RU"}, {"undecided", "elsewhere"}),
        ({"theme": "VACC"}, {"edited"}),
        ({"theme": "none"}, {"withdrawn", "undecided", "elsewhere", "imported"}),
        ({"verdict": "MISLEADING"}, {"elsewhere"}),
        ({"verdict": "none"}, {"undecided", "imported"}),
        ({"portal": "provereno"}, {"undecided", "elsewhere"}),
        ({"language": "kk"}, {"edited"}),
        ({"provenance": "imported"}, {"imported"}),
        ({"provenance": "captured", "country": "RU"}, {"undecided", "elsewhere"}),
        ({"state": "edited"}, {"edited"}),
        ({"state": "withdrawn"}, {"withdrawn"}),
        ({"start": "2020-05"}, {"edited", "elsewhere", "imported"}),
        ({"start": "2020-05", "end": "2020-05"}, {"edited", "elsewhere"}),
        ({"end": "2020-05-01"}, {"edited", "withdrawn", "undecided"}),
        ({"q": "вакцина"}, {"edited"}),
        ({"q": "прививки"}, {"edited", "elsewhere"}),
        ({"q": '"прививка безопасна"'}, {"edited"}),
        ({"q": "прививка -смерть"}, {"edited"}),
        ({"q": "өлтіреді"}, {"edited"}),
    ],
)
def test_each_filter_finds_its_debunks(
    client: Client, scene: Scene, query: dict[str, str], names: set[str]
) -> None:
    assert found(client, **query) == {getattr(scene, name).pk for name in names}


def test_what_an_editor_rejected_is_not_listed(client: Client, scene: Scene) -> None:
    ClaimReview.objects.filter(pk=scene.edited.pk).update(is_rejected=True)
    assert scene.edited.pk not in found(client)
    assert scene.edited.pk not in found(client, q="вакцина")


def test_yo_and_ye_are_one_letter(client: Client) -> None:
    review = factories.review(title="Ёлка и ещё раз о ней")
    assert found(client, q="елка") == {review.pk}
    assert found(client, q="ёлка") == {review.pk}


def test_found_words_are_marked_in_the_portals_own_spelling(client: Client) -> None:
    factories.review(title="Как нарядить ёлку дома", claim_text="x", body="Речь о ёлке. " * 3)
    page = text_of(client, q="елка")
    assert "<mark>ёлку</mark>" in page
    assert "<mark>ёлке</mark>" in page


def test_a_portals_markup_stays_text(client: Client) -> None:
    factories.review(
        title="<script>alert(1)</script> вакцина & <b>чай</b>",
        claim_text="c",
        body="<img src=x onerror=alert(1)> вакцина\ue000<b>",
    )
    page = text_of(client, q="вакцина")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>вакцина</mark> &amp; &lt;b&gt;" in page


def test_a_long_text_is_cut_around_the_match(client: Client) -> None:
    factories.review(title="t", claim_text="t", body="слово " * 300 + "вакцина " + "конец " * 300)
    page = text_of(client, q="вакцина")
    assert "… слово" in page
    assert "<mark>вакцина</mark> конец" in page
    assert len(page) < 30_000


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"country": "XX"}, "The archive knows no country “XX”."),
        ({"theme": "NOPE"}, "There is no theme “NOPE”."),
        ({"verdict": "NOPE"}, "There is no verdict “NOPE” on the scale."),
        ({"portal": "nope"}, "The archive knows no portal “nope”."),
        ({"language": "xx"}, "No debunk is in the language “xx”."),
        ({"provenance": "dreamt"}, "“dreamt” is no way in which we hold debunks."),
        ({"state": "sold"}, "“sold” is nothing that a portal does."),
        ({"sort": "best"}, "There is no order “best”."),
        ({"start": "2020-02-31"}, "The date 2020-02-31 does not exist."),
        ({"end": "2020-13"}, "The date 2020-13 does not exist."),
        ({"start": "0000"}, "The date 0000 does not exist."),
        ({"start": "yesterday"}, "“yesterday” is not a date."),
        ({"start": "2021", "end": "2020"}, "The last day lies before the first."),
        ({"q": "a\x00b"}, "Null characters are not allowed."),
        ({"q": "x" * 301}, "at most 300 characters"),
        ({"country": "<script>"}, escape("“<script>”")),
    ],
)
def test_a_wrong_value_is_named_and_the_form_kept(
    client: Client, scene: Scene, query: dict[str, str], sentence: str
) -> None:
    page = text_of(client, 400, **query)
    assert sentence in page
    assert 'name="q"' in page
    assert "<script>" not in page.replace('<script src="', "")


def test_a_wrong_date_stays_in_its_field(client: Client, scene: Scene) -> None:
    page = text_of(client, 400, start="2020-02-31")
    assert 'value="2020-02-31"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("q", ["&|!():*'\"\\", "'; drop table x; --", "%%%", "🙂", "((", '"'])
def test_odd_words_find_nothing_and_break_nothing(client: Client, scene: Scene, q: str) -> None:
    assert "No debunk matches all of this" in text_of(client, q=q)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "²", " "])
def test_a_page_that_is_no_number_is_the_first(client: Client, scene: Scene, page: str) -> None:
    assert client.get(URL, {"page": page}).context["listing"].number == 1


def test_a_page_beyond_the_last_says_so_and_shows_the_last(client: Client, scene: Scene) -> None:
    assert "There is no page 9; the last one is page 1" in text_of(client, page="9")


def test_every_debunk_is_on_exactly_one_page(client: Client) -> None:
    portal = factories.portal()
    page = factories.page(portal)
    for number in range(PER_PAGE + 3):
        factories.review(portal, page=page, source_key=str(number), published_on=None)
    seen = [entry.review.pk for n in (1, 2) for entry in listing(Question(Criteria()), n).entries]
    assert len(seen) == len(set(seen)) == PER_PAGE + 3
    response = client.get(URL, {"country": "KZ"}).content.decode()
    assert "?country=KZ&amp;page=2" in response


def test_no_result_says_which_filter_to_loosen(client: Client, scene: Scene) -> None:
    page = text_of(client, country="RU", theme="VACC")
    assert "No debunk matches all of this" in page
    assert "Without “Country: Russia” there is 1 debunk" in page
    assert "Without “Theme: VACC” there are 2 debunks" in page
    assert "That is no proof that none was published" in page


def test_every_active_filter_can_be_removed_alone(client: Client, scene: Scene) -> None:
    page = text_of(client, country="KZ", theme="VACC", page="1")
    assert 'href="?theme=VACC"' in page
    assert 'href="?country=KZ"' in page


def test_facets_count_what_choosing_them_would_show(client: Client, scene: Scene) -> None:
    response = client.get(URL, {"country": "KZ"})
    for facet in response.context["facets"]:
        for option in facet.options:
            query = {"country": "KZ", facet.name: option.code}
            assert len(found(client, **query)) == option.count, (facet.name, option)


def test_an_empty_archive_says_that_it_is_empty(client: Client) -> None:
    assert "The archive holds no debunk yet" in text_of(client)


def test_orders(client: Client, scene: Scene) -> None:
    def order(**query: str) -> list[int]:
        entries = client.get(URL, query).context["listing"].entries
        return [entry.review.pk for entry in entries]

    assert order(sort="newest")[0] == scene.imported.pk
    assert order(sort="oldest")[-1] == scene.imported.pk
    assert order(q="прививка")[0] == scene.elsewhere.pk
    assert order(sort="relevance") == order(sort="newest")


def test_adding_words_to_a_question_ranks_it_unless_an_order_was_chosen(
    client: Client, scene: Scene
) -> None:
    def offered(**query: str) -> list[tuple[str, str, bool]]:
        sorts: list[tuple[str, str, bool]] = client.get(URL, query).context["sorts"]
        return sorts

    assert offered()[0] == ("", "Newest first", True)
    assert offered(q="прививка")[0] == ("", "Best match first", True)
    assert ("newest", "Newest first", True) in offered(q="прививка", sort="newest")


def test_a_debunk_without_a_date_comes_last_in_both_orders(client: Client, scene: Scene) -> None:
    undated = factories.review(scene.kazakh, published_on=None)
    for sort in ("newest", "oldest"):
        entries = client.get(URL, {"sort": sort}).context["listing"].entries
        assert entries[-1].review.pk == undated.pk


def test_the_number_of_queries_does_not_grow_with_the_debunks(
    client: Client, scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        imported(100 + number)
        factories.review(scene.kazakh, title="вакцина", themes=["VACC"], verdict="FALSE")
    with django_assert_num_queries(17):
        client.get(URL)
    with django_assert_num_queries(18):
        client.get(URL, {"q": "вакцина", "country": "KZ", "theme": "VACC"})


def test_the_address_keeps_no_empty_field(client: Client, scene: Scene) -> None:
    response = client.get(URL, {"q": "", "country": "KZ", "theme": "", "page": "2"})
    assert response["Location"] == f"{URL}?country=KZ&page=2"
    assert client.get(URL, {"q": ""})["Location"] == URL
    assert client.get("/ru/rumours/", {"q": ""})["Location"] == "/ru/rumours/"
    scripted = client.get(URL, {"q": "", "country": "KZ"}, headers={"HX-Request": "true"})
    assert scripted["HX-Push-Url"] == f"{URL}?country=KZ"


def test_a_script_gets_only_the_listing(client: Client, scene: Scene) -> None:
    response = client.get(URL, {"country": "KZ"}, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="listing">')
    assert b"<html" not in response.content
    assert "HX-Request" in response["Vary"]


def test_a_script_that_goes_back_gets_the_whole_page(client: Client, scene: Scene) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get(URL, {"country": "KZ"}, headers=headers).content


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-3-7", date(2020, 3, 7), date(2020, 3, 7)),
        (" 2020 ", date(2020, 1, 1), date(2020, 12, 31)),
    ],
)
def test_a_year_or_month_stands_for_its_first_or_last_day(
    raw: str, first: date, last: date
) -> None:
    assert read_day(raw, last=False) == first
    assert read_day(raw, last=True) == last


@pytest.mark.parametrize(
    "raw", ["٢٠٢٠", "2020-00", "2020-01-00", "9999-99-99", "12.03.2020", "1e3"]
)
def test_what_is_no_day_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match="2020-03-16"):
        read_day(raw, last=False)


def test_an_imported_debunk_without_a_date_stands_under_the_day_its_claim_was_seen(
    client: Client, scene: Scene
) -> None:
    undated = imported(70, published_on=None, claim_seen_on=date(2020, 6, 15))
    assert undated.pk in found(client, start="2020-06-15", end="2020-06-15")
    assert undated.pk not in found(client, start="2020-06-16")
    # After the imported debunk of 1 June, not at the end.
    assert text_of(client, sort="oldest").count("date unknown") == 0
    newest = text_of(client, sort="newest")
    assert newest.index("Imported claim 70") < newest.index("Imported claim 7<")
    assert "claim seen on <time" in newest
    assert "the day on which the claim was seen" in newest


def test_a_published_date_goes_before_the_day_the_claim_was_seen(
    client: Client, scene: Scene
) -> None:
    both = imported(71, published_on=date(2020, 9, 1), claim_seen_on=date(2020, 3, 1))
    assert both.pk in found(client, start="2020-09")
    assert both.pk not in found(client, end="2020-08")


def test_a_captured_debunk_without_a_date_is_given_none(client: Client, scene: Scene) -> None:
    review = factories.review(scene.kazakh, published_on=None, claim_seen_on=date(2020, 6, 15))
    assert review.pk in found(client)
    assert review.pk not in found(client, start="2020-06-15", end="2020-06-15")
