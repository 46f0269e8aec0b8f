"""Whatever a page is made of, each character of its text leads back to bytes that say that character."""

from __future__ import annotations

import codecs

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import Unreadable
from archive.readers import Declared
from archive.readers._page import Page, bytes_of, page, unescape

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "windows-1251", "gb18030", "iso-2022-jp")

tags = st.sampled_from(
    [
        *("<p>", "</p>", "<div class='a>b'>", "</div>", "<b>", "</b>", "<br>", "<pre>", "</pre>", "<table>", "<tr>"),
        *("<td>", "</table>", "<ul>", "<li>", "</ul>", "<p hidden>", "<span style='display:none'>", "</span>"),
        *("<!-- x -->", "<script>'<p>'</script>", "<title>t</title>", "<textarea>a &amp; b</textarea>", "</template>"),
        *("<", "</", "<!", "&", "<a b=\"", "\"", ">", "<img alt=x>", "<h1>", "</h1>", "</x>"),
    ]
)  # fmt: skip
words = st.sampled_from(
    [
        "dam",
        "gate 3",
        " ",
        "\n  ",
        "\t",
        "\r\n",
        "&amp;",
        "&nbsp;",
        "&#x43c;",
        "&NotEqualTilde;",
        "&copyx",
        "&#0",
        "мост",
        "a b ",
    ]
)
pages = st.lists(tags | words, min_size=1, max_size=40).map("".join)


def seen(source: str, encoding: str) -> tuple[Page, bytes] | None:
    data = source.encode(encoding, "xmlcharrefreplace")
    try:
        return page(data, Declared(encoding=encoding)), data
    except Unreadable:
        return None


@settings(max_examples=400)
@given(pages, st.sampled_from(ENCODINGS))
def test_each_character_leads_back_to_its_bytes(source: str, encoding: str) -> None:
    found = seen(source, encoding)
    if found is None:
        return
    made, data = found
    codec = made.encoding.partition(";")[0]
    for at, character in enumerate(made.text):
        places = bytes_of(made, data, at, at + 1)
        written = "".join(decoded(data[:end], codec)[len(decoded(data[:start], codec)) :] for start, end in places)
        if character.isspace() and not unescape(written).strip("\n\t\r "):
            continue
        assert character in unescape(written) and len(unescape(written)) < 3


@given(pages, st.data())
def test_a_slice_is_what_its_bytes_say(source: str, data: st.DataObject) -> None:
    found = seen(source, "utf-8")
    if found is None:
        return
    made, raw = found
    start = data.draw(st.integers(0, len(made.text) - 1))
    end = data.draw(st.integers(start + 1, len(made.text)))
    places = bytes_of(made, raw, start, end)
    assert places == sorted(places) and all(s < e for s, e in places)
    said = "".join(unescape(raw[s:e].decode()) for s, e in places)
    slice_ = made.text[start:end]
    assert bare(slice_) in bare(said) and len(bare(said)) <= len(bare(slice_)) + 2  # halves of entities


@given(pages)
def test_the_runs_cover_the_text(source: str) -> None:
    found = seen(source, "utf-8")
    if found is not None:
        made, _ = found
        assert list(made.starts) == sorted(set(made.starts)) and made.starts[0] == 0
        assert all(start <= end for start, end in zip(made.froms, made.tos, strict=True))
        assert "\r" not in made.text and not made.text.isspace()


def decoded(data: bytes, codec: str) -> str:
    """Of an encoding with states too, whose characters cannot be decoded alone."""
    return codecs.getincrementaldecoder(codec)().decode(data)


def bare(text: str) -> str:
    return "".join(text.split())
