"""Is a backup whole, and what it says? With nothing but itself, and no trust in it.

1 the folder holds a backup's files and nothing else   2 the manifests, one behind the other   3 the checkpoint
4 each records file, each record, each blob: its digest   5 what is missing was erased, and a removal says so
6 the root of the records is the checkpoint's   7 the log's own key signed it, if anybody did

`read_backup` does it while it hands on what it reads, so that what is restored is what was checked; nothing is handed
on after the first problem.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from archive import files
from archive.bundle.folder import Findings
from archive.model.codes import Report
from archive.model.key import goes_on, signer
from archive.model.record import Record, fields_of
from archive.resting import layout
from archive.resting.layout import Segment
from archive.store.facts import Line
from archive.store.received import Received
from archive.text.wording import plural
from archive.tlog import merkle
from archive.tlog.checkpoint import Checkpoint, parse_checkpoint, parse_root
from archive.tlog.note import NoteError, parse_verifier_key, signature_by

Progress = Callable[[str, int, int], None]

_AT = re.compile(rb'^\{"at":"([0-9TZ:-]{20})"')
_ID = re.compile(rb'"([0-9a-f]{64})"')


class Sink(Protocol):
    """What takes a backup in. A blob (raw digest) comes before the records that name it; None was erased."""

    def blob(self, digest: bytes, data: bytes | None) -> None: ...

    def records(self, lines: list[Line]) -> None: ...


class _Nowhere:
    def blob(self, digest: bytes, data: bytes | None) -> None:
        """Reads only."""

    def records(self, lines: list[Line]) -> None:
        """Reads only."""


class Reading:
    """One reading of a backup: what was found, and what it says. `engine` and `agent` are those of its archive."""

    def __init__(self, folder: Path, sink: Sink, progress: Progress) -> None:
        self.folder = folder
        self.found = Findings()
        self.engine = self.agent = self.at = ""
        self.checkpoint: Checkpoint | None = None
        self.sizes: dict[str, int] = {}
        self._sink, self._progress = sink, progress
        self._ids: list[str] = []
        self._gone: set[str] = set()  # blobs (hex) that are not there
        self._missing: dict[str, int] = {}  # of them, with the position of a record that needs it
        self._inner: list[tuple[str, int]] = []  # of them, what no bundle holds, with the position of what names it
        self._receipts: list[tuple[int, int, str, str | None, str]] = []  # as `Received.of` takes them
        self._erased: dict[str, int] = {}  # record → position
        self._removed: set[str] = set()  # ids of records, and digests of blobs
        self._signers: list[tuple[int, Record]] = []
        self._listed: dict[str, None] = {}

    @property
    def ok(self) -> bool:
        return not self.found.codes

    @property
    def signer(self) -> str:
        """The verifier key that the log itself names last; empty when it names none."""
        return signer(record for _, record in self._signers)

    def run(self) -> None:
        """Reads all of it."""
        self._list()
        segments = self._segments()
        self._read_config()
        self.checkpoint = self._read_checkpoint()
        if self.checkpoint is None or not self.ok:
            return
        self._count_leftovers(segments, self.checkpoint.size)
        counted = [segment for segment in segments if segment.start < self.checkpoint.size]
        self._listed = {digest: None for segment in counted for digest in segment.blobs}
        waiting = dict(self._listed)
        for segment in counted:
            self._segment(segment, waiting, self.checkpoint.size)
        self._name_inner()
        self._unnamed(waiting)
        self._explained()
        self._compare(self.checkpoint)

    def outline(self) -> None:
        """Reads what the backup says of itself, and little else."""
        self._list()
        segments = self._segments()
        self._read_config()
        self.checkpoint = self._read_checkpoint()
        size = self.checkpoint.size if self.checkpoint else 0
        self._listed = {digest: None for segment in segments if segment.start < size for digest in segment.blobs}
        counted = [segment.records for segment in segments if segment.start < size]
        for line in reversed((self._read(counted[-1]) or b"").split(b"\n") if counted else []):
            if found := _AT.search(line):
                self.at = found[1].decode()
                return

    @property
    def blobs(self) -> int:
        return len(self._listed)

    def report(self, held: str | None) -> Report:
        """`held` is a root that the user holds (see `parse_root`). Raises ValueError when it is none."""
        if held:
            self._compare_held(*parse_root(held))
        made = self.found.report(self.checkpoint.root.hex() if self.checkpoint else "", len(self._ids))
        return replace(made, checked={**made.checked, "mode": "backup"})

    # 1, 2, 3 ----------------------------------------------------------------------------------------------

    def _list(self) -> None:
        try:
            for name, entry in layout.entries(self.folder):
                self._judge(name, entry)
        except OSError as error:
            self.found.problem("file-unreadable", f"{error.filename}: {error.strerror}")

    def _judge(self, name: str, entry: os.DirEntry[str]) -> None:
        is_folder, is_file = entry.is_dir(follow_symlinks=False), entry.is_file(follow_symlinks=False)
        if not is_folder and not is_file:
            self.found.problem("path-link", name)
        elif is_file and entry.name.startswith(files.UNFINISHED):
            self.found.skip(f"{name}: a backup that was cut off left it")
        elif is_folder != layout.is_folder(name) or (is_file and layout.max_bytes(name) is None):
            self.found.problem("name-unexpected", f"{name}: a backup has no such {'folder' if is_folder else 'file'}")
        elif is_file:
            self.sizes[name] = entry.stat(follow_symlinks=False).st_size
            if self.sizes[name] > (layout.max_bytes(name) or 0):
                self.found.problem("too-large", f"{name}: {self.sizes[name]:,} bytes")

    def _read(self, name: str, digest: str = "") -> bytes | None:
        """A file's bytes; None when they cannot be had, or are not those of the digest (hex): then that is said."""
        if name not in self.sizes:
            self.found.problem("file-missing", name)
            return None
        try:
            data = layout.read(self.folder, name)
        except OSError as error:
            self.found.problem("file-unreadable", f"{name}: {error.strerror}")
            return None
        if digest and hashlib.sha256(data).hexdigest() != digest:
            self.found.problem("file-altered", name)
            return None
        self.found.count("files")
        return data

    def _segments(self) -> list[Segment]:
        starts = [start for name in self.sizes if (start := layout.manifest_start(name)) is not None]
        segments = []
        for start in sorted(starts):
            name = f"manifests/{start:06}.sha256"
            data = self._read(name)
            try:
                segments += [layout.parse_segment(start, data)] if data is not None else []
            except ValueError as error:
                self.found.problem("backup-malformed", f"{name}: {error}")
        return segments

    def _read_config(self) -> None:
        data = self._read(layout.CONFIG)
        try:
            self.engine, self.agent = layout.parse_config(data) if data is not None else ("", "")
        except (ValueError, RecursionError) as error:
            self.found.problem("backup-malformed", f"{layout.CONFIG}: {error}")

    def _read_checkpoint(self) -> Checkpoint | None:
        data = self._read(layout.CHECKPOINT)
        try:
            return None if data is None else parse_checkpoint(data.decode())
        except ValueError as error:
            self.found.problem("checkpoint-malformed", str(error))
            return None

    def _count_leftovers(self, segments: list[Segment], size: int) -> None:
        part = {layout.CONFIG, layout.CHECKPOINT, layout.WATCHES}
        for segment in segments:
            part |= {segment.name, *segment.files} if segment.start < size else set()
        left = [name for name in self.sizes if name not in part and not name.startswith(f"{layout.KEYS}/")]
        if left:
            self.found.skip(f"{len(left):,} files that are no part of it: a backup was cut off; make it again")

    # 4 ----------------------------------------------------------------------------------------------------

    def _segment(self, segment: Segment, waiting: dict[str, None], size: int) -> None:
        if segment.start != len(self._ids):
            self.found.problem("position-gap", f"{segment.name} begins at {segment.start:,}, not {len(self._ids):,}")
            return
        if layout.CONFIG in segment.files:
            self._read(layout.CONFIG, segment.files[layout.CONFIG])
        data = self._read(segment.records, segment.files[segment.records])
        try:
            written = layout.split_lines(data) if data is not None else []
        except ValueError as error:
            self.found.problem("backup-malformed", f"{segment.records}: {error}")
            return
        lines = [line for n, one in enumerate(written, segment.start) if (line := self._line(n, one, waiting))]
        self._ids += [line.id for line in lines]
        if self.ok:
            self._sink.records(lines)
        self._progress("reading the backup", len(self._ids), size)

    def _line(self, position: int, written: bytes, waiting: dict[str, None]) -> Line | None:
        erased = layout.parse_erased(written)
        if erased is not None:
            self._erased[erased.id] = position
            return erased
        try:
            fields = fields_of(written, layout.kind_of(written))
        except (ValueError, RecursionError) as error:
            self.found.problem("record-malformed", f"position {position:,}: {error}")
            return None
        record = Record(hashlib.sha256(written).hexdigest(), written, fields)
        self.found.count("records")
        self.at = fields["at"]
        self._note(position, record)
        for digest in layout.named(written):
            if digest in waiting:
                del waiting[digest]
                self._blob(digest)
        if record.name in ("capture", "extraction"):
            self._inner += [(one, position) for one in layout.required(fields) if one not in self._listed]
            return Line(record.id, record.kind, written)
        gone = layout.named(written) if record.name == "removal" else layout.required(fields)
        for digest in gone:
            self._is_gone(digest, None if record.name == "removal" else position)
        return Line(record.id, record.kind, written)

    def _note(self, position: int, record: Record) -> None:
        """What of this record is needed to judge others."""
        if record.kind in ("key/1", "continuation/1"):
            self._signers.append((position, record))
        if record.kind == "receipt/1":
            fields = record.fields
            by = (fields["origin"], fields.get("key"), fields["strength"])
            self._receipts.append((position, len(fields["records"]), *by))
        if record.name == "removal":
            self._removed |= {id.decode() for id in _ID.findall(record.data)} | set(layout.named(record.data))

    def _is_gone(self, digest: str, position: int | None) -> None:
        """A blob that is not there; `position` is that of a record that needs it."""
        if digest in self._listed:
            return
        if digest not in self._gone and self.ok:
            self._sink.blob(bytes.fromhex(digest), None)
        self._gone.add(digest)
        if position is not None:
            self._missing.setdefault(digest, position)

    def _blob(self, digest: str) -> None:
        data = self._read(layout.blob_name(digest), digest)
        self.found.count("blobs")
        if data is not None and self.ok:
            self._sink.blob(bytes.fromhex(digest), data)

    # 5, 6, 7 ----------------------------------------------------------------------------------------------

    def _unnamed(self, waiting: dict[str, None]) -> None:
        """Blobs that no record names: of one that was erased they may be."""
        for digest in waiting:
            if not self._erased:
                self.found.problem("blob-unnamed", f"sha256:{digest}")
            self._blob(digest)

    def _name_inner(self) -> None:
        """A bundle holds no headers and no proposals: those that imported records name were never there."""
        received = Received.of(reversed(self._receipts))
        elsewhere = {digest for digest, position in self._inner if position in received} - self._gone
        for digest, position in self._inner:
            if position not in received:
                elsewhere.discard(digest)
                self._is_gone(digest, position)
        if elsewhere:
            what = f"{plural(len(elsewhere), 'blob')} of imported records that no bundle holds"
            self.found.skip(f"{what}: headers of servers, proposals")

    def _explained(self) -> None:
        for id, position in self._erased.items():
            if id not in self._removed:
                self.found.problem(
                    "record-missing", f"position {position:,} ({id[:12]}) is erased, and nothing says so"
                )
        for digest, position in self._missing.items():
            if digest not in self._removed:
                self.found.problem("blob-missing", f"sha256:{digest}, named by the record at position {position:,}")

    def _compare(self, checkpoint: Checkpoint) -> None:
        if len(self._ids) != checkpoint.size:
            return self.found.problem("position-gap", f"{len(self._ids):,} of {checkpoint.size:,} records are there")
        if not self._ids:
            self.found.problem("nothing-checked", "the backup holds no record")
        if self._root(checkpoint.size) != checkpoint.root:
            self.found.problem("root-wrong", f"{checkpoint.size:,} records")
        for position, record in self._signers:
            if record.kind == "continuation/1" and not goes_on(record, position, self._root(position)):
                self.found.problem("continuation-wrong", str(record))
        self._signed(checkpoint)

    def _root(self, size: int) -> bytes:
        return merkle.root([merkle.leaf_hash(merkle.entry(id)) for id in self._ids[:size]])

    def _signed(self, checkpoint: Checkpoint) -> None:
        """By the key that the log itself names, which may be anybody's; of a log that names none nothing is known."""
        try:
            key = parse_verifier_key(self.signer) if self.signer else None
            if key and key.name != checkpoint.origin:
                self.found.problem("origin-differs", f"the checkpoint is of {checkpoint.origin}, the log {key.name}")
            elif key and signature_by(checkpoint, key) is not None:
                self.found.skip(f"whose key that is: it is signed by the one that the log names, {key}")
            elif key and checkpoint.signatures:
                self.found.problem("signature-wrong", "the checkpoint is not signed by the key that the log names")
            else:
                self.found.skip("who made it: it is not signed, or its log names no key")
        except NoteError as error:
            self.found.problem("signature-wrong", str(error))

    def _compare_held(self, size: int | None, root: bytes) -> None:
        ids = self._ids if size is None else self._ids[:size]
        if self._root(len(ids)) != root or len(ids) < (size or 0):
            self.found.problem("root-differs", f"the backup has {len(self._ids):,} records")
        self.found.root_compared = True


def read_backup(folder: Path, sink: Sink | None = None, progress: Progress = lambda what, done, total: None) -> Reading:
    """Never raises on what the backup holds."""
    reading = Reading(folder, sink or _Nowhere(), progress)
    reading.run()
    return reading


def outline(folder: Path) -> Reading:
    """What a backup says of itself: its files are listed, and few are read."""
    reading = Reading(folder, _Nowhere(), lambda what, done, total: None)
    reading.outline()
    return reading
