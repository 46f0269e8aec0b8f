"""Quotations without marks of their own: elements of HTML, `>` of Markdown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.text.quoted import in_html, in_markdown, placed


def test_each_paragraph_of_a_block_quote_is_a_quotation() -> None:
    text = "He wrote:\n\n> The gate was\n> opened at night.\n>\n> Nobody slept.\n> — Odile Marrin\n\nIt was 5 > 3.\n"
    found = [*in_markdown(text)]
    assert [one.written for one in found] == ["The gate was\nopened at night.", "Nobody slept."]
    assert found[0].span.of(text) == "> The gate was\n> opened at night."
    assert found[1].span.of(text).startswith("> Nobody slept.")


def test_what_cites_is_none_of_the_words() -> None:
    text = "> The gate was opened [3f9a1c0b7d22:120-184:k7qd].\n> > Nobody slept.[^1]\n"
    assert [one.written for one in in_markdown(text)] == ["The gate was opened.\nNobody slept."]


def test_quoting_elements_of_a_page() -> None:
    page = """<p>She said <q>the <b>gate</b> &amp; the levee <q>held</q></q>.</p>
    <blockquote><p>Nobody slept.</p><p>We heard
    a roar.<script>x</script></p><footer>Joss Pell</footer></blockquote><p>So.<blockquote>It is open"""
    words = ["the gate & the levee held", "Nobody slept.", "We heard a roar.", "It is open"]
    assert in_html(page) == words
    text = "She said the gate & the levee held.\n\nNobody slept.\n\nWe heard a roar.\n\nIt is open"
    assert [one.span.of(text) for one in placed(text, words)] == words


def test_what_is_not_found_in_the_text_is_a_quotation_all_the_same() -> None:
    (one,) = placed("The text.", ["Other words"])
    assert (one.written, one.span.start < one.span.end) == ("Other words", True)
    assert len([*placed("", ["Other words"])]) == 1


@given(st.text(alphabet="> \n—-a<q>/&[]", max_size=200))
def test_anything_is_read(text: str) -> None:
    for one in in_markdown(text):
        assert 0 <= one.span.start < one.span.end <= len(text)
    assert all(map(str.strip, in_html(text)))
