"""Broken bundles, by the code of the problem that each of them is: a generator of fixtures.

`BROKEN` are ways to break a small bundle that is there; `SIGNED` and `ZIPPED` make one, and say what the user holds.
What else a broken bundle reports does not matter.
"""

from __future__ import annotations

import base64
import dataclasses
import os
import re
import shutil
import struct
import unicodedata
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive.bundle import layout
from archive.bundle.build import build, write
from archive.bundle.signatures import Trust
from archive.keys.pins import Pin
from archive.keys.sshsig import sign_file
from archive.model import jcs
from archive.model.digest import Digest
from archive.model.key import rotation_message
from archive.model.record import Record
from archive.tlog.checkpoint import Checkpoint, parse_checkpoint, to_base64
from archive.tlog.excerpt import format_excerpt
from archive.tlog.note import COSIGNATURE, VerifierKey, cosigned
from archive.tlog.openings import spans_blob
from archive.tlog.proof import TlogProof, format_proof, parse_proof
from archive.tlog.timestamp import certificates, request
from tests.bundle.samples import (
    KEY,
    OTHER,
    House,
    closed,
    rebag,
    recorded,
    rotated,
    sign_off,
    signed_selection,
    small,
    verifier,
)
from tests.keys.tsa import Tsa

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
    for name in ("records", "log", "texts", "originals", "spans", "excerpts"):
        shutil.rmtree(folder / "data" / name, ignore_errors=True)
        (folder / "data" / name).mkdir()
    checkpoint = f"{selection.origin}\n{selection.size}\n{base64.b64encode(selection.root).decode()}\n"
    (folder / layout.CHECKPOINT).write_text(checkpoint)
    for entry in selection.entries:
        record = entry.record
        (folder / layout.record_name(record.id)).write_bytes(record.data)
        proof = TlogProof(entry.index, entry.proof, checkpoint)
        (folder / layout.proof_name(record.id)).write_text(format_proof(proof))
        for name, digest in layout.blob_names([record], {excerpt.version for excerpt in house.excerpts}).items():
            if digest in house.blobs:
                (folder / name).write_bytes(house.blobs[digest])
    for excerpt in house.excerpts:
        (folder / layout.excerpt_name(excerpt.version)).write_bytes(format_excerpt(excerpt))
    rebag(folder)


def of_excerpt(*steps: Break) -> Break:
    """The steps, done to the bundle of an excerpt."""

    def broken(folder: Path) -> None:
        shutil.rmtree(folder)
        closed().bundle(folder)
        for step in steps:
            step(folder)

    return broken


def excerpt_of(change: Callable[[House], object]) -> Break:
    """A bundle with an excerpt, of records or excerpts that were changed."""

    def broken(folder: Path) -> None:
        house = closed()
        shutil.rmtree(folder)
        house.bundle(folder)
        change(house)
        assemble(house, folder)

    return broken


def other_opened(house: House, *numbers: int) -> None:
    """Other sentences are shown than the one that is cited."""
    house.excerpts.clear()
    house.close(house.records[0], *numbers)


def opened_as(house: House, **changes: Any) -> None:
    """The opened sentence with something of it altered."""
    (excerpt,) = house.excerpts
    opened = dataclasses.replace(excerpt.opened[0], **changes)
    house.excerpts[:] = [dataclasses.replace(excerpt, opened=(opened,))]


def reseal(index: int, **changes: Any) -> Callable[[House], None]:
    """Record `index` with other fields, and every reference to it moved along."""

    def change(house: House) -> None:
        old = house.records[index]
        replace(house, old, sealed(old, changes))

    return change


def claim_of(house: House) -> str:
    """The id of a claim that is there."""
    return next(record.id for record in house.records if record.kind == "claim/1")


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


def the_claim(house: House) -> Record:
    return next(record for record in house.records if record.kind == "claim/1")


