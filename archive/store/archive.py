"""An archive on disk: `archive.toml`, which says what it is, and the database.

    archive.toml    format, origin, database, engine, agent
    archive.db      every fact and view

`archive.toml` may come from a stranger with the folder: the database must be a file right beside it, and nothing in it
is ever run. The search index is not here but in the user's cache folder.

There are two connections, each made when it is first used: the driver's own for `looking()`, which is all that a search
needs, and SQLAlchemy's for everything else; importing SQLAlchemy is half of the time that a search takes to start.
"""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import files
from archive.errors import CannotWrite, Locked, NotAnArchive, TooNew, UsageError
from archive.model.record import Envelope, Fields, Record
from archive.store.connection import connect, translated
from archive.store.facts import Facts
from archive.store.lookup import Lookup
from archive.store.schema import check, is_unused, upgrade

if TYPE_CHECKING:  # a search needs no SQLAlchemy
    from sqlalchemy import Connection

    from archive.store.database import Database
    from archive.store.reading import Reader
    from archive.store.writing import Writer

FORMAT = 1
CONFIG = "archive.toml"
_DATABASE = "sqlite:///archive.db"


@dataclass(frozen=True, slots=True)
class Config:
    """What `archive.toml` holds. `origin` names the log, `agent` is who writes (the name given at `init`)."""

    origin: str
    engine: str
    agent: str

    def written(self) -> str:
        values = {"origin": self.origin, "database": _DATABASE, "engine": self.engine, "agent": self.agent}
        return f"format = {FORMAT}\n" + "".join(
            f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items()
        )


def is_archive(folder: Path) -> bool:
    """Whether one can be seen there: what may not be looked into is none."""
    return os.path.isfile(folder / CONFIG)  # noqa: PTH113  (`Path.is_file` raises PermissionError)


