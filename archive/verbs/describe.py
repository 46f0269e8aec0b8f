"""Describe: say something of a document. What was said before is kept, and nothing is written that is said already.

A description is live: it holds from now on, whatever older editions are added later (see `archive.model.newest`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError, NotFound, Unreadable, UsageError
from archive.model.article import FIELDS
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.verbs._descriptions import Change, Entry, changes, history
from archive.verbs._opened import Opened
from archive.verbs._places import uri_of
from archive.verbs._resolve import resolve
from archive.verbs._sources import Values, given_values, line_of_json

BATCH = 500  # lines of one transaction
NAMES = ("document", "url", "path")
"""The columns of a list that say which document is meant."""

STEMMED = "its words are found in the forms of that language after: archive admin rebuild index"
_JSON = (".jsonl", ".ndjson")
_SINGULAR = {"author": "authors", "tag": "tags"}
_TAKEN_BACK = {"confidential": "no", "role": "source"}  # in a list: what takes the field back


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be said of a document. `values` replace what was said, `tags` come to those there are."""

    values: Values
    tags: tuple[str, ...] = ()
    untag: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """What became of a wish; without changes it was said already, and nothing was written."""

    source: str  # the line of a list, or what the person wrote
    document: str
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    error: ArchiveError | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What is said now. `origin` says where the document itself does, or what detected it; empty: a description."""

    field: str
    values: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Descriptions:
    """All that is said of a document now, and how it came to be said."""

    document: str
    title: str
    values: tuple[Value, ...]
    history: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a list: the column that names the document, its name there, and what is said."""

    source: str
    column: str
    name: str
    wish: Wish
    notes: tuple[str, ...]


def describe(opened: Opened, reference: str, wish: Wish) -> Description:
    """Raises UsageError for a value that is none, NotFound, Ambiguous."""
    wish = _checked(wish)
    with opened.store.writing() as writer:
        return _describe(opened, writer, reference, _document(writer, reference), wish)


def describe_list(opened: Opened, lines: Iterable[bytes], *, name: str, folder: Path) -> Iterator[Description]:
    """Each line by itself: one that fails leaves the others alone. `path` is looked for below `folder`."""
    wishes = iter(_wishes(name, lines))
    while batch := list(islice(wishes, BATCH)):
        with opened.store.writing() as writer:
            done = [_attempt(opened, writer, one, folder) for one in batch]
        yield from done


def show_descriptions(opened: Opened, reference: str) -> Descriptions:
    with opened.store.reading() as reader:
        document = _document(reader, reference)
        said, newest = reader.described([document])[document], reader.newest(document)
        title = reader.title(newest) if newest else ""
        values = tuple(Value(field, values, said.origins[field]) for field, values in said.values.items())
        return Descriptions(document, title, values, tuple(history(reader, document)))


def _document(reader: Reader, reference: str) -> str:
    thing = resolve(reader, reference)
    if thing.version is not None:
        return thing.version.document
    if thing.kind != "document":
        raise UsageError(f"{reference!r} is a {thing.kind}, not a document", hint="see `archive list`")
    return thing.id


def _checked(wish: Wish) -> Wish:
    """Raises UsageError for what makes no sense."""
    unset = tuple(_SINGULAR.get(field, field) for field in wish.unset)
    for field in unset:
        if field not in FIELDS:
            raise UsageError(f"there is no field {field!r}", hint=f"fields are: {', '.join(FIELDS)}")
        if field in wish.values or (field == "tags" and (wish.tags or wish.untag)):
            raise UsageError(f"{field} cannot be set and unset at once")
    if both := set(wish.tags) & set(wish.untag):
        raise UsageError(f"the tag {both.pop()!r} cannot come and go at once")
    given_values({"tags": [*wish.tags, *wish.untag]} if wish.tags or wish.untag else {})
    return Wish(given_values(wish.values), wish.tags, wish.untag, unset)


def _describe(opened: Opened, writer: Writer, source: str, document: str, wish: Wish) -> Description:
    described = writer.described([document])[document]
    confirmed = described.detected and "language" in wish.values
    before = described.said if confirmed else described.values
    after = {**before, **{field: _several(value) for field, value in wish.values.items()}}
    if wish.tags or wish.untag:
        tags = dict.fromkeys((*before.get("tags", ()), *wish.tags))
        after["tags"] = tuple(tag for tag in tags if tag not in wish.untag)
    after = {field: values for field, values in after.items() if values and field not in wish.unset}
    changed = changes(before, after)
    if not changed:
        return Description(source, document)
    fields: dict[str, Any] = {"document": document}
    if said := {c.field: list(c.after) if FIELDS[c.field] else c.after[0] for c in changed if c.after}:
        fields["set"] = said
    if unset := [change.field for change in changed if not change.after]:
        fields["unset"] = unset
    writer.append(opened.store.seal("description/2", fields, at=opened.clock()))
    writer.flush()
    stemmed = any(change.field == "language" for change in changed)
    return Description(source, document, changed, (STEMMED,) if stemmed else ())


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


