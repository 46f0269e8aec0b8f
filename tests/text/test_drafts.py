"""The quotations of a draft in all conventions, and what its sentences cite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.drafts import cited, joined, links_of, quotations, with_links

T = "3f9a1c0b7d22:120-184:k7qd"
U = "3f9a1c0b7d22:200-210:abcd"


def written(text: str) -> list[str]:
    return [one.written for run in quotations(text) for one in run]


@pytest.mark.parametrize(
    "quotation",
    [
        "“It was gone”",
        "„Es war weg“",
        "»Es war weg«",
        "«Оно исчезло»",
        "« C’était parti »",
        "‘It was gone, and it’s not back,’",
        "‘the dogs’ bone was lost,’",
        "'It isn't there'",
        '"It was gone"',
        "「それは消えた」",
        "『それは消えた』",
        "“He said ‘no’ to it”",
    ],
)
def test_a_quotation_in_every_convention(quotation):
    assert written(f"Then ({quotation}) he left. It's the dogs' bone.") == [quotation]


def test_paragraphs():
    assert written("“It never ends\n\nand here is more.") == []
    assert written("“One paragraph\n\n“and the next.”") == ["One paragraph", "“and the next.”"]


def test_what_is_interrupted_may_be_one():
    text = "“We heard a roar,” he said, “and thought of it.”\n\n“Another.”"
    runs = quotations(text)
    assert [len(run) for run in runs] == [2, 1]
    assert joined(text, runs[0]).written == "“We heard a roar,” he said, “and thought of it.”"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (f"It was gone [{T}].", (T,)),
        (f"It was gone. ({T})", (T,)),
        (f"It was gone [{T}, {U}].", (T, U)),
        (f"It was gone.[^a]\n\n[^a]: see {T}, and {U}", (T, U)),
        (f"[It was gone](https://example.org/{T}).", (T,)),
        ("It was gone [1].", ()),
        ("It was gone.[^b]", ()),
    ],
)
def test_what_a_sentence_cites(text, tokens):
    first, *others = cited(text + " More of it." if "\n" not in text else text)
    assert first.tokens == tokens
    assert first.text.startswith("It was gone")
    assert T not in first.text
    assert all(not other.tokens for other in others)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"- Lund ran [{T}].", "Lund ran."),
        (f"> 1. **Lund** ran [{T}].", "Lund ran."),
        (f"## Lund __ran__ [{T}]", "Lund ran"),
        (f"| who | what |\n|---|---|\n| Lund | He ran [{T}] | x |", "He ran"),
        (f"Lund ran [source](https://x.example/#{T}).", "Lund ran."),
        (f"Lund ran [†](https://x.example/#{T}).", "Lund ran."),
        (f"Lund saw [17](https://x.example/#{T}) dogs.", "Lund saw 17 dogs."),
        (f"2 * 3 and a_b_c, Lund said [{T}].", "2 * 3 and a_b_c, Lund said."),
    ],
)
def test_the_layout_of_markdown_is_no_word(text, words):
    assert [one.text for one in cited(text, marked_up=True) if one.tokens] == [words]


def test_the_links_of_a_page():
    page = f'<p>Here <a class="x" href="https://example.org/t/{T}">it <b>was</b> gone</a>. <a href="/x">No</a>.</p>'
    assert links_of(page) == [("it was gone", T)]
    assert with_links("Here it was gone. No.", links_of(page)) == f"Here it was gone [{T}]. No."


@given(st.text(st.sampled_from("“”‘’'\"«»„ ab.\n[]()^:1"), max_size=200))
def test_any_text_is_a_draft(text):
    for run in quotations(text):
        for one in run:
            assert one.span.of(text) == one.written
    for sentence in cited(text):
        assert sentence.span.end <= len(text)


@pytest.mark.parametrize("sign", ["'a ", "‘a ", "“a ", '"a ', "[", "<a href=", "«a ", "[^a", "(3f9a1c0b7d22:1-2:"])
def test_a_long_hostile_draft_ends(sign):
    text = sign * 20_000
    quotations(text)
    cited(text[:60_000])
    links_of(text)
