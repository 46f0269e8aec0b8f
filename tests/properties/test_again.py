"""Doing it twice: nothing is written twice, nothing is lost, and what became of each source is said."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

import archive
from archive import Archive, Request
from archive.errors import Ambiguous, BadToken, NotFound, Refused, UsageError
from archive.verbs import add as adding
from archive.verbs._sources import Source
from tests.store.samples import article, make, reopen, write_articles


@pytest.fixture
def made(tmp_path: Path) -> Archive:
    with make(tmp_path) as opened:
        yield opened
        assert not opened.verify(full=True).problems or opened.status().size == 0


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    write_articles(tmp_path / "texts", 3)
    return tmp_path / "texts"


def statuses(added: Iterable[adding.Added]) -> list[str]:
    return [one.status for one in added]


def kinds(made: Archive, since: int) -> Counter[str]:
    return Counter(event.kind.partition("/")[0] for event in made.log() if event.position >= since)


def test_the_same_folder_twice_writes_no_record(made: Archive, texts: Path) -> None:
    first = list(made.add(texts))
    before = made.status()
    again = list(made.add(texts))
    assert statuses(first) == ["added"] * 3
    assert statuses(again) == ["known"] * 3
    assert [one.version for one in again] == [one.version for one in first]
    assert made.status() == before


def test_the_same_file_twice_in_one_run_is_known_the_second_time(made: Archive, texts: Path) -> None:
    path = texts / "0000.txt"
    assert statuses(made.add(path, path, texts)) == ["added", "known", "known", "added", "added"]


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_the_size_of_a_batch_changes_nothing(
    made: Archive, texts: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH_ARTICLES", batch)
    url = "https://example.org/1"
    lines = [
        {"text": "One."},
        {"text": "One."},
        {"text": "One.", "url": url},
        {"text": "Two.", "url": url},
        {"text": "Two.", "url": url, "title": "T"},
        {"text": "Two.", "url": url, "title": "T"},
        {"text": "One.", "url": url},
        {"path": "0000.txt"},
        {"path": "0000.txt", "url": "https://example.org/2"},
        {"path": "0000.txt"},
    ]
    wanted = ["added", "known", "added", "edition", "described", "known", "known", "added", "added", "known"]
    assert statuses(made.add_list([json.dumps(line).encode() for line in lines], folder=texts)) == wanted


def test_a_list_twice_writes_no_record(made: Archive, texts: Path) -> None:
    lines = [
        b'{"path": "0000.txt", "title": "A", "tags": ["x"], "url": "https://example.org/1", "captured": "2024-04-26"}',
        b'{"text": "Some words.", "published": "2024-04-26", "authors": ["A", "B"]}',
    ]
    assert statuses(made.add_list(lines, folder=texts)) == ["added", "added"]
    before = made.status()
    assert statuses(made.add_list(lines, folder=texts)) == ["known", "known"]
    assert made.status() == before


def test_new_bytes_at_the_same_path_are_an_edition_and_the_old_ones_again_a_capture(made: Archive, texts: Path) -> None:
    path = texts / "0000.txt"
    old = path.read_bytes()
    (first,) = made.add(path)
    path.write_text("It was all different.\n")
    since = made.status().size
    (second,) = made.add(path)
    assert (second.status, second.document) == ("edition", first.document)
    assert second.version != first.version
    assert kinds(made, since) == {"version": 1, "sentences": 1, "capture": 1, "place": 1, "run": 1}
    path.write_bytes(old)
    since = made.status().size
    (third,) = made.add(path)
    assert (third.status, third.document, third.version) == ("capture", first.document, first.version)
    assert kinds(made, since) == {"capture": 1, "place": 1}
    shown = made.show(first.document)
    assert [(v.version, len(v.captures), v.newest) for v in shown.versions] == [
        (first.version, 2, True),
        (second.version, 1, False),
    ]
    assert next(made.list_documents()).editions == 2
    assert statuses(made.add(path)) == ["known"]


def test_a_moved_file_is_the_same_document_at_another_place(made: Archive, texts: Path) -> None:
    (first,) = made.add(texts / "0000.txt")
    (texts / "0000.txt").rename(texts / "moved.txt")
    since = made.status().size
    (second,) = made.add(texts / "moved.txt")
    assert (second.status, second.document, second.version) == ("known", first.document, first.version)
    assert kinds(made, since) == {"place": 1}
    (texts / "moved.txt").write_text("New words there.\n")
    (third,) = made.add(texts / "moved.txt")
    assert (third.status, third.document) == ("edition", first.document)


def test_the_same_bytes_under_two_urls_are_two_documents(made: Archive) -> None:
    data = article(1).encode()
    one, two = (made.add_bytes(data, url=f"https://example.org/{n}") for n in (1, 2))
    assert (one.status, two.status) == ("added", "added")
    assert (one.document, two.document) == ("https://example.org/1", "https://example.org/2")
    assert one.version != two.version
    assert made.add_bytes(data, url="https://example.org/1").status == "known"
    assert made.status().counts["documents"] == 2


def test_a_path_goes_with_the_document_that_was_added_from_it(made: Archive, texts: Path) -> None:
    """A, B and A again from one path: the place says each time which it is now."""
    path, a, b = texts / "0000.txt", "https://example.org/a", "https://example.org/b"
    assert [next(made.add(path, url=url)).status for url in (a, b, a, b, a)] == [
        "added",
        "added",
        "known",
        "known",
        "known",
    ]
    assert made.status().counts["place"] == 5
    assert next(made.add(path)).document == a


def test_two_files_of_one_document_are_no_change_of_it(made: Archive, texts: Path) -> None:
    """A folder that holds both editions, added again: neither file changed, so the source did not go back."""
    lines = [b'{"path": "0000.txt", "url": "https://example.org/1", "title": "A"}']
    lines += [b'{"path": "0001.txt", "url": "https://example.org/1", "title": "B"}']
    assert statuses(made.add_list(lines, folder=texts)) == ["added", "edition"]
    before = made.status()
    assert statuses(made.add_list(lines, folder=texts)) == ["known", "known"]
    assert statuses(made.add(texts / "0000.txt", texts / "0001.txt")) == ["known", "known"]
    assert made.status() == before


def test_a_dry_run_says_what_the_run_then_does(made: Archive, texts: Path) -> None:
    lines = [b'{"path": "0000.txt", "title": "A"}', b'{"path": "0000.txt", "title": "B"}', b'{"text": "Two."}']
    for _ in range(2):
        said = statuses(made.add_list(lines, folder=texts, dry_run=True))
        assert said == statuses(made.add_list(lines, folder=texts))


def test_a_description_is_written_only_when_it_says_something_new(made: Archive, texts: Path) -> None:
    path = texts / "0000.txt"
    said = {"title": "A title", "tags": ["x", "y"]}
    runs = [said, said, {**said, "title": "Another"}, {"tags": ["x", "y"]}, {"tags": ["y", "x"]}, {}, said]
    assert [next(made.add(path, values=values)).status for values in runs] == (
        ["added", "known", "described", "known", "described", "known", "described"]
    )
    assert made.status().counts["description"] == 4
    assert made.show(next(made.list_documents()).document).said.said == {"title": ("A title",), "tags": ("x", "y")}


def test_a_stated_time_is_a_capture_of_its_own_once(made: Archive, texts: Path) -> None:
    path = texts / "0000.txt"
    times = ["2024-04-26", "2024-04-26", "2024-04-26T09:00Z", "2024-04-26", "2020-01-01"]
    assert [next(made.add(path, captured=when)).status for when in times] == (
        ["added", "known", "capture", "known", "capture"]
    )


def test_a_dry_run_writes_nothing(made: Archive, texts: Path) -> None:
    before = made.status()
    assert statuses(made.add(texts, dry_run=True)) == ["added"] * 3
    assert made.status() == before
    list(made.add(texts))
    before = made.status()
    (texts / "0000.txt").write_text("New words.\n")
    assert statuses(made.add(texts, dry_run=True)) == ["edition", "known", "known"]
    assert made.status() == before


def test_what_another_process_did_meanwhile_is_seen_under_the_lock(tmp_path: Path, made: Archive, texts: Path) -> None:
    """Between reading an article and storing it, another adds the same, or makes its path another document's."""
    path, url = texts / "0000.txt", "https://example.org/other"
    (copy,) = made.add(texts / "0001.txt")
    path.write_bytes((texts / "0001.txt").read_bytes())  # known by its bytes, as the other file's document
    with reopen(tmp_path) as other:
        opened = made._opened
        sources = [Source(str(path), "file", path=path)]
        (batch,) = adding._batches(adding._item(one, False) for one in adding.loaded(sources, opened.clock))
        known, items = adding._begun(opened, batch, False).read(opened)
        path.write_text("Quite other words.\n")
        list(other.add(path, url=url))
        (added,) = adding._store(opened, known, items, "0" * 12, False)
    assert (added.document, added.status) == (url, "edition")
    assert added.version != copy.version
    assert made.verify(full=True).ok


