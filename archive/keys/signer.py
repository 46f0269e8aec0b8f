"""Signs checkpoints, and never two that contradict one another.

The signer's memory, `checkpoint` beside the key, is the largest checkpoint that was signed, with all its signatures. It
is read before anything is signed and written, durably, before a signature is given out: a log that was rolled back, or
that went another way than the one that was signed, gets no signature.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from archive import files
from archive.errors import CannotWrite, IntegrityError, Locked, UsageError
from archive.keys import SigningKey
from archive.tlog.checkpoint import Checkpoint, parse_checkpoint
from archive.tlog.note import VerifierKey, signature_by, signed, with_lines

MEMORY = "checkpoint"
WAIT = 30.0  # seconds for another process that signs

RootAt = Callable[[int], bytes]


def sign(key: SigningKey, now: int, root_at: RootAt, size: int) -> Checkpoint:
    """The signed checkpoint of the first `size` of the log's `now` records.

    Raises IntegrityError when the log does not go on from what was signed before.
    """
    with _alone(key):
        last = last_signed(key.place)
        _refuse_unless_it_goes_on(last, now, root_at)
        if last is not None and last.size == size:
            return last
        made = signed(Checkpoint(key.name, size, root_at(size)), key.verifier, key.sign)
        if last is None or size > last.size:
            files.put(key.place / MEMORY, str(made).encode())
        return made


def add_cosignatures(key: SigningKey, lines: list[str], witnesses: list[VerifierKey]) -> tuple[Checkpoint, list[str]]:
    """Keeps those lines that are of a pinned witness and over what was signed last; the checkpoint, and their names.

    Raises UsageError when none is; NoteError when one says that it is and is not.
    """
    with _alone(key):
        last = last_signed(key.place)
        if last is None:
            raise UsageError("nothing was signed yet", hint="sign: archive proof checkpoint")
        offered = with_lines(Checkpoint(last.origin, last.size, last.root), lines)
        names = [witness.name for witness in witnesses if signature_by(offered, witness) is not None]
        if not names:
            raise UsageError(
                "none of these lines is of a witness whose key is pinned here",
                hint="archive proof keys pin KEY, as the witness told it to you",
            )
        kept = [line for line in lines if line.split(" ")[1] in names]
        made = with_lines(last, kept)
        files.put(key.place / MEMORY, str(made).encode())
        return made, names


def keep_stamp(key: SigningKey, size: int, answer: bytes) -> Path:
    """Keeps a time stamp of the checkpoint of `size` records, for the bundles that stand on it. Raises CannotWrite."""
    path = stamp_path(key.place, size)
    with _alone(key):
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise CannotWrite(f"cannot make {path.parent}: {error.strerror}") from error
        files.put(path, answer, 0o644)
    return path


def stamp_path(place: Path, size: int) -> Path:
    """Where the time stamp of the checkpoint of `size` records stands, if there is one."""
    return place / "stamps" / f"{size}.tsr"


def last_signed(place: Path) -> Checkpoint | None:
    """The signer's memory; None when nothing was signed. Raises IntegrityError for one that is damaged."""
    path = place / MEMORY
    try:
        return parse_checkpoint(path.read_bytes().decode())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise IntegrityError(
            f"what was signed last cannot be read: {path}: {error}", hint="put it back from your copy of the keys"
        ) from None


def _alone(key: SigningKey) -> AbstractContextManager[None]:
    return files.held(key.place, Locked("another process is signing", hint="try again"), wait=WAIT)


def _refuse_unless_it_goes_on(last: Checkpoint | None, now: int, root_at: RootAt) -> None:
    if last is None:
        return
    if now < last.size:
        raise IntegrityError(
            f"this log was rolled back: it has {now:,} records, and {last.size:,} were signed",
            hint="put the newer archive back; where it is lost, go on under a new name: archive init --continue",
        )
    if root_at(last.size) != last.root:
        raise IntegrityError(
            f"this log is not the one that was signed: its first {last.size:,} records are others",
            hint="an older copy was restored and grew: put the newer one back and add again what came since; "
            "where it is lost, go on under a new name: archive init --continue",
        )
