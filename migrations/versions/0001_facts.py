"""Facts: records and blobs, append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TRIGGERS = {
    "records_dense": """
        CREATE TRIGGER records_dense BEFORE INSERT ON records
        WHEN NEW.position IS NOT (SELECT coalesce(max(position), -1) + 1 FROM records)
        BEGIN SELECT RAISE(ABORT, 'a record must take the next position of the log'); END""",
    "records_keep": """
        CREATE TRIGGER records_keep BEFORE DELETE ON records
        BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END""",
    "records_fixed": """
        CREATE TRIGGER records_fixed BEFORE UPDATE ON records
        WHEN NEW.position IS NOT OLD.position OR NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind
             OR NEW.data IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'records are never changed, only erased'); END""",
    "blobs_keep": """
        CREATE TRIGGER blobs_keep BEFORE DELETE ON blobs
        BEGIN SELECT RAISE(ABORT, 'blobs are never deleted'); END""",
    "blobs_fixed": """
        CREATE TRIGGER blobs_fixed BEFORE UPDATE ON blobs
        WHEN NEW.number IS NOT OLD.number OR NEW.digest IS NOT OLD.digest OR NEW.size IS NOT OLD.size
             OR NEW.data IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'blobs are never changed, only erased'); END""",
}


def upgrade() -> None:
    op.create_table(
        "records",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary(32), sa.CheckConstraint("length(id) = 32", name="records_id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary),
        sa.UniqueConstraint("id", name="records_id_once"),
    )
    op.create_table(
        "blobs",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column(
            "digest",
            sa.LargeBinary(32),
            sa.CheckConstraint("length(digest) = 32", name="blobs_digest"),
            nullable=False,
        ),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary),
        sa.UniqueConstraint("digest", name="blobs_digest_once"),
    )
    for trigger in TRIGGERS.values():
        op.execute(trigger)


def downgrade() -> None:
    """Only an archive that holds nothing can go below its facts."""
    if op.get_bind().execute(sa.text("SELECT count(*) FROM records")).scalar():
        raise RuntimeError("this archive holds records; nothing takes facts away")
    op.drop_table("blobs")
    op.drop_table("records")
