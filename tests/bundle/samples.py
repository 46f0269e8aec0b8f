"""Small archives made by hand: records sealed here, their log, and the selection that a bundle is built from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive.bundle import Entry, Selection, Signing, layout
from archive.bundle.build import build, write
from archive.bundle.excerpts import may_go
from archive.bundle.layout import BagInfo, bag_info, in_manifest, in_tag_manifest, parse_bag_info
from archive.model.digest import Digest
from archive.model.key import rotation_message
from archive.model.record import Envelope, Record
from archive.text.sentences import SPLITTER, sentences
from archive.tlog import merkle
from archive.tlog.checkpoint import Checkpoint, to_base64
from archive.tlog.excerpt import Excerpt, open_sentences
from archive.tlog.note import VerifierKey, signed
from archive.tlog.openings import parse_spans, sentences_root, spans_blob

KURSK = (
    "On April 26, 2024, a report reached the capital. According to unconfirmed reports, the operation in the "
    "Kursk region is complete. The statement was amplified by Interfax. Nobody else confirmed it.\n\n"
    "‘The Russian people will never forget,’ he said.\n"
)
DENIAL = "Officials in Kyiv denied the report. Fighting continues in the region, they said on Sunday."


@dataclass
class House:
    """An archive in memory. Salts are counted, so that the same calls give the same records."""

    records: list[Record] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)  # ids that are in the log and not exported
    excerpts: list[Excerpt] = field(default_factory=list)
    origin: str = "example.org/archive"
    at: str = "2026-03-01T12:00:00Z"

    def seal(self, kind: str, fields: Mapping[str, Any]) -> Record:
        salt = f"{len(self.records):032x}"
        record = Envelope("desk", "archive 0.1.0").seal(kind, fields, at=self.at, salt=salt)
        self.records.append(record)
        return record

    def keep(self, data: bytes) -> str:
        digest = Digest.of(data)
        self.blobs[digest.hex] = data
        return str(digest)

    def version(self, text: str, **fields: Any) -> Record:
        """A version with its sentences. `original` are its bytes, when they are not simply the text; `salted`: the list
        of its sentences has a salt, so that it can go as an excerpt."""
        salt = "5a" * 16 if fields.pop("salted", False) else ""
        original = fields.pop("original", text.encode())
        spans = fields.pop("spans", None) or sentences(text)
        version = self.seal(
            "version/2" if "engine" in fields else "version/1",
            {
                "document": f"urn:uuid:00000000-0000-4000-8000-{len(self.records):012x}",
                "content": self.keep(original),
                "size": len(original),
                "media_type": "text/plain",
                "reader": "text/1",
                "text": self.keep(text.encode()),
                "length": len(text),
                "encoding": "utf-8",
                **fields,
            },
        )
        root = sentences_root(bytes.fromhex(version.fields["salt"]), spans, text).hex()
        listed = self.keep(spans_blob(spans, salt))
        about = {"version": version.id, "splitter": SPLITTER, "count": len(spans), "spans": listed, "root": root}
        if salt:
            self.seal("sentences/2", {**about, "document": version.fields["document"]})
        else:
            self.seal("sentences/1", about)
        return version

    def close(self, version: Record, *numbers: int, why: str = "mail") -> Record:
        """Of a version only these sentences are shown; its record and what tells of it do not go along."""
        text = self.blobs[version.fields["text"][7:]].decode()
        listed = next(r for r in self.records if r.kind == "sentences/2" and r.fields["version"] == version.id)
        spans = parse_spans(self.blobs[listed.fields["spans"][7:]])
        opened = open_sentences(bytes.fromhex(version.fields["salt"]), spans, text, numbers)
        self.excerpts.append(Excerpt(version.id, why, opened))
        self.hidden |= {record.id for record in self.records if not may_go(record, {version.id})}
        return version

    def cite(self, claim: Record, version: Record, exact: str, stance: str = "supports", **fields: Any) -> Record:
        text = self.blobs[version.fields["text"].removeprefix("sha256:")].decode()
        start = fields.pop("start", text.find(exact))
        about = {
            "claim": claim.id,
            "version": version.id,
            "start": start,
            "end": start + len(exact),
            "exact": exact,
            "stance": stance,
            "verdict": "exact",
        }
        return self.seal("citation/1", {**about, **fields})

    def selection(self, what: str = "story kursk") -> Selection:
        leaves = [merkle.leaf_hash(merkle.entry(record.id)) for record in self.records]
        entries = tuple(
            Entry(record, index, tuple(merkle.inclusion_proof(leaves, index)))
            for index, record in enumerate(self.records)
            if record.id not in self.hidden
        )
        return Selection(
            what,
            self.origin,
            len(leaves),
            merkle.root(leaves),
            entries,
            self.blobs.__getitem__,
            None,
            tuple(self.excerpts),
        )

    def bundle(self, target: Path, what: str = "story kursk") -> Path:
        write(build(self.selection(what)), target)
        return target


def small() -> House:
    """One claim, one citation, one document: a bundle of the fewest files."""
    house = House()
    version = house.version("It rained. It was cold.")
    house.cite(house.seal("claim/1", {"text": "It rained."}), version, "It rained.")
    return house


MEMO = "The order came by telephone. “Open it,” he said. It was not written down. Ask no more."


def closed(text: str = MEMO) -> House:
    """As `small`, of a memo that goes as an excerpt."""
    house = House()
    memo = house.version(text, salted=True)
    house.seal("detection/1", {"version": memo.id, "detector": "test/1", "language": "en"})
    house.seal("capture/1", {"version": memo.id, "captured": "2026-02-28", "how": "file"})
    house.seal("description/2", {"document": memo.fields["document"], "set": {"title": "Memo"}})
    house.cite(house.seal("claim/1", {"text": "He was told to."}), memo, "“Open it,” he said.")
    house.close(memo, 1)
    return house


def mixed() -> House:
    """As `kursk`, and a memo of which two sentences in a row, cited together, and one before them are shown."""
    house = kursk()
    memo = house.version(MEMO, salted=True, document="https://example.org/memo")
    answer = {"version": memo.id, "captured": "2026-02-28T09:30:00Z", "how": "fetch", "live": True}
    answer |= {"url": "https://example.org/memo"}
    house.seal("capture/2", {**answer, "headers": house.keep(b"HTTP/1.1 200 OK\r\n\r\n")})
    house.seal("capture/3", {**answer, "headers": house.keep(b"7e" * 16 + b"\nHTTP/1.1 200 OK\r\n\r\n")})
    claim = house.seal("claim/1", {"text": "It was an order."})
    house.cite(claim, memo, "“Open it,” he said. It was not written down.")
    house.close(memo, 0, 1, 2, why="confidential")
    return house


def later() -> House:
    """As `kursk`; the source of the first citation has changed since, those of the others have not, and somebody has
    said what two are in English."""
    house = kursk()
    cited = [record for record in house.records if record.kind == "citation/1"]
    for n, citation in enumerate(cited):
        about = {"citation": citation.id, "language": "en", "translator": "Ada Lorn"}
        one = house.seal("translation/1", {**about, "words": f"What was said, {n}."}) if n < 2 else None
        if one and n:
            house.seal("retraction/1", {"target": one.id, "why": "mistranslated"})
        carry = carried(house, citation, "edited" if not n else "same")
        if not n:
            house.seal("review/2", {"carry": carry.id, "citation": citation.id, "decision": "rejected"})
    return house


def carried(house: House, citation: Record, outcome: str, **fields: Any) -> Record:
    """A record of what became of a citation, in an edition that is not here."""
    named = [{"kind": "number", "before": "April 26", "after": "April 27"}, {"kind": "hedge", "after": "reportedly"}]
    about = {"citation": citation.id, "from": citation.fields["version"], "to": "e" * 64, "captured": "2026-02-28"}
    about |= {"aligner": "sentences/2", "outcome": outcome}
    changes = {"changes": named} if outcome == "edited" else {}
    return house.seal("carry/2", {**about, "place": {"start": 3, "end": 9}, **changes, **fields})


KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))


def verifier(key: Ed25519PrivateKey = KEY, name: str = "") -> VerifierKey:
    public = key.public_key().public_bytes_raw()
    return VerifierKey(name or f"newsroom.{hashlib.sha256(public).hexdigest()[:16]}", public)


def recorded() -> House:
    """As `small`, of a log whose first record names its key."""
    house = House(origin=verifier().name)
    house.seal("key/1", {"key": str(verifier())})
    version = house.version("It rained. It was cold.")
    house.cite(house.seal("claim/1", {"text": "It rained."}), version, "It rained.")
    return house


def rotated() -> House:
    """As `recorded`; OTHER took the place of KEY."""
    house = recorded()
    new = str(verifier(OTHER, house.origin))
    signature = to_base64(KEY.sign(rotation_message(new)))
    house.seal("key/1", {"key": new, "replaces": str(verifier()), "signature": signature})
    return house


def signed_selection(
    house: House, key: Ed25519PrivateKey = KEY, lines: tuple[str, ...] = (), stamp: bytes = b""
) -> Selection:
    """What `key` signs, with more lines on the checkpoint."""
    selection = house.selection()
    bare = Checkpoint(house.origin, selection.size, selection.root)
    own = signed(bare, verifier(key, house.origin), key.sign).signatures
    signing = Signing(verifier(key).public, key.sign, (*own, *lines), stamp)
    return replace(selection, signing=signing)


def kursk() -> House:
    """Two documents, two claims with speakers and relays, what speaks against one, and a withdrawn citation."""
    house = House()
    report = house.version(KURSK, document="https://example.org/news/1?a=1&b=2")
    place = house.seal(
        "place/1",
        {"document": report.fields["document"], "path": "file:///home/ann/1.txt", "content": f"sha256:{'0' * 64}"},
    )
    house.hidden.add(place.id)
    captured = {"version": report.id, "captured": "2026-02-28T09:30:00Z", "how": "file"}
    house.seal("capture/1", captured)
    fetched = {"version": report.id, "captured": "2026-02-28T09:31:00Z", "how": "watch", "live": True}
    suspect = house.seal("capture/2", {**fetched, "classed": ["suspect"], "suspect": ["text-shrunk"]})
    house.seal("acceptance/1", {"capture": suspect.id})
    denial = house.version(DENIAL, media_type="text/markdown", reader="markdown/1")
    about = {"title": "Report from Kursk", "authors": ["A. Writer", "B. Author"], "publisher": "The Tribune"}
    house.seal("description/1", {"document": report.fields["document"], "set": {**about, "published": "2024-04"}})
    house.seal("detection/1", {"version": denial.id, "detector": "test/1", "language": "en"})
    house.seal("description/2", {"document": denial.fields["document"], "set": {"tags": ["x"]}, "captured": "2026-02"})
    second = house.seal("claim/1", {"text": "He spoke of the Russian people.", "language": "en"})
    attribution = {
        "source": {"text": "unconfirmed reports", "version": report.id, "start": 62, "end": 81},
        "cue": {"text": "According to"},
        "relays": [{"text": "Interfax"}],
    }
    said = {"hedges": [{"text": "unconfirmed"}], "dates": [{"text": "Tuesday", "value": "2024-08-06"}], "negated": True}
    first = house.seal("claim/1", {"text": "The operation is complete.", "attribution": attribution, **said})
    house.cite(second, report, "‘The Russian people will never forget,’")
    exact = "the operation in the Kursk region is complete"
    house.cite(first, report, exact, warnings=["leaves-out-qualifier"])
    house.cite(first, denial, "Officials in Kyiv denied the report.", "contradicts")
    mentioned = house.cite(first, report, "Nobody else confirmed it.", "mentions", verdict="typography")
    house.seal("retraction/1", {"target": mentioned.id, "why": "It is about another report."})
    ends = {"from": first.id, "to": second.id}
    house.seal("relation/1", {**ends, "type": "contradicts", "note": "Both are of the same day."})
    repeated = house.seal("relation/1", {**ends, "type": "supports"})
    house.seal("retraction/1", {"target": repeated.id, "why": "It says nothing of it."})
    house.seal("story/1", {"story": "kursk", "claim": first.id})
    house.at = "2026-03-02T08:00:00Z"
    house.seal("story/1", {"story": "kursk", "claim": second.id})
    sign_off(house, second)
    return house


def sign_off(house: House, claim: Record, *states: str, **fields: Any) -> list[Record]:
    """Checked and cleared, by two people who looked at all its citations."""
    cited = [r.id for r in house.records if r.kind == "citation/1" and r.fields["claim"] == claim.id]
    names = {"checked": "Ana Lind", "cleared": "Jo Marr, legal"}
    about = {"claim": claim.id, "citations": cited}
    return [
        house.seal("signoff/1", {**about, "state": state, "name": names[state], **fields})
        for state in states or ("checked", "cleared")
    ]


def rebag(folder: Path) -> None:
    """What a forger does last: bag-info.txt and both manifests made anew for the files as they are now."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    payload = [path.stat().st_size for name, path in files.items() if in_manifest(name)]
    info = parse_bag_info((folder / layout.INFO).read_bytes())
    (folder / layout.INFO).write_bytes(bag_info(BagInfo(info.date, info.what, sum(payload), len(payload))))
    for manifest, belongs in ((layout.MANIFEST, in_manifest), (layout.TAG_MANIFEST, in_tag_manifest)):
        digests = {name: Digest.of(path.read_bytes()).hex for name, path in files.items() if belongs(name)}
        (folder / manifest).write_bytes(layout.manifest(digests))
