"""Backups: the resting form of an archive, made while others write, and an archive made of one."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from archive import files
from archive.errors import CannotWrite, IntegrityError, Locked, NotAnArchive, NotFound, UsageError
from archive.keys import KEY, SigningKey, origin_is_a_name
from archive.keys.signer import last_signed
from archive.resting import layout
from archive.resting.check import Reading, outline, read_backup
from archive.resting.make import Make
from archive.store.archive import CONFIG, Config, Store
from archive.store.facts import Refill
from archive.tlog.checkpoint import Checkpoint
from archive.verbs._opened import Opened, Progress, no_progress
from archive.verbs._signing import origin_of, signed_checkpoint, signing_key

_MADE = {CONFIG, layout.WATCHES, "archive.db", "archive.db-wal", "archive.db-shm", "archive.db-journal"}


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that holds the log's first `size` records, which have this root (64 hex).

    `records`, `blobs`, `bytes` are what this run wrote; `erased` counts what it took out. `unsigned` says why it is not
    signed; `keys`: the signing key is in it, by this run or an earlier one.
    """

    path: str
    origin: str
    size: int
    root: str
    records: int
    blobs: int
    bytes: int
    erased: int
    unsigned: str
    keys: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """What a backup says that it holds; nothing of it was checked. `at` is when its last record was written, `bytes`
    what its files take, `keys` whether the signing key is in it."""

    path: str
    origin: str
    agent: str
    size: int
    root: str
    at: str
    blobs: int
    bytes: int
    keys: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """An archive that was made of a backup. `keys`: its signing key is on this machine. `missing` counts the records
    that this machine signed and the backup does not hold: what was removed by them is there again."""

    archive: str
    origin: str
    size: int
    root: str
    blobs: int
    keys: bool
    missing: int


def backup_make(opened: Opened, folder: Path, *, keys: bool = False, progress: Progress = no_progress) -> Made:
    """Makes a backup in a folder that is new or empty, or brings one up to date: it writes what is new.

    With `keys` the signing key too. Raises UsageError for another archive's, IntegrityError when it is ahead or of
    another history, Locked while another process writes there, CannotWrite.
    """
    if folder.is_symlink():
        raise UsageError(f"{folder} is a link", hint="name the folder itself")
    if folder.resolve().is_relative_to(opened.store.folder.resolve()):
        raise UsageError(f"{folder} is in the archive", hint="a backup stands apart: best on another disk")
    unsigned: list[str] = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with files.held(folder, Locked(f"another process is writing to {folder}", hint="wait for it")):
            run = Make(opened.store, folder, lambda size, root: _checkpoint(opened, size, root, unsigned), progress)
            made = run.run()
            _copy_watches(opened, folder)
            if keys:
                _copy_keys(opened, folder)
    except OSError as error:
        raise CannotWrite(f"cannot write {error.filename or folder}: {error.strerror or error}") from error
    done, held = run.written, (folder / layout.KEYS / KEY).exists()
    counts = (done.records, done.blobs, done.bytes, done.erased)
    return Made(str(folder), made.origin, made.size, made.root.hex(), *counts, "".join(unsigned[-1:]), held)


def _checkpoint(opened: Opened, size: int, root: bytes, unsigned: list[str]) -> Checkpoint:
    """With the log's own signature and no other: those of witnesses come at any time."""
    with opened.store.looking() as lookup:
        origin = origin_of(opened, lookup, size)
        try:
            made = signed_checkpoint(opened, lookup, size)
        except NotFound as error:
            unsigned.append(error.message)
            return Checkpoint(origin, size, root)
    return replace(made, signatures=tuple(line for line in made.signatures if line.split(" ")[1] == origin))


def _copy_watches(opened: Opened, folder: Path) -> None:
    """The list of watched pages, where there is one."""
    there = opened.store.folder / layout.WATCHES
    if there.is_file() and not there.is_symlink():
        data = there.read_bytes()
        copy = folder / layout.WATCHES
        if not copy.is_file() or copy.read_bytes() != data:
            files.put(copy, data)


