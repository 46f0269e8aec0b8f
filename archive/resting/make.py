"""Makes a backup, or brings one up to date, while others write: what is new, and then what is to go.

1 is that folder a backup of this log, or nothing yet?   2 the log's size now, and what is erased in it   3 records that
are new, a page at a time, each with its blobs before it and its manifest behind it   4 the checkpoint: now it counts
5 what was erased is taken out of the files that were there   6 what others left that were cut off goes

When something is erased while 3 goes on, the removal that says so is copied too, before the checkpoint. All that is
copied is hashed on the way, and the root is made of the ids that were copied.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from archive import files
from archive.errors import IntegrityError, UsageError
from archive.model.key import origins
from archive.resting import layout
from archive.resting.layout import Segment
from archive.store.archive import Store
from archive.store.facts import Line
from archive.tlog import merkle
from archive.tlog.checkpoint import Checkpoint, parse_checkpoint

Progress = Callable[[str, int, int], None]
Signed = Callable[[int, bytes], Checkpoint]
"""Size and root of the log → its checkpoint, signed when the key is there."""

_AT_ONCE = 16 * 2**20  # bytes of blobs that are read in one transaction
_ELSEWHERE = "choose another folder, or look what this one holds: archive backup list DIR"


@dataclass(slots=True)
class Written:
    """What one run wrote; `erased` counts the records and blobs that it took out."""

    records: int = 0
    blobs: int = 0
    bytes: int = 0
    erased: int = 0


@dataclass(frozen=True, slots=True)
class _Pinned:
    """The log at one moment."""

    size: int
    records: list[int]  # that are erased: positions
    blobs: set[bytes]


class Make:
    """One run on a folder that this process holds alone."""

    def __init__(self, store: Store, folder: Path, signed: Signed, progress: Progress) -> None:
        self.store, self.folder = store, folder
        self.written = Written()
        self._signed, self._progress = signed, progress
        self._segments: list[Segment] = []
        self._listed: set[str] = set()
        self._size = 0  # records that the segments hold

    def run(self) -> Checkpoint:
        """The backup's checkpoint. Raises UsageError, IntegrityError, CannotWrite."""
        former = self._open()
        pinned = self._pin()
        while True:
            self._copy(pinned.size)
            now = self._pin()
            if (now.records, now.blobs) == (pinned.records, pinned.blobs):
                break
            pinned = now
        checkpoint = self._checkpoint(pinned.size)
        if former and not checkpoint.signatures and str(former).startswith(str(checkpoint)):
            checkpoint = former  # it was signed when the key was there still
        if former is None or str(former) != str(checkpoint):
            self._put(layout.CHECKPOINT, str(checkpoint).encode())
            files.sync(self.folder)
        self._take_out(pinned)
        self._tidy()
        return checkpoint

    # 1 ----------------------------------------------------------------------------------------------------

    def _open(self) -> Checkpoint | None:
        """Reads what is there, or begins; gives the former checkpoint. Raises as `run`."""
        config = layout.config(self.store.config.engine, self.store.config.agent)
        if not (self.folder / layout.CONFIG).exists():
            self._begin(config)
            return None
        if self._read(layout.CONFIG) != config:
            raise UsageError(f"{self.folder} is the backup of another archive", hint=_ELSEWHERE)
        self._folders()
        former = self._former()
        self._read_segments()
        self._compare(former)
        return former

    def _begin(self, config: bytes) -> None:
        if any(not path.name.startswith(files.UNFINISHED) for path in self.folder.iterdir()):
            raise UsageError(f"{self.folder} holds something else than a backup", hint="choose an empty folder")
        self._put(layout.CONFIG, config)
        self._folders()

    def _folders(self) -> None:
        for name in (*layout.FOLDERS, *(f"blobs/{n:02x}" for n in range(256))):
            path = self.folder / name
            if path.is_symlink():
                raise UsageError(f"{path} is a link", hint="choose another folder")
            path.mkdir(mode=0o700, exist_ok=True)

    def _former(self) -> Checkpoint | None:
        if not (self.folder / layout.CHECKPOINT).exists():
            return None
        try:
            former = parse_checkpoint(self._read(layout.CHECKPOINT).decode())
        except ValueError as error:
            raise _damaged(self.folder, f"its checkpoint cannot be read: {error}") from None
        with self.store.looking() as lookup:
            size = lookup.size()
            if former.origin not in origins(self.store.config.origin, lookup.keys(size)):
                raise UsageError(f"{self.folder} is the backup of another archive, {former.origin}", hint=_ELSEWHERE)
            if former.size > size:
                raise IntegrityError(
                    f"the backup is ahead: it holds {former.size:,} records, this archive has {size:,}",
                    hint="this archive is an older copy; restore the backup, or choose another folder",
                )
            same = lookup.root(former.size) == former.root
        if not same:
            why = self._forked(former.size)
            raise IntegrityError(why, hint="one of them is not what it was; choose another folder")
        return former

    def _forked(self, size: int) -> str:
        """Names the first record that the backup and the archive have otherwise."""
        self._read_segments()
        for segment in self._segments:
            for position, id in enumerate(self._ids(segment), segment.start):
                if position < size and id != self._ours(position, position + 1)[0]:
                    return f"the backup is of another history: record {position:,} is {id[:12]} there, not here"
        return f"the backup is of another history: its first {size:,} records are others"

    def _read_segments(self) -> None:
        names = [f"manifests/{path.name}" for path in (self.folder / "manifests").iterdir()]
        starts = sorted(start for name in names if (start := layout.manifest_start(name)) is not None)
        try:
            self._segments = [
                layout.parse_segment(start, self._read(f"manifests/{start:06}.sha256")) for start in starts
            ]
        except ValueError as error:
            raise _damaged(self.folder, str(error)) from None
        self._listed = {digest for segment in self._segments for digest in segment.blobs}

    def _compare(self, former: Checkpoint | None) -> None:
        """What was left behind the checkpoint, where it is of this log, is gone on from; what is missing is said."""
        size, kept = former.size if former else 0, list[Segment]()
        for segment in self._segments:
            if segment.start >= size:
                ids = self._ids(segment)
                if segment.start != size or ids != self._ours(size, size + len(ids)):
                    if former is None and not kept:
                        raise UsageError(f"{self.folder} is the backup of another archive", hint=_ELSEWHERE)
                    break
                size += len(ids)
            kept.append(segment)
        self._segments, self._size = kept, size
        self._listed = {digest for segment in kept for digest in segment.blobs}
        here = {name for name, entry in layout.entries(self.folder) if entry.is_file(follow_symlinks=False)}
        missing = sorted({name for segment in kept for name in segment.files} - here)
        if missing:
            more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
            raise _damaged(self.folder, f"{missing[0]} is missing{more}")

    def _ids(self, segment: Segment) -> list[str]:
        try:
            lines = layout.split_lines(self._read(segment.records))
        except ValueError as error:
            raise _damaged(self.folder, f"{segment.records}: {error}") from None
        erased = [layout.parse_erased(line) for line in lines]
        return [
            hashlib.sha256(line).hexdigest() if gone is None else gone.id
            for line, gone in zip(lines, erased, strict=True)
        ]

    def _ours(self, start: int, end: int) -> list[str]:
        with self.store.looking() as lookup:
            return lookup.ids(start, end)

    # 2, 3, 4 ----------------------------------------------------------------------------------------------

    def _pin(self) -> _Pinned:
        with self.store.facts() as facts:
            return _Pinned(facts.size(), *facts.erased())

    def _copy(self, size: int) -> None:
        while self._size < size:
            with self.store.facts() as facts:
                lines = facts.lines(self._size, min(self._size + layout.MOST_RECORDS, size))
            for some in _parts(lines):
                self._add_segment(some)
            self._progress("backing up", self._size, size)

    def _add_segment(self, lines: list[Line]) -> None:
        name, data = layout.records_name(self._size), layout.written_lines(lines)
        listed = {name: hashlib.sha256(data).hexdigest()}
        for digest in self._copy_blobs(lines):
            listed[layout.blob_name(digest)] = digest
        if self._size == 0:
            listed[layout.CONFIG] = hashlib.sha256(self._read(layout.CONFIG)).hexdigest()
        segment = Segment(self._size, name, listed)
        self._put(name, data)
        for blob in listed.keys() - {name, layout.CONFIG}:
            files.sync(self.folder / blob)
        self._sync([name, *listed])
        self._put(segment.name, segment.written())
        self._sync([segment.name])
        self._segments.append(segment)
        self._listed.update(segment.blobs)
        self._size += len(lines)
        self.written.records += len(lines)

    def _copy_blobs(self, lines: list[Line]) -> list[str]:
        """Writes the blobs that these records name, and no manifest lists yet; gives their digests."""
        written = []
        named = dict.fromkeys(digest for line in lines if line.data for digest in layout.named(line.data))
        new = [bytes.fromhex(digest) for digest in named if digest not in self._listed]
        with self.store.facts() as facts:
            sizes = facts.blob_sizes(new)
        for some in _batches(sizes):
            with self.store.facts() as facts:
                found = facts.blobs(some)
            for digest, data in found.items():
                self._put(layout.blob_name(digest.hex()), data, durable=False)
                written.append(digest.hex())
        self.written.blobs += len(written)
        return written

    def _checkpoint(self, size: int) -> Checkpoint:
        leaves: list[bytes] = []
        for start in range(0, size, layout.MOST_RECORDS):
            ids = self._ours(start, min(start + layout.MOST_RECORDS, size))
            leaves += [merkle.leaf_hash(merkle.entry(id)) for id in ids]
        root = merkle.root(leaves)
        made = self._signed(size, root)
        if (made.size, made.root) != (size, root):
            raise IntegrityError("the log's tree is not that of its records", hint="archive admin rebuild views")
        return made

    # 5, 6 -------------------------------------------------------------------------------------------------

    def _take_out(self, pinned: _Pinned) -> None:
        starts = [segment.start for segment in self._segments]
        erased: dict[int, set[int]] = {}
        for position in pinned.records:
            erased.setdefault(bisect_right(starts, position) - 1, set()).add(position)
        gone = {layout.blob_name(digest.hex()) for digest in pinned.blobs}
        for number, segment in enumerate(self._segments):
            blobs = gone & segment.files.keys()
            if number in erased or blobs:
                self._segments[number] = self._without(segment, erased.get(number, set()), blobs)

    def _without(self, segment: Segment, erased: set[int], blobs: set[str]) -> Segment:
        """The segment without these records' words and these blobs; first its manifest says so, then they go."""
        old = layout.split_lines(self._read(segment.records))
        there = {n for n, line in enumerate(old, segment.start) if n in erased and not layout.parse_erased(line)}
        if not there and not blobs:
            return segment
        with self.store.facts() as facts:
            ours = facts.lines(segment.start, segment.start + len(old))
        kept = [None if n in erased else line for n, line in enumerate(old, segment.start)]
        data = layout.written_lines(replace(one, data=line) for one, line in zip(ours, kept, strict=True))
        name = layout.next_generation(segment.records)
        listed = {n: d for n, d in segment.files.items() if n not in blobs and n != segment.records}
        new = replace(segment, records=name, files={**listed, name: hashlib.sha256(data).hexdigest()})
        self._put(name, data)
        self._sync([name])
        self._put(new.name, new.written())
        self._sync([new.name])
        self.written.erased += len(there) + len(blobs)
        return new

    def _tidy(self) -> None:
        """Deletes what no manifest lists: what was taken out, and what a run left that was cut off."""
        part = {name for segment in self._segments for name in (segment.name, *segment.files)}
        for name, entry in [*layout.entries(self.folder)]:
            left = entry.name.startswith(files.UNFINISHED) or name.partition("/")[0] in layout.FOLDERS
            if left and name not in part and entry.is_file(follow_symlinks=False):
                (self.folder / name).unlink()

    # Files ------------------------------------------------------------------------------------------------

    def _read(self, name: str) -> bytes:
        try:
            return layout.read(self.folder, name)
        except OSError as error:
            raise _damaged(self.folder, f"{name}: {error.strerror}") from None

    def _put(self, name: str, data: bytes, *, durable: bool = True) -> None:
        files.put_one(self.folder / name, data, durable=durable)
        self.written.bytes += len(data)

    def _sync(self, names: Iterable[str]) -> None:
        for folder in {(self.folder / name).parent for name in names}:
            files.sync(folder)


def _damaged(folder: Path, why: str) -> IntegrityError:
    hint = "archive verify DIR says all; choose another folder"
    return IntegrityError(f"the backup {folder} is damaged: {why}", hint=hint)


def _parts(lines: list[Line]) -> Iterator[list[Line]]:
    """So many at a time that no file is too large."""
    some, size = list[Line](), 0
    for line in lines:
        some.append(line)
        size += len(line.data or b"")
        if size > layout.MOST_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _batches(sizes: dict[bytes, int]) -> Iterator[list[bytes]]:
    some, total = list[bytes](), 0
    for digest, size in sizes.items():
        some.append(digest)
        total += size
        if total > _AT_ONCE:
            yield some
            some, total = [], 0
    if some:
        yield some
