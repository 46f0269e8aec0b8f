"""A capture's row also says when it was recorded: that tells which edition is newest.

The view is dropped and made again, empty; the archive then fills it from the records.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def make(*more: sa.Column) -> None:
    op.drop_table("captures")
    op.create_table(
        "captures",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.LargeBinary(32), sa.ForeignKey("versions.id"), nullable=False, index=True),
        sa.Column("captured", sa.Text, nullable=False),
        *more,
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
    )


def upgrade() -> None:
    make(sa.Column("at", sa.Text, nullable=False))


def downgrade() -> None:
    make()
