"""Whatever bytes go in, the characters that are cited come out: of the archive and its bundle, by token and quote."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archive
from archive import Archive, Request
from archive.errors import ArchiveError, BadToken
from archive.model.digest import Digest
from archive.model.record import Envelope
from archive.model.span import Span
from archive.model.token import ALPHABET, Token, make_token
from archive.text.anchor import anchor, quote
from archive.text.canonical import newlines
from archive.tlog.openings import spans_blob
from archive.verbs._resolve import sentence_of
from tests.store.samples import make, seeded

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "cp1251", "koi8-r", "shift_jis", "gb18030")

words = st.sampled_from(
    [
        *(
            "the",
            "dam",
            "Said",
            "“no”",
            "‘Nobody",
            "told",
            "us,’",
            "U.S.",
            "3.5",
            "…",
            "—",
            "\u00a0",
            "Ü",
            "é",
            "e\u0301",
        ),
        *(
            "плотина",
            "洪水。",
            "السد",
            "\u202egnp.exe\u202c",
            "\u200b",
            "😀",
            "👩\u200d👩",
            "\u2028",
            "\x85",
            "\x0c",
            "İ",
            "ﬁ",
        ),
        *("\0", "\r\n", "\r", "\n\n", "\n", ". ", "? ", "! ", "(sic)", "\ufeff", "\ufffd", "𝔘", "\t"),
    ]
)
texts = st.lists(words, min_size=1, max_size=40).map(" ".join) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80
)


@contextmanager
def house() -> Iterator[tuple[Path, Archive]]:
    """A fresh archive: hypothesis gives one temporary folder to all examples."""
    folder = Path(tempfile.mkdtemp())
    try:
        with make(folder) as made:
            yield folder, made
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One archive that all examples are added to."""
    with make(tmp_path_factory.mktemp("shelf")) as made:
        yield made


def stored_text(made: Archive, version: str) -> str:
    with made._opened.store.reading() as reader:
        return reader.text(reader.version(version))


@given(text=texts, encoding=st.sampled_from(ENCODINGS), data=st.data())
@settings(max_examples=60)
def test_every_span_that_is_cited_gives_back_its_characters(
    shelf: Archive, text: str, encoding: str, data: st.DataObject
) -> None:
    added = shelf.add_bytes(text.encode(encoding, "ignore"))
    if added.error is not None:
        assert isinstance(added.error, ArchiveError)
        return
    stored = stored_text(shelf, added.version)
    if not stored:  # it was kept before, unreadable
        return
    assert "\r" not in stored
    start = data.draw(st.integers(0, len(stored) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(stored))))
    exact = stored[span.start : span.end]
    token = str(make_token(added.version, span, exact))
    cited = shelf.cite(Request(token=token, claim="c", stance="mentions"))
    assert (cited.quote, cited.token) == (exact, token)
    assert shelf.show(token).text == exact
    assert span in anchor(stored, quote(stored, span))
    for sentence in shelf.show(added.version).sentences:
        assert shelf.show(sentence.token).text == sentence.text == sentence.span.of(stored)


@given(text=texts)
@settings(max_examples=60)
def test_utf_8_text_is_stored_as_it_is_but_for_line_ends(shelf: Archive, text: str) -> None:
    added = shelf.add_bytes(text.encode())
    if added.error is None:
        with shelf._opened.store.reading() as reader:
            version = reader.version(added.version)
            assert reader.blob(version.content) == text.encode()
            if version.encoding == "utf-8":
                assert reader.text(version) == newlines(text)


@given(st.binary(min_size=1, max_size=200))
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused_and_kept_as_they_were(shelf: Archive, data: bytes) -> None:
    added = shelf.add_bytes(data)
    if added.error is None:
        with shelf._opened.store.reading() as reader:
            assert reader.blob(Digest.of(data)) == data
        assert shelf.add_bytes(data).version == added.version
    else:
        assert added.status == ("unreadable" if data.strip() else "failed")


def test_and_afterwards_all_of_it_is_whole(shelf: Archive) -> None:
    shelf.add_bytes(b"There is one at least.")
    assert shelf.verify(full=True).ok


@given(text=texts, word=st.sampled_from(["the", "dam", "плотина", "Said", "洪水", "told"]))
@settings(max_examples=12)
def test_what_a_search_cites_survives_export_and_verification(text: str, word: str) -> None:
    with house() as (folder, made):
        made.add_bytes(f"{text} {word} {text}".encode())
        hits = made.search(word).hits
        for n, hit in enumerate(hits):
            assert made.cite(Request(token=hit.token, claim=f"Claim {n}.", story="all")).quote == hit.text
        if not hits:
            return
        exported = made.export("all", target=folder / "bundle")
        report = archive.verify(folder / "bundle", root=exported.root)
        assert report.ok, report.problems
        assert report.checked["citations"] == len(hits)
        assert made.verify(full=True).ok


