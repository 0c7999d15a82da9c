import pytest
from django.contrib.postgres.search import SearchQuery

from factchecks.models import ClaimReview
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["пчела", "вирусы", "Пчёлами"])
def test_a_word_is_found_whatever_its_ending_and_with_e_for_yo(word: str) -> None:
    row = factories.review(title="Пчёлы переносят вирус")
    query = SearchQuery(word.replace("ё", "е"), config="russian", search_type="websearch")
    assert list(ClaimReview.objects.filter(search=query)) == [row]
