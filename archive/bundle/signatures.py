"""Who signed a bundle, and when: the log's key, witnesses, a time-stamping authority.

A signature counts only when its key, or one that leads to it by rotations that each old key signed, is pinned here or
was given: the bundle itself names any key it likes. Of the others it is checked that all fit together, so that no bit
of them can be altered unnoticed, and that is all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from archive.bundle import Entry, layout
from archive.bundle.folder import Files, Findings
from archive.keys.pins import Pin
from archive.keys.sshsig import signer_of
from archive.model.codes import Signer
from archive.model.key import rotation_message, rotations
from archive.model.record import Record
from archive.text.wording import day, groups
from archive.tlog.checkpoint import Checkpoint
from archive.tlog.note import (
    COSIGNATURE,
    ED25519,
    NoteError,
    VerifierKey,
    is_signature,
    parse_verifier_key,
    signature_by,
)
from archive.tlog.timestamp import StampError, stamped_at, states

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

REQUIRED = ("signed", "witnessed")
SLACK = timedelta(days=1)  # by which a clock may be wrong
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Trust:
    """What the user holds by another way than the bundle. `require` is `signed`, `witnessed` or empty; `now` a moment
    as records write it, empty when nothing is to be compared with it."""

    pins: tuple[Pin, ...] = ()
    key: VerifierKey | None = None
    checkpoint: Checkpoint | None = None
    roots: tuple[Certificate, ...] = ()
    require: str = ""
    now: str = ""


def signatures(
    files: Files, found: Findings, entries: Sequence[Entry], checkpoint: Checkpoint | None, trust: Trust
) -> bytes:
    """The public key (32 bytes) that signed the lists of files, trusted or not; empty without a good signature."""
    public = _signer_of_files(files, found)
    if checkpoint is not None:
        proven = [entry for entry in entries if entry.index < checkpoint.size]
        records = [entry.record for entry in proven]
        _both(files, found, checkpoint, public)
        _named_by_the_log(found, proven, checkpoint, public)
        _held_checkpoint(found, checkpoint, trust.checkpoint)
        _trusted(found, checkpoint, records, public, trust)
        witnesses, cosigned = _witnesses(found, checkpoint, trust)
        stamped = _stamped(files, found, checkpoint, records, trust.roots)
        if found.signer.key:
            found.signer = replace(found.signer, stamped=stamped, witnesses=witnesses)
        _not_in_the_future(found, records, [*cosigned, *([stamped] if stamped else [])], trust.now)
    _required(found, trust.require)
    return public


def _signer_of_files(files: Files, found: Findings) -> bytes:
    signature = files.read(layout.SIGNATURE) if layout.SIGNATURE in files.sizes else None
    listed = files.read(layout.TAG_MANIFEST)
    if signature is None or listed is None:
        return b""
    try:
        return signer_of(listed, signature)
    except ValueError as error:
        found.problem("signature-wrong", f"{layout.SIGNATURE}: {error}")
        return b""


def _both(files: Files, found: Findings, checkpoint: Checkpoint, public: bytes) -> None:
    """The checkpoint and the lists of files are signed by one key, or neither is signed."""
    own = [line for line in checkpoint.signatures if line.split(" ")[1] == checkpoint.origin]
    if bool(own) != (layout.SIGNATURE in files.sizes):
        missing = layout.SIGNATURE if own else "that of the checkpoint"
        found.problem("signature-missing", missing)
    elif len(own) > 1:
        found.problem("signature-wrong", "the checkpoint has several signatures of its own log")
    elif own and public:
        try:
            if signature_by(checkpoint, VerifierKey(checkpoint.origin, public)) is None:
                found.problem("signature-wrong", "the checkpoint is signed by another key than the lists of files")
        except NoteError as error:
            found.problem("signature-wrong", f"the checkpoint: {error}")


def _named_by_the_log(found: Findings, entries: Sequence[Entry], checkpoint: Checkpoint, public: bytes) -> None:
    """The log's first record names its first key, which the origin is called after; rotations lead on to the signer,
    and where the log got a new name, they begin anew with the key that it is called after then."""
    first = next((e.record for e in entries if e.index == 0 and e.record.kind == "key/1"), None)
    continued = [e for e in entries if e.record.kind == "continuation/1"]
    if first is None and not continued:  # a log from before keys were recorded
        return
    naming = continued[-1].record if continued else first
    assert naming is not None  # one of the two is there
    try:
        key = parse_verifier_key(naming.fields["key"])
    except NoteError as error:
        found.problem("key-differs", f"{naming}: {error}")
        return
    for entry in continued:
        if entry.record.fields["size"] != entry.index:
            found.problem("continuation-wrong", f"{entry.record} names a log of another size than stands before it")
        found.skip(f"whether {checkpoint.origin} is the same house as {entry.record.fields['origin']}: only it says so")
    named = checkpoint.origin == key.name and checkpoint.origin.rpartition(".")[2] == key.fingerprint[:16]
    last = _followed(found, key, [entry.record for entry in entries])
    if not named or (public and last.public != public):
        found.problem("key-differs", f"{checkpoint.origin}: its key is {groups(bytes.fromhex(last.fingerprint))}")


def _followed(found: Findings, key: VerifierKey, records: Iterable[Record]) -> VerifierKey:
    """The key that took the place of `key`, by rotations that each old one signed; `key` itself when none did."""
    for old, new, signature in rotations(records):
        if old != str(key):
            continue
        try:
            following = parse_verifier_key(new)
        except NoteError:
            following = None
        if (
            following is None
            or following.name != key.name
            or not is_signature(key.public, signature, rotation_message(new))
        ):
            found.problem("rotation-wrong", new)
        else:
            key = following
    return key


def _held_checkpoint(found: Findings, checkpoint: Checkpoint, held: Checkpoint | None) -> None:
    if held is None:
        return
    if held.origin != checkpoint.origin:
        found.problem("origin-differs", f"your checkpoint is of {held.origin}; this bundle is of {checkpoint.origin}")
    elif held.size != checkpoint.size:
        found.skip(
            f"your checkpoint: it is of {held.size} records, and this bundle stands on {checkpoint.size}; "
            "only the whole log shows whether one goes on from the other (archive proof audit)"
        )
    elif held.root != checkpoint.root:
        found.problem("root-differs", f"here {checkpoint.size}:{checkpoint.root.hex()}, yours {held.root.hex()}")
    else:
        found.root_compared = True


def _trusted(found: Findings, checkpoint: Checkpoint, records: Sequence[Record], public: bytes, trust: Trust) -> None:
    """Whether the signer is one that the user trusts."""
    held = [(pin.key, f"pinned {day(pin.since)}") for pin in trust.pins if pin.key.type == ED25519]
    if trust.key and trust.key.name != checkpoint.origin:
        found.problem("origin-differs", f"your key is of {trust.key.name}; this bundle is of {checkpoint.origin}")
    elif trust.key:
        held.insert(0, (trust.key, "the key that you gave"))
    held = [(key, why) for key, why in held if key.name == checkpoint.origin]
    fingerprint = hashlib.sha256(public).hexdigest()
    if not public:
        found.skip("who made this bundle: it is not signed")
    elif not held:
        found.skip(
            f"whose signature this is: the key {groups(bytes.fromhex(fingerprint))} is not pinned here; ask its owner "
            "for it, then: archive proof keys pin KEY"
        )
    for key, why in held if public else ():
        last = _followed(found, key, records)
        if last.public != public:
            found.problem("signer-differs", f"{key.name} ({why}) has the key {groups(bytes.fromhex(last.fingerprint))}")
        elif not found.signer.key:
            found.signer = Signer(fingerprint, why if last == key else f"{why}, and the keys that followed it")


def _witnesses(found: Findings, checkpoint: Checkpoint, trust: Trust) -> tuple[tuple[str, ...], list[str]]:
    """The pinned witnesses that cosigned, and the moments when they did."""
    names, moments = [], []
    for pin in trust.pins:
        if pin.key.type != COSIGNATURE:
            continue
        try:
            time = signature_by(checkpoint, pin.key)
        except NoteError as error:
            found.problem("cosignature-wrong", str(error))
            continue
        if time is not None:
            names.append(pin.label or pin.key.name)
            moments.append(_moment(time))
    others = sum(line.split(" ")[1] != checkpoint.origin for line in checkpoint.signatures) - len(names)
    if others > 0:
        found.skip(f"the lines of {others} witness{'es' * (others > 1)} whose keys are not pinned here")
    return tuple(names), moments


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime(_MOMENT)
    except (OverflowError, ValueError, OSError):
        return "9999-12-31T23:59:59Z"


def _stamped(
    files: Files, found: Findings, checkpoint: Checkpoint, records: Sequence[Record], roots: Sequence[Certificate]
) -> str:
    """The moment that the time stamp states, when it is one under these roots; else nothing."""
    answer = files.read(layout.STAMP) if layout.STAMP in files.sizes else None
    if answer is None:
        return ""
    try:
        moment = stamped_at(answer, checkpoint, roots) if roots else states(answer, checkpoint)
    except StampError as error:
        found.problem("stamp-wrong", str(error))
        return ""
    later = [record for record in records if record.fields["at"] > _later(moment)]
    for record in later:
        found.problem("stamp-older", f"{record} is from {record.fields['at']}, the time stamp from {moment}")
    if not roots:
        found.skip(f"the time stamp, which says {moment}: give its authority's root certificate with --tsa-root")
    return moment if roots else ""


def _not_in_the_future(found: Findings, records: Sequence[Record], moments: Sequence[str], now: str) -> None:
    if not now:
        return
    latest = _later(now)
    for record in records:
        if record.fields["at"] > latest:
            found.problem("time-future", f"{record} is from {record.fields['at']}")
    for moment in moments:
        if moment > latest:
            found.problem("time-future", f"a signature is from {moment}")


def _later(moment: str) -> str:
    """Up to when something counts as of that moment: clocks differ."""
    return (datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC) + SLACK).strftime(_MOMENT)


def _required(found: Findings, require: str) -> None:
    if require and not found.signer.key:
        found.problem("not-signed", "by a key that is pinned here or was given with --key")
    if require == "witnessed" and not (found.signer.stamped or found.signer.witnesses):
        found.problem("not-witnessed", "by a pinned witness, or by a time stamp under --tsa-root")
