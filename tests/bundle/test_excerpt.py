"""Excerpts in bundles: they verify, they say what they do not show, and nothing in them confirms a guess at it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from archive import plugins
from archive.bundle import layout
from archive.bundle.build import build, write_zip
from archive.bundle.check import check
from archive.exporters import Contents, contexts
from archive.model import jcs
from archive.model.codes import Report
from archive.text.sentences import sentences
from archive.tlog.openings import spans_blob
from tests.bundle.broken import replace, sealed
from tests.bundle.samples import MEMO, House, closed, kursk, mixed, small
from tests.bundle.test_build import commands, needs_sha256sum, run
from tests.outside import CHECKS, Skipped

#: As long as the sentence of the memo in whose place it may have stood.
GUESS = MEMO.replace("Ask no more.", "Ask me later.".replace(" me", "me"))
FORMATS = [n for n in plugins.built_in("exporters") if not getattr(plugins.load("exporters", n), "ANSWERS", False)]


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


def made(house: House) -> dict[str, bytes]:
    return dict(build(house.selection()))


def formats(house: House) -> dict[str, bytes]:
    """Every other format of the same."""
    records = tuple(record for record in house.records if record.id not in house.hidden)
    excerpts = {excerpt.version: excerpt for excerpt in house.excerpts}
    shown = contexts(records, house.blobs.__getitem__, excerpts)
    contents = Contents(
        "story s", house.origin, len(house.records), bytes(range(32)), records, shown, excerpts=excerpts
    )
    return {name: plugins.load("exporters", name).export(contents) for name in FORMATS}


# It verifies, and says what it does not show -------------------------------------------------------------------


def test_an_excerpt_is_intact_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    report = check(closed().bundle(tmp_path / "b"))
    assert report.problems == ()
    assert (report.checked["excerpts"], report.checked["opened sentences"], report.checked["quotes"]) == (1, 1, 1)
    assert "versions" not in report.checked and "originals read again" not in report.checked
    assert report.headline == "INTACT but for what stands around the excerpts; signer not checked"
    assert "what stands around the sentences that are shown of 1 source" in " ".join(report.skipped)


def test_some_go_whole_and_some_as_excerpts(tmp_path: Path) -> None:
    house = mixed()
    report = check(house.bundle(tmp_path / "b"))
    assert report.problems == ()
    assert (report.checked["versions"], report.checked["excerpts"], report.checked["quotes"]) == (2, 1, 5)
    write_zip(build(house.selection()), tmp_path / "b.zip")
    assert check(tmp_path / "b.zip") == report


def test_the_one_sentence_of_a_source_can_be_opened(tmp_path: Path) -> None:
    house = House()
    memo = house.version("It rained.", salted=True)
    house.cite(house.seal("claim/1", {"text": "It rained."}), memo, "rained")
    house.close(memo, 0)
    assert check(house.bundle(tmp_path / "b")).problems == ()


def test_the_page_says_that_it_is_an_excerpt_and_why() -> None:
    page = made(mixed())[layout.PAGE].decode()
    assert "Of 1 of the 3 sources no more is here than the sentences that are shown." in page
    assert "the source is marked confidential" in page
    assert "The order came by telephone." in page and "Ask no more" not in page
    assert "data/excerpts" in page and "data/originals" in page
    alone = made(closed())[layout.PAGE].decode()
    assert "Of 1 of the 1 source " in alone and "it is a mail, which says who wrote to whom" in alone
    assert "data/originals" not in alone and "data/texts" not in alone
    assert "no more is here" not in made(kursk())[layout.PAGE].decode()


def test_context_and_prefix_are_cut_at_what_is_shown() -> None:
    house = mixed()
    files = made(house)
    citation = json.loads(files[layout.citation_name(house.records[-1].id)])
    archived, live = citation["target"]
    quotes = [s for target in (archived, live) for s in target["selector"] if s["type"] == "TextQuoteSelector"]
    assert [set(quote) for quote in quotes] == [{"type", "exact"}] * 2  # a sentence's own words, and none beside it
    assert "DataPositionSelector" not in {selector["type"] for selector in archived["selector"]}
    assert "cached" not in live["state"] and live["state"]["sourceDate"] == "2026-02-28T09:30:00Z"
    inside = House()
    memo = inside.version(MEMO, salted=True)
    inside.cite(inside.seal("claim/1", {"text": "x"}), memo, "by telephone")
    inside.close(memo, 0)
    (record,) = [r for r in inside.records if r.kind == "citation/1"]
    quote = json.loads(made(inside)[layout.citation_name(record.id)])["target"][0]["selector"][1]
    assert (quote["prefix"], quote["suffix"]) == ("The order came ", ".")


def test_build_refuses_what_would_tell_more() -> None:
    for change in (
        lambda house: house.hidden.clear(),
        lambda house: house.hidden.discard(house.records[2].id),
        lambda house: house.excerpts.clear(),
        lambda house: (house.excerpts.clear(), house.close(house.records[0], 0)),
        lambda house: replace(house, house.records[1], sealed(house.records[1], {"root": "0" * 64})),
    ):
        house = closed()
        change(house)
        with pytest.raises(ValueError):
            made(house)


def test_the_same_selection_gives_the_same_bytes() -> None:
    assert list(build(mixed().selection())) == list(build(mixed().selection()))


# The crate, the annotations, the bag, by others' tools -----------------------------------------------------------


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("house", [closed, mixed])
def test_others_accept_it(name: str, house: object, tmp_path: Path) -> None:
    folder = (closed() if house is closed else mixed()).bundle(tmp_path / "b")
    try:
        assert list(CHECKS[name](folder)) == []
    except Skipped as why:
        pytest.skip(str(why))


def test_the_crate_names_every_file() -> None:
    files = made(mixed())
    graph = json.loads(files[layout.CRATE])["@graph"]
    named = {f"data/{entity['@id']}" for entity in graph if entity["@type"] == "File"}
    assert named == {name for name in files if name.startswith("data/")} - {layout.CRATE, layout.PREVIEW}


HOSTILE = "It was said: \"$(rm -rf /)\" `x` \\0 %s 'q' \u2028 \u202e Курск\ttab."


@needs_sha256sum
@pytest.mark.parametrize("text", [MEMO, f"One. {HOSTILE} Three.", "It rained."])
def test_an_opening_can_be_checked_by_hand(tmp_path: Path, text: str) -> None:
    house = House()
    memo = house.version(text, salted=True)
    spans = sentences(text)
    n = min(1, len(spans) - 1)
    house.cite(house.seal("claim/1", {"text": "x"}), memo, text[slice(*spans[n])], start=spans[n][0])
    house.close(memo, n)
    folder = house.bundle(tmp_path / "b")
    node = commands(folder, "Paste these lines")
    script = node + commands(folder, "from above):")
    assert run("set -u\n" + script, folder).stdout.endswith("the sentence is in the source\n")
    path = folder / layout.excerpt_name(memo.id)
    path.write_bytes(path.read_bytes().replace(text[spans[n][1] - 1].encode() + b'"]', b'!"]'))
    assert run("set -u\n" + script, folder).stdout.endswith("DIFFERENT\n")


# Nothing confirms a guess ----------------------------------------------------------------------------------------

_HEX = re.compile(rb"[0-9a-fA-F]{40,128}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{27,88}={0,2}")


def digests_in(data: bytes) -> set[bytes]:
    """The raw bytes of all that could be a digest in hex or base 64, as a whole and by its first and last 32 bytes."""
    found = set()
    for word in _HEX.findall(data):
        raw = bytes.fromhex(word.decode()[: len(word) // 2 * 2])
        found |= {raw, raw[:32], raw[-32:]}
    for word in _BASE64.findall(data):
        bare = word.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        raw = base64.b64decode(bare[: len(bare) - (len(bare) % 4 == 1)] + b"=" * (-len(bare) % 4))
        found |= {raw, raw[:32]}
    return found


def guesses(text: str, shown: Iterable[str]) -> dict[bytes, str]:
    """Every digest by which one who has the whole text could tell that it is this one; `shown` are openings."""
    spans = sentences(text)
    words = [text[start:end] for start, end in spans]
    plain = [text, text + "\n", json.dumps(text), *words, *(f"{word}\n" for word in words), str(len(text))]
    data = {one: one.encode() for one in plain} | {"spans": spans_blob(spans), "lengths": str(spans).encode()}
    for n, (start, end) in enumerate(spans):
        for key in ("", str(n), *shown):
            data[f"leaf {n}"] = b"\0" + jcs.dumps([key, start, end, words[n]])
            data[f"array {n}"] = jcs.dumps([key, start, end, words[n]])
            yield_ = hashlib.sha256(data[f"leaf {n}"]).digest()
            data[f"node {n} {key}"] = b"\1" + yield_ + yield_
    found = {}
    for name, value in data.items():
        for algorithm in ("sha256", "sha512", "sha1", "md5"):
            found[hashlib.new(algorithm, value).digest()] = name
    return found


def told(files: dict[str, bytes], text: str, house: House) -> set[str]:
    """Which digests of `text` stand in these files, but for what is said of the sentences that are shown."""
    opened = [one for excerpt in house.excerpts for one in excerpt.opened]
    found = guesses(text, [one.opening for one in opened])
    own = {name for one in opened for name in (f"leaf {one.n}", f"array {one.n}", one.text, f"{one.text}\n")}
    digests = {digest for name, data in files.items() for digest in digests_in(data + b" " + name.encode())}
    return {name for digest, name in found.items() if digest in digests} - own


def test_of_two_candidate_texts_the_right_one_cannot_be_told() -> None:
    assert len(GUESS) == len(MEMO) and GUESS != MEMO
    house = closed()
    for files in (made(house), formats(house)):
        assert told(files, MEMO, house) == told(files, GUESS, house) == set()
        assert not [name for name, data in files.items() if b"Ask no more" in data or b"came by telephone" in data]


def test_the_search_for_digests_finds_them_in_a_whole_bundle() -> None:
    house = closed()
    house.excerpts.clear()
    house.hidden.clear()
    assert MEMO in told(made(house), MEMO, house)
    house = House()
    plain = house.version(MEMO)
    house.cite(house.seal("claim/1", {"text": "x"}), plain, "“Open it,” he said.")
    assert {MEMO, "spans"} <= told(made(house), MEMO, house)
    assert MEMO in told(formats(house), MEMO, house)
    assert told(made(house), GUESS, house) == {"spans"}  # which are the same: the lengths are


def masked(data: bytes) -> bytes:
    """Without what is a digest, an opening or a salted root."""
    return re.sub(
        rb"[0-9a-f]{4,64}(?=[^0-9a-z])|[A-Za-z0-9+/]{43}=|[A-Za-z0-9_-]{43}(?=\")|:[2-9a-kmnp-z]{4}\b", b"X", data
    )


def test_nothing_but_salted_digests_depends_on_what_is_not_shown() -> None:
    """Two memos, one much longer behind what is shown: but for digests the files are the same, to the byte."""
    other = MEMO.replace("Ask no more.", "Ask nobody about this, Ödön, not even the warden of the weir.")
    assert len(sentences(other)) == len(sentences(MEMO))
    for make in (made, formats):
        one, two = (
            sorted((masked(name.encode()), masked(data)) for name, data in make(closed(text)).items())
            for text in (MEMO, other)
        )
        for (name, data), (_, its) in zip(one, two, strict=True):
            if b"manifest" not in name and name != b"docx":
                assert data == its, name
            assert len(data) == len(its), name


def test_no_salt_of_what_is_not_shown_leaves() -> None:
    house = closed()
    salt = bytes.fromhex(house.records[0].fields["salt"])
    from archive.tlog.openings import opening

    hidden = [opening(salt, n) for n in (0, 2, 3)]
    for name, data in {**made(house), **formats(house)}.items():
        assert not [key for key in hidden if key.encode() in data], name
        assert house.records[0].fields["salt"].encode() not in data, name
    assert b"5a" * 16 not in b"".join(made(house).values())


def test_every_bit_of_an_excerpt_counts(tmp_path: Path) -> None:
    from tests.bundle.samples import rebag

    folder = closed().bundle(tmp_path / "b")
    (path,) = (folder / "data/excerpts").iterdir()
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        rebag(folder)
        assert not check(folder).ok, at


def test_a_small_bundle_has_no_folder_of_excerpts(tmp_path: Path) -> None:
    folder = small().bundle(tmp_path / "b")
    assert not (folder / "data/excerpts").exists()
    done = subprocess.run(["ls", str(folder / "data")], capture_output=True, text=True, check=True)
    assert "originals" in done.stdout