# Lists -----------------------------------------------------------------------------------------------------------


def _attempt(opened: Opened, writer: Writer, line: _Line | Description, folder: Path) -> Description:
    if isinstance(line, Description):
        return line
    try:
        document = _found(writer, line, folder)
        done = _describe(opened, writer, line.source, document, _checked(line.wish))
    except ArchiveError as error:
        return Description(line.source, line.name, (), line.notes, error)
    return Description(done.source, done.document, done.changes, line.notes + done.notes)


def _found(reader: Reader, line: _Line, folder: Path) -> str:
    if line.column == "document":
        return _document(reader, line.name)
    if line.column == "url":
        if reader.newest(line.name):
            return line.name
        raise NotFound(f"there is no document {line.name}", hint="see `archive list`")
    path = uri_of(folder / line.name)
    if path in (placed := reader.places([path])):
        return placed[path][0]
    raise NotFound(f"no document was added from {line.name}", hint="see `archive list`")


def _wishes(name: str, lines: Iterable[bytes]) -> Iterator[_Line | Description]:
    """The lines of a JSONL list, or of a table (CSV), each by itself."""
    everything = list(lines) or [b""]
    everything[0] = everything[0].removeprefix(b"\xef\xbb\xbf")
    suffix = Path(name).suffix.lower()
    is_table = suffix == ".csv" or (suffix not in _JSON and not everything[0].lstrip().startswith(b"{"))
    for number, row in _table(everything) if is_table else _objects(everything):
        source = f"{name}:{number}"
        try:
            yield _line(source, row)
        except ArchiveError as error:
            yield Description(source, "", (), (), error)


def _objects(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each line's number and object, or what is wrong with it."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, line_of_json(line)
            except ValueError as error:
                yield number, str(error)


def _table(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """The rows of a CSV, with its columns as keys; separated by commas, or by semicolons where its head is."""
    try:
        written = b"".join(lines).decode("utf-8")
        first = written.partition("\n")[0]
        rows = csv.reader(StringIO(written, ""), delimiter=";" if first.count(";") > first.count(",") else ",")
        found = [[(rows.line_num, cell.strip()) for cell in row] for row in rows if any(row)]
    except UnicodeDecodeError:
        raise UsageError("the list is not UTF-8", hint="save it as “CSV UTF-8”") from None
    except csv.Error as error:
        raise UsageError(f"the list is not a CSV: {error}") from None
    head, others = found[0] if found else [], found[1:]
    names = [_SINGULAR.get(column.lower(), column.lower()) for _, column in head]
    if len(set(names)) < len(names):
        raise UsageError("the list has two columns of one name")
    for row in others:
        cells = [cell for _, cell in row]
        surplus = len(cells) > len(names)
        yield row[0][0], f"has {len(cells)} cells, its head {len(names)}" if surplus else _cells(names, cells)


def _cells(names: list[str], cells: list[str]) -> dict[str, Any]:
    """A cell of a field that holds several values has semicolons between them."""
    return {
        name: [part.strip() for part in cell.split(";")] if FIELDS.get(name) else cell
        for name, cell in zip(names, cells, strict=False)
    }


def _line(source: str, row: dict[str, Any] | str) -> _Line:
    if isinstance(row, str):
        raise Unreadable(row)
    said = {_SINGULAR.get(name, name): value for name, value in row.items() if value not in (None, "", [], [""])}
    column = next((name for name in NAMES if name in said), "")
    if not column:
        raise UsageError(f"does not say which document it is about: it has no {', '.join(NAMES)}")
    unset = tuple(field for field, back in _TAKEN_BACK.items() if said.get(field) == back)
    values = {field: said[field] for field in FIELDS if field in said and field not in unset}
    unused = sorted(said.keys() - FIELDS.keys() - set(NAMES))
    notes = (f"not used: {', '.join(unused)}",) if unused else ()
    return _Line(source, column, str(said[column]), Wish(values, unset=unset), notes)
