"""Bundles: claims with all that proves them, in a folder that checks with nothing but itself.

    READ-ME-FIRST.html     for people: each claim, who says it, the exact words, where they come from
    VERIFY.txt             how to check the folder by hand, on Linux, macOS and Windows
    bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt       a BagIt 1.0 bag
    data/originals/HEX.ext   the bytes that were obtained, named by their SHA-256
    data/texts/HEX.txt       the text that was read from them; positions are code points of it
    data/spans/HEX.json      where its sentences begin and end: [s0,e0,s1,e1,…]
    data/excerpts/ID.jsonl   of a version that does not go along whole: the cited sentences, each proven by itself
    data/records/ID.json     the facts, canonical JSON, named by their SHA-256
    data/citations/ID.jsonld each citation as a W3C Web Annotation
    data/references.json  data/claims.csv    the sources as CSL-JSON, the citations as a table
    data/ro-crate-metadata.json  data/ro-crate-preview.html    `data/` as an RO-Crate 1.2
    data/log/ID.tlog-proof   that the record is in the log whose checkpoint is data/log/checkpoint
    data/log/checkpoint.tsr  somebody else's time stamp of it; tagmanifest-sha256.txt.sig, the maker's signature:
                             where there are such

`build` makes the files of a selection, `write` puts them in a folder, `check` is their opposite: it believes nothing
for being there. The same selection gives the same bytes: no clock, path, host or user name goes in, and every date is
one that a record states. What people and other programs read (the page, VERIFY.txt, annotations, tables, crate) is a
pure function of the records and texts, so that `check` makes it again and compares: a page that says more than the
evidence is found out.

What `build` would not make, `check` does not accept: no file more, no other order, no other spelling.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.model.record import Record
from archive.tlog.excerpt import Excerpt
from archive.tlog.note import Sign


@dataclass(frozen=True, slots=True)
class Entry:
    """One exported record with its place in the log; `proof` are sibling hashes from the leaf upward."""

    record: Record
    index: int
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """With what a bundle is signed: `public` are the 32 bytes of the key, `lines` the checkpoint's signature lines, and
    `stamp` the answer of a time-stamping authority over it, or nothing."""

    public: bytes
    sign: Sign
    lines: tuple[str, ...]
    stamp: bytes = b""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: records in log order, and the log's state that their proofs lead to.

    `what` says it in people's words (`story kursk`). `blob` gives the bytes of a digest (64 hex digits); it is called
    more than once for some. `excerpts` are of the versions that do not go along whole.
    """

    what: str
    origin: str
    size: int  # records in the log
    root: bytes  # 32 bytes
    entries: tuple[Entry, ...]
    blob: Callable[[str], bytes]
    signing: Signing | None = None
    excerpts: tuple[Excerpt, ...] = ()
