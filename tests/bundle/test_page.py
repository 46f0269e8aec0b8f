"""The page for people: what must stand on it, and what must never get through to it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.bundle import layout
from archive.bundle.build import build
from archive.exporters import MAX_CONTEXT, context
from archive.model.codes import WARNINGS
from archive.model.record import Record
from archive.model.span import Span
from archive.model.token import make_token
from archive.text.wording import day
from tests.bundle.samples import House, kursk, small

HOSTILE = [
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' style='position:fixed",
    "</mark></blockquote><h1>Proven",
    "&lt;b&gt; &#60;i&#62;",
    "abc \u202e drowssap \u2066 hidden \u200f mark",
    "\U000e0041\U000e0042 tags, \ufeff and a \x00 NUL",
    "a\u2028b\u2029c",
    "]]> --> <!-- */ </style>",
]
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "article", "section", "div"),
    *("h1", "h2", "h3", "h4", "p", "ol", "ul", "li", "dl", "dt", "dd", "blockquote"),
    *("a", "q", "bdi", "code", "span", "strong", "del", "mark"),
}


class Page(HTMLParser):
    """The page as a browser takes it: its elements, attributes and visible text."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.marked: list[str] = []
        self.feed(data.decode())
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)
        if "mark" in self.open:
            self.marked.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def page(house: House) -> bytes:
    return dict(build(house.selection()))[layout.PAGE]


def hostile_house(words: str) -> House:
    """A bundle in which every text that can come from outside is `words`. A NUL can stand in a quote only."""
    exact, words = words, words.replace("\x00", "")
    house = House(origin="example.org/x")
    stated = {"value": words, "from": words}
    version = house.version(
        f"Before. {exact} After. The end.",
        document="https://example.org/" + re.sub(r"[\s\x00-\x20\x7f]", "", words),
        reader="other/1",
        stated={"published": stated, "language": stated},
        incomplete=[words],
    )
    about = {"version": version.id, "captured": "2024", "how": words, "url": "javascript:alert(1)"}
    house.seal("capture/1", about)
    values = {"title": words, "publisher": words, "authors": [words, words], "tags": [words]}
    house.seal("description/1", {"document": version.fields["document"], "set": values})
    place = {"text": words, "version": version.id, "start": 0, "end": 1}
    attribution = {"source": place, "cue": place, "relays": [place, words]}
    claim = house.seal(
        "claim/1",
        {"text": words, "language": words, "attribution": attribution, "hedges": [place], "negated": True},
    )
    citation = house.cite(claim, version, exact, verdict=words, warnings=[words])
    house.seal("retraction/1", {"target": citation.id, "why": words})
    house.seal("retraction/1", {"target": claim.id, "why": words})
    house.seal("story/1", {"story": words, "claim": claim.id})
    return house


# What never gets through ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    data = page(hostile_house(words))
    calm = Page(page(hostile_house("calm words")))
    found = Page(data)
    assert [tag for tag, _ in found.tags] == [tag for tag, _ in calm.tags]
    assert [set(attributes) - {"lang"} for _, attributes in found.tags] == [
        set(attributes) - {"lang"} for _, attributes in calm.tags
    ]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff\U000e0000-\U000e007f\x00]", data.decode())


@pytest.mark.parametrize("house", [kursk(), small(), *map(hostile_house, HOSTILE)])
def test_no_script_and_nothing_from_outside(house: House) -> None:
    for tag, attributes in Page(page(house)).tags:
        assert tag in TAGS
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "srcset")]
        href = attributes.get("href") or "#"
        assert re.match(r"https?://|#(claim|source)-\d+$|data/(originals|texts)/[0-9a-f]{64}\.\w+$|#$", href), href
        if href.startswith("http"):
            assert attributes["rel"] == "noreferrer"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JavaScript:1"])
def test_only_web_addresses_become_links(address: str) -> None:
    house = House()
    version = house.version("A. B.", document=address)
    house.cite(house.seal("claim/1", {"text": "A."}), version, "A.")
    hrefs = [attributes["href"] for tag, attributes in Page(page(house)).tags if tag == "a"]
    assert not [href for href in hrefs if href is not None and ":" in href]


def test_the_policy_allows_the_style_and_nothing_else() -> None:
    data = page(kursk()).decode()
    style = re.search(r"<style>(.*?)</style>", data, re.DOTALL)
    policy = [a["content"] for tag, a in Page(data.encode()).tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert style is not None
    expected = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == [f"default-src 'none'; style-src 'sha256-{expected}'; base-uri 'none'; form-action 'none'"]


JSON = st.recursive(
    st.booleans() | st.integers(-99, 99) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "version", "start", "a"]), inner, min_size=1)
    ),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.sampled_from(["source", "cue", "relays", "text"]), JSON, min_size=1)


