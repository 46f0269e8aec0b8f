"""Checking: what is whole passes, and whatever is done to it is found, by its code."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archive.bundle
from archive.bundle import layout
from archive.bundle.check import check
from archive.errors import NotAnArchive, NotFound, UsageError
from archive.model import jcs
from archive.model.codes import Report
from archive.model.digest import Digest
from archive.model.record import Record, parse
from archive.tlog.openings import spans_blob
from archive.tlog.proof import TlogProof, format_proof, parse_proof
from tests.bundle.samples import House, kursk, rebag, small

ROOT = "the root was not compared with one that you hold: give one with --root"


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


# What is whole -------------------------------------------------------------------------------------------------


def test_what_was_built_is_intact(tmp_path: Path) -> None:
    house = kursk()
    report = check(house.bundle(tmp_path / "b"))
    assert report.problems == ()
    assert report.skipped == (ROOT,)
    assert (report.root, report.size) == (house.selection().root.hex(), len(house.records))
    assert report.headline == "INTACT, signer not checked"
    assert dict(report.checked) == {
        "mode": "bundle",
        "files": 59,
        "records": 19,
        "proofs": 19,
        "versions": 2,
        "sentence lists": 2,
        "captures": 2,
        "acceptances": 1,
        "descriptions": 2,
        "detections": 1,
        "claims": 2,
        "citations": 4,
        "retractions": 1,
        "stories": 2,
        "texts": 2,
        "sentences": 7,
        "quotes": 4,
        "originals read again": 2,
        "pages": 2,
        "files for other programs": 8,
    }


def test_the_root_that_the_user_holds(tmp_path: Path) -> None:
    house = small()
    folder, root = house.bundle(tmp_path / "b"), house.selection().root
    grouped = " ".join(re.findall("....", root.hex()))
    for held in (root.hex(), root.hex().upper(), grouped, base64.b64encode(root).decode()):
        assert (check(folder, root=held).problems, check(folder, root=held).skipped) == ((), ())
    assert codes(check(folder, root="00" * 32)) == {"root-differs"}
    for held in ("", "abc", root.hex()[:-1], "x" * 64, base64.b64encode(root[:-1]).decode()):
        with pytest.raises(UsageError):
            check(folder, root=held)


def test_what_is_no_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(b"PK")
    with pytest.raises(NotAnArchive):
        check(tmp_path / "bundle.zip")
    for name in ("nowhere", "n" * 300):
        with pytest.raises(NotFound):
            check(tmp_path / name)


def test_a_signature_is_allowed_and_not_checked(tmp_path: Path) -> None:
    folder = small().bundle(tmp_path / "b")
    (folder / layout.SIGNATURE).write_text("-----BEGIN SSH SIGNATURE-----\n")
    report = check(folder)
    assert report.ok
    assert "the signature was not checked" in report.skipped


def with_checkpoint(folder: Path, checkpoint: str) -> Path:
    """The bundle with another checkpoint, in every proof too."""
    (folder / layout.CHECKPOINT).write_text(checkpoint)
    for path in (folder / "data/log").glob("*.tlog-proof"):
        proof = parse_proof(path.read_text())
        path.write_text(format_proof(TlogProof(proof.index, proof.hashes, checkpoint)))
    rebag(folder)
    return folder


def test_signatures_of_the_checkpoint_are_not_checked(tmp_path: Path) -> None:
    folder = small().bundle(tmp_path / "b")
    with_checkpoint(folder, (folder / layout.CHECKPOINT).read_text() + "\n— example.org/archive AAAAAAAA\n")
    assert (check(folder).problems, "the checkpoint's signatures were not checked" in check(folder).skipped) == (
        (),
        True,
    )


def test_lines_after_the_root_of_the_checkpoint_are_refused(tmp_path: Path) -> None:
    """C2SP's extension lines mean what their writer likes; an archive writes none."""
    folder = small().bundle(tmp_path / "b")
    with_checkpoint(folder, (folder / layout.CHECKPOINT).read_text() + "witnessed by everybody\n")
    assert codes(check(folder)) == {"checkpoint-malformed"}


