"""A capture's row also says whether it is live and suspect, and has an id by which an acceptance names it.

The view is dropped and made again, empty; the archive then fills it from the records.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def make(*columns: sa.Column) -> None:
    op.drop_table("captures")
    op.create_table("captures", sa.Column("position", sa.Integer, primary_key=True, autoincrement=False), *columns)


def version() -> sa.Column:
    return sa.Column("version", sa.LargeBinary(32), sa.ForeignKey("versions.id"), nullable=False, index=True)


def upgrade() -> None:
    make(
        sa.Column("id", sa.LargeBinary(32), nullable=False, unique=True),
        version(),
        sa.Column("captured", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("live", sa.Integer, nullable=False),
        sa.Column("classed", sa.Text),
        sa.Column("suspect", sa.Text),
    )
    op.create_index("captures_suspect", "captures", ["version"], sqlite_where=sa.text("suspect IS NOT NULL"))
    op.create_table(
        "acceptances",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("capture", sa.LargeBinary(32), sa.ForeignKey("captures.id"), nullable=False, unique=True),
    )


def downgrade() -> None:
    op.drop_table("acceptances")
    make(
        version(),
        sa.Column("captured", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
    )