@given(OBJECTS, st.lists(OBJECTS, min_size=1, max_size=3), OBJECTS)
def test_whatever_a_claim_holds_there_is_a_page(attribution: Any, hedges: Any, proposal: Any) -> None:
    house = House()
    version = house.version("A. B.")
    fields = {"text": "A.", "attribution": attribution, "hedges": hedges, "proposal": proposal, "dates": hedges}
    house.cite(house.seal("claim/1", fields), version, "A.")
    Page(page(house))


# What must stand on it -----------------------------------------------------------------------------------------


def test_each_claim_with_all_that_is_known_of_it() -> None:
    house = kursk()
    found = Page(page(house)).text
    for part in (
        *(
            "Claims and their sources: story kursk",
            "2 claims (1 proposed, 0 checked, 1 cleared); 4 citations",
            "Cleared by Jo Marr, legal, 2 March",
            "The operation is complete.",
        ),
        *("unconfirmed reports", "According to", "Interfax", "story “kursk”", "1 March 2026, 12:00:00 UTC, by desk"),
        *("Supports the claim", "Contradicts the claim", "Mentions the claim", "Report from Kursk", "The Tribune"),
        *("A. Writer; B. Author", "https://example.org/news/1?a=1&b=2", "April 2024 (day not known)"),
        *("28 February 2026, 09:30:00 UTC (from a file)", "leaves out qualifier", "differed in typography only"),
        *("example.org/archive", "The reason given: It is about another report.", "What no bundle can prove"),
    ):
        assert part in found, part


def test_quotes_are_marked_and_carry_their_tokens() -> None:
    house = kursk()
    found = Page(page(house))
    citations = [record for record in house.records if record.name == "citation"]
    assert sorted(found.marked) == sorted(record.fields["exact"] for record in citations)
    for f in (record.fields for record in citations):
        assert str(make_token(f["version"], Span(f["start"], f["end"]), f["exact"])) in found.text


def test_the_fingerprint_can_be_read_out() -> None:
    root = kursk().selection().root.hex()
    assert " ".join(root[i : i + 4] for i in range(0, 64, 4)) in Page(page(kursk())).text


def test_claims_stand_in_the_order_of_their_story() -> None:
    found = Page(page(kursk())).text
    assert "Claim 1The operation is complete." in found
    assert "Claim 2He spoke of the Russian people." in found


def test_what_is_withdrawn_is_struck_and_says_so_first() -> None:
    house = small()
    claim = house.records[2]
    house.seal("retraction/1", {"target": claim.id, "why": "It was snow."})
    data = page(house).decode()
    article = data[data.index("<article ") :]
    assert article.index("This claim was withdrawn") < article.index("Claim 1")
    assert "The reason given: <bdi>It was snow.</bdi>" in article
    assert '<del dir="auto">It rained.</del>' in article


def test_what_is_missing_is_said() -> None:
    house = small()
    house.seal("claim/1", {"text": "It snowed."})
    found = Page(page(house)).text
    for part in (
        "Not recorded who says this.",
        "No one in between is recorded.",
        "No words of doubt are recorded.",
        "Nothing in this bundle supports this claim.",
        "Nothing in this bundle speaks against this claim. That does not mean that nothing does.",
        "the title, the publisher, the authors, a web address, the date of publication, when and how it was obtained",
    ):
        assert part in found, part


def described(stated: str | None, *descriptions: dict[str, Any]) -> str:
    house = House()
    said = {"published": {"value": stated, "from": "x"}} if stated else {}
    version = house.version("A. B.", reader="other/1", **({"stated": said} if said else {}))
    house.cite(house.seal("claim/1", {"text": "A."}), version, "A.")
    for fields in descriptions:
        house.seal("description/1", {"document": version.fields["document"], **fields})
    return Page(page(house)).text


def test_a_description_beats_what_the_document_states() -> None:
    first, second = {"set": {"published": "2020"}}, {"set": {"published": "2021-02-03"}}
    assert "Published 2019 (month and day not known) (stated by the document itself)" in described("2019")
    assert "Published 2020 (month and day not known) " in described("2019", first)
    assert "stated by" not in described("2019", first)
    assert "Published 3 February 2021 " in described("2019", first, second)
    assert "Published 2020" in described("2019", first, {"set": {"title": "T"}})
    for unset in (described("2019", {"unset": ["published"]}), described(None, first, {"unset": ["published"]})):
        assert "Published 20" not in unset
        assert "the date of publication" in unset


