"""Is everything in the archive what it was? Walks the facts as the driver gives them: very many rows, little work each.

Content (always):  1 positions are 0, 1, 2, …   2 each record hashes to its id   3 each blob hashes to its name, and is
                   found by it   4 what records name is there   5 each citation's words stand at its span
                   6 the stored tree hashes are those of the log, and so is what a new name says of it   7 the root
Full (besides):    8 SQLite's own check, and that tables, indexes and triggers are this program's
                   9 views = projection, and nothing besides   10 each text is UTF-8 of its length
                   11 each list of sentences fits its text and its root, each carried place its text

A log that grows meanwhile is checked to the size it had at the start. What is damaged may be of any type, or not be
readable at all: a step that cannot go on says so, and the next begins.

A record or blob that is erased (NULL) is missing, unless a removal names it; and what only removed records name may be
gone. The citations of what was removed are counted and cannot be checked.
"""

from __future__ import annotations

import gc
import hashlib
import json
import re
from binascii import hexlify
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from archive.errors import IntegrityError, UsageError
from archive.model.carrying import results
from archive.model.codes import Problem, Report
from archive.model.key import goes_on
from archive.model.record import VERSIONS, Fields, fields_of
from archive.store import tables as t
from archive.store.connection import CHUNK
from archive.store.database import Database
from archive.store.projection import LEFT, left_of, project_fields
from archive.store.reading import Reader
from archive.store.received import Received
from archive.store.removals import removed_ids
from archive.store.schema import expected_objects, objects
from archive.text.wording import plural
from archive.tlog import merkle, tiles
from archive.tlog.checkpoint import parse_root
from archive.tlog.openings import parse_spans, sentences_root

Progress = Callable[[int, int], None]
MOST_PROBLEMS = 1_000

_RECORDS = "SELECT position, id, kind, data FROM records WHERE position >= ? AND position < ? ORDER BY position"
_BLOBS = "SELECT number, digest, size, data FROM blobs WHERE number > ? ORDER BY number LIMIT 250"
_BLOB = "SELECT data FROM blobs WHERE digest = ?"
_RECORD = "SELECT data FROM records WHERE id = ?"
_UNCHANGED = frozenset({"same", "moved"})  # outcomes that promise the very characters
_TREE = "SELECT level, number, hash FROM tree ORDER BY level, number"

# Digests in canonical JSON, found without parsing: a quotation mark inside a string would be escaped.
_VERSION_DIGESTS = re.compile(rb'"content":"sha256:([0-9a-f]{64})".*"text":"sha256:([0-9a-f]{64})"', re.DOTALL)
_HEADERS_DIGEST = re.compile(rb'"headers":"sha256:([0-9a-f]{64})"')
_OUTPUT_DIGEST = re.compile(rb'"output":"sha256:([0-9a-f]{64})"')
_SPANS_DIGEST = re.compile(rb'"spans":"sha256:([0-9a-f]{64})"', re.DOTALL)
# A citation whose words need no escape, which are nearly all; the others are parsed.
_CITATION = re.compile(
    rb'\{"at":"[^"\\]*+","by":"[^"\\]*+","claim":"[0-9a-f]{64}","end":(\d+),"exact":"([^"\\]*+)",'
    rb'"kind":"citation/1","salt":"[0-9a-f]{32}","stance":"[a-z]+","start":(\d+),"verdict":"[a-z-]+",'
    rb'"version":"([0-9a-f]{64})"'
)

_OF_NO_RECORD = "SELECT position FROM {} WHERE position NOT IN (SELECT position FROM records) OR position < 0"

_CACHE = -16_384  # 16 MiB, in SQLite's notation: its own check goes to and fro between tables and indexes
_BLOBS_OF_REMOVAL = re.compile(rb'"sha256:([0-9a-f]{64})"')
_NOTHING: Fields = {"kind": ""}

_sha256 = hashlib.sha256


#: Position of a citation, start and end in code points, the words in UTF-8.
_Quote = tuple[int, int, int, bytes]


