"""Which spans of a version are its article: a view of its own, empty until the archive fills it from the records."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "selections",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.LargeBinary(32), sa.ForeignKey("versions.id"), nullable=False),
        sa.Column("selector", sa.Text, nullable=False),
        sa.Column("spans", sa.LargeBinary(32), sa.ForeignKey("blobs.digest"), nullable=False),
        sa.UniqueConstraint("version", "selector", name="selections_once"),
    )


def downgrade() -> None:
    op.drop_table("selections")