def test_kinds_that_are_not_known_are_counted_and_proven(tmp_path: Path) -> None:
    house = small()
    house.records.append(parse(house.records[2].data.replace(b"claim/1", b"rumour/7")))
    report = check(house.bundle(tmp_path / "b"))
    assert report.ok
    assert (report.checked["unknown kind"], report.checked["claims"], report.checked["proofs"]) == (1, 1, 5)


def test_what_this_program_cannot_read_again_is_said(tmp_path: Path) -> None:
    house = House()
    version = house.version("A. B.", reader="text/999", original=b"\x00\x01")
    other = house.version("C. D.", reader="../text/1", original=b"\x00\x02")
    claim = house.seal("claim/1", {"text": "A."})
    house.cite(claim, version, "A.")
    house.cite(claim, other, "C.")
    report = check(house.bundle(tmp_path / "b"))
    assert report.ok
    assert "originals of reader text/999, which is not here, were not read again" in report.skipped
    assert "originals of reader ../text/1, which is not here, were not read again" in report.skipped


@pytest.mark.parametrize("encoding, label", [("windows-1251", "windows-1251; guessed"), ("utf-16", "utf-16-le; bom")])
def test_an_original_in_another_encoding_is_read_again(tmp_path: Path, encoding: str, label: str) -> None:
    text = "Съешь ещё этих мягких французских булок. Да выпей чаю.\n"
    house = House()
    version = house.version(text, original=text.encode(encoding), encoding=label)
    house.cite(house.seal("claim/1", {"text": "A."}), version, "Да выпей чаю.")
    report = check(house.bundle(tmp_path / "b"))
    assert (report.problems, report.checked["originals read again"]) == ((), 1)


def test_a_page_of_another_program_is_not_compared_and_that_is_said(tmp_path: Path) -> None:
    folder = small().bundle(tmp_path / "b")
    page = folder / layout.PAGE
    page.write_bytes(page.read_bytes().replace(b"archive page/3", b"archive page/4").replace(b"rained", b"snowed"))
    rebag(folder)
    report = check(folder)
    assert report.ok
    said = "READ-ME-FIRST.html is page/4, of another program: it was not compared, so do not rely on it"
    assert said in report.skipped


# What is broken, by code ---------------------------------------------------------------------------------------

Break = Callable[[Path], object]


def edit(name: str, change: Callable[[bytes], bytes], *, lists: bool = True) -> Break:
    """Changes the file that `name` (a pattern) matches first; a forger re-makes the manifests."""

    def broken(folder: Path) -> None:
        path = sorted(folder.glob(name))[0]
        path.write_bytes(change(path.read_bytes()))
        if lists:
            rebag(folder)

    return broken


def remove(name: str, *, lists: bool = True) -> Break:
    def broken(folder: Path) -> None:
        sorted(folder.glob(name))[0].unlink()
        if lists:
            rebag(folder)

    return broken


