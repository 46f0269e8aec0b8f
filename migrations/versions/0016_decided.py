"""What was decided of carried citations. What became of a citation may be imported without the version it became so in,
so that view is made anew. Both are filled from the records."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.drop_table("carried")
    _carried(sa.Column("id", sa.LargeBinary(32), nullable=False))
    op.create_index("ix_carried_id", "carried", ["id"])
    op.create_table(
        "decided",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("carry", sa.LargeBinary(32), nullable=False),
        sa.Column("citation", sa.LargeBinary(32), sa.ForeignKey("citations.id"), nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("cited", sa.LargeBinary(32), sa.ForeignKey("citations.id")),
        sa.UniqueConstraint("carry", name="decided_once"),
    )
    op.create_index("ix_decided_citation", "decided", ["citation"])
    op.create_index("ix_decided_cited", "decided", ["cited"])


def downgrade() -> None:
    op.drop_table("decided")
    op.drop_table("carried")
    _carried()


def _carried(*id: sa.Column) -> None:
    op.create_table(
        "carried",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *id,
        sa.Column("citation", sa.LargeBinary(32), sa.ForeignKey("citations.id"), nullable=False),
        sa.Column("version", sa.LargeBinary(32), *([] if id else [sa.ForeignKey("versions.id")]), nullable=False),
        sa.Column("aligner", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.UniqueConstraint("citation", "version", "aligner", name="carried_once"),
    )
    op.create_index("ix_carried_version", "carried", ["version"])
