"""The database's shape: made, checked and upgraded by Alembic, which is imported only then (it costs 270 ms).

An upgrade is one transaction: every revision that is missing and, through `then`, the filling of the views that they
made anew. With a transaction for each, a kill between the last revision and the filling left an archive that opened
as if it were whole, and empty.
"""

from __future__ import annotations

import importlib.resources
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import IntegrityError, NotAnArchive, TooNew
from archive.store.connection import driver

if TYPE_CHECKING:  # opening an archive to search it imports no SQLAlchemy
    from sqlalchemy import Connection

    from archive.store.database import Database

#: The newest revision in `migrations/versions`; a test holds the two equal.
HEAD = "0017"


def check(path: Path, connection: Any) -> bool:
    """Whether the database stands at HEAD, by the driver's connection. Raises TooNew, or NotAnArchive."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    known = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()[0] if found else None
    if not isinstance(known, str):
        raise NotAnArchive(f"{path} is not the database of an archive")
    if known > HEAD:
        raise TooNew(
            f"this archive was made by a newer program (its schema is {known}, this program knows {HEAD})",
            hint="upgrade provenance-archive",
        )
    return bool(known == HEAD)


def is_unused(path: Path) -> bool:
    """Whether there is no database, an empty one, or an archive's without a record, which a killed `init` left there.

    It is only looked at: it may be somebody else's.
    """
    if not os.path.lexists(path):
        return True
    if path.is_symlink() or not path.is_file():
        return False
    module = driver()
    with closing(module.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        try:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return not tables or ("alembic_version" in tables and _holds_nothing(connection))
        except module.DatabaseError:  # no database, or one without these tables
            return False


def _holds_nothing(connection: Any) -> bool:
    return connection.execute("SELECT 1 FROM records UNION ALL SELECT 1 FROM blobs LIMIT 1").fetchone() is None


def _nothing(connection: Connection) -> None:
    """Nothing is to be done after the migrations."""


def upgrade(database: Database, target: str = "head", then: Callable[[Connection], None] = _nothing) -> None:
    """Runs the migrations that are missing, and `then`, in one transaction under the write lock."""
    with database.writing() as connection:
        _run(connection, "upgrade", target)
        then(connection)


def downgrade(database: Database, target: str) -> None:
    with database.writing() as connection:
        _run(connection, "downgrade", target)


def objects(connection: Connection) -> set[tuple[bytes, ...]]:
    """Every table, index and trigger that was made, with the words that made it, as bytes: they may be damaged."""
    query = """SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(sql AS BLOB),
        CAST(typeof(type) || typeof(name) || typeof(tbl_name) || typeof(sql) AS BLOB)
        FROM sqlite_master WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))"""
    return {tuple(row) for row in connection.exec_driver_sql(query)}


def expected_objects() -> set[tuple[bytes, ...]]:
    """What `objects` gives for a database that the migrations have just made."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", module=driver(), poolclass=StaticPool)
    try:
        with engine.begin() as connection:
            _run(connection, "upgrade", "head")
            return objects(connection)
    finally:
        engine.dispose()


def _run(connection: Connection, direction: str, target: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config: Any = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        getattr(command, direction)(config, target)
    except CommandError as error:
        raise IntegrityError(f"the database's schema is not one of this program's: {error}") from error


def migrations() -> Path:
    """The folder of Alembic's scripts: inside the installed package, or at the top of a checkout."""
    package = Path(str(importlib.resources.files("archive")))
    for folder in (package / "migrations", package.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise NotAnArchive("the migrations are missing from this installation", hint="install provenance-archive again")