def add(name: str, data: bytes = b"x", *, lists: bool = True) -> Break:
    def broken(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        if lists:
            rebag(folder)

    return broken


def forged(record: Record, change: Callable[[bytes], bytes]) -> Record:
    """The record of changed bytes, well formed or not."""
    data = change(record.data)
    return Record(Digest.of(data).hex, data, record.fields)


def rebuilt(change: Callable[[House], object], house: Callable[[], House] = small) -> Break:
    """A whole new bundle, with a log of its own, of records that were changed: the ablest forger.

    `build` would refuse it, so it is put together here.
    """

    def broken(folder: Path) -> None:
        made = house()
        change(made)
        assemble(made, folder)

    return broken


def assemble(house: House, folder: Path) -> None:
    """Records, blobs and proofs of `house` in the place of those in `folder`, with no question asked."""
    selection = house.selection()
    for name in ("records", "log", "texts", "originals", "spans"):
        shutil.rmtree(folder / "data" / name)
        (folder / "data" / name).mkdir()
    checkpoint = f"{selection.origin}\n{selection.size}\n{base64.b64encode(selection.root).decode()}\n"
    (folder / layout.CHECKPOINT).write_text(checkpoint)
    for entry in selection.entries:
        record = entry.record
        (folder / layout.record_name(record.id)).write_bytes(record.data)
        proof = TlogProof(entry.index, entry.proof, checkpoint)
        (folder / layout.proof_name(record.id)).write_text(format_proof(proof))
        for name, digest in layout.blob_names([record]).items():
            if digest in house.blobs:
                (folder / name).write_bytes(house.blobs[digest])
    rebag(folder)


def reseal(index: int, **changes: Any) -> Callable[[House], None]:
    """Record `index` with other fields, and every reference to it moved along."""

    def change(house: House) -> None:
        old = house.records[index]
        replace(house, old, sealed(old, changes))

    return change


def sealed(old: Record, changes: dict[str, Any]) -> Record:
    fields = {k: v for k, v in {**old.fields, **changes}.items() if v is not None}
    data = jcs.dumps(fields)
    return Record(Digest.of(data).hex, data, fields)


def replace(house: House, old: Record, new: Record) -> None:
    house.records[house.records.index(old)] = new
    for record in list(house.records):
        moved = {key: new.id for key, value in record.fields.items() if value == old.id}
        if moved:
            replace(house, record, sealed(record, moved))


def other_text(house: House) -> None:
    """A version whose text is not what its original says; its sentences and quotes fit."""
    house.records.clear()
    version = house.version("It snowed. It was hot.", original=b"It rained. It was cold.")
    house.cite(house.seal("claim/1", {"text": "It snowed."}), version, "It snowed.")


def stated(house: House) -> None:
    house.records.clear()
    said = {"published": {"value": "2024", "from": "front matter"}}
    version = house.version("It rained.", reader="markdown/1", media_type="text/markdown", stated=said)
    house.cite(house.seal("claim/1", {"text": "It rained."}), version, "It rained.")


def other_spans(house: House, spans: bytes, count: int = 2) -> None:
    reseal(1, spans=house.keep(spans), count=count)(house)


def text_bytes(house: House, data: bytes, length: int) -> None:
    reseal(0, text=house.keep(data), length=length)(house)


def only(kind: str) -> Callable[[House], None]:
    def change(house: House) -> None:
        house.records[:] = [record for record in house.records if record.name == kind]

    return change


def private(house: House) -> None:
    house.seal("place/1", {"document": "urn:x:1", "path": "file:///home/ann/1.txt", "content": f"sha256:{'0' * 64}"})


def another_log(folder: Path) -> None:
    """One record's proof from a log that holds the same records and one more."""
    house = small()
    house.seal("claim/1", {"text": "More."})
    other = house.bundle(folder.parent / "other")
    name = layout.proof_name(house.records[0].id)
    shutil.copy(other / name, folder / name)
    rebag(folder)


def another_checkpoint(folder: Path) -> None:
    """A proof that is right, but stands on a checkpoint with one line more."""
    path = sorted((folder / "data/log").glob("*.tlog-proof"))[0]
    proof = parse_proof(path.read_text())
    path.write_text(format_proof(TlogProof(proof.index, proof.hashes, proof.checkpoint + "extension\n")))
    rebag(folder)


def two_in_one(folder: Path) -> None:
    """`VERIFY.TXT` beside `VERIFY.txt`."""
    (folder / "VERIFY.TXT").write_bytes(b"")
    if len(list(folder.glob("[Vv]*"))) < 2:
        pytest.skip("this file system ignores case")


def composed(folder: Path) -> None:
    for form in ("NFC", "NFD"):
        (folder / unicodedata.normalize(form, "é.txt")).write_bytes(b"")
    if len(list(folder.glob("*.txt"))) < 7:
        pytest.skip("this file system ignores Unicode forms")


def linked(name: str, to: str) -> Break:
    def broken(folder: Path) -> None:
        path = folder / name
        if path.is_dir():
            shutil.move(path, folder.parent / "moved")
        else:
            path.unlink(missing_ok=True)
        path.symlink_to(to)

    return broken


def sparse(name: str, size: int) -> Break:
    def broken(folder: Path) -> None:
        with sorted(folder.glob(name))[0].open("r+b") as file:
            file.truncate(size)

    return broken


def emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def first_line_twice(data: bytes) -> bytes:
    return data[: data.index(b"\n") + 1] + data


def unreadable(folder: Path) -> None:
    (folder / layout.INSTRUCTIONS).chmod(0)


def listing(manifest: str, line: bytes) -> Break:
    return edit(
        manifest, lambda data: b"".join(sorted([*data.splitlines(True), line], key=lambda x: x[66:])), lists=False
    )


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new)

    return change


