"""The article's own words are found in the page's text, and no others."""

from __future__ import annotations

from lxml import etree

from archive.readers import Declared
from archive.readers._article import NOT_SELECTED, Bare, article, bared, merged, places
from archive.readers._page import page


def chosen(text: str, *blocks: str) -> list[str]:
    """What of `text` is found for these blocks, which are XML."""
    bare = Bare(text)
    found = places(bare, [etree.fromstring(f"<p>{block}</p>") for block in blocks])
    return [text[start:end] for start, end in merged(text, [bare.span(*place) for place in found])]


def test_white_space_and_what_nobody_sees_do_not_count() -> None:
    text = "Menu\n\nThe  gate was\u00a0ope\u00adned\u200b at night.\n\nImprint"
    assert chosen(text, "The gate was opened at night.") == ["The  gate was\u00a0ope\u00adned\u200b at night."]


def test_bare_positions_lead_back() -> None:
    text = " a\u200bb \n c\u00add\u00a0e "
    bare = Bare(text)
    assert bare.text == bared(text) == "abcde"
    assert [text[slice(*bare.span(at, at + 1))].strip("\u200b\u00ad") for at in range(5)] == list("abcde")


def test_neighbours_are_one_span() -> None:
    text = "Menu\n\nThe first paragraph of it.\n\nThe second paragraph of it.\n\nImprint"
    assert chosen(text, "The first paragraph of it.", "The second paragraph of it.") == [text[6:-9]]


def test_a_short_block_is_looked_for_where_the_article_goes_on() -> None:
    text = "Why?\n\nSport\n\nThe gate was opened in the night.\n\nWhy?\n\nNobody has told the county so far.\n\nWhy?"
    found = chosen(text, "The gate was opened in the night.", "Why?", "Nobody has told the county so far.")
    assert found == [text[text.index("The gate") : text.rindex("\n\nWhy?")]]


def test_what_the_selector_dropped_within_a_paragraph_is_left_out() -> None:
    text = "It rained for nine days in the valley [edit] and then the gate was opened."
    found = chosen(text, "It rained for nine days in the valley <i/> and then the gate was opened.")
    assert found == ["It rained for nine days in the valley", "and then the gate was opened."]


def test_a_block_that_was_moved_is_found_where_it_stands() -> None:
    text = "Nobody has told the county so far.\n\nAdvertisement\n\nThe gate was opened in the night."
    found = chosen(text, "The gate was opened in the night.", "Nobody has told the county so far.")
    assert found == text.split("\n\nAdvertisement\n\n")


def test_words_that_do_not_stand_there_are_not_found() -> None:
    assert chosen("The gate was opened in the night.", "The gate was closed in the night.", "ate") == []


def test_the_headline_belongs_to_the_article() -> None:
    body = "<p>The gate was opened in the night, and nobody has said so far who it was that asked for it.</p>" * 3
    found = page(f"<title>Gate opened – Tribune</title><h1>Gate opened</h1><p>1 May</p>{body}".encode(), Declared())
    spans, codes = article(found, ["Gate opened – Tribune"])
    assert found.text[slice(*spans[0])].startswith("Gate opened") and codes == ()


def test_a_page_that_is_too_much_is_not_selected_from() -> None:
    assert article(page(b"<p>x" * 20_000, Declared())) == ((), (NOT_SELECTED,))