def test_foreign_words_carry_their_language_and_direction() -> None:
    house = House()
    text = "הנשיא אמר. איש לא אישר."
    version = house.version(text, reader="other/1", stated={"language": {"value": "he", "from": "html lang"}})
    house.cite(house.seal("claim/1", {"text": "Il a parlé.", "language": "fr"}), version, "הנשיא אמר.")
    tags = Page(page(house)).tags
    assert ("blockquote", {"lang": "he", "dir": "auto"}) in tags
    assert ("span", {"dir": "auto", "lang": "fr"}) in tags


def test_a_language_that_is_none_is_left_out() -> None:
    house = small()
    claim: Record = house.seal("claim/1", {"text": "x", "language": "no language at all"})
    house.cite(claim, house.records[0], "It rained.")
    assert not [a for tag, a in Page(page(house)).tags if tag != "html" and "lang" in a]


@pytest.mark.parametrize(
    "when, written",
    [
        ("2024", "2024 (month and day not known)"),
        ("2024-04", "April 2024 (day not known)"),
        ("2024-04-06", "6 April 2024"),
        ("2024-04-06T09:05Z", "6 April 2024, 09:05 UTC"),
        ("2024-12-31T23:59:60Z", "31 December 2024, 23:59:60 UTC"),
        ("last Tuesday", "last Tuesday"),
        ("2024-13-01", "2024-13-01"),
        ("", "not known"),
    ],
)
def test_dates_say_how_far_they_are_known(when: str, written: str) -> None:
    assert day(when) == written


# The context of a quote ----------------------------------------------------------------------------------------

TEXT = "One two. Three four.  Five six. Seven."
SPANS = [(0, 8), (9, 20), (22, 31), (32, 38)]


@pytest.mark.parametrize(
    "start, end, expected",
    [
        (9, 20, ("One two. ", "", "Three four.", "", "  Five six.")),
        (15, 19, ("One two. ", "Three ", "four", ".", "  Five six.")),
        (0, 3, ("", "", "One", " two.", " Three four.")),
        (4, 26, ("", "One ", "two. Three four.  Five", " six.", " Seven.")),
        (32, 38, ("Five six. ", "", "Seven.", "", "")),
        (20, 22, ("Three four.", "", "  ", "", "Five six.")),
    ],
)
def test_a_quote_stands_between_its_neighbours(start: int, end: int, expected: tuple[str, ...]) -> None:
    found = context(TEXT, SPANS, start, end)
    assert (found.before, found.lead, found.exact, found.tail, found.after) == expected
    assert not found.cut_before and not found.cut_after


@given(st.data())
def test_a_context_is_a_piece_of_the_text(data: st.DataObject) -> None:
    text = data.draw(st.text("ab. ", min_size=1, max_size=40))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = context(text, spans, start, end)
    assert found.exact == text[start:end]
    whole = found.before + found.lead + found.exact + found.tail + found.after
    at = start - len(found.before + found.lead)
    assert text[at : at + len(whole)] == whole


def test_a_long_context_is_cut_and_says_so() -> None:
    text = "x" * 5000
    found = context(text, [(0, 5000)], 2000, 2010)
    assert (len(found.lead), len(found.tail)) == (MAX_CONTEXT, MAX_CONTEXT)
    assert found.cut_before and found.cut_after
    house = House()
    house.cite(house.seal("claim/1", {"text": "x"}), house.version(text), "x" * 10, start=2000)
    assert Page(page(house)).text.count("[…]") == 2


def test_json_of_the_test_is_what_records_hold() -> None:
    """The hostile words do reach the records: the canaries are not sealed away before the page."""
    for words in HOSTILE:
        texts = [json.loads(record.data).get("text") for record in hostile_house(words).records]
        assert words.replace("\x00", "") in texts


def test_every_warning_that_a_reading_gives_has_plain_words() -> None:
    house = House()
    found = list(WARNINGS)
    version = house.version("It rained.", incomplete=[*found, "of-a-newer-program"])
    house.cite(house.seal("claim/1", {"text": "It rained."}), version, "It rained.")
    shown = Page(page(house)).text
    assert all(WARNINGS[code] in shown and code not in shown for code in found)
    assert "of a newer program" in shown