def read_config(folder: Path) -> Config:
    """Raises NotAnArchive when there is none or it makes no sense, TooNew when a newer program made it."""
    try:
        found = tomllib.loads((folder / CONFIG).read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise NotAnArchive(f"there is no archive at {folder}", hint="make one: archive init FOLDER") from None
    except (OSError, RecursionError, ValueError) as error:
        raise NotAnArchive(f"cannot read {folder / CONFIG}: {error}") from None
    return _config(found, folder)


def _config(found: dict[str, Any], folder: Path) -> Config:
    if type(found.get("format")) is int and found["format"] > FORMAT:
        raise TooNew(
            f"the archive at {folder} has format {found['format']}; this program knows {FORMAT}",
            hint="upgrade provenance-archive",
        )
    names = ("origin", "database", "engine", "agent")
    if found.get("format") != FORMAT or not all(isinstance(found.get(n), str) and found[n] for n in names):
        raise NotAnArchive(f"{folder / CONFIG} is not the file of an archive")
    if not found["agent"].isprintable() or not found["origin"].isprintable() or " " in found["origin"]:
        raise NotAnArchive(f"{folder / CONFIG} names an origin or agent with control characters")
    if found["database"] != _DATABASE:
        raise NotAnArchive(f"{folder / CONFIG} names a database that is not {_DATABASE}")
    return Config(found["origin"], found["engine"], found["agent"])


class Store:
    """The open database of one archive."""

    def __init__(self, folder: Path, config: Config, program: str) -> None:
        self.folder = folder
        self.config = config
        self._path = folder / "archive.db"
        self._envelope = Envelope(config.agent, program)

    @classmethod
    def create(cls, folder: Path, config: Config, program: str) -> Store:
        """Makes the folder's archive; the config file comes last, so that a killed `init` left none, and the next one
        takes over the database that it left, unless there is anything in it."""
        from archive.store.database import Database

        path = folder / "archive.db"
        _refuse_if_archive(folder)
        if not is_unused(path):
            raise UsageError(
                f"{folder} holds an archive.db that is in use, without an archive.toml",
                hint="choose another folder, or put the archive.toml back",
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with closing(Database(path, create=True)) as database:
                upgrade(database)
                with database.writing():  # of two that make one at once, one does
                    _refuse_if_archive(folder)
                    files.put(folder / CONFIG, config.written().encode("utf-8"), 0o644)
        except OSError as error:
            raise CannotWrite(f"cannot make an archive at {folder}: {error.strerror}") from error
        return cls(folder, config, program)

    @classmethod
    def open(cls, folder: Path, program: str) -> Store:
        """Raises NotAnArchive or TooNew; upgrades an older database."""
        store = cls(folder, read_config(folder), program)
        try:
            with translated(store._path):
                current = check(store._path, store._light)
            if not current:
                upgrade(store.database, then=_refill)
        except BaseException:
            store.close()
            raise
        return store

    @cached_property
    def database(self) -> Database:
        """SQLAlchemy's connection."""
        from archive.store.database import Database

        return Database(self._path)

    @cached_property
    def _light(self) -> Any:
        """The driver's own connection."""
        with translated(self._path):
            return connect(self._path)[0]

    def close(self) -> None:
        for name in ("database", "_light"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    @contextmanager
    def looking(self) -> Iterator[Lookup]:
        """A snapshot for the few questions of a search."""
        with self._snapshot():
            yield Lookup(self._light.execute)

    @contextmanager
    def facts(self) -> Iterator[Facts]:
        """A snapshot for a page of the facts as they are stored."""
        with self._snapshot():
            yield Facts(self._light.execute)

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        with translated(self._path):
            self._light.execute("BEGIN")
            try:
                yield
            finally:
                self._light.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A snapshot for every question."""
        from archive.store.reading import Reader

        with self.database.reading() as connection:
            yield Reader(connection)

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Writer]:
        """Takes the write lock; what was appended is stored and committed at the end. See `Database.writing`."""
        from archive.store.writing import Writer

        with self.database.writing(wait=wait) as connection:
            writer = Writer(connection)
            yield writer
            writer.flush()

    def seal(self, kind: str, fields: Fields, *, at: str) -> Record:
        """A record of this archive's agent, with a fresh salt. Raises UsageError when that is more than one holds."""
        try:
            return self._envelope.seal(kind, fields, at=at, salt=secrets.token_hex(16))
        except ValueError as error:
            raise UsageError(f"this cannot be recorded: {error}") from error

    def write_anew(self, *, whole: bool) -> None:
        """Empties the write-ahead log into the database file; before that, with `whole`, writes every page of it anew,
        so that nothing is left in pages that are free. Raises Locked while another process reads, CannotWrite."""
        raw = self.database.raw()
        with translated(self._path):
            if whole:
                raw.execute("VACUUM")
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise Locked(f"another process is reading {self.folder}", hint="wait for it, then do the same again")

    def rebuild_views(self, progress: Callable[[int, int], None]) -> int:
        """Makes the views again from the records, in one transaction. Returns the number of records."""
        from archive.store.writing import Writer

        with self.database.writing() as connection:
            writer = Writer(connection)
            writer.forget_followed()
            return _rebuild(writer, progress)


def _refuse_if_archive(folder: Path) -> None:
    if is_archive(folder):
        raise UsageError(f"there is an archive at {folder} already", hint="choose another folder")


def _refill(connection: Connection) -> None:
    """What follows the log stays: the texts are the same, and to compare all of a large archive again takes minutes. A
    migration that means otherwise empties those tables itself."""
    from archive.store.writing import Writer

    _rebuild(Writer(connection), lambda done, total: None)


def _rebuild(writer: Writer, progress: Callable[[int, int], None]) -> int:
    size, done = writer.size(), 0
    removed = writer.removed_now()
    writer.forget_views()
    while done < size:
        ids = writer.ids(done, done + 5_000)
        writer.project_erased(writer.erased(done, done + 5_000))
        entries = writer.log_entries(done, done + 5_000)
        writer.project(entry for entry in entries if entry[1].raw_id not in removed)
        writer.grow_tree(done, done + len(ids), ids)
        done += len(ids)
        progress(done, size)
    return size
