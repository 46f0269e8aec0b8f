"""What was imported, and from where; and a version may stand here twice, under the id of another archive as well.

The views of versions and of all that refers to them are emptied; the archive then fills them from the records.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

#: What refers to a version, directly or not.
REFERRING = ("acceptances", "captures", "sentences", "selections", "detections", "citations")


def make(*constraints: sa.Constraint) -> None:
    for view in REFERRING:
        op.execute(sa.delete(sa.table(view)))
    op.drop_table("versions")
    op.create_table(
        "versions",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary(32), sa.ForeignKey("blobs.digest"), nullable=False, index=True),
        sa.Column("text", sa.LargeBinary(32), sa.ForeignKey("blobs.digest"), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("encoding", sa.Text),
        sa.Column("unreadable", sa.Text),
        *constraints,
    )


def upgrade() -> None:
    make()
    op.create_index("versions_same", "versions", ["document", "content", "text", "reader"])
    op.create_table(
        "receipts",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("strength", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("receipts")
    make(sa.UniqueConstraint("document", "content", "text", "reader", name="versions_once"))
