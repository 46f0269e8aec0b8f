"""The tables, as SQLAlchemy Core knows them. The migrations make them; a test holds the two equal.

Ids and digests are 32 raw bytes. Texts that come from documents never stand in a TEXT column that a NUL could cut:
they are blobs. `position` is a record's place in the log, and the key of every view row that it made.
"""

from __future__ import annotations

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
)

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
)

blobs = Table(
    "blobs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("digest", LargeBinary(32), CheckConstraint("length(digest) = 32", name="blobs_digest"), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("data", LargeBinary),  # NULL once erased
    UniqueConstraint("digest", name="blobs_digest_once"),
)

FACTS = (records, blobs)

# Views: the log's tree ---------------------------------------------------------------------------------------

tree = Table(
    "tree",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),  # in tiles of height 8; 1 and up
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
)

# Views: one record, one or more rows -------------------------------------------------------------------------


def _position() -> Column[int]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


def _id() -> Column[bytes]:
    return Column("id", LargeBinary(32), nullable=False, unique=True)


versions = Table(
    "versions",
    metadata,
    _position(),
    _id(),
    Column("document", Text, nullable=False),
    Column("content", LargeBinary(32), ForeignKey("blobs.digest"), nullable=False, index=True),
    Column("text", LargeBinary(32), ForeignKey("blobs.digest"), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("length", Integer, nullable=False),  # code points
    Column("media_type", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("encoding", Text),
    Column("unreadable", Text),
    UniqueConstraint("document", "content", "text", "reader", name="versions_once"),
)

sentences = Table(
    "sentences",
    metadata,
    _position(),
    Column("version", LargeBinary(32), ForeignKey("versions.id"), nullable=False),
    Column("splitter", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("spans", LargeBinary(32), ForeignKey("blobs.digest"), nullable=False),
    UniqueConstraint("version", "splitter", name="sentences_once"),
)

captures = Table(
    "captures",
    metadata,
    _position(),
    Column("version", LargeBinary(32), ForeignKey("versions.id"), nullable=False, index=True),
    Column("captured", Text, nullable=False),
    Column("at", Text, nullable=False),  # when it was recorded; equal to `captured` in a live capture
    Column("how", Text, nullable=False),
    Column("url", Text),
)

places = Table(
    "places",
    metadata,
    _position(),
    Column("path", Text, nullable=False, index=True),
    Column("document", Text, nullable=False, index=True),
    Column("content", LargeBinary(32), nullable=False),
)

#: What is said of a document: by the document itself (`origin` says where in it), or by a description (origin NULL).
#: A value NULL means: unset by that description. `number` counts the values of one field in one record.
statements = Table(
    "statements",
    metadata,
    _position(),
    Column("field", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("value", Text),
    Column("origin", Text),
    Index("statements_of", "document", "field", "position"),
    Index("statements_saying", "field", "value"),
)

claims = Table(
    "claims",
    metadata,
    _position(),
    _id(),
    Column("text", Text, nullable=False),
    Column("source", Text),
    Column("attribution", Text),  # canonical JSON: the claim's natural key is text + attribution
    Column("language", Text),
    Column("negated", Integer, nullable=False),
    Index("claims_saying", "text"),
)

citations = Table(
    "citations",
    metadata,
    _position(),
    _id(),
    Column("claim", LargeBinary(32), ForeignKey("claims.id"), nullable=False),
    Column("version", LargeBinary(32), ForeignKey("versions.id"), nullable=False, index=True),
    Column("start", Integer, nullable=False),  # code points
    Column("end", Integer, nullable=False),
    Column("stance", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("warnings", Text),  # codes, separated by spaces
    CheckConstraint('0 <= start AND start < "end"', name="citations_span"),
    UniqueConstraint("claim", "version", "start", "end", "stance", name="citations_once"),
)

retractions = Table(
    "retractions",
    metadata,
    _position(),
    Column("target", LargeBinary(32), nullable=False, unique=True),
    Column("why", Text, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    _position(),
    Column("story", Text, nullable=False),
    Column("claim", LargeBinary(32), ForeignKey("claims.id"), nullable=False, index=True),
    UniqueConstraint("story", "claim", name="stories_once"),
)

#: In an order in which rows can be inserted (what a row refers to stands before it).
VIEWS = (versions, sentences, captures, places, statements, claims, citations, retractions, stories)
