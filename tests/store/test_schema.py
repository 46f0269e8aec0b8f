"""Tables, migrations and HEAD say the same; up and down the stairs; newer and foreign schemas are refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import inspect

from archive.cli import run
from archive.errors import CannotWrite, IntegrityError, NotAnArchive, TooNew
from archive.store import schema
from archive.store import tables as t
from archive.store.database import Database
from tests.store.samples import FACTS, FOLLOWING, TRIGGERS, VIEWS, dump, filled, make, raw, reopen


def revisions() -> list[str]:
    return sorted(path.name[:4] for path in (schema.migrations() / "versions").glob("[0-9]*.py"))


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    database = Database(tmp_path / "empty.db", create=True)
    yield database
    database.close()


def master(database: Database) -> set[tuple[bytes, ...]]:
    with database.reading() as connection:
        return schema.objects(connection)


def test_head_is_the_newest_revision() -> None:
    assert revisions()[-1] == schema.HEAD


def test_migrations_import_nothing_of_the_archive() -> None:
    for path in schema.migrations().rglob("*.py"):
        assert not re.search(r"^\s*(from|import) archive", path.read_text(), re.MULTILINE), path


def test_tables_and_migrations_are_equal(empty: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    schema.upgrade(empty)
    with empty.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, t.metadata) == []


def test_constraints_are_equal(empty: Database, tmp_path: Path) -> None:
    """Alembic compares no CHECK constraints, and not where a foreign key leads: SQLAlchemy's own DDL does."""
    schema.upgrade(empty)
    other = Database(tmp_path / "other.db", create=True)
    with other.writing() as connection:
        t.metadata.create_all(connection)

    def constraints(database: Database) -> object:
        with database.reading() as connection:
            look = inspect(connection)
            return {
                name: (
                    sorted(map(str, look.get_check_constraints(name))),
                    sorted(str(c["column_names"]) for c in look.get_unique_constraints(name)),
                    sorted(
                        str((f["constrained_columns"], f["referred_table"], f["referred_columns"]))
                        for f in look.get_foreign_keys(name)
                    ),
                    look.get_pk_constraint(name)["constrained_columns"],
                    [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(name)],
                    sorted(str((i["column_names"], i["unique"])) for i in look.get_indexes(name)),
                )
                for name in sorted(look.get_table_names())
                if name != "alembic_version"
            }

    assert constraints(empty) == constraints(other)
    other.close()


def test_the_tables_and_triggers_are_those_we_know(tmp_path: Path) -> None:
    make(tmp_path).close()
    with raw(tmp_path / "a") as connection:
        found = connection.execute("SELECT type, name FROM sqlite_master WHERE type != 'index'").fetchall()
    assert {name for type, name in found if type == "trigger"} == set(TRIGGERS)
    assert {name for type, name in found if type == "table"} == {*FACTS, *VIEWS, *FOLLOWING, "alembic_version"}


def test_every_view_is_in_the_migration_that_drops_them() -> None:
    assert {table.name for table in t.metadata.tables.values()} == {*FACTS, *VIEWS, *FOLLOWING}


def test_up_and_down_the_stairs(empty: Database) -> None:
    """Every step up, down and up again gives the same schema, and base gives nothing."""
    stairs = []
    for revision in revisions():
        schema.upgrade(empty, revision)
        stairs.append(master(empty))
    for number in range(len(stairs) - 1, -1, -1):
        assert master(empty) == stairs[number]
        schema.downgrade(empty, revisions()[number - 1] if number else "base")
        schema.upgrade(empty, revisions()[number])
        assert master(empty) == stairs[number]
        schema.downgrade(empty, revisions()[number - 1] if number else "base")
    with empty.reading() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    schema.upgrade(empty)
    assert master(empty) == stairs[-1] == schema.expected_objects()


def test_nothing_goes_below_the_facts_while_there_are_any(tmp_path: Path) -> None:
    with filled(tmp_path) as made:
        before = dump(made.path, *FACTS, *VIEWS)
        with pytest.raises(RuntimeError, match="holds records"):
            schema.downgrade(made._opened.store.database, "base")
        assert dump(made.path, *FACTS, *VIEWS) == before
        assert made.verify(full=True).ok


@pytest.mark.parametrize("revision", revisions()[:-1])
def test_an_older_archive_is_upgraded_and_filled_when_it_is_opened(tmp_path: Path, revision: str) -> None:
    with filled(tmp_path) as made:
        everything = dump(made.path, *FACTS, *VIEWS)
        schema.downgrade(made._opened.store.database, revision)
    for _ in range(2):
        with reopen(tmp_path) as opened:
            assert opened.verify(full=True).ok
            assert opened.search("gate").total
        assert dump(tmp_path / "a", *FACTS, *VIEWS) == everything