@pytest.mark.parametrize(
    "twice",
    [
        b'{"title": "a", "text": "Some words.", "title": "b"}',
        b'{"text": "Some words.", "text": "Some words."}',
        b'{"text": "Some words.", "surprise": {"x": 1, "x": 2}}',
        b'{"text": "Some words.", "t\\u0061gs": ["a"], "tags": ["b"]}',
    ],
)
def test_a_line_that_says_something_twice_is_refused_and_the_others_are_added(made: Archive, twice: bytes) -> None:
    refused, other = made.add_list([twice, b'{"text": "Other words."}'])
    assert (refused.status, other.status) == ("failed", "added")
    assert "stands twice" in str(refused.error)
    assert made.status().counts["documents"] == 1


# Citations ---------------------------------------------------------------------------------------------------


@pytest.fixture
def token(made: Archive, texts: Path) -> str:
    list(made.add(texts))
    return made.search("witness").hits[0].token


@pytest.mark.parametrize("speaker", ["", "The ministry"])
def test_the_same_claim_and_citation_twice_is_the_existing_one(made: Archive, token: str, speaker: str) -> None:
    """NULL is the same as NULL here: UNIQUE alone would not bind a claim that nobody is said to make."""
    request = Request(token=token, claim="Water rose.", speaker=speaker, story="dam")
    first = made.cite(request)
    before = made.status()
    again = made.cite(request)
    assert (again.claim, again.citation, again.number) == (first.claim, first.citation, "dam#1")
    assert (first.existing, again.existing) == (False, True)
    assert made.status() == before