def small_without_blob() -> House:
    """The blob is there under the other name only, once `assemble` has taken what it finds."""
    house = small()
    house.blobs.pop(house.records[0].fields["content"][7:])
    return house


def utf_16() -> House:
    house = House()
    version = house.version("It rained. It was cold.", original="It rained.".encode("utf-16-le"))
    house.cite(house.seal("claim/1", {"text": "It rained."}), version, "It rained.")
    return house


ZERO = b"0" * 64
#: code → ways to break a bundle so that `check` reports it; what else it reports does not matter.
BROKEN: dict[str, list[Break]] = {
    "bag-malformed": [
        remove("bagit.txt"),
        edit("bagit.txt", swap(b"1.0", b"0.97")),
        edit("bagit.txt", lambda data: b"\xef\xbb\xbf" + data),
        edit("bagit.txt", swap(b"\n", b"\r\n")),
        remove("bag-info.txt", lists=False),
        edit("bag-info.txt", swap(b"2026-03-01", b"2026-03-02")),
        edit("bag-info.txt", swap(b"Bag-Soft", b"Source-Organization: The Tribune\nBag-Soft"), lists=False),
        edit("bag-info.txt", swap(b"Oxum: ", b"Oxum: 0"), lists=False),
        edit("bag-info.txt", lambda data: re.sub(rb"\d+\n$", b"1\n", data), lists=False),
        edit("bag-info.txt", swap(b"kursk", "kursk\u202e".encode()), lists=False),
        remove("manifest-sha256.txt", lists=False),
        remove("tagmanifest-sha256.txt", lists=False),
        edit("manifest-sha256.txt", first_line_twice, lists=False),
        edit("manifest-sha256.txt", lambda data: ZERO + data[64:] + data, lists=False),
        edit("manifest-sha256.txt", swap(b"\n", b"\r\n"), lists=False),
        edit("manifest-sha256.txt", swap(b"  data", b" *data"), lists=False),
        edit("tagmanifest-sha256.txt", lambda data: data.upper(), lists=False),
        edit("tagmanifest-sha256.txt", lambda data: b"".join(reversed(data.splitlines(True))), lists=False),
        listing("manifest-sha256.txt", ZERO + b"  bagit.txt\n"),
        listing("tagmanifest-sha256.txt", ZERO + b"  data/log/checkpoint\n"),
        listing("tagmanifest-sha256.txt", ZERO + b"  tagmanifest-sha256.txt.sig\n"),
    ],
    "file-missing": [
        remove("VERIFY.txt", lists=False),
        remove("data/originals/*", lists=False),
        lambda folder: shutil.rmtree(folder / "data" / "spans"),
        lambda folder: (folder / "VERIFY.txt").rename(folder / "verify.txt"),
    ],
    "file-unlisted": [
        add(f"data/originals/{'0' * 64}.bin", lists=False),
        add("notes.txt", lists=False),
        lambda folder: (folder / "VERIFY.txt").rename(folder / "verify.txt"),
    ],
    "file-altered": [
        edit("data/texts/*", swap(b"rained", b"snowed"), lists=False),
        edit("VERIFY.txt", lambda data: data[:-1], lists=False),
        edit("VERIFY.txt", lambda data: b"", lists=False),
    ],
    "file-unreadable": [unreadable],
    "path-unsafe": [
        linked("VERIFY.txt", "/etc/passwd"),
        linked("data/records", "../../moved"),
        linked("data/log/checkpoint", "checkpoint"),
        lambda folder: os.mkfifo(folder / "pipe"),
        lambda folder: (folder / "a\\b").write_bytes(b""),
        lambda folder: (folder / "C:a").write_bytes(b""),
        lambda folder: (folder / "a\nb").write_bytes(b""),
        lambda folder: (folder / os.fsdecode(b"\xff")).write_bytes(b""),
        listing("manifest-sha256.txt", ZERO + b"  ../../../etc/passwd\n"),
        listing("tagmanifest-sha256.txt", ZERO + b"  /etc/passwd\n"),
        listing("tagmanifest-sha256.txt", ZERO + b"  data/../../passwd\n"),
        listing("tagmanifest-sha256.txt", ZERO + b"  a//b\n"),
        listing("tagmanifest-sha256.txt", ZERO + b"  ..\\passwd\n"),
    ],
    "name-collides": [two_in_one, composed],
    "name-unexpected": [
        add("notes.txt"),
        add(".DS_Store"),
        add("data/notes.txt"),
        add("data/records/notes.json"),
        add(f"data/originals/{'0' * 64}.html"),
        add(f"data/originals/{'0' * 64}.bin"),
        add(f"data/texts/{'0' * 64}.txt"),
        add(f"data/log/{'0' * 64}.tlog-proof"),
        add("data/more/notes.txt"),
        lambda folder: (folder / "data" / "records" / "more").mkdir(),
        lambda folder: (folder / ("0" * 64 + ".json")).mkdir(),
    ],
    "too-large": [
        sparse("data/records/*", 17 * 2**20),
        sparse("data/originals/*", 513 * 2**20),
        sparse("bagit.txt", 2 * 2**20),
    ],
    "record-altered": [
        edit("data/records/*", lambda data: data + b" "),
        edit("data/records/*", swap(b"desk", b"dusk")),
        edit("data/records/*", lambda data: b""),
        lambda folder: [
            next((folder / "data/records").iterdir()).rename(folder / f"data/records/{'0' * 64}.json"),
            rebag(folder),
        ],
    ],
    "record-malformed": [
        rebuilt(lambda h, change=change: replace(h, h.records[3], forged(h.records[3], change)))  # type: ignore[misc]
        for change in (
            swap(b'"claim":', b'"claim": '),
            swap(b'"end":10', b'"end":10.0'),
            swap(b'"supports"', b'"proves"'),
            swap(b'"end":10', b'"end":10,"end":10'),
            swap(b'"kind":"citation/1"', b'"kind":["citation/1"]'),
            swap(b'"kind":"citation/1"', b'"kind":{}'),
            lambda data: data[:-1] + b',"z":1}',
            lambda data: data[:-1],
            lambda data: b"[]",
            lambda data: b"",
            lambda data: b"\xff",
            lambda data: b"[" * 100_000,
            lambda data: b"9" * 100_000,
            lambda data: b"null",
        )
    ],
    "record-private": [rebuilt(private)],
    "record-missing": [
        rebuilt(lambda h: h.records.pop(0)),
        rebuilt(lambda h: h.records.pop(2)),
        rebuilt(reseal(3, claim="0" * 64)),
        rebuilt(lambda h: reseal(3, version=h.records[2].id)(h)),
        rebuilt(lambda h: reseal(3, version=h.records[1].id, claim=h.records[0].id)(h)),
        rebuilt(lambda h: h.seal("retraction/1", {"target": "0" * 64, "why": "x"})),
        rebuilt(lambda h: h.seal("story/1", {"story": "x", "claim": "0" * 64})),
        rebuilt(lambda h: h.seal("capture/1", {"version": "0" * 64, "captured": "2024", "how": "x"})),
        rebuilt(lambda h: replace(h, h.records[0], sealed(h.records[0], {"kind": "version/2"}))),
    ],
    "blob-missing": [
        remove("data/originals/*"),
        remove("data/texts/*"),
        remove("data/spans/*"),
        rebuilt(reseal(0, media_type="text/markdown"), small_without_blob),
    ],
    "blob-altered": [
        edit("data/originals/*", swap(b"rained", b"snowed")),
        edit("data/texts/*", swap(b"rained", b"snowed")),
        edit("data/spans/*", swap(b"0,10", b"0,9")),
    ],
    "blob-size": [rebuilt(reseal(0, size=22))],
    "text-malformed": [
        rebuilt(lambda h: text_bytes(h, b"It rained.\xff It was cold.", 23)),
        rebuilt(lambda h: text_bytes(h, b"It rained.\r\nIt was cold.", 24)),
        rebuilt(lambda h: text_bytes(h, b"It rained. \xed\xa0\x80", 12)),
    ],
    "text-length": [rebuilt(reseal(0, length=24)), rebuilt(reseal(0, length=0))],
    "text-differs": [
        rebuilt(other_text),
        rebuilt(reseal(0, encoding="utf-16-le; declared"), utf_16),
        rebuilt(lambda h: reseal(0, content=h.keep(b"%PDF-1.7 It rained."), size=19)(h)),
    ],
    "stated-differs": [rebuilt(stated)],
    "spans-differ": [
        rebuilt(lambda h: other_spans(h, b"[0,10,11,22]")),  # leaves out a full stop
        rebuilt(lambda h: other_spans(h, b"[0,10,11,24]")),  # past the end
        rebuilt(lambda h: other_spans(h, b"[0,12,11,23]")),  # overlap
        rebuilt(lambda h: other_spans(h, b"[0,10,11,23]", 3)),
        rebuilt(lambda h: other_spans(h, b"[0,10,11,23] ")),
        rebuilt(lambda h: other_spans(h, b"[]", 0)),
        rebuilt(lambda h: other_spans(h, b"")),
        rebuilt(lambda h: other_spans(h, spans_blob([(11, 23), (0, 10)]))),
    ],
    "sentences-root": [
        rebuilt(reseal(1, root="0" * 64)),
        rebuilt(lambda h: other_spans(h, b"[0,23]", 1)),
        rebuilt(reseal(0, salt="f" * 32)),
    ],
    "span-outside": [
        rebuilt(reseal(3, end=24)),
        rebuilt(reseal(3, start=10)),
        rebuilt(reseal(3, start=2**53 - 1, end=2**53 - 1)),
    ],
    "quote-altered": [
        rebuilt(reseal(3, exact="It snowed.")),
        rebuilt(reseal(3, start=1)),
        rebuilt(reseal(3, exact="It rained")),
    ],
    "proof-missing": [remove("data/log/*.tlog-proof")],
    "proof-invalid": [
        another_log,
        edit("data/log/*.tlog-proof", swap(b"index ", b"index 1")),
        edit("data/log/*.tlog-proof", swap(b"proof@v1", b"proof@v2")),
        edit("data/log/*.tlog-proof", lambda data: b""),
        edit("data/log/*.tlog-proof", lambda data: b"\xff" + data),
        edit("data/log/*.tlog-proof", lambda data: re.sub(rb"\n[A-Za-z0-9+/=]{44}\n", b"\n", data, count=1)),
        edit("data/log/*.tlog-proof", swap(b"index ", b"extra QUJD\nindex ")),
        edit("data/log/checkpoint", swap(b"\n4\n", b"\n5\n")),
    ],
    "checkpoint-malformed": [
        remove("data/log/checkpoint"),
        edit("data/log/checkpoint", lambda data: data[:-1]),
        edit("data/log/checkpoint", swap(b"\n4\n", b"\n04\n")),
        edit("data/log/checkpoint", lambda data: b""),
        edit("data/log/checkpoint", lambda data: b"\xff"),
    ],
    "checkpoint-differs": [another_checkpoint, edit("data/log/checkpoint", swap(b"example.org", b"example.net"))],
    "root-differs": [rebuilt(lambda h: h.seal("claim/1", {"text": "One more."}))],
    "page-differs": [
        edit("READ-ME-FIRST.html", swap(b"It rained.", b"It snowed.")),
        edit("READ-ME-FIRST.html", swap(b"</body>", b"<p>Verified by The Tribune</p></body>")),
        edit("READ-ME-FIRST.html", swap(b"page/3", b"page/x")),
        edit("READ-ME-FIRST.html", lambda data: b""),
        remove("READ-ME-FIRST.html"),
        edit("VERIFY.txt", swap(b"sha256sum", b"true")),
        remove("VERIFY.txt"),
        edit("bag-info.txt", swap(b"story kursk", b"story tula")),
        rebuilt(lambda h: h.seal("retraction/1", {"target": h.records[2].id, "why": "x"})),
        rebuilt(reseal(3, start=10, end=10)),
    ],
    "description-differs": [
        edit("data/citations/*.jsonld", swap(b"It rained.", b"It snowed.")),
        edit("data/references.json", lambda data: b"[]\n"),
        edit("data/claims.csv", swap(b"It rained.", b"It snowed.")),
        edit("data/ro-crate-metadata.json", swap(b"It rained.", b"It snowed.")),
        edit("data/ro-crate-preview.html", swap(b"It rained.", b"It snowed.")),
        remove("data/ro-crate-preview.html"),
    ],
    "nothing-checked": [rebuilt(lambda h: h.records.clear()), rebuilt(only("version"))],
}  # fmt: skip


