"""Views: what is derived from one record each, and the log's tree hashes.

A later change of a view drops and makes it again, empty; the archive then fills it from the records.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

VIEWS = (
    "tree",
    "versions",
    "sentences",
    "captures",
    "places",
    "statements",
    "claims",
    "citations",
    "retractions",
    "stories",
)

TRIGGERS = {
    "citations_inside": """
        CREATE TRIGGER citations_inside BEFORE INSERT ON citations
        WHEN NEW."end" > (SELECT length FROM versions WHERE id = NEW.version)
        BEGIN SELECT RAISE(ABORT, 'a citation must lie inside its text'); END""",
}


def position() -> sa.Column:
    return sa.Column("position", sa.Integer, primary_key=True, autoincrement=False)


def raw(name: str, refers: str | None = None, **options: bool) -> sa.Column:
    keys = [sa.ForeignKey(refers)] if refers else []
    return sa.Column(name, sa.LargeBinary(32), *keys, **{"nullable": False, **options})


def text(name: str, **options: bool) -> sa.Column:
    return sa.Column(name, sa.Text, **{"nullable": False, **options})


def whole(name: str, **options: bool) -> sa.Column:
    return sa.Column(name, sa.Integer, **{"nullable": False, **options})


def upgrade() -> None:
    op.create_table(
        "tree",
        whole("level", primary_key=True, autoincrement=False),
        whole("number", primary_key=True, autoincrement=False),
        raw("hash"),
    )
    op.create_table(
        "versions",
        position(),
        raw("id", unique=True),
        text("document"),
        raw("content", "blobs.digest", index=True),
        raw("text", "blobs.digest"),
        whole("size"),
        whole("length"),
        text("media_type"),
        text("reader"),
        text("encoding", nullable=True),
        text("unreadable", nullable=True),
        sa.UniqueConstraint("document", "content", "text", "reader", name="versions_once"),
    )
    op.create_table(
        "sentences",
        position(),
        raw("version", "versions.id"),
        text("splitter"),
        whole("count"),
        raw("spans", "blobs.digest"),
        sa.UniqueConstraint("version", "splitter", name="sentences_once"),
    )
    op.create_table(
        "captures",
        position(),
        raw("version", "versions.id", index=True),
        text("captured"),
        text("how"),
        text("url", nullable=True),
    )
    op.create_table(
        "places",
        position(),
        text("path", index=True),
        text("document", index=True),
        raw("content"),
    )
    op.create_table(
        "statements",
        position(),
        text("field", primary_key=True),
        whole("number", primary_key=True, autoincrement=False),
        text("document"),
        text("value", nullable=True),
        text("origin", nullable=True),
    )
    op.create_index("statements_of", "statements", ["document", "field", "position"])
    op.create_index("statements_saying", "statements", ["field", "value"])
    op.create_table(
        "claims",
        position(),
        raw("id", unique=True),
        text("text"),
        text("source", nullable=True),
        text("attribution", nullable=True),
        text("language", nullable=True),
        whole("negated"),
    )
    op.create_index("claims_saying", "claims", ["text"])
    op.create_table(
        "citations",
        position(),
        raw("id", unique=True),
        raw("claim", "claims.id"),
        raw("version", "versions.id", index=True),
        whole("start"),
        whole("end"),
        text("stance"),
        text("verdict"),
        text("warnings", nullable=True),
        sa.CheckConstraint('0 <= start AND start < "end"', name="citations_span"),
        sa.UniqueConstraint("claim", "version", "start", "end", "stance", name="citations_once"),
    )
    op.create_table("retractions", position(), raw("target", unique=True), text("why"))
    op.create_table(
        "stories",
        position(),
        text("story"),
        raw("claim", "claims.id", index=True),
        sa.UniqueConstraint("story", "claim", name="stories_once"),
    )
    for trigger in TRIGGERS.values():
        op.execute(trigger)


def downgrade() -> None:
    for view in reversed(VIEWS):
        op.drop_table(view)
