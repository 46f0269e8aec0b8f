"""What became of citations in newer editions: a view of its own, empty until the archive fills it from the records."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "carried",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("citation", sa.LargeBinary(32), sa.ForeignKey("citations.id"), nullable=False),
        sa.Column("version", sa.LargeBinary(32), sa.ForeignKey("versions.id"), nullable=False),
        sa.Column("aligner", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.UniqueConstraint("citation", "version", "aligner", name="carried_once"),
    )
    op.create_index("ix_carried_version", "carried", ["version"])


def downgrade() -> None:
    op.drop_table("carried")
