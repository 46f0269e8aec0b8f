"""One connection to the database, and its two transactions: `reading()` and `writing()`.

Why it is as it is (each seen, each tested):

* SQLAlchemy's default on SQLite lost 172 of 240 concurrent read-then-write updates: the driver's own transaction
  handling is off (`isolation_level=None`), and `writing()` is BEGIN IMMEDIATE, so the lock is there before the first
  read. `reading()` begins deferred, so that readers never wait for one another.
* WAL with synchronous=NORMAL loses acknowledged commits at power loss: WAL + FULL where SQLite is new enough (before
  3.51.3 WAL could corrupt a database with several writers), else DELETE + EXTRA. Every pragma is read back.
* An old SQLite that meets a WAL archive would convert it under an exclusive lock: it is refused instead.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.pool import NullPool

from archive.errors import ArchiveError, CannotWrite, IntegrityError, Locked, NotAnArchive, TooNew, UsageError

BUSY_MS = 30_000
WAL_SAFE = (3, 51, 3)
CHUNK = 5_000  # rows a reading transaction may walk: in DELETE mode a commit waits for readers


def driver() -> ModuleType:
    """`pysqlite3`, which brings its own newer SQLite, where it is installed; else the standard library's."""
    if importlib.util.find_spec("pysqlite3") is not None:
        import pysqlite3.dbapi2 as module
    else:
        import sqlite3.dbapi2 as module
    return module  # type: ignore[no-any-return]


def can_wal(module: ModuleType) -> bool:
    """Whether this SQLite's WAL is safe with several writers."""
    return tuple(module.sqlite_version_info) >= WAL_SAFE


class Database:
    """A SQLite database file. One connection, kept until `close()`; not for sharing between threads."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self._driver = driver()
        self.read_only = False
        self._engine = self._make_engine(create)
        with translated(path):
            self._connection = self._engine.connect()

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot. Keep it short, or page through it: see CHUNK."""
        with translated(self.path), self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The write lock, from the first statement on; commits at the end, or leaves nothing."""
        if self.read_only:
            raise CannotWrite(f"{self.path} is read-only", hint="copy the archive to a place you may write to")
        with translated(self.path), self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        self._connection.info["begin"] = begin
        with self._connection.begin():
            yield self._connection

    def raw(self) -> Any:
        """The driver's own connection, for walking very many rows inside `reading()`."""
        return self._connection.connection.dbapi_connection

    def _make_engine(self, create: bool) -> Engine:
        engine = create_engine(
            "sqlite://", module=self._driver, creator=lambda: self._connect(create), poolclass=NullPool
        )

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))

        return engine

    def _connect(self, create: bool) -> Any:
        if not create and not self.path.is_file():
            raise NotAnArchive(f"there is no database at {self.path}")
        if create and not os.access(self.path.parent, os.W_OK | os.X_OK):
            raise CannotWrite(f"{self.path.parent} is read-only", hint="choose a folder that you may write to")
        uri = self.path.absolute().as_uri()
        try:
            return self._open(f"{uri}?mode={'rwc' if create else 'rw'}")
        except self._driver.OperationalError as error:
            if "unable to open" not in str(error) or self._unfinished():
                raise
        # A read-only place: SQLite cannot make its -shm file there, unless told that nothing will change.
        self.read_only = True
        return self._open(f"{uri}?mode=ro&immutable=1")

    def _unfinished(self) -> bool:
        """Whether commits stand in the write-ahead log only: reading without it would miss them."""
        log = self.path.with_name(self.path.name + "-wal")
        return log.exists() and log.stat().st_size > 0

    def _open(self, uri: str) -> Any:
        connection = self._driver.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        immutable_or_new = connection.execute("PRAGMA journal_mode").fetchone()[0]
        if immutable_or_new == "wal" and not can_wal(self._driver):
            raise TooNew(
                f"{self.path.name} needs SQLite 3.51.3 or newer; this one is {self._driver.sqlite_version}",
                hint="install pysqlite3, which brings one",
            )
        wanted = {"foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0, "synchronous": 2}
        if can_wal(self._driver):
            if immutable_or_new not in ("wal", "off"):
                self._to_wal(connection)
        else:
            wanted["synchronous"] = 3
        if sys.platform == "darwin":
            wanted["fullfsync"] = 1
        for name, value in wanted.items():
            connection.execute(f"PRAGMA {name}={value}")
            if connection.execute(f"PRAGMA {name}").fetchone()[0] != value:
                raise IntegrityError(f"SQLite did not take PRAGMA {name}={value}")

    def _to_wal(self, connection: Any) -> None:
        """An archive that an old SQLite made; one in a read-only place can be read as it is."""
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except self._driver.OperationalError as error:
            if "readonly" not in str(error):
                raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns the database's errors into ours: what happened, and what to do."""
    try:
        yield
    except DBAPIError as error:
        raise _ours(path, str(error.orig)) from error
    except NoResultFound as error:
        raise IntegrityError(f"{path} lacks a row that others name", hint="run `archive verify --full`") from error
    except UnicodeDecodeError as error:
        raise IntegrityError(f"{path} is damaged: {error}", hint="restore it from a backup") from error
    except UnicodeEncodeError as error:
        raise UsageError(f"{error.object!r} holds a lone surrogate, which is no character") from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("sqlite3", "pysqlite3"):
            raise _ours(path, str(error)) from error
        raise


def _ours(path: Path, message: str) -> ArchiveError:
    if "locked" in message or "busy" in message:
        return Locked(f"another process is writing to {path.parent}", hint="wait for it, then try again")
    if "disk is full" in message or "full" in message or "disk I/O" in message:
        return CannotWrite(f"cannot write to {path.parent}: {message}", hint="free some space; nothing was stored")
    if "readonly" in message or "read-only" in message:
        return CannotWrite(f"{path.parent} is read-only", hint="copy the archive to a place you may write to")
    if "unable to open" in message:
        return NotAnArchive(f"cannot open {path}: {message}")
    if "malformed" in message or "not a database" in message or "corrupt" in message:
        return IntegrityError(f"{path} is damaged: {message}", hint="restore it from a backup")
    return IntegrityError(f"the database refused: {message}")
