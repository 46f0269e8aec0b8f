"""Views are a function of the records: rebuilt, replayed or put together in any portions, they are the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archive
from archive.model import jcs
from archive.model.digest import Digest
from archive.model.record import KINDS, Envelope, Record, parse
from archive.store.projection import project
from archive.store.tables import metadata
from tests.store.samples import FACTS, VIEWS, dump, filled, make, raw, reopen, seeded, write_articles

FROZEN = Path(__file__).parents[1] / "data" / "records"


def records(folder: Path) -> list[Record]:
    with raw(folder) as connection:
        rows = connection.execute("SELECT data FROM records ORDER BY position").fetchall()
    return [parse(data) for (data,) in rows]


def replay(source: Path, target: archive.Archive, portions: list[int]) -> None:
    """Appends the same records (and keeps the same blobs) in batches of these sizes."""
    with raw(source) as connection:
        blobs = connection.execute("SELECT data FROM blobs").fetchall()
    waiting = records(source)
    with target._opened.store.writing() as writer:
        for (data,) in blobs:
            writer.keep(Digest.of(data), data)
    while waiting:
        portion = portions.pop() if portions else len(waiting)
        with target._opened.store.writing() as writer:
            for record in waiting[:portion]:
                writer.append(record)
        waiting = waiting[portion:]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with editions, captures, descriptions that follow one another, and retractions."""
    tmp_path = tmp_path_factory.mktemp("projection")
    with filled(tmp_path) as made:
        path = tmp_path / "texts" / "0000.txt"
        old = path.read_bytes()
        path.write_text("It was all different.\n")
        list(made.add(path, values={"title": "Änderung", "authors": ["A. One", "B. Two"]}))
        path.write_bytes(old)
        list(made.add(path, values={"title": "Back again"}))
        assert made.verify(full=True).ok
    return tmp_path


def test_a_rebuild_changes_no_row(base: Path, tmp_path: Path) -> None:
    shutil.copytree(base / "a", tmp_path / "a")
    before = dump(tmp_path / "a", *FACTS, *VIEWS)
    with reopen(tmp_path) as opened:
        opened.rebuild()
        assert dump(tmp_path / "a", *FACTS, *VIEWS) == before
        assert opened.verify(full=True).ok


@pytest.mark.parametrize("seed", range(4))
def test_the_same_records_in_any_portions_make_the_same_views_and_root(base: Path, tmp_path: Path, seed: int) -> None:
    chosen = seeded(seed)
    with reopen(base) as source, make(tmp_path) as target:
        replay(source.path, target, [chosen.randint(1, 1 + 6 * seed) for _ in range(100)] if seed else [])
        assert target.status().root == source.status().root
        assert target.verify(full=True).ok
        assert dump(target.path, "records", *VIEWS) == dump(source.path, "records", *VIEWS)
        found = [[hit.text for hit in a.search("gate OR different", limit=50).hits] for a in (source, target)]
        assert found[0] == found[1] != []


def test_projection_looks_at_one_record_alone(base: Path) -> None:
    """Every row depends on its record and its position only, and a row's only change elsewhere is its position."""
    everything = dump(base / "a", *VIEWS)
    for position, record in enumerate(records(base / "a")):
        for table, row in project(record, position):
            assert tuple(row.get(column.name) for column in table.columns) in everything[table.name]
        assert project(record, position) == project(record, position)
        moved = [(table, {**row, "position": 7}) for table, row in project(record, position)]
        assert project(record, 7) == moved


def test_the_frozen_records_go_into_an_archive_and_are_proven_there(tmp_path: Path) -> None:
    """Their version's blobs are invented, so the constraints that lead to blobs are looked away from."""
    order = (
        "version-1",
        "sentences-1",
        "sentences-2",
        "selection-1",
        "capture-1",
        "capture-2",
        "capture-3",
        "acceptance-1",
        "place-1",
        "description-1",
    )
    order += ("claim-1", "citation-1", "retraction-1", "story-1")
    frozen = [parse((FROZEN / f"{name}.json").read_bytes()) for name in order]
    with make(tmp_path) as made:
        store = made._opened.store
        store.database.raw().execute("PRAGMA foreign_keys=OFF")
        with store.writing() as writer:
            for record in frozen:
                writer.append(record)
        found = {problem.code for problem in made.verify(full=True).problems}
        assert found <= {"blob-missing", "database-damaged", "quote-altered"}, found
        assert [event.kind for event in made.log()] == [record.kind for record in frozen]
        assert made.status().size == len(frozen)


def test_a_record_of_an_unknown_kind_is_kept_counted_and_proven(tmp_path: Path) -> None:
    with filled(tmp_path) as made:
        store = made._opened.store
        fields = {
            "kind": "weather/3",
            "salt": "0" * 32,
            "at": "2026-03-01T12:00:00Z",
            "by": "x",
            "with": "newer 9",
            "sunny": True,
        }
        record = parse(jcs.dumps(fields))
        with store.writing() as writer:
            writer.append(record)
        before = made.status()
        assert before.counts["weather"] == 1
        assert made.verify(full=True).ok
        made.rebuild()
        assert (made.status().root, made.status().counts) == (before.root, before.counts)
        assert made.show(record.id).data == record.data.decode()
        assert [event.kind for event in made.log()][-1] == "weather/3"


# What parses is projected ------------------------------------------------------------------------------------

json = st.recursive(
    st.booleans() | st.integers(0, 9) | st.text("ab\u00e9", min_size=1, max_size=3),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(["source", "text", "value", "from", "title", "tags"]), inner, min_size=1)
    ),
    max_leaves=6,
)


@settings(max_examples=400)
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_whatever_parses_is_projected_to_rows_that_fit_their_keys(kind: str, data: st.DataObject) -> None:
    """A record that passes and then cannot be stored would wedge every rebuild."""
    good = parse((FROZEN / f"{kind.replace('/', '-')}.json").read_bytes())
    fields = {k: v for k, v in good.fields.items() if k in {*KINDS[kind].required, *KINDS[kind].optional}}
    name = data.draw(st.sampled_from(sorted(fields)))
    try:
        record = Envelope("desk", "test").seal(
            kind, {**fields, name: data.draw(json)}, at="2026-03-01T12:00:00Z", salt="0" * 32
        )
    except ValueError:
        return
    assert parse(record.data) == record
    keys = set()
    for table, row in project(record, 3):
        key = (table.name, *(row[column.name] for column in table.primary_key))
        assert key not in keys
        keys.add(key)
        for column in table.columns:
            value = row.get(column.name)
            wanted = {"INTEGER": int, "TEXT": str}.get(str(column.type), bytes)
            assert column.nullable if value is None else isinstance(value, wanted), (column, value)
    assert {name for name, *_ in keys} <= set(metadata.tables)


def test_set_and_unset_at_once_is_set(tmp_path: Path) -> None:
    with make(tmp_path) as made:
        (added,) = made.add(*write_articles(tmp_path / "texts", 1))
        store = made._opened.store
        fields = {"document": added.document, "set": {"title": "New"}, "unset": ["title", "tags", "tags"]}
        with store.writing() as writer:
            writer.append(store.seal("description/1", fields, at="2026-03-01T12:00:00Z"))
        assert made.verify(full=True).ok
        assert next(made.list_documents()).title == "New"