@given(texts, st.data())
@settings(max_examples=100)
def test_a_quote_that_stands_once_is_cited_where_it_stands_and_an_altered_one_never(
    shelf: Archive, text: str, data: st.DataObject
) -> None:
    added = shelf.add_bytes(text.encode())
    if added.error is not None:
        return
    stored = stored_text(shelf, added.version)
    if not stored:  # it was kept before, unreadable
        return
    start = data.draw(st.integers(0, len(stored) - 1))
    exact = stored[start : data.draw(st.integers(start + 1, len(stored)))]
    request = Request(scope=added.version, quote=exact, claim="c")
    try:
        assert shelf.cite(request).quote == exact
        assert stored.count(exact) == 1
    except ArchiveError as error:
        assert error.code in ("ambiguous", "cut")
        assert error.code == "cut" or len({at for at in range(len(stored)) if stored.startswith(exact, at)}) > 1
    altered = exact + "\ue000"
    with pytest.raises(ArchiveError) as caught:
        shelf.cite(Request(scope=added.version, quote=altered, claim="c"))
    assert caught.value.code in ("absent", "altered", "elsewhere", "spliced", "unchecked")


# Tokens ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, list[str]]]:
    """An archive with the same ids every time, and 1,000 tokens of it: with chance ones, one in a million fits."""
    chosen, desk, at = seeded("tokens"), Envelope("desk", "test"), "2026-03-01T12:00:00Z"
    tokens = []
    with make(tmp_path_factory.mktemp("tokens")) as made:
        with made._opened.store.writing() as writer:
            for n in range(10):
                text = " ".join(f"Sentence {k} of article {n} is here." for k in range(300))
                data, spans = text.encode(), spans_blob([(0, len(text))])
                for blob in (data, spans):
                    writer.keep(Digest.of(blob), blob)
                version = desk.seal(
                    "version/1",
                    {
                        "document": f"https://example.org/{n}",
                        "content": str(Digest.of(data)),
                        "size": len(data),
                        "media_type": "text/plain",
                        "reader": "text/1",
                        "text": str(Digest.of(data)),
                        "length": len(text),
                    },
                    at=at,
                    salt=f"{n:032x}",
                )
                writer.append(version)
                for _ in range(100):
                    start = chosen.randrange(len(text) - 1)
                    span = Span(start, min(len(text), start + chosen.randint(1, 300)))
                    tokens.append(str(make_token(version.id, span, span.of(text))))
        yield made, tokens


def test_a_thousand_tokens_fit(fixed: tuple[Archive, list[str]]) -> None:
    made, tokens = fixed
    with made._opened.store.reading() as reader:
        for token in tokens:
            version, span = sentence_of(reader, token)
            assert version.id.startswith(token[:12])
            assert str(span) == token.split(":")[1]


def test_one_wrong_digit_in_a_thousand_tokens_is_refused_every_time(fixed: tuple[Archive, list[str]]) -> None:
    made, tokens = fixed
    chosen, tried = seeded("digits"), 0
    with made._opened.store.reading() as reader:
        for token in tokens:
            for at in chosen.sample([n for n, c in enumerate(token) if c not in ":-"], 10):
                letters = "0123456789abcdef" if at < 12 else "0123456789" if at < len(token) - 5 else ALPHABET
                wrong = token[:at] + chosen.choice([c for c in letters if c != token[at]]) + token[at + 1 :]
                with pytest.raises(BadToken):
                    sentence_of(reader, wrong)
                tried += 1
    assert tried == 10_000


def test_shifted_swapped_and_invented_tokens_are_refused(fixed: tuple[Archive, list[str]]) -> None:
    made, tokens = fixed
    with made._opened.store.reading() as reader:
        for one, two in zip(tokens[:300], tokens[500:800], strict=True):
            a, b = Token.parse(one), Token.parse(two)
            for wrong in (
                Token(a.version, Span(a.span.start + 1, a.span.end + 1), a.check),
                Token(a.version, Span(a.span.start, a.span.end + 1), a.check),
                Token(b.version, a.span, a.check),
                Token(a.version, b.span, a.check),
                Token(a.version, a.span, b.check),
                Token(a.version, Span(a.span.start, a.span.end + 100_000), a.check),
            ):
                if wrong not in (a, b) and wrong.check != "":
                    with pytest.raises(BadToken):
                        sentence_of(reader, str(wrong))