def test_another_speaker_stance_or_place_is_another(made: Archive, token: str) -> None:
    first = made.cite(Request(token=token, claim="Water rose."))
    other_speaker = made.cite(Request(token=token, claim="Water rose.", speaker="The ministry"))
    other_stance = made.cite(Request(token=token, claim="Water rose.", stance="contradicts"))
    other_place = made.cite(Request(token=made.search("witness").hits[1].token, to=first.claim))
    assert other_speaker.claim != first.claim
    assert other_stance.claim == other_place.claim == first.claim
    assert len({first.citation, other_speaker.citation, other_stance.citation, other_place.citation}) == 4


def test_a_token_and_the_quote_it_stands_for_are_the_same_citation(made: Archive, token: str) -> None:
    by_token = made.cite(Request(token=token, claim="x"))
    for scope in (by_token.document, by_token.version, by_token.version[:12], by_token.document[:20]):
        by_quote = made.cite(Request(scope=scope, quote=by_token.quote, claim="x"))
        assert (by_quote.citation, by_quote.token) == (by_token.citation, by_token.token)


BAD = {
    b"not json": UsageError,
    b'{"token": 7, "claim": "x"}': UsageError,
    b'{"token": "3f9a1c0b7d22:0-4:abcd", "claim": "x"}': BadToken,
    b'{"in": "nothing-here", "quote": "x", "claim": "x"}': NotFound,
    b'{"in": "urn:\\ud800", "quote": "x", "claim": "x"}': UsageError,
    b'{"in": "IN", "quote": "never said", "claim": "x"}': Refused,
    b'{"in": "IN", "quote": "\\ud800", "claim": "x"}': UsageError,
    b'{"in": "IN", "quote": "e", "claim": "x"}': Ambiguous,
    b'{"in": "IN", "quote": "e", "occurrence": 99, "claim": "x"}': Refused,
    b'{"token": "TOKEN", "claim": "a\\u0000b"}': UsageError,
    b'{"token": "TOKEN", "claim": "\\ud800"}': UsageError,
    b'{"token": "TOKEN", "claim": "x", "story": "a#b"}': UsageError,
    b'{"token": "TOKEN", "claim": "x", "stance": "likes"}': UsageError,
    b'{"token": "TOKEN", "claim": "x", "surprise": "x"}': UsageError,
    b'{"token": "TOKEN", "to": "no-such#1"}': NotFound,
    b'{"token": "TOKEN", "to": "\\ud800"}': UsageError,
    b'{"token": "TOKEN"}': UsageError,
    b'{"token": "TOKEN", "claim": "x", "claim": "y"}': UsageError,
    b'{"token": "TOKEN", "claim": "x", "cl\\u0061im": "x"}': UsageError,
    b"[" * 100_000: UsageError,
    b'{"token": "TOKEN", "claim": "' + b"x" * 1_000_001 + b'"}': UsageError,
}