def of_another_claim(house: House) -> None:
    """Signed off for citations that are of something else."""
    other = house.seal("claim/1", {"text": "It snowed."})
    cited = next(record for record in house.records if record.kind == "citation/1")
    house.seal("signoff/1", {"claim": other.id, "state": "checked", "name": "Ana Lind", "citations": [cited.id]})


def cleared_without_a_check(house: House) -> None:
    sign_off(house, the_claim(house), "cleared")


def shown_as_cleared(folder: Path) -> None:
    """The page, the table and the crate say of a claim that was only checked that it was cleared."""
    house = small()
    sign_off(house, the_claim(house), "checked")
    shutil.rmtree(folder)
    house.bundle(folder)
    for name, old, new in (
        ("READ-ME-FIRST.html", b"Checked, and not cleared.", b"Cleared."),
        ("data/ro-crate-preview.html", b"Checked, and not cleared.", b"Cleared."),
        ("data/claims.csv", b"checked", b"cleared"),
        ("data/ro-crate-metadata.json", b'"checked"', b'"cleared"'),
    ):
        edit(name, swap(old, new))(folder)


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
    "path-absolute": [
        lambda folder: (folder / "a\\b").write_bytes(b""),
        lambda folder: (folder / "C:a").write_bytes(b""),
        listing("tagmanifest-sha256.txt", ZERO + b"  /etc/passwd\n"),
        listing("tagmanifest-sha256.txt", ZERO + b"  ..\\passwd\n"),
    ],
    "path-outside": [
        listing("manifest-sha256.txt", ZERO + b"  ../../../etc/passwd\n"),
        listing("tagmanifest-sha256.txt", ZERO + b"  data/../../passwd\n"),
        listing("tagmanifest-sha256.txt", ZERO + b"  a//b\n"),
    ],
    "path-link": [
        linked("VERIFY.txt", "/etc/passwd"),
        linked("data/records", "../../moved"),
        linked("data/log/checkpoint", "checkpoint"),
        lambda folder: os.mkfifo(folder / "pipe"),
    ],
    "path-unsafe": [
        lambda folder: (folder / "a\nb").write_bytes(b""),
        lambda folder: (folder / os.fsdecode(b"\xff")).write_bytes(b""),
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
        rebuilt(lambda h: h.seal("relation/1", {"from": claim_of(h), "to": claim_of(h), "type": "repeats"})),
        *(
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
        ),
    ],
    "record-private": [rebuilt(private)],
    "record-missing": [
        of_excerpt(remove("data/excerpts/*")),
        excerpt_of(lambda h: h.hidden.add(h.records[1].id)),
        rebuilt(lambda h: h.records.pop(0)),
        rebuilt(lambda h: h.records.pop(2)),
        rebuilt(reseal(3, claim="0" * 64)),
        rebuilt(lambda h: reseal(3, version=h.records[2].id)(h)),
        rebuilt(lambda h: reseal(3, version=h.records[1].id, claim=h.records[0].id)(h)),
        rebuilt(lambda h: h.seal("relation/1", {"from": claim_of(h), "to": "0" * 64, "type": "repeats"})),
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
        rebuilt(lambda h: other_spans(h, spans_blob([(0, 10), (11, 23)], "5a" * 16))),
        rebuilt(lambda h: reseal(1, kind="sentences/2", document=h.records[0].fields["document"])(h)),
        rebuilt(
            lambda h: reseal(
                1, kind="sentences/2", document="urn:x:1", spans=h.keep(spans_blob([(0, 10), (11, 23)], "5a" * 16))
            )(h)
        ),
    ],
    "sentences-root": [
        rebuilt(reseal(1, root="0" * 64)),
        rebuilt(lambda h: other_spans(h, b"[0,23]", 1)),
        rebuilt(reseal(0, salt="f" * 32)),
    ],
    "excerpt-malformed": [
        of_excerpt(edit("data/excerpts/*", change))
        for change in (
            lambda data: b"",
            lambda data: data[:-1],
            lambda data: data.replace(b'"mail"', b'"why not"'),
            lambda data: data.replace(b'"n":1', b'"n": 1'),
            lambda data: data.replace(b'"n":1', b'"n":true'),
            lambda data: data.replace(b",29,", b",28,"),
            lambda data: data.splitlines(True)[0],
            lambda data: data + b"".join(data.splitlines(True)[1:]),
            lambda data: b"[" * 100_000,
            lambda data: b"\xff",
        )
    ],
    "excerpt-reveals": [
        excerpt_of(lambda h: h.hidden.clear()),
        excerpt_of(lambda h: h.hidden.discard(h.records[0].id)),
        excerpt_of(lambda h: h.hidden.discard(h.records[2].id)),
        excerpt_of(lambda h: h.records.append(sealed(h.records[3], {"headers": "sha256:" + "0" * 64}))),
        excerpt_of(
            lambda h: h.records.append(sealed(h.records[3], {"kind": "rumour/7", "digest": "sha256:" + "0" * 64}))
        ),
    ],
    "opening-wrong": [
        excerpt_of(lambda h: opened_as(h, text="“Shut it,” he said.")),
        excerpt_of(lambda h: opened_as(h, opening="0" * 64)),
        excerpt_of(lambda h: opened_as(h, n=2)),
        excerpt_of(lambda h: opened_as(h, proof=())),
        excerpt_of(lambda h: opened_as(h, start=30, end=49)),
        of_excerpt(edit("data/excerpts/*", swap(b"Open it", b"Shut it"))),
        excerpt_of(lambda h: replace(h, h.records[1], sealed(h.records[1], {"root": "0" * 64}))),
        excerpt_of(lambda h: replace(h, h.records[1], sealed(h.records[1], {"count": 0}))),
    ],
    "quote-closed": [
        excerpt_of(lambda h: other_opened(h, 0)),
        excerpt_of(lambda h: other_opened(h, 0, 2)),
    ],
    "span-outside": [
        rebuilt(reseal(3, end=24)),
        rebuilt(reseal(3, start=10)),
        rebuilt(reseal(3, start=2**53 - 1, end=2**53 - 1)),
    ],
    "quote-altered": [
        excerpt_of(lambda h: replace(h, h.records[-1], sealed(h.records[-1], {"exact": "“Shut it,” he said."}))),
        rebuilt(reseal(3, exact="It snowed.")),
        rebuilt(reseal(3, start=1)),
        rebuilt(reseal(3, exact="It rained")),
    ],
    "index-outside": [edit("data/log/*.tlog-proof", swap(b"index ", b"index 1"))],
    "proof-missing": [remove("data/log/*.tlog-proof")],
    "proof-invalid": [
        another_log,
        edit("data/log/*.tlog-proof", lambda data: re.sub(rb"index \d", b"index 3", data)),
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
    "signoff-unfounded": [rebuilt(of_another_claim)],
    "root-differs": [rebuilt(lambda h: h.seal("claim/1", {"text": "One more."}))],
    "page-differs": [
        shown_as_cleared,
        rebuilt(cleared_without_a_check),
        edit("READ-ME-FIRST.html", swap(b"It rained.", b"It snowed.")),
        edit("READ-ME-FIRST.html", swap(b"</body>", b"<p>Verified by The Tribune</p></body>")),
        edit("READ-ME-FIRST.html", swap(b"page/6", b"page/x")),
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


# Signed ones: each makes a bundle, and says whom the user trusts ------------------------------------------------

Made = tuple[Path, Trust]
PINNED = Trust((Pin(verifier(), "2026-05-03"),))
WITNESS = VerifierKey("friend", verifier(OTHER).public, COSIGNATURE)


def signed_bundle(base: Path, house: House | None = None, **more: Any) -> Path:
    write(build(signed_selection(house or recorded(), **more)), base / "b")
    return base / "b"


def made(trust: Trust, **more: Any) -> Callable[[Path], Made]:
    """A bundle, and the one who is to believe it."""
    return lambda base: (signed_bundle(base, **more), trust)


def edited(broken: Break, trust: Trust = PINNED, **more: Any) -> Callable[[Path], Made]:
    def make(base: Path) -> Made:
        folder = signed_bundle(base, **more)
        broken(folder)
        return folder, trust

    return make


def checkpoint_of(folder: Path) -> Checkpoint:
    return parse_checkpoint((folder / layout.CHECKPOINT).read_text())


def with_checkpoint(folder: Path, checkpoint: str) -> Path:
    """The bundle with another checkpoint, in every proof too."""
    (folder / layout.CHECKPOINT).write_text(checkpoint)
    for path in (folder / "data/log").glob("*.tlog-proof"):
        proof = parse_proof(path.read_text())
        path.write_text(format_proof(TlogProof(proof.index, proof.hashes, checkpoint)))
    rebag(folder)
    return folder


def sealed_again(folder: Path, key: Ed25519PrivateKey = KEY) -> None:
    """The signature of the lists of files, made anew."""
    data = (folder / layout.TAG_MANIFEST).read_bytes()
    (folder / layout.SIGNATURE).write_bytes(sign_file(data, verifier(key).public, key.sign))


def another_line(folder: Path) -> None:
    """The checkpoint's own signature with one bit other, and everything else made anew."""
    line = checkpoint_of(folder).signatures[0]
    data = bytearray(base64.b64decode(line.rpartition(" ")[2]))
    data[-1] ^= 1
    text = (folder / layout.CHECKPOINT).read_text()
    with_checkpoint(folder, text.replace(line, line.rpartition(" ")[0] + " " + base64.b64encode(data).decode()))
    sealed_again(folder)


def another_signer(folder: Path) -> None:
    sealed_again(folder, OTHER)


def unsigned_checkpoint(folder: Path) -> None:
    with_checkpoint(folder, checkpoint_of(folder).body())
    sealed_again(folder)


def twice_signed(folder: Path) -> None:
    text = (folder / layout.CHECKPOINT).read_text()
    line = cosigned(checkpoint_of(folder), VerifierKey(verifier().name, WITNESS.public, COSIGNATURE), OTHER.sign, 1)
    with_checkpoint(folder, text + line.signatures[-1] + "\n")
    sealed_again(folder)


def other_rotation(house: House) -> House:
    """The key that took the other's place signed that itself."""
    old = house.records[-1]
    replace(house, old, sealed(old, {"signature": to_base64(OTHER.sign(rotation_message(old.fields["key"])))}))
    return house


def of_another_key() -> House:
    """A log that is named after another key than its first record says."""
    house = recorded()
    house.origin = verifier(OTHER).name
    return house


def stamped(time_of_records: str) -> Callable[[Path], Made]:
    def make(base: Path) -> Made:
        house = recorded()
        house.at = time_of_records
        house.seal("claim/1", {"text": "It snowed."})
        tsa = Tsa(base / "tsa")
        selection = house.selection()
        answer = tsa.answer(request(Checkpoint(house.origin, selection.size, selection.root)))
        return signed_bundle(base, house, stamp=answer), trusting(roots=tuple(certificates(tsa.root)))

    return make


def stamped_by_others(base: Path) -> Made:
    made, _ = stamped("2026-03-01T12:00:00Z")(base)
    return made, trusting(roots=tuple(certificates(Tsa(base / "others").root)))


def stamp_of_another(base: Path) -> Made:
    answer = Tsa(base / "tsa").answer(request(Checkpoint("another", 1, bytes(32))))
    return signed_bundle(base, stamp=answer), PINNED


def trusting(**more: Any) -> Trust:
    return dataclasses.replace(PINNED, **more)


def line_of(key: VerifierKey, private: Ed25519PrivateKey, time: int, house: House | None = None) -> str:
    """A witness's line over the checkpoint of `house`."""
    selection = (house or recorded()).selection()
    bare = Checkpoint(selection.origin, selection.size, selection.root)
    return cosigned(bare, key, private.sign, time).signatures[-1]


SEEN = trusting(pins=(*PINNED.pins, Pin(WITNESS, "2026-05-04", "A friend")))
_SMALL = recorded().selection()

#: code → ways to make such a bundle.
SIGNED: dict[str, list[Callable[[Path], Made]]] = {
    "signature-wrong": [
        edited(edit(layout.SIGNATURE, lambda data: data[:200] + b"AAAA" + data[204:], lists=False)),
        edited(edit(layout.SIGNATURE, lambda data: b"", lists=False), Trust()),
        edited(edit(layout.TAG_MANIFEST, lambda data: data.replace(b"a", b"b", 1), lists=False)),
        edited(another_line, Trust()),
        edited(another_signer, Trust()),
        edited(twice_signed),
    ],
    "signature-missing": [edited(remove(layout.SIGNATURE, lists=False)), edited(unsigned_checkpoint)],
    "signer-differs": [made(PINNED, key=OTHER), made(trusting(pins=(), key=verifier()), key=OTHER)],
    "key-differs": [made(Trust(), key=OTHER), made(Trust(), house=of_another_key()), made(Trust(), house=rotated())],
    "rotation-wrong": [made(PINNED, house=other_rotation(rotated()), key=OTHER)],
    "origin-differs": [
        made(trusting(key=verifier(OTHER))),
        made(trusting(checkpoint=Checkpoint("another", _SMALL.size, _SMALL.root))),
    ],
    "root-differs": [made(trusting(checkpoint=Checkpoint(_SMALL.origin, _SMALL.size, bytes(32))))],
    "not-signed": [
        made(Trust(require="signed")),
        made(trusting(pins=(Pin(verifier(OTHER), "2026-05-03"),), require="signed")),
        lambda base: (recorded().bundle(base / "b"), trusting(require="signed")),
        lambda base: (recorded().bundle(base / "b"), trusting(require="witnessed")),
    ],
    "not-witnessed": [
        made(trusting(require="witnessed")),
        made(trusting(require="witnessed"), lines=(line_of(WITNESS, OTHER, 1_700_000_000),)),
    ],
    "cosignature-wrong": [
        made(SEEN, lines=(line_of(WITNESS, KEY, 1_700_000_000),)),
        made(SEEN, lines=(line_of(WITNESS, OTHER, 1_700_000_000, small()),)),
    ],
    "stamp-wrong": [made(PINNED, stamp=b"not a time stamp"), stamp_of_another, stamped_by_others],
    "stamp-older": [stamped("2999-01-01T00:00:00Z")],
    "time-future": [
        made(trusting(now="2026-02-01T00:00:00Z")),
        made(dataclasses.replace(SEEN, now="2027-01-01T00:00:00Z"), lines=(line_of(WITNESS, OTHER, 2**40),)),
        made(dataclasses.replace(SEEN, now="2027-01-01T00:00:00Z"), lines=(line_of(WITNESS, OTHER, 2**63 - 1),)),
    ],
}


# ZIP files -----------------------------------------------------------------------------------------------------

Entries = list[tuple[str, bytes]]


def zipped(
    path: Path,
    more: Iterable[tuple[str | ZipInfo, bytes]] = (),
    method: int = ZIP_STORED,
    change: Callable[[bytes], bytes] = bytes,
) -> Path:
    """A signed bundle as a ZIP file with more in it, and its bytes changed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names told twice
        with ZipFile(path, "w", method) as file:
            for name, data in build(signed_selection(recorded())):
                file.writestr(ZipInfo(f"b/{name}"), data, method)
            for name, data in more:
                file.writestr(name, data)
    path.write_bytes(change(path.read_bytes()))
    return path


def with_files(*more: tuple[str | ZipInfo, bytes], method: int = ZIP_STORED) -> Callable[[Path], Path]:
    return lambda base: zipped(base / "b.zip", more, method)


def changed(change: Callable[[bytes], bytes], method: int = ZIP_STORED) -> Callable[[Path], Path]:
    return lambda base: zipped(base / "b.zip", (), method, change)


def link(name: str, to: str) -> tuple[ZipInfo, bytes]:
    info = ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info, to.encode()


def local(data: bytes, number: int = 0) -> int:
    """Where the local header of an entry is."""
    return [match.start() for match in re.finditer(b"PK\3\4", data)][number]


def central(data: bytes, number: int = 0) -> int:
    return [match.start() for match in re.finditer(b"PK\1\2", data)][number]


def put(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def in_both(data: bytes, at: int, value: bytes, number: int = 0) -> bytes:
    """The same field of the local header (its offset there) and of the directory (two more)."""
    data = put(data, local(data, number) + at, value)
    return put(data, central(data, number) + at + 2, value)


def gap(data: bytes) -> bytes:
    """Bytes between the last file and the directory, which is told to stand behind them."""
    at, end = central(data), data.rindex(b"PK\5\6")
    start = struct.pack("<L", at + 5)
    return put(data[:at] + b"12345" + data[at:], end + 5 + 16, start)


def overlapping(data: bytes) -> bytes:
    """The second file's entry points at the first one's bytes."""
    return put(data, central(data, 1) + 42, b"\0\0\0\0")


def larger_than_stated(data: bytes) -> bytes:
    return in_both(data, 22, struct.pack("<L", 3))


ZEROS = bytes(70_000_000)
#: code → ways to make such a ZIP file.
ZIPPED: dict[str, list[Callable[[Path], Path]]] = {
    "zip-malformed": [
        changed(lambda data: data[:-30]),
        changed(lambda data: data[: len(data) // 2]),
        changed(lambda data: b"PK" + data),
        changed(lambda data: put(data, central(data) + 42, b"\1\0\0\0")),
        changed(lambda data: put(data, central(data, 1), b"XX")),
        changed(lambda data: put(data, data.rindex(b"PK\5\6") + 8, b"\1\0\1\0")),
        changed(lambda data: in_both(data, 14, b"\0\0\0\0")),
        changed(lambda data: put(data, local(data) + 40 + 64 + 30, b"\xff" * 9), ZIP_DEFLATED),
    ],
    "zip-unsupported": [
        changed(lambda data: in_both(data, 6, b"\1\0")),
        with_files(method=ZIP_BZIP2),
    ],
    "zip-differs": [
        changed(lambda data: put(data, local(data) + 32, b"X")),
        changed(lambda data: put(data, local(data) + 14, b"\0\0\0\0")),
        changed(lambda data: put(data, local(data) + 8, b"\x08\0")),
    ],
    "zip-hidden": [changed(gap), changed(lambda data: data + b"hidden")],
    "zip-overlap": [changed(overlapping)],
    "zip-bomb": [
        with_files(("b/data/originals/" + "0" * 64 + ".bin", ZEROS), method=ZIP_DEFLATED),
        changed(larger_than_stated, ZIP_DEFLATED),
    ],
    "too-large": [changed(lambda data: in_both(data, 22, b"\xff\xff\xff\xff"))],
    "name-twice": [with_files(("b/VERIFY.txt", b""))],
    "name-collides": [with_files(("b/VERIFY.TXT", b"")), with_files(("b/é.txt", b""), ("b/e\u0301.txt", b""))],
    "name-unexpected": [with_files(("c/VERIFY.txt", b"")), with_files(("VERIFY.txt", b"")), with_files(("b/x/", b""))],
    "path-absolute": [with_files(("/etc/passwd", b"")), with_files(("b/C:x", b"")), with_files(("b\\x", b""))],
    "path-outside": [with_files(("../x", b"")), with_files(("b/../../x", b"")), with_files(("b//x", b""))],
    "path-link": [with_files(link("b/x", "/etc/passwd")), with_files(link("b/data/x/", "/tmp"))],
    "path-unsafe": [with_files(("b/a\nb", b""))],
    "file-unlisted": [with_files((f"b/data/originals/{'0' * 64}.bin", b""))],
}
