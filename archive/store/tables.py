"""The tables, as SQLAlchemy Core knows them. The migrations make them; a test holds the two equal.

Ids and digests are 32 raw bytes. Texts that come from documents never stand in a TEXT column that a NUL could cut:
they are blobs. `position` is a record's place in the log, and the key of every view row that it made.

A view's columns check each value as it is read (`cells`): what is in the database may be damaged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from archive.store import cells

metadata = MetaData()

# Facts -------------------------------------------------------------------------------------------------------

records = Table(
    "records",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", LargeBinary(32), CheckConstraint("length(id) = 32", name="records_id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", LargeBinary),  # NULL once erased
    UniqueConstraint("id", name="records_id_once"),
    Index("records_signers", "position", sqlite_where=text("kind IN ('key/1', 'continuation/1')")),
    Index("records_erased", "position", sqlite_where=text("data IS NULL")),
)

blobs = Table(
    "blobs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("digest", LargeBinary(32), CheckConstraint("length(digest) = 32", name="blobs_digest"), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("data", LargeBinary),  # NULL once erased
    UniqueConstraint("digest", name="blobs_digest_once"),
    Index("blobs_erased", "number", sqlite_where=text("data IS NULL")),
)

FACTS = (records, blobs)

# Columns of views --------------------------------------------------------------------------------------------


class Raw(LargeBinary):
    """An id or digest."""

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], bytes]:
        return cells.raw


class Whole(Integer):
    """A number, 0 or more."""

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], int]:
        return cells.whole


class Words(Text):
    """A text; `optional` where the column may be NULL (by position: SQLAlchemy copies no other argument)."""

    def __init__(self, optional: bool = False) -> None:
        super().__init__()
        self.optional = optional

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], str | None]:
        return cells.words_or_none if self.optional else cells.words


# Views: the log's tree ---------------------------------------------------------------------------------------

tree = Table(
    "tree",
    metadata,
    Column("level", Whole(), primary_key=True, autoincrement=False),  # in tiles of height 8; 1 and up
    Column("number", Whole(), primary_key=True, autoincrement=False),
    Column("hash", Raw(32), nullable=False),
)

# Views: one record, one or more rows -------------------------------------------------------------------------


def _position() -> Column[int]:
    return Column("position", Whole(), primary_key=True, autoincrement=False)


def _id() -> Column[bytes]:
    return Column("id", Raw(32), nullable=False, unique=True)


versions = Table(
    "versions",
    metadata,
    _position(),
    _id(),
    Column("document", Words(), nullable=False),
    Column("content", Raw(32), ForeignKey("blobs.digest"), nullable=False, index=True),
    Column("text", Raw(32), ForeignKey("blobs.digest"), nullable=False),
    Column("size", Whole(), nullable=False),  # bytes
    Column("length", Whole(), nullable=False),  # code points
    Column("media_type", Words(), nullable=False),
    Column("reader", Words(), nullable=False),
    Column("encoding", Words(optional=True)),
    Column("unreadable", Words(optional=True)),
    # Not unique: who imports a version that he has himself holds it under two ids, and citations name either.
    Index("versions_same", "document", "content", "text", "reader"),
)

sentences = Table(
    "sentences",
    metadata,
    _position(),
    Column("version", Raw(32), ForeignKey("versions.id"), nullable=False),
    Column("splitter", Words(), nullable=False),
    Column("count", Whole(), nullable=False),
    Column("spans", Raw(32), ForeignKey("blobs.digest"), nullable=False),
    UniqueConstraint("version", "splitter", name="sentences_once"),
)

#: Which spans of a version are its article; the last one counts.
selections = Table(
    "selections",
    metadata,
    _position(),
    Column("version", Raw(32), ForeignKey("versions.id"), nullable=False),
    Column("selector", Words(), nullable=False),
    Column("spans", Raw(32), ForeignKey("blobs.digest"), nullable=False),
    UniqueConstraint("version", "selector", name="selections_once"),
)

captures = Table(
    "captures",
    metadata,
    _position(),
    _id(),
    Column("version", Raw(32), ForeignKey("versions.id"), nullable=False, index=True),
    Column("captured", Words(), nullable=False),
    Column("at", Words(), nullable=False),  # when it was recorded; equal to `captured` in a live capture
    Column("how", Words(), nullable=False),
    Column("url", Words(optional=True)),
    Column("live", Whole(), nullable=False),  # 1: it says so itself
    Column("classed", Words(optional=True)),  # codes, separated by spaces
    Column("suspect", Words(optional=True)),
    Index("captures_suspect", "version", sqlite_where=text("suspect IS NOT NULL")),  # few: every search asks for them
)

acceptances = Table(
    "acceptances",
    metadata,
    _position(),
    Column("capture", Raw(32), ForeignKey("captures.id"), nullable=False, unique=True),
)

places = Table(
    "places",
    metadata,
    _position(),
    Column("path", Words(), nullable=False, index=True),
    Column("document", Words(), nullable=False, index=True),
    Column("content", Raw(32), nullable=False),
)

detections = Table(
    "detections",
    metadata,
    _position(),
    Column("version", Raw(32), ForeignKey("versions.id"), nullable=False, index=True),
    Column("detector", Words(), nullable=False),
    Column("language", Words(), nullable=False),
)

#: What is said of a document: by the document itself (`origin` says where in it), or by a description (origin NULL).
#: A value NULL means: unset by that description. `number` counts the values of one field in one record. `captured` is
#: that of the historic capture which a description came with, if it did; `at` when it was recorded.
statements = Table(
    "statements",
    metadata,
    _position(),
    Column("field", Words(), primary_key=True),
    Column("number", Whole(), primary_key=True, autoincrement=False),
    Column("document", Words(), nullable=False),
    Column("value", Words(optional=True)),
    Column("origin", Words(optional=True)),
    Column("captured", Words(optional=True)),
    Column("at", Words(), nullable=False),
    Index("statements_of", "document", "field", "position"),
    Index("statements_saying", "field", "value"),
)

#: Versions that are inside another one; `whole` is that version's id.
parts = Table(
    "parts",
    metadata,
    _position(),
    Column("whole", Raw(32), nullable=False, index=True),
    Column("name", Words(), nullable=False),
)

claims = Table(
    "claims",
    metadata,
    _position(),
    _id(),
    Column("text", Words(), nullable=False),
    Column("source", Words(optional=True)),
    Column("attribution", Words(optional=True)),  # canonical JSON: the claim's natural key is text + attribution
    Column("language", Words(optional=True)),
    Column("negated", Whole(), nullable=False),
    Index("claims_saying", "text"),
)

citations = Table(
    "citations",
    metadata,
    _position(),
    _id(),
    Column("claim", Raw(32), ForeignKey("claims.id"), nullable=False),
    Column("version", Raw(32), ForeignKey("versions.id"), nullable=False, index=True),
    Column("start", Whole(), nullable=False),  # code points
    Column("end", Whole(), nullable=False),
    Column("stance", Words(), nullable=False),
    Column("verdict", Words(), nullable=False),
    Column("warnings", Words(optional=True)),  # codes, separated by spaces
    CheckConstraint('0 <= start AND start < "end"', name="citations_span"),
    UniqueConstraint("claim", "version", "start", "end", "stance", name="citations_once"),
)

#: What a person says that a citation's words are in another language.
translations = Table(
    "translations",
    metadata,
    _position(),
    _id(),
    Column("citation", Raw(32), ForeignKey("citations.id"), nullable=False),
    Column("language", Words(), nullable=False),
    Column("translator", Words(), nullable=False),
    Column("words", Words(), nullable=False),
    UniqueConstraint("citation", "language", "translator", "words", name="translations_once"),
)

#: What a person says that one claim does to another.
relations = Table(
    "relations",
    metadata,
    _position(),
    _id(),
    Column("from", Raw(32), ForeignKey("claims.id"), nullable=False, index=True),
    Column("to", Raw(32), ForeignKey("claims.id"), nullable=False, index=True),
    Column("type", Words(), nullable=False),
    Column("note", Words(optional=True)),
    CheckConstraint('"from" <> "to"', name="relations_two"),
)

retractions = Table(
    "retractions",
    metadata,
    _position(),
    Column("target", Raw(32), nullable=False, unique=True),
    Column("why", Words(), nullable=False),
)

stories = Table(
    "stories",
    metadata,
    _position(),
    Column("story", Words(), nullable=False),
    Column("claim", Raw(32), ForeignKey("claims.id"), nullable=False, index=True),
    UniqueConstraint("story", "claim", name="stories_once"),
)

#: Which versions a run of `add` added; a run has a record, and so its rows, for each of its batches.
runs = Table(
    "runs",
    metadata,
    _position(),
    Column("number", Whole(), primary_key=True, autoincrement=False),
    Column("run", Words(), nullable=False, index=True),
    Column("version", Raw(32), nullable=False),
)

removals = Table(
    "removals",
    metadata,
    _position(),
    _id(),
    Column("mode", Words(), nullable=False),
    Column("why", Words(), nullable=False),
    Column("at", Words(), nullable=False),
)

#: The records that no view has rows of any more (but a claim keeps one, without words).
removed = Table(
    "removed",
    metadata,
    _position(),
    Column("number", Whole(), primary_key=True, autoincrement=False),
    Column("record", Raw(32), nullable=False, index=True),
)

#: Contents that are not added again.
refused = Table(
    "refused",
    metadata,
    _position(),
    Column("number", Whole(), primary_key=True, autoincrement=False),
    Column("content", Raw(32), nullable=False, index=True),
)

#: Citations of what was removed.
unchecked = Table(
    "unchecked",
    metadata,
    _position(),
    Column("number", Whole(), primary_key=True, autoincrement=False),
    Column("citation", Raw(32), nullable=False, index=True),
    Column("claim", Raw(32), nullable=False, index=True),
    Column("stance", Words(), nullable=False),
)

#: Of a receipt of our own (see `archive.store.received`), `count` records before it are those that were imported.
receipts = Table(
    "receipts",
    metadata,
    _position(),
    Column("origin", Words(), nullable=False),
    Column("key", Words(optional=True)),  # fingerprint of the key that signed
    Column("strength", Words(), nullable=False),
    Column("count", Whole(), nullable=False),
)

#: What became of a citation in another version, which is not here when the record was imported; the rest stands in the
#: record. `outcome` is what is told to people. Of `carry/1` one has several rows, and so one `id` has.
carried = Table(
    "carried",
    metadata,
    _position(),
    Column("number", Whole(), primary_key=True, autoincrement=False),
    Column("id", Raw(32), nullable=False, index=True),
    Column("citation", Raw(32), ForeignKey("citations.id"), nullable=False),
    Column("version", Raw(32), nullable=False, index=True),
    Column("aligner", Words(), nullable=False),
    Column("outcome", Words(), nullable=False),
    UniqueConstraint("citation", "version", "aligner", name="carried_once"),
)

#: Runs of an extractor over a version. `settings`: words, separated by spaces; `output`: the proposals.
extractions = Table(
    "extractions",
    metadata,
    _position(),
    _id(),
    Column("version", Raw(32), ForeignKey("versions.id"), nullable=False),
    Column("extractor", Words(), nullable=False),
    Column("settings", Words(optional=True)),
    Column("count", Whole(), nullable=False),
    Column("output", Raw(32), nullable=False),  # of an imported one it is not here
    Index("extractions_same", "version", "extractor", "settings"),
)


class RawOrNone(LargeBinary):
    """An id, or none."""

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], bytes | None]:
        return lambda value: None if value is None else cells.raw(value)


#: What was decided of proposal `n` (from 1) of an extraction.
reviews = Table(
    "reviews",
    metadata,
    _position(),
    Column("extraction", Raw(32), ForeignKey("extractions.id"), nullable=False),
    Column("n", Whole(), nullable=False),
    Column("decision", Words(), nullable=False),
    Column("claim", RawOrNone(32), ForeignKey("claims.id"), index=True),
    UniqueConstraint("extraction", "n", name="reviews_once"),
)

#: What was decided of a carried citation; `carry` is the record that says what became of it, `cited` the citation that
#: was made of its new place.
decided = Table(
    "decided",
    metadata,
    _position(),
    Column("carry", Raw(32), nullable=False),
    Column("citation", Raw(32), ForeignKey("citations.id"), nullable=False, index=True),
    Column("decision", Words(), nullable=False),
    Column("cited", RawOrNone(32), ForeignKey("citations.id"), index=True),
    UniqueConstraint("carry", name="decided_once"),
)

#: Who checked or cleared a claim; the rest stands in the record.
signoffs = Table(
    "signoffs",
    metadata,
    _position(),
    _id(),
    Column("claim", Raw(32), ForeignKey("claims.id"), nullable=False, index=True),
    Column("state", Words(), nullable=False),
)

#: The citations that a sign-off looked at.
looked_at = Table(
    "looked_at",
    metadata,
    _position(),
    Column("number", Whole(), primary_key=True, autoincrement=False),
    Column("citation", Raw(32), ForeignKey("citations.id"), nullable=False, index=True),
)

#: In an order in which rows can be inserted (what a row refers to stands before it).
VIEWS = (
    *(versions, sentences, selections, captures, acceptances, places, detections, statements, parts),
    *(claims, citations, translations, relations, retractions, stories, runs, removals, removed, refused, unchecked),
    *(receipts, carried, decided, extractions, reviews, signoffs, looked_at),
)

# Views that follow the log -----------------------------------------------------------------------------------
#
# Made of several records and of texts, outside the writer's transaction: they may be behind the log, or empty. A
# document is named by the position of its first version.


def _key(name: str) -> Column[int]:
    return Column(name, Whole(), primary_key=True, autoincrement=False)


#: One row at most: how many records they have followed.
followed = Table("followed", metadata, _key("position"))

#: The version by which a document was compared with others, how many marks of it are kept, and one of how many runs is
#: a mark.
compared = Table(
    "compared",
    metadata,
    _key("document"),
    Column("version", Whole(), nullable=False),
    Column("marks", Whole(), nullable=False),
    Column("rate", Whole(), nullable=False),
)

#: Which documents have a mark (see `archive.text.likeness`), the first few of them.
marks = Table("marks", metadata, _key("mark"), _key("document"), sqlite_with_rowid=False)

#: How much of a document stands in another, in thousandths; each pair in both directions.
copies = Table(
    "copies",
    metadata,
    _key("document"),
    _key("other"),
    Column("words", Whole(), nullable=False),
    Column("sentences", Whole(), nullable=False),
    Column("joined", Whole(), nullable=False),  # 1 where the pair belongs to one provenance group, else 0
    sqlite_with_rowid=False,
)

FOLLOWING = (followed, compared, marks, copies)
