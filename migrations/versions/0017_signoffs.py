"""Who checked or cleared a claim, and which citations they looked at: views, empty until the archive fills them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "signoffs",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("claim", sa.LargeBinary(32), sa.ForeignKey("claims.id"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )
    op.create_index("ix_signoffs_claim", "signoffs", ["claim"])
    op.create_table(
        "looked_at",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("citation", sa.LargeBinary(32), sa.ForeignKey("citations.id"), nullable=False),
    )
    op.create_index("ix_looked_at_citation", "looked_at", ["citation"])


def downgrade() -> None:
    op.drop_table("looked_at")
    op.drop_table("signoffs")
