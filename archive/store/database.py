"""One connection to the database through SQLAlchemy, and its two transactions: `reading()` and `writing()`.

SQLAlchemy's default on SQLite lost 172 of 240 concurrent read-then-write updates. So `writing()` is BEGIN IMMEDIATE:
the lock is there before the first read. `reading()` begins deferred, so that readers never wait for one another. How
the file itself is opened stands in `connection`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from archive.errors import CannotWrite
from archive.store.connection import BUSY_MS, connect, driver, translated


class Database:
    """A SQLite database file. One connection, kept until `close()`; not for sharing between threads."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
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
    def writing(self, *, wait: bool = True) -> Iterator[Connection]:
        """The write lock, from the first statement on; commits at the end, or leaves nothing.

        Raises Locked where another process has it and does not give it back; at once, unless it shall `wait`.
        """
        if self.read_only:
            raise CannotWrite(f"{self.path} is read-only", hint="copy the archive to a place you may write to")
        with translated(self.path), self._waiting(wait), self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _waiting(self, wait: bool) -> Iterator[None]:
        if wait:
            yield
            return
        self.raw().execute("PRAGMA busy_timeout=0")
        try:
            yield
        finally:
            self.raw().execute(f"PRAGMA busy_timeout={BUSY_MS}")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        self._connection.info["begin"] = begin
        with self._connection.begin():
            yield self._connection

    def raw(self) -> Any:
        """The driver's own connection, for walking very many rows inside `reading()`."""
        return self._connection.connection.dbapi_connection

    def _make_engine(self, create: bool) -> Engine:
        engine = create_engine("sqlite://", module=driver(), creator=lambda: self._connect(create), poolclass=NullPool)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))

        return engine

    def _connect(self, create: bool) -> Any:
        connection, self.read_only = connect(self.path, create=create)
        return connection