CASES = [pytest.param(code, broken, id=f"{code}-{n}") for code, ways in BROKEN.items() for n, broken in enumerate(ways)]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Not as root, who can read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A small bundle in a folder that everybody can read."""
    base = Path(tempfile.mkdtemp())
    base.chmod(0o755)
    yield small().bundle(base / "b")
    shutil.rmtree(base)


@pytest.mark.parametrize("code, broken", CASES)
def test_each_way_to_break_it_has_its_code(folder: Path, code: str, broken: Break) -> None:
    root = check(folder).root
    broken(folder)
    with as_nobody():
        report = check(folder, root=root if code == "root-differs" else None)
    assert code in codes(report), report.problems
    assert not report.ok


def test_a_folder_without_a_bags_files_is_no_bundle(folder: Path) -> None:
    emptied(folder)
    with pytest.raises(NotAnArchive, match="is not a bundle"):
        check(folder)


def test_every_code_of_the_check_has_a_sample() -> None:
    """And no sample a code that the check never gives."""
    sources = Path(archive.bundle.__file__).parent.glob("*.py")
    given = {code for path in sources for code in re.findall(r'problem\(\s*"([a-z-]+)"', path.read_text())}
    assert given == set(BROKEN)


# Alterations ---------------------------------------------------------------------------------------------------


#: What a forger makes anew.
BAG = {layout.MANIFEST, layout.TAG_MANIFEST, layout.INFO}


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def positions(size: int) -> range:
    """Every byte of a small file, about fifty of a large one."""
    return range(0, size, 1 if size <= 512 else size // 50)


def test_one_flipped_bit_anywhere_is_found(folder: Path) -> None:
    for path in files_of(folder):
        data = path.read_bytes()
        for at in positions(len(data)):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
            assert not check(folder).ok, (path, at)
        path.write_bytes(data)
    assert check(folder).ok


def test_one_flipped_bit_is_found_though_the_lists_are_made_anew(folder: Path) -> None:
    """Without the manifests' help: by what the records say, to the last byte of the page."""
    for path in files_of(folder):
        data = path.read_bytes()
        for at in positions(len(data)) if path.name not in BAG else ():
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
            rebag(folder)
            report = check(folder)
            # The one byte that says which program's page it is: then the page is not compared, and that is said.
            other_page = data[at - 5 : at] == b"page/" and "do not rely on it" in "".join(report.skipped)
            assert not report.ok or other_page, (path, at)
        path.write_bytes(data)
    rebag(folder)
    assert check(folder).ok