def _copy_keys(opened: Opened, folder: Path) -> None:
    """The key, and what was signed last. Raises NotFound; CannotWrite where others may read it."""
    with opened.store.looking() as lookup:
        place = signing_key(opened, lookup, lookup.size()).place
    target = folder / layout.KEYS
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_file() and layout.max_bytes(f"{layout.KEYS}/{name}") is not None:
            (target / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.put(target / name, path.read_bytes())
    if os.name == "posix" and stat.S_IMODE((target / KEY).stat().st_mode) & 0o077:
        shutil.rmtree(target)
        raise CannotWrite(
            f"{folder} is on a file system where others could read the key; the rest of the backup is made",
            hint="copy the folder of keys to a place that is yours alone",
        )


def backup_list(folder: Path) -> Listed:
    """What a backup says that it holds. Raises NotAnArchive where there is none, IntegrityError for one that makes no
    sense; `archive verify` checks it."""
    _refuse_unless_backup(folder)
    reading = outline(folder)
    if reading.checkpoint is None or not reading.ok:
        raise _broken(reading)
    made, octets = reading.checkpoint, sum(reading.sizes.values())
    held = f"{layout.KEYS}/{KEY}" in reading.sizes
    said = (made.origin, reading.agent, made.size, made.root.hex(), reading.at, reading.blobs, octets, held)
    return Listed(str(folder), *said)


def _refuse_unless_backup(folder: Path) -> None:
    if not (folder / layout.CONFIG).is_file():
        raise NotAnArchive(f"there is no backup at {folder}", hint="make one: archive backup make DIR")


def _broken(reading: Reading) -> IntegrityError:
    found = reading.found.report().problems
    what = str(found[0]) if found else "it was never finished"
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return IntegrityError(f"the backup is not whole: {what}{more}", hint="archive verify DIR says all")


def backup_restore(
    folder: Path, target: Path, *, keys: Path, program: str, progress: Progress = no_progress
) -> Restored:
    """Makes the archive of a backup in the new folder `target`; its key, where the backup has it, comes below `keys`.

    Each digest is checked on the way in. Raises NotAnArchive, IntegrityError for a backup that is not whole,
    CannotWrite where something stands at `target` already; then nothing was written.
    """
    _refuse_unless_backup(folder)
    target = Path(os.path.abspath(target))  # noqa: PTH100 (`resolve` would follow a link)
    if os.path.lexists(target):
        raise CannotWrite(f"{target} exists already", hint="choose a folder that does not exist yet")
    try:
        with _unfinished(target) as making:
            reading = _refill(folder, making, program, progress)
            _put_keys(folder, reading, keys)
            making.rename(target)
        files.sync(target.parent)
    except OSError as error:
        raise CannotWrite(f"cannot restore to {target}: {error.strerror or error}") from error
    made = reading.checkpoint
    assert made is not None  # or it would have been refused
    place = keys / made.origin
    here, missing = (place / KEY).is_file(), max(_signed(place) - made.size, 0)
    return Restored(str(target), made.origin, made.size, made.root.hex(), reading.blobs, here, missing)


def _signed(place: Path) -> int:
    """How many records the key here has signed; of a memory that is damaged `archive verify` tells."""
    try:
        last = last_signed(place)
    except IntegrityError:
        return 0
    return last.size if last else 0


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A folder beside the target, this process's own, gone at the end unless it was renamed; what a restore that was
    killed left there goes first. Raises Locked, CannotWrite."""
    making = target.with_name(f".restoring-{target.name}")
    making.mkdir(mode=0o700, exist_ok=True)
    with files.held(making, Locked(f"another process is restoring to {target}", hint="wait for it")):
        if not {path.name for path in making.iterdir() if not path.name.startswith(files.UNFINISHED)} <= _MADE:
            raise CannotWrite(f"{making} is in the way", hint="remove it, if a restore that was killed left it there")
        for path in making.iterdir():
            path.unlink()
        try:
            yield making
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise


def _refill(folder: Path, making: Path, program: str, progress: Progress) -> Reading:
    """Fills the archive `making` from the backup. Its name is known when all was read: archive.toml is written last."""
    store = Store.create(making, Config("restoring", "none", "restoring"), program)
    (making / CONFIG).unlink()
    try:
        refill = Refill(store)
        reading = read_backup(folder, refill, progress)
        if reading.checkpoint is None or not reading.ok:
            raise _broken(reading)
        refill.records([])
        store.rebuild_views(lambda done, total: progress("making views", done, total))
        with store.looking() as lookup:
            if lookup.root() != reading.checkpoint.root:
                raise IntegrityError("the restored log has another root than the backup", hint="archive verify DIR")
    finally:
        store.close()
    config = Config(reading.checkpoint.origin, reading.engine, reading.agent)
    if layout.WATCHES in reading.sizes:
        files.put(making / layout.WATCHES, layout.read(folder, layout.WATCHES), 0o644)
    files.put(making / CONFIG, config.written().encode(), 0o644)
    return reading


def _put_keys(folder: Path, reading: Reading, keys: Path) -> None:
    """The backup's signing key, unless this machine has one of that name; it must be the one that signed.

    Raises IntegrityError for another.
    """
    made = reading.checkpoint
    names = [name for name in reading.sizes if name.startswith(f"{layout.KEYS}/")]
    if made is None or f"{layout.KEYS}/{KEY}" not in names:
        return
    if not origin_is_a_name(made.origin):
        raise IntegrityError(f"the backup's log has a name that no key can have: {made.origin!r}")
    place = keys / made.origin
    if place.exists():
        return
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = place.with_name(f".restoring-{made.origin}")
    shutil.rmtree(making, ignore_errors=True)
    for name in names:
        path = making / name.removeprefix(f"{layout.KEYS}/")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.put(path, layout.read(folder, name))
    try:
        _refuse_another_key(SigningKey(made.origin, making), reading)
        making.rename(place)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _refuse_another_key(key: SigningKey, reading: Reading) -> None:
    try:
        named = str(key.verifier)
    except (UsageError, NotFound) as error:
        raise IntegrityError(f"the backup's signing key cannot be read: {error.message}") from None
    if reading.signer not in ("", named):
        raise IntegrityError(
            "the signing key in the backup is not the one that its log names",
            hint="remove the backup's folder `keys`: the archive is restored without it",
        )
