"""How the database file is opened: the driver, its settings, and what its errors mean. No SQLAlchemy in here.

* WAL with synchronous=NORMAL loses acknowledged commits at power loss: WAL + FULL where SQLite is new enough (before
  3.51.3 WAL could corrupt a database with several writers), else DELETE + EXTRA. Every pragma is read back.
* An old SQLite that meets a WAL archive would convert it under an exclusive lock: it is refused instead.
* The driver's own transaction handling is off (`isolation_level=None`): it begins too late.
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

from archive.errors import ArchiveError, CannotWrite, IntegrityError, Locked, NotAnArchive, TooNew, UsageError
from archive.store.cells import REBUILD

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


def connect(path: Path, *, create: bool = False) -> tuple[Any, bool]:
    """The driver's connection to the file, ready for use, and whether it can only be read."""
    if path.is_symlink():  # a stranger's archive must not lead to a database elsewhere
        raise NotAnArchive(f"{path} is a symbolic link", hint="an archive's database is a file beside its archive.toml")
    if not create and not path.is_file():
        raise NotAnArchive(f"there is no database at {path}")
    if create and not os.access(path.parent, os.W_OK | os.X_OK):
        raise CannotWrite(f"{path.parent} is read-only", hint="choose a folder that you may write to")
    module, uri = driver(), path.absolute().as_uri()
    try:
        return _open(module, f"{uri}?mode={'rwc' if create else 'rw'}", path), False
    except module.OperationalError as error:
        if not any(why in str(error) for why in ("unable to open", "readonly")) or _unfinished(path):
            raise
    # A read-only place: SQLite cannot make its -shm file there, unless told that nothing will change.
    return _open(module, f"{uri}?mode=ro&immutable=1", path), True


def _unfinished(path: Path) -> bool:
    """Whether commits stand in the write-ahead log only: reading without it would miss them."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _open(module: ModuleType, uri: str, path: Path) -> Any:
    connection = module.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        _prepare(module, connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(module: ModuleType, connection: Any, path: Path) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode == "wal" and not can_wal(module):
        raise TooNew(
            f"{path.name} needs SQLite 3.51.3 or newer; this one is {module.sqlite_version}",
            hint="install pysqlite3, which brings one",
        )
    wanted = {"foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0, "synchronous": 2}
    if not can_wal(module):
        wanted["synchronous"] = 3
    elif mode not in ("wal", "off"):  # "off": opened as immutable
        _to_wal(module, connection)
    if sys.platform == "darwin":
        wanted["fullfsync"] = 1
    for name, value in wanted.items():
        connection.execute(f"PRAGMA {name}={value}")
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != value:
            raise IntegrityError(f"SQLite did not take PRAGMA {name}={value}")


def _to_wal(module: ModuleType, connection: Any) -> None:
    """An archive that an old SQLite made; one in a read-only place can be read as it is."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except module.OperationalError as error:
        if "readonly" not in str(error):
            raise


#: What comes of rows that do not fit together, each of them well formed: a version without a capture, say.
_MISFITS = (ArithmeticError, AssertionError, AttributeError, LookupError, StopIteration, TypeError, ValueError)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns the errors of the database, of SQLAlchemy and of rows that do not fit together into ours."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise IntegrityError(f"{path} is damaged: {error}", hint="restore it from a backup") from error
    except UnicodeEncodeError as error:
        raise UsageError(f"{error.object!r} holds a lone surrogate, which is no character") from error
    except ArchiveError:
        raise
    except Exception as error:
        original = getattr(error, "orig", None) or error  # SQLAlchemy wraps the driver's own
        if type(error).__name__ == "NoResultFound":
            raise IntegrityError(f"{path} lacks a row that others name", hint=REBUILD) from error
        if type(original).__module__.partition(".")[0] in ("sqlite3", "pysqlite3"):
            raise _ours(path, str(original)) from error
        if isinstance(error, _MISFITS):
            what = f"{type(error).__name__}: {error}".rstrip(": ")
            raise IntegrityError(f"rows of {path} do not fit together ({what})", hint=_MISFIT) from error
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
    if "decode" in message:
        return IntegrityError(f"{path} holds a text that is no UTF-8", hint=REBUILD)
    return IntegrityError(f"the database refused: {message}")


_MISFIT = f"{REBUILD}; where they find nothing, it is a fault of the program: ARCHIVE_DEBUG=1 shows where"
