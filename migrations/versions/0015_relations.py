"""What people say that one claim does to another: a view of its own, empty until the archive fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "relations",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("from", sa.LargeBinary(32), sa.ForeignKey("claims.id"), nullable=False, index=True),
        sa.Column("to", sa.LargeBinary(32), sa.ForeignKey("claims.id"), nullable=False, index=True),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.CheckConstraint('"from" <> "to"', name="relations_two"),
    )


def downgrade() -> None:
    op.drop_table("relations")
