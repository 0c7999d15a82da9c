"""A page as a tree, whatever was done to it."""

from factchecks.extraction.html import parse
from portals.discovery.markup import MAX_ATTRIBUTES


def test_a_tag_with_attributes_beyond_counting_is_read_without_them() -> None:
    # libxml2 needs time by the square of them: minutes for what fits into two megabytes.
    bomb = " ".join(f"a{number}" for number in range(MAX_ATTRIBUTES + 1))
    tree = parse(f"<p {bomb}>text</p><p class=b>more</p>")
    assert [(tag.get_text(), tag.attrs) for tag in tree.find_all("p")] == [
        ("text", {}),
        ("more", {"class": ["b"]}),
    ]