class _Audit:
    """One run: what was found so far, and what later steps need of earlier ones."""

    def __init__(self, database: Database, size: int, progress: Progress) -> None:
        self.database = database
        self.size = size
        self.progress = progress
        self.problems: list[Problem] = []
        self.counts: dict[str, int] = {}
        self.texts: dict[bytes, bytes] = {}  # version id, in hex → digest of its text
        self.named: dict[bytes, int] = {}  # digest of a blob → position of the record that names it
        self.quotes: dict[bytes, list[_Quote]] = {}  # text digest → citations
        self.inner: list[tuple[bytes, int]] = []  # digest of what no bundle holds, and position of what names it
        self.receipts: list[tuple[Any, ...]] = []  # as the rows of `RECEIPTS`
        self.received = Received.of([])
        self.elsewhere: set[bytes] = set()  # digests of these that only imported records name
        self.leaves: list[bytes] = []
        self.removed: dict[bytes, bool] = {}  # raw ids of records, and whether each may be erased
        self.erased: set[bytes] = set()  # digests of blobs
        self.unchecked = 0  # citations

    def found(self, code: str, message: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(code, message))

    def attempt(self, check: Callable[[], None]) -> None:
        """One step. Reading damaged places raises all kinds of errors: each is a finding."""
        try:
            check()
        except (IntegrityError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            step = check.__name__.replace("_", " ")
            self.found("database-damaged", f"could not {step} to the end: {error}")

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self.database.reading():
            rows: list[tuple[Any, ...]] = self.database.raw().execute(query, parameters).fetchall()
        return rows

    def record_pages(self) -> Iterator[list[tuple[Any, ...]]]:
        for start in range(0, self.size, CHUNK):
            yield self.rows(_RECORDS, start, min(start + CHUNK, self.size))
            self.progress(min(start + CHUNK, self.size), self.size)

    # 1, 2, and what the later steps need -----------------------------------------------------------------

    def find_removed(self) -> None:
        self.removed = removed_ids(self.rows)

    def check_records(self) -> None:
        expected = 0
        for page in self.record_pages():
            if [row[0] for row in page] != list(range(expected, expected + len(page))):
                self.found("position-gap", f"the log is not whole around position {expected}")
            expected += len(page)
            hashes = [_sha256(row[3]).digest() if row[3] is not None else row[1] for row in page]
            if hashes != [row[1] for row in page]:
                self._name_altered(page, hashes)
            self.leaves += [_sha256(b"\0sha256:" + hexlify(row[1])).digest() for row in page]
            kinds: dict[str, list[tuple[Any, ...]]] = {}
            for row in page:
                kinds.setdefault(row[2], []).append(row)
            for kind, rows in kinds.items():
                name = kind.partition("/")[0]
                self.counts[name] = self.counts.get(name, 0) + len(rows)
            for kind in sorted(kinds, key="citation/1".__eq__):  # last: they look up the versions
                self._check_kind(kind, kinds[kind])
        if expected != self.size:
            self.found("position-gap", f"{self.size - expected} of {self.size} records are missing")
        for (position,) in self.rows("SELECT position FROM records WHERE position < 0"):
            self.found("position-gap", f"a record stands at position {position}, before the first")

    def _check_kind(self, kind: str, rows: list[tuple[Any, ...]]) -> None:
        """Whether records listed as of a kind say so, and what the later steps need of them."""
        mark = b'"kind":"%s"' % kind.encode()
        whole = [row for row in rows if row[3] is not None and mark in row[3]]
        needed = [row for row in whole if row[1] not in self.removed] if self.removed else whole
        _NEEDED.get(kind, _Audit._nothing)(self, needed)
        if self.removed:
            self._count_removed(kind, rows)
        if len(whole) == len(rows):
            return
        for position, id, _, data in rows:
            if data is None and not self.removed.get(id):
                self.found("record-missing", f"{kind} at position {position} ({id.hex()[:12]}) is erased")
            elif data is not None and mark not in data:
                self.found("view-differs", f"position {position} is listed as {kind} and is something else")

    def _count_removed(self, kind: str, rows: list[tuple[Any, ...]]) -> None:
        gone = [row for row in rows if row[1] in self.removed]
        for name, count in (
            ("removed versions", len(gone) if kind in VERSIONS else 0),
            ("erased records", sum(row[3] is None for row in gone)),
        ):
            if count:
                self.counts[name] = self.counts.get(name, 0) + count
        self.unchecked += len(gone) if kind == "citation/1" else 0

    def _name_altered(self, page: list[tuple[Any, ...]], hashes: list[bytes]) -> None:
        for (position, id, kind, _), digest in zip(page, hashes, strict=True):
            if digest != id:
                self.found("record-altered", f"{kind} at position {position} ({id.hex()[:12]})")

    def _nothing(self, rows: list[tuple[Any, ...]]) -> None:
        """Of most kinds the later steps need nothing."""

    def _versions(self, rows: list[tuple[Any, ...]]) -> None:
        for position, id, _, data in rows:
            match = _VERSION_DIGESTS.search(data)
            if match is None:
                self.found("record-malformed", f"version at position {position} names no content or text")
                continue
            content, text = bytes.fromhex(match[1].decode()), bytes.fromhex(match[2].decode())
            self.texts[id.hex().encode()] = text
            self.named[content] = self.named[text] = position

    def _sentences(self, rows: list[tuple[Any, ...]]) -> None:
        for position, _, _, data in rows:
            match = _SPANS_DIGEST.search(data)
            if match is None:
                self.found("record-malformed", f"sentences at position {position} name no spans")
                continue
            self.named[bytes.fromhex(match[1].decode())] = position

    def _removals(self, rows: list[tuple[Any, ...]]) -> None:
        for _, _, _, data in rows:
            self.erased.update(bytes.fromhex(hex.decode()) for hex in _BLOBS_OF_REMOVAL.findall(data))

    def _captures(self, rows: list[tuple[Any, ...]]) -> None:
        for position, _, _, data in rows:
            if match := _HEADERS_DIGEST.search(data):
                self.inner.append((bytes.fromhex(match[1].decode()), position))

    def _receipts(self, rows: list[tuple[Any, ...]]) -> None:
        for position, _, kind, data in rows:
            try:
                fields = fields_of(data, kind)
            except ValueError:
                self.found("record-malformed", f"receipt at position {position}")
                continue
            row = position, len(fields["records"]), fields["origin"], fields.get("key"), fields["strength"]
            self.receipts.append(row)

    def name_inner(self) -> None:
        """A bundle holds no headers and no proposals: those that imported records name need not be here."""
        received = self.received = Received.of(sorted(self.receipts, reverse=True))
        imported = {digest for digest, position in self.inner if position in received}
        self.named.update((digest, position) for digest, position in self.inner if position not in received)
        self.elsewhere = imported - self.named.keys()

    def _selections(self, rows: list[tuple[Any, ...]]) -> None:
        for position, _, _, data in rows:
            match = _SPANS_DIGEST.search(data)
            if match is None:
                self.found("record-malformed", f"selection at position {position} names no spans")
                continue
            self.named[bytes.fromhex(match[1].decode())] = position

    def _extractions(self, rows: list[tuple[Any, ...]]) -> None:
        for position, _, _, data in rows:
            match = _OUTPUT_DIGEST.search(data)
            if match is None:
                self.found("record-malformed", f"extraction at position {position} names no output")
                continue
            self.inner.append((bytes.fromhex(match[1].decode()), position))

    def _citations(self, rows: list[tuple[Any, ...]]) -> None:
        match, texts, quotes = _CITATION.match, self.texts, self.quotes
        for position, _, _, data in rows:
            found = match(data)
            try:
                end, exact, start, version = found.groups() if found else _parsed_citation(data)
            except (ValueError, KeyError, TypeError, AttributeError):
                self.found("record-malformed", f"citation at position {position}")
                continue
            text = texts.get(version)
            if text is None:
                self.found("record-missing", f"citation at position {position} cites a version that is not there")
                continue
            quotes.setdefault(text, []).append((position, int(start), int(end), exact))

    # 3, 4, 5 ----------------------------------------------------------------------------------------------

    def check_blobs(self) -> None:
        number, seen = -(2**63), 0
        while page := self.rows(_BLOBS, number):
            number = page[-1][0]
            seen += len(page)
            for _, digest, size, data in page:
                if data is None and digest in self.erased and digest not in self.named:
                    self.counts["erased blobs"] = self.counts.get("erased blobs", 0) + 1
                    continue
                if data is None:
                    self.found("blob-missing", f"sha256:{digest.hex()} is erased")
                    self.named.pop(digest, None)
                    continue
                self.named.pop(digest, None)
                self.elsewhere.discard(digest)
                if _sha256(data).digest() != digest or len(data) != size:
                    self.found("blob-altered", f"sha256:{digest.hex()}")
                elif digest in self.quotes:
                    self._check_quotes(data, self.quotes.pop(digest))
        self.counts["blobs"] = seen
        for digest, position in self.named.items():
            self.found("blob-missing", f"sha256:{digest.hex()}, named by the record at position {position}")
        for quotes in self.quotes.values():
            for position, *_ in quotes:
                self.found("quote-altered", f"citation at position {position}: its text could not be compared")

    def _check_quotes(self, data: bytes, quotes: list[_Quote]) -> None:
        text = data if data.isascii() else data.decode("utf-8", "replace")  # where code points are not bytes
        for position, start, end, exact in quotes:
            words = text[start:end]
            if end > len(text):
                self.found("span-outside", f"citation at position {position}")
            elif (words if isinstance(words, bytes) else words.encode()) != exact:
                self.found("quote-altered", f"citation at position {position}")

    # 6, 7 -------------------------------------------------------------------------------------------------

    @cached_property
    def tree(self) -> list[list[bytes]]:
        """The hashes of every tile level, lowest first: made once, of the leaves, when they are all there."""
        levels = [self.leaves]
        while len(below := levels[-1]) >= tiles.WIDTH:
            whole = range(0, len(below) - len(below) % tiles.WIDTH, tiles.WIDTH)
            levels.append([merkle.root(below[n : n + tiles.WIDTH]) for n in whole])
        return levels

    def root(self) -> bytes:
        return tiles.tree_root(len(self.leaves), lambda level, start, end: self.tree[level][start:end])

    def check_continuations(self) -> None:
        """A log that got a new name names the one before it, as it is."""
        with self.database.reading() as connection:
            keys = Reader(connection).keys(self.size)
        for position, record in keys:
            if record.kind == "continuation/1" and not goes_on(record, position, merkle.root(self.leaves[:position])):
                self.found("continuation-wrong", f"position {position}")

    def check_tree(self) -> None:
        expected = {(level, n): hash for level, row in enumerate(self.tree) if level for n, hash in enumerate(row)}
        stored = {(level, n): hash for level, n, hash in self.rows(_TREE) if (n + 1) << 8 * level <= self.size}
        for level, n in sorted(expected.keys() | stored.keys()):
            if expected.get((level, n)) != stored.get((level, n)):
                self.found("tree-differs", f"level {level}, number {n}")
        with self.database.reading() as connection:
            try:
                root = Reader(connection).root(self.size)
            except merkle.ProofError as error:
                return self.found("tree-differs", f"no root can be made of the stored hashes: {error}")
        if root != self.root():
            self.found("tree-differs", "the root over the stored hashes is not the root over the records")

    def compare_root(self, size: int | None, root: bytes) -> None:
        """The log of its first `size` records (of all, for None) must have the root that the user holds."""
        if size is None and merkle.root(self.leaves) != root:
            self.found("root-differs", f"this log of {self.size} records has another; give an earlier one as SIZE:HEX")
        elif size is not None and size > self.size:
            self.found("root-differs", f"you hold the root of {size} records; this log has {self.size}")
        elif size is not None and merkle.root(self.leaves[:size]) != root:
            self.found("root-differs", f"the first {size} records have another root")

    # 8, 9, 10, 11 -----------------------------------------------------------------------------------------

    def check_file(self) -> None:
        self.rows(f"PRAGMA cache_size={_CACHE}")
        for (message,) in self.rows("PRAGMA integrity_check(20)"):
            if message != "ok":
                self.found("database-damaged", message)

    def check_schema(self) -> None:
        with self.database.reading() as connection:
            differing = objects(connection) ^ expected_objects()
        for kind, name in sorted({(kind, name) for kind, name, *_ in differing}):
            self.found("schema-differs", f"{kind.decode('utf-8', 'replace')} {name.decode('utf-8', 'replace')}")

    def check_views(self) -> None:
        salts: dict[str, tuple[bytes, bytes, int]] = {}  # version id → salt, digest and length of its text
        rows = 0
        for page in self.record_pages():
            expected: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in t.VIEWS}
            listed: list[tuple[int, Fields]] = []
            for position, id, kind, data in page:
                fields = self._fields(position, kind, data)
                if id in self.removed and kind not in LEFT:
                    continue
                for table, row in project_fields(fields, id, position):
                    expected[table.name].append(tuple(row.values()))
                if fields["kind"] in VERSIONS:
                    salt, text = bytes.fromhex(fields["salt"]), bytes.fromhex(fields["text"][7:])
                    salts[id.hex()] = salt, text, fields["length"]
                elif fields["kind"] in ("sentences/1", "sentences/2", "selection/1", "carry/1", "carry/2"):
                    listed.append((position, fields))
            with self.database.reading():
                for position, fields in listed:
                    check = self._check_carried if fields["kind"].startswith("carry/") else self._check_spans
                    check(position, fields, salts)
            rows += sum(map(len, expected.values()))
            if page:
                self._compare_views(page[0][0], page[-1][0] + 1, expected)
        self.counts["view rows"] = rows
        for table in t.VIEWS:
            for (position,) in self.rows(_OF_NO_RECORD.format(table.name)):
                self.found("view-differs", f"{table.name}, position {position}, which is no record's")

    def _fields(self, position: int, kind: str, data: bytes | None) -> Fields:
        """What the record says; of one that is erased or no record, nothing."""
        if data is None:
            return left_of(kind)
        try:
            fields = fields_of(data, kind)
        except ValueError as error:
            self.found("record-malformed", f"{kind} at position {position}: {error}")
            return _NOTHING
        if fields["kind"] != kind:
            self.found("view-differs", f"position {position} is listed as {kind} and is {fields['kind']}")
        return fields

    def _compare_views(self, start: int, end: int, expected: dict[str, list[tuple[Any, ...]]]) -> None:
        for table in t.VIEWS:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            query = f"SELECT {names} FROM {table.name} WHERE position >= ? AND position < ?"  # noqa: S608
            stored = self.rows(query, start, end)
            if stored != expected[table.name]:
                for row in set(stored) ^ set(expected[table.name]):
                    self.found("view-differs", f"{table.name}, position {row[0]}")

    def _check_carried(self, position: int, fields: Fields, salts: dict[str, tuple[bytes, bytes, int]]) -> None:
        """Each place is in the text, and where nothing is said to have changed, the cited words stand there."""
        if fields["to"] not in salts:
            if position in self.received:
                return None  # a bundle holds no newer edition
            return self.found("record-missing", f"carry at position {position} to a version that is not there")
        data = self._blob(salts[fields["to"]][1])
        if data is None:
            return None  # said by `check_blobs`, or erased
        text = data.decode("utf-8", "replace")
        for result in results(fields):
            start, end = result.get("start", 0), result.get("end", 0)
            if end > len(text):
                self.found("span-outside", f"carry at position {position}: citation {result['citation'][:12]}")
            elif result["outcome"] in _UNCHANGED and text[start:end] != self._cited_words(result["citation"]):
                self.found("quote-altered", f"carry at position {position}: citation {result['citation'][:12]}")
        return None

    def _cited_words(self, citation: str) -> str | None:
        """Inside `reading()`: a citation's own words; None where there is none."""
        (data,) = self.database.raw().execute(_RECORD, (bytes.fromhex(citation),)).fetchone() or (None,)
        words: str | None = None if data is None else json.loads(data).get("exact")
        return words

    def _blob(self, digest: bytes) -> Any:
        """Inside `reading()`: None for a blob that is missing or erased."""
        (data,) = self.database.raw().execute(_BLOB, (digest,)).fetchone() or (None,)
        return data

    def _check_spans(self, position: int, fields: Fields, salts: dict[str, tuple[bytes, bytes, int]]) -> None:
        """Of a list of sentences, or of a selection, which has no count and no root."""
        where = f"{fields['kind'].partition('/')[0]} at position {position}"
        if fields["version"] not in salts:
            return self.found("record-missing", f"{where} of a version that is not there")
        salt, digest, length = salts[fields["version"]]
        text_blob, spans_blob = self._blob(digest), self._blob(bytes.fromhex(fields["spans"][7:]))
        if text_blob is None or spans_blob is None:
            return None  # said by `check_blobs`, or erased
        try:
            text, spans = text_blob.decode("utf-8"), parse_spans(spans_blob)
        except ValueError:
            return self.found("spans-differ", where)
        if len(text) != length:
            self.found("text-length", f"{where}: their text has {len(text)} code points, not {length}")
        if len(spans) != fields.get("count", len(spans)) or (spans and spans[-1][1] > len(text)):
            self.found("spans-differ", where)
        elif "root" in fields and sentences_root(salt, spans, text).hex() != fields["root"]:
            self.found("sentences-root", where)


