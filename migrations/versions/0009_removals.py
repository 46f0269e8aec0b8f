"""What was removed, and what each run of `add` added: views that the archive fills. An erased blob can come back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

FIXED = """
        CREATE TRIGGER blobs_fixed BEFORE UPDATE ON blobs
        WHEN NEW.number IS NOT OLD.number OR NEW.digest IS NOT OLD.digest OR NEW.size IS NOT OLD.size
             OR NEW.data IS NOT NULL{}
        BEGIN SELECT RAISE(ABORT, 'blobs are never changed, only erased'); END"""


def position() -> sa.Column:
    return sa.Column("position", sa.Integer, primary_key=True, autoincrement=False)


def number() -> sa.Column:
    return sa.Column("number", sa.Integer, primary_key=True, autoincrement=False)


def raw(name: str, **options: bool) -> sa.Column:
    return sa.Column(name, sa.LargeBinary(32), nullable=False, **options)


def text(name: str, **options: bool) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, **options)


def upgrade() -> None:
    op.create_table("runs", position(), number(), text("run", index=True), raw("version"))
    op.create_table("removals", position(), raw("id", unique=True), text("mode"), text("why"), text("at"))
    op.create_table("removed", position(), number(), raw("record", index=True))
    op.create_table("refused", position(), number(), raw("content", index=True))
    op.create_table(
        "unchecked", position(), number(), raw("citation", index=True), raw("claim", index=True), text("stance")
    )
    op.execute("DROP TRIGGER blobs_fixed")
    op.execute(FIXED.format(" AND OLD.data IS NOT NULL"))


def downgrade() -> None:
    for view in ("unchecked", "refused", "removed", "removals", "runs"):
        op.drop_table(view)
    op.execute("DROP TRIGGER blobs_fixed")
    op.execute(FIXED.format(""))