def test_each_file_is_missed(folder: Path) -> None:
    for path in files_of(folder):
        data = path.read_bytes()
        path.unlink()
        assert not check(folder).ok, path
        path.write_bytes(data)


def test_each_file_is_missed_though_the_lists_are_made_anew(folder: Path) -> None:
    for path in files_of(folder):
        if path.name == layout.INFO:
            continue  # the list itself
        data = path.read_bytes()
        path.unlink()
        if path.name not in (layout.MANIFEST, layout.TAG_MANIFEST):
            rebag(folder)
            assert not check(folder).ok, path
        path.write_bytes(data)


def test_an_altered_word_all_along_the_chain_still_has_another_root(folder: Path) -> None:
    """Text, original, quote, claim, log and page made anew: only the root that the user holds shows it."""
    held = check(folder).root
    house = House()
    version = house.version("It snowed. It was cold.")
    house.cite(house.seal("claim/1", {"text": "It snowed."}), version, "It snowed.")
    shutil.rmtree(folder)
    house.bundle(folder)
    assert check(folder).ok
    assert codes(check(folder, root=held)) == {"root-differs"}


@given(st.data(), st.booleans())
def test_hostile_files_never_raise(data: st.DataObject, lists: bool) -> None:
    with tempfile.TemporaryDirectory() as base:
        folder = small().bundle(Path(base) / "b")
        chosen = [path for path in files_of(folder) if not lists or path.name not in BAG]
        for path in data.draw(st.lists(st.sampled_from(chosen), min_size=1, max_size=3, unique=True)):
            before = path.read_bytes()
            other = st.sampled_from([before[::-1], before * 2, before.swapcase(), before[1:], before + b"\n"])
            path.write_bytes(data.draw((st.binary(max_size=64) | other).filter(lambda junk: junk != before)))  # noqa: B023
        if lists:
            rebag(folder)
        assert not check(folder).ok


