"""Verify this archive, or a bundle: a bundle with nothing but itself, no archive and no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import NotFound, UsageError
from archive.model.codes import Problem, Report

LARGEST = 1_000_000  # bytes of a key, a checkpoint or certificates

if TYPE_CHECKING:  # checking a bundle imports neither the database nor an engine
    from cryptography.x509 import Certificate

    from archive.tlog.checkpoint import Checkpoint
    from archive.tlog.note import VerifierKey
    from archive.verbs._opened import Opened


@dataclass(frozen=True, slots=True)
class Held:
    """What the user holds by another way than the bundle, as he gives it: a verifier key or a file with one, a file
    with a checkpoint, one with an authority's root certificates (PEM). `require` is `signed`, `witnessed` or empty."""

    key: str = ""
    checkpoint: str = ""
    tsa_root: str = ""
    require: str = ""


def verify(bundle: Path, keys: Path, *, root: str | None = None, held: Held = Held()) -> Report:
    """A bundle, by the keys that are pinned in the folder `keys`. `root` (hex or base64) is the log's root that the
    user already holds. Never raises on what the bundle holds."""
    from archive.bundle.check import check
    from archive.bundle.signatures import REQUIRED, Trust
    from archive.keys.pins import pins

    if held.require not in ("", *REQUIRED):
        raise UsageError(f"nothing is required as {held.require!r}", hint=f"one of: {', '.join(REQUIRED)}")
    trust = Trust(
        tuple(pins(keys)),
        _key(held.key) if held.key else None,
        _checkpoint(Path(held.checkpoint)) if held.checkpoint else None,
        tuple(_roots(Path(held.tsa_root))) if held.tsa_root else (),
        held.require,
        datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return check(bundle, root=root, trust=trust)


def _key(given: str) -> VerifierKey:
    """A verifier key, or the one in a file."""
    from archive.verbs._keyring import parsed_key

    try:
        is_file = Path(given).is_file()
    except OSError:
        is_file = False
    return parsed_key(_read(Path(given)).decode("utf-8", "replace") if is_file else given)


def _checkpoint(path: Path) -> Checkpoint:
    from archive.tlog.checkpoint import parse_checkpoint

    try:
        return parse_checkpoint(_read(path).decode())
    except ValueError as error:
        raise UsageError(f"{path} is not a checkpoint: {error}") from None


def _roots(path: Path) -> list[Certificate]:
    from archive.tlog.timestamp import StampError, certificates

    try:
        return certificates(_read(path))
    except StampError as error:
        raise UsageError(f"{path}: {error}", hint="ask the authority for its root certificate") from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise NotFound(f"cannot read {path}: {error.strerror}") from None


def verify_backup(
    folder: Path, *, root: str | None = None, progress: Callable[[str, int, int], None] = lambda what, done, total: None
) -> Report:
    """A backup, with nothing but itself. `root` is the log's root that the user holds. Never raises on what it holds;
    UsageError for a root that is none."""
    from archive.resting.check import read_backup

    try:
        return read_backup(folder, progress=progress).report(root)
    except ValueError as error:
        raise UsageError(str(error), hint="a root is SIZE:HEX, as `archive status` prints it") from None


def verify_archive(
    opened: Opened, *, full: bool = False, root: str | None = None, progress: Callable[[str, int, int], None]
) -> Report:
    """The archive's facts; with `full` also all that is derived from them. `root` is one that the user holds, written
    as `status` and `export` print it: `SIZE:HEX` or, for the log as it is now, `HEX`. What this machine signed last is
    compared as well, where it has the key."""
    from archive.store.audit import audit

    report = audit(
        opened.store.database,
        full=full,
        held=root,
        progress=lambda done, total: progress("verifying", done, total),
    )
    return _with_memory(opened, report)


def _with_memory(opened: Opened, report: Report) -> Report:
    """The report, and whether the log goes on from what was signed last, under the name that it has itself."""
    from archive.keys import key_of
    from archive.keys.signer import last_signed
    from archive.verbs._signing import misnamed

    if found := misnamed(opened):
        return replace(report, problems=(*report.problems, Problem("origin-differs", found)))
    try:
        last = last_signed(key_of(opened.store.config.origin, opened.keys).place)
    except NotFound as error:
        return replace(report, skipped=(f"the signer: {error.message}", *report.skipped))
    if last is None:
        return replace(report, skipped=("the signer: nothing was signed yet", *report.skipped))
    with opened.store.looking() as lookup:
        if lookup.size() < last.size:
            problem = Problem("log-rolled-back", f"{lookup.size():,} records, and {last.size:,} were signed")
        elif lookup.root(last.size) != last.root:
            problem = Problem("log-forked", f"the first {last.size:,} records are others than were signed")
        else:
            return replace(report, remembered=True)
    return replace(report, problems=(*report.problems, problem))
