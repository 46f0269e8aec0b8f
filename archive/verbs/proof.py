"""The log as others can check it: signed checkpoints, its tiles on a web server, witnesses, an audit, a new key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive import files
from archive.errors import CannotWrite, IntegrityError, NotFound, Refused, UsageError
from archive.keys import key_of, next_key, replace_key
from archive.keys.pins import pins
from archive.keys.signer import add_cosignatures, keep_stamp, last_signed
from archive.model.key import origins, rotation_message
from archive.model.record import Record
from archive.store.lookup import Lookup
from archive.store.reading import Reader
from archive.tlog import merkle, tiles
from archive.tlog.checkpoint import Checkpoint, parse_checkpoint, to_base64
from archive.tlog.note import COSIGNATURE, NoteError, VerifierKey, parse_verifier_key, signature_by
from archive.tlog.timestamp import StampError, certificates, request, stamped_at
from archive.tlog.witness import Request, parse_answer
from archive.verbs._opened import Opened
from archive.verbs._signing import signed_checkpoint

LARGEST = 1_000_000  # bytes of a checkpoint or an answer


@dataclass(frozen=True, slots=True)
class Published:
    """A log as a web server serves it; `written` counts files that were not there."""

    folder: str
    size: int
    written: int


@dataclass(frozen=True, slots=True)
class Audited:
    """What a checkpoint of this log that somebody else kept says of it.

    `outcome` is `consistent`, `rolled-back` (it counts more records than there are) or `forked` (its first records are
    others). `position` and `record` name the first record that differs, where what was given shows it. `signer` is the
    name of the key that signed it; empty when it is not signed by one that is known here.
    """

    outcome: str
    origin: str
    size: int  # of this log
    kept: int  # records that the checkpoint counts
    position: int | None
    record: str
    signer: str


@dataclass(frozen=True, slots=True)
class Stamped:
    """An authority states that the first `size` records existed `at` that moment, UTC."""

    size: int
    at: str
    path: str


def proof_checkpoint(opened: Opened, size: int | None = None) -> Checkpoint:
    """The signed checkpoint of the first `size` records; of all without it. Raises NotFound, IntegrityError."""
    with opened.store.looking() as lookup:
        now = lookup.size()
        if size is not None and not 0 <= size <= now:
            raise UsageError(f"the log has {now:,} records, not {size:,}")
        return signed_checkpoint(opened, lookup, now if size is None else size)


def proof_publish(opened: Opened, folder: Path) -> Published:
    """Writes the log as C2SP tlog-tiles: tiles first, entries, the checkpoint last; what is there already stays."""
    made = proof_checkpoint(opened)
    written = 0
    try:
        with opened.store.looking() as lookup:
            for name, data in tile_files(lookup, made.size):
                written += _put_once(folder / name, data)
        (folder / "checkpoint").parent.mkdir(parents=True, exist_ok=True)
        files.put(folder / "checkpoint", str(made).encode(), 0o644)
    except OSError as error:
        raise CannotWrite(f"cannot write {folder}: {error.strerror}") from error
    return Published(str(folder), made.size, written)


def tile_files(lookup: Lookup, size: int) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every tile and entry bundle of the first `size` records (C2SP tlog-tiles)."""
    level, count = 0, size
    while count:
        for number in range(-(-count // tiles.WIDTH)):
            start, end = number * tiles.WIDTH, min((number + 1) * tiles.WIDTH, count)
            path = _numbered(number, end - start)
            yield f"tile/{level}/{path}", b"".join(lookup.tree_hashes(level, start, end))
            if not level:
                yield f"tile/entries/{path}", b"".join(map(_entry, lookup.ids(start, end)))
        level, count = level + 1, count // tiles.WIDTH


def _numbered(number: int, width: int) -> str:
    """`x001/x234/067`, and `.p/WIDTH` behind it for a tile that is not full."""
    digits = f"{number:0{-(-len(str(number)) // 3) * 3}}"
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return path if width == tiles.WIDTH else f"{path}.p/{width}"


def _entry(id: str) -> bytes:
    entry = merkle.entry(id)
    return len(entry).to_bytes(2, "big") + entry


def _put_once(path: Path, data: bytes) -> int:
    if path.is_file() and path.stat().st_size == len(data):
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    files.put(path, data, 0o644)
    return 1


def proof_audit(opened: Opened, against: Path) -> Audited:
    """Compares the log with a checkpoint that was kept: a file, a bundle, or a published folder.

    Raises UsageError for what is none, or one of another log; NoteError becomes one too.
    """
    kept = _kept(against)
    origin = opened.store.config.origin
    with opened.store.looking() as lookup:
        size = lookup.size()
        keys = lookup.keys(size)
        if kept.origin not in origins(origin, keys):
            raise UsageError(f"that is a checkpoint of {kept.origin}, and this log is {origin}")
        signer = _signer(opened, kept, [record for _, record in keys])
        position, outcome = None, "consistent"
        if kept.size > size or lookup.root(kept.size) != kept.root:
            position = _first_other(against, lookup, min(size, kept.size))
            outcome = "rolled-back" if kept.size > size and position is None else "forked"
        record = "" if position is None else lookup.ids(position, position + 1)[0]
    return Audited(outcome, origin, size, kept.size, position, record, signer)


def _kept(against: Path) -> Checkpoint:
    """The checkpoint of a file, a published folder, or a bundle."""
    places = (against / "checkpoint", against / "data/log/checkpoint") if against.is_dir() else (against,)
    path = next((place for place in places if place.is_file()), places[0])
    try:
        with path.open("rb") as file:
            return parse_checkpoint(file.read(LARGEST).decode())
    except OSError as error:
        raise NotFound(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"{path} is not a checkpoint: {error}") from None


def _signer(opened: Opened, kept: Checkpoint, keys: list[Record]) -> str:
    """The name of the key that signed it: a pinned one, ours, or one that this log named at any time."""
    named: list[VerifierKey] = []
    for record in keys:
        with suppress(NoteError):
            named.append(parse_verifier_key(str(record.fields["key"])))
    with suppress(NotFound):
        named.append(key_of(kept.origin, opened.keys).verifier)
    try:
        held = [*named, *(pin.key for pin in pins(opened.keys))]
        return next((key.name for key in held if signature_by(kept, key) is not None), "")
    except NoteError as error:
        raise IntegrityError(f"the checkpoint's signature is wrong: {error}") from None


def _first_other(folder: Path, lookup: Lookup, size: int) -> int | None:
    """The first of `size` records that a published folder has otherwise; None where that cannot be seen."""
    for start in range(0, size, tiles.WIDTH):
        theirs = _leaves(folder, start // tiles.WIDTH)
        ours = lookup.tree_hashes(0, start, min(start + tiles.WIDTH, size))
        for number, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            if one != other:
                return start + number
    return None


def _leaves(folder: Path, number: int) -> list[bytes]:
    """The leaf hashes of a published tile, the widest there is."""
    whole = folder / "tile/0" / _numbered(number, tiles.WIDTH)
    partial = sorted(whole.with_name(f"{whole.name}.p").glob("*"), key=lambda path: int(path.name), reverse=True)
    path = next((path for path in (whole, *partial) if path.is_file()), None)
    data = b"" if path is None else path.read_bytes()
    return [data[at : at + merkle.HASH_SIZE] for at in range(0, len(data), merkle.HASH_SIZE)]


def proof_request(opened: Opened, old: int = 0) -> Request:
    """What a witness is asked: to cosign the log as it is now, which it saw last with `old` records."""
    made = proof_checkpoint(opened)
    if not 0 <= old <= made.size:
        raise UsageError(f"the log has {made.size:,} records, not {old:,}")
    with opened.store.looking() as lookup:
        hashes = tiles.tile_consistency_proof(old, made.size, lookup.tree_hashes) if 0 < old < made.size else []
    return Request(old, tuple(hashes), made)


def proof_answer(opened: Opened, answer: str) -> tuple[Checkpoint, list[str]]:
    """Keeps the cosignatures of pinned witnesses: the checkpoint with them, and the witnesses' names."""
    key = key_of(opened.store.config.origin, opened.keys)
    try:
        lines = parse_answer(answer)
    except ValueError as error:
        raise UsageError(f"that is no witness's answer: {error}") from None
    try:
        return add_cosignatures(key, lines, [pin.key for pin in pins(opened.keys) if pin.key.type == COSIGNATURE])
    except NoteError as error:
        raise IntegrityError(f"a cosignature is wrong: {error}", hint="it may be over another checkpoint") from None


def proof_stamp_request(opened: Opened) -> bytes:
    """What a time-stamping authority is asked (RFC 3161, DER), of the log as it is now."""
    return request(proof_checkpoint(opened))


def proof_stamp(opened: Opened, answer: bytes, roots: bytes, size: int | None = None) -> Stamped:
    """Keeps an authority's answer when it is one under these root certificates (PEM). Raises UsageError, Refused."""
    key = key_of(opened.store.config.origin, opened.keys)
    last = last_signed(key.place)
    if last is None or size is not None:
        last = proof_checkpoint(opened, size)
    try:
        held = certificates(roots)
    except StampError as error:
        raise UsageError(str(error), hint="ask the authority for its root certificate, or look on its pages") from None
    try:
        at = stamped_at(answer, last, held)
    except StampError as error:
        raise Refused(str(error), hint="a stamp is of one size of the log: say which with --at SIZE") from None
    return Stamped(last.size, at, str(keep_stamp(key, last.size, answer)))


def proof_rotate(opened: Opened) -> tuple[VerifierKey, VerifierKey]:
    """A new key takes the place of the old one; the old one signs that, in a record. Returns (old, new).

    The new key is made beside the old one first and takes its place last: when it is cut off, doing it again goes on.
    """
    old = key_of(opened.store.config.origin, opened.keys)
    proof_checkpoint(opened)  # refuses where the log is not the one that was signed
    new = next_key(old)
    was, now = old.verifier, new.verifier
    signature = to_base64(old.sign(rotation_message(str(now))))
    fields = {"key": str(now), "replaces": str(was), "signature": signature}
    with opened.store.writing() as writer:
        if not _is_last(writer, str(now)):
            writer.append(opened.store.seal("key/1", fields, at=opened.clock()))
    replace_key(old, new)
    return was, now


def _is_last(reader: Reader, key: str) -> bool:
    """Whether the last record is of this key already: a rotation was cut off."""
    size = reader.size()
    return any(record.fields.get("key") == key for _, record in reader.log_entries(max(size - 1, 0), size))
