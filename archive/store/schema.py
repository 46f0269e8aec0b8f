"""The database's shape: made, checked and upgraded by Alembic, which is imported only then (it costs 270 ms)."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from archive.errors import NotAnArchive, TooNew
from archive.store.database import Database, translated

#: The newest revision in `migrations/versions`; a test holds the two equal.
HEAD = "0002"


def revision(connection: Connection) -> str | None:
    """The database's revision; None for a database that is not ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def check(database: Database) -> bool:
    """Whether the database stands at HEAD. Raises TooNew or NotAnArchive when it cannot be brought there."""
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").scalar()
        known = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if found else None
    if known is None:
        raise NotAnArchive(f"{database.path} is not the database of an archive")
    if known > HEAD:
        raise TooNew(
            f"this archive was made by a newer program (its schema is {known}, this program knows {HEAD})",
            hint="upgrade provenance-archive",
        )
    return bool(known == HEAD)


def upgrade(database: Database, target: str = "head") -> None:
    """Runs the migrations that are missing, each in a transaction of its own under the write lock."""
    _run(database, "upgrade", target)


def downgrade(database: Database, target: str) -> None:
    _run(database, "downgrade", target)


def _run(database: Database, direction: str, target: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations()))
    with translated(database.path), database.migrating() as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, target)


def migrations() -> Path:
    """The folder of Alembic's scripts: inside the installed package, or at the top of a checkout."""
    package = Path(str(importlib.resources.files("archive")))
    for folder in (package / "migrations", package.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise NotAnArchive("the migrations are missing from this installation", hint="install provenance-archive again")