def test_bags_of_others_are_no_bundles(shared: Path) -> None:
    bags = sorted(path.parent for path in (shared / "vectors" / "bagit").rglob("bagit.txt"))
    assert len(bags) >= 5
    for bag in bags:
        assert {"bag-malformed", "nothing-checked"} <= codes(check(bag)), bag


# What it needs, and how much ------------------------------------------------------------------------------------


def test_it_needs_neither_a_database_nor_an_engine(tmp_path: Path) -> None:
    folder = small().bundle(tmp_path / "b")
    script = (
        "import sys, pathlib; from archive.bundle.check import check\n"
        "assert check(pathlib.Path(sys.argv[1])).ok\n"
        "print(*sorted({'sqlalchemy', 'alembic', 'tantivy', 'whoosh', 'click', 'socket'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_what_it_says_cannot_turn_a_terminal_around(folder: Path) -> None:
    (folder / "\x1b[2J\u202e.txt").write_bytes(b"")
    said = "".join(map(str, check(folder).problems))
    assert "\x1b" not in said and "\u202e" not in said


def test_many_problems_of_one_code_are_counted_and_not_all_listed(folder: Path) -> None:
    for n in range(1100):
        (folder / f"{n}.txt").write_bytes(b"")
    report = check(folder)
    assert len([p for p in report.problems if p.code == "file-unlisted"]) == 1000
    assert "100 more problems file-unlisted are not listed" in report.skipped


def test_too_many_files_end_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MAX_FILES", 10)
    assert "too-large" in codes(check(folder))