@pytest.mark.parametrize("bad", BAD, ids=lambda line: line[:50].decode())
def test_one_bad_line_stores_nothing_and_with_keep_going_the_others(made: Archive, token: str, bad: bytes) -> None:
    document = next(made.list_documents()).document.encode()
    good = [
        json.dumps({"token": token, "claim": f"Good {n}.", "story": "dam", "speaker": "S"[:n]}).encode() for n in (0, 1)
    ]
    lines = [good[0], b"\n", bad.replace(b"TOKEN", token.encode()).replace(b"IN", document), good[1]]
    before = made.status()
    refused = made.cite_list(lines, name="cites")
    assert [(one.source, type(one.error)) for one in refused] == [("cites:3", BAD[bad])]
    assert made.status() == before
    done = made.cite_list(lines, name="cites", keep_going=True)
    assert [hasattr(one, "error") for one in done] == [False, True, False]
    assert kinds(made, before.size) == {"claim": 2, "citation": 2, "story": 2}
    assert [one.existing for one in made.cite_list(good)] == [True, True]


def test_requests_are_read_before_the_lock_is_taken(made: Archive, token: str) -> None:
    """They may come from a slow pipe, and from one that adds to this very archive."""

    def lines() -> Iterable[bytes]:
        made.add_bytes(b"Added in between.")
        yield json.dumps({"token": token, "claim": "x"}).encode()

    assert len(made.cite_list(lines())) == 1
    assert made.search("between").total == 1


def test_retracting_twice_keeps_the_first_reason(made: Archive, token: str) -> None:
    cited = made.cite(Request(token=token, claim="x", story="dam"))
    for target, reference in ((cited.claim, "dam#1"), (cited.citation, cited.citation)):
        first = made.retract(reference, why="mistaken")
        before = made.status()
        again = made.retract(target[:16], why="another reason")
        assert (first.target, first.existing, again.existing, again.why) == (target, False, True, "mistaken")
        assert made.status() == before
    with pytest.raises(Refused):
        made.cite(Request(token=token, to=cited.claim))
    assert made.cite(Request(token=token, claim="x")).claim != cited.claim


def test_too_many_words_are_refused_and_not_stored_unreadably(made: Archive) -> None:
    made.add_bytes(b"a " + b"- " * 500_001 + b"x.")
    document = next(made.list_documents()).document
    with pytest.raises(UsageError, match="at most"):
        made.cite(Request(scope=document, quote="a " + "- " * 500_001, claim="x"))
    assert made.cite(Request(scope=document, quote="- " * 499_999 + "x.", claim="x")).quote.endswith(".")
    with pytest.raises(UsageError):
        made.retract(made.cite(Request(scope=document, quote="x.", claim="x")).claim, why="w" * 17_000_000)
    assert made.verify(full=True).ok


def test_ids_are_fresh_for_every_document_without_an_address(made: Archive) -> None:
    documents = [made.add_bytes(f"Text {n}.".encode()).document for n in range(20)]
    assert len({uuid.UUID(document.removeprefix("urn:uuid:")) for document in documents}) == 20
    for document in documents:
        assert made.show(document).document == document
        assert made.show(document.removeprefix("urn:uuid:")).document == document


def test_two_archives_of_the_same_articles_have_different_ids(tmp_path: Path, texts: Path) -> None:
    """Salts: nobody can tell from the log of another which articles it holds."""
    with make(tmp_path, "b") as one, make(tmp_path, "c") as two:
        assert not {a.version for a in one.add(texts)} & {b.version for b in two.add(texts)}
        assert archive.find(one.path / "deeper") == one.path