def test_an_upgrade_compares_nothing_again(tmp_path: Path) -> None:
    with filled(tmp_path) as made:
        made.search("gate")
        compared = dump(made.path, *FOLLOWING)
        schema.downgrade(made._opened.store.database, revisions()[-2])
    with reopen(tmp_path) as opened:
        assert opened.verify(full=True).ok
        assert compared["compared"]
        assert dump(opened.path, *FOLLOWING) == compared


def test_a_newer_archive_is_refused_with_exit_12(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled(tmp_path).close()
    with raw(tmp_path / "a") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(TooNew, match="newer program"):
        reopen(tmp_path)
    assert run(["status", "--archive", str(tmp_path / "a")]) == 12
    assert "upgrade provenance-archive" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["2", "99"])
def test_a_newer_format_is_refused_with_exit_12(tmp_path: Path, format: str) -> None:
    filled(tmp_path).close()
    config = tmp_path / "a" / "archive.toml"
    config.write_text(config.read_text().replace("format = 1", f"format = {format}"))
    with pytest.raises(TooNew):
        reopen(tmp_path)
    assert run(["status", "--archive", str(tmp_path / "a")]) == 12


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\xff\xfe",
        b"not toml",
        b"format = 1\n",
        b'format = "1"\norigin = "a"\ndatabase = "sqlite:///archive.db"\nengine = "tantivy"\nagent = "x"\n',
        b'format = 1\norigin = "a"\ndatabase = "sqlite:////etc/passwd"\nengine = "tantivy"\nagent = "x"\n',
        b'format = 1\norigin = "a"\ndatabase = "sqlite:///../b/archive.db"\nengine = "tantivy"\nagent = "x"\n',
        b'format = 1\norigin = ""\ndatabase = "sqlite:///archive.db"\nengine = "tantivy"\nagent = "x"\n',
        b'format = true\norigin = "a"\ndatabase = "sqlite:///archive.db"\nengine = "tantivy"\nagent = 7\n',
    ],
)
def test_a_config_that_makes_no_sense_is_no_archive(tmp_path: Path, written: bytes) -> None:
    filled(tmp_path).close()
    (tmp_path / "a" / "archive.toml").write_bytes(written)
    with pytest.raises(NotAnArchive) as caught:
        reopen(tmp_path)
    assert type(caught.value) is NotAnArchive


def test_a_schema_that_nobody_made_is_refused(tmp_path: Path) -> None:
    filled(tmp_path).close()
    with raw(tmp_path / "a") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001b'")
    with pytest.raises(IntegrityError):
        reopen(tmp_path)
    with raw(tmp_path / "a") as connection:
        connection.execute("DELETE FROM alembic_version")
    with pytest.raises(NotAnArchive):
        reopen(tmp_path)


def test_two_that_open_an_old_archive_at_once_both_get_it(tmp_path: Path) -> None:
    """The second finds, under the lock, that nothing is left to do."""
    with filled(tmp_path) as made:
        everything = dump(made.path, *FACTS, *VIEWS)
        schema.downgrade(made._opened.store.database, "0001")
    one, two = (Database(tmp_path / "a" / "archive.db") for _ in range(2))
    assert not schema.check(one.path, one.raw())
    assert not schema.check(two.path, two.raw())
    schema.upgrade(one)
    schema.upgrade(two)
    one.close(), two.close()
    with reopen(tmp_path) as opened:
        opened.rebuild()
    assert dump(tmp_path / "a", *FACTS, *VIEWS) == everything


def test_an_archive_moves_with_its_folder(tmp_path: Path) -> None:
    filled(tmp_path).close()
    shutil.copytree(tmp_path / "a", tmp_path / "ä %25 #b?c=d")
    with reopen(tmp_path, "ä %25 #b?c=d") as opened:
        assert opened.verify(full=True).ok
    with make(tmp_path, "100% ?mode=ro#") as made:
        assert made.status().size == 0


def test_an_archive_is_never_made_over_another(tmp_path: Path) -> None:
    from archive.errors import UsageError

    filled(tmp_path).close()
    before = dump(tmp_path / "a", *FACTS)
    with pytest.raises((UsageError, CannotWrite)):
        make(tmp_path)
    assert dump(tmp_path / "a", *FACTS) == before