def _parsed_citation(data: bytes) -> tuple[int, bytes, int, bytes]:
    """As the groups of `_CITATION`. Raises what reading a damaged record raises."""
    f = json.loads(data)
    if f["kind"] != "citation/1" or type(f["start"]) is not int or type(f["end"]) is not int:
        raise ValueError("not a citation")
    return f["end"], f["exact"].encode(), f["start"], f["version"].encode()


_NEEDED: dict[str, Callable[[_Audit, list[tuple[Any, ...]]], None]] = {
    "version/1": _Audit._versions,
    "version/2": _Audit._versions,
    "sentences/1": _Audit._sentences,
    "sentences/2": _Audit._sentences,
    "selection/1": _Audit._selections,
    "citation/1": _Audit._citations,
    "extraction/1": _Audit._extractions,
    "extraction/2": _Audit._extractions,
    "capture/1": _Audit._captures,
    "capture/2": _Audit._captures,
    "removal/1": _Audit._removals,
    "capture/3": _Audit._captures,
    "receipt/1": _Audit._receipts,
}


def audit(database: Database, *, full: bool, held: str | None, progress: Progress) -> Report:
    """Everything found, collected; `checked` counts by kind and names the mode.

    `held` is a root that the user holds (see `parse_root`); raises UsageError when it is none.
    """
    size_held, root_held = _held(held)
    with database.reading() as connection:
        size = Reader(connection).size()
    run = _Audit(database, size, progress)
    steps = [run.find_removed, run.check_records, run.name_inner, run.check_blobs, run.check_tree]
    steps.append(run.check_continuations)
    if full:
        steps += [run.check_file, run.check_schema, run.check_views]
    with _uncollected():
        for step in steps:
            run.attempt(step)
    root = run.root()
    if root_held:
        run.compare_root(size_held, root_held)
    if not size:
        run.found("nothing-checked", "the archive holds no record")
    checked = {"mode": "full" if full else "content", "records": size, **run.counts}
    skipped: tuple[str, ...] = ()
    if not root_held:
        skipped += ("whether the whole archive was replaced by an older one: give a root you hold with --root",)
    if run.unchecked:
        what = "1 citation" if run.unchecked == 1 else f"{run.unchecked:,} citations"
        skipped += (f"{what}, unchecked: removed (archive log shows why)",)
    if run.elsewhere:
        what = plural(len(run.elsewhere), "blob")
        skipped += (f"{what} of imported records that no bundle holds: headers of servers, proposals",)
    if not full:
        skipped += ("all that is derived: views, and the roots of sentences (archive verify --full)",)
    return Report(checked, tuple(run.problems), skipped, root.hex(), size, root_compared=bool(root_held))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cycle collector: it would walk millions of rows again and again, and there are no cycles in them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _held(written: str | None) -> tuple[int | None, bytes]:
    if not written:
        return None, b""
    try:
        return parse_root(written)
    except ValueError as error:
        raise UsageError(str(error), hint="a root is SIZE:HEX, as `archive status` prints it") from None
