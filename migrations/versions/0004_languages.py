"""What is said of a document has a time, which tells what holds now; and the language that was detected has a view.

Views are dropped and made again, empty; the archive then fills them from the records.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def make_statements(*more: sa.Column) -> None:
    op.drop_table("statements")
    op.create_table(
        "statements",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("origin", sa.Text),
        *more,
    )
    op.create_index("statements_of", "statements", ["document", "field", "position"])
    op.create_index("statements_saying", "statements", ["field", "value"])


def upgrade() -> None:
    make_statements(sa.Column("captured", sa.Text), sa.Column("at", sa.Text, nullable=False))
    op.create_table(
        "detections",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.LargeBinary(32), sa.ForeignKey("versions.id"), nullable=False, index=True),
        sa.Column("detector", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("detections")
    make_statements()
