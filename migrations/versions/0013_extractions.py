"""What extractors proposed, and what was decided of it: views of their own, filled from the records."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "extractions",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("version", sa.LargeBinary(32), sa.ForeignKey("versions.id"), nullable=False),
        sa.Column("extractor", sa.Text, nullable=False),
        sa.Column("settings", sa.Text),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("output", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("extractions_same", "extractions", ["version", "extractor", "settings"])
    op.create_table(
        "reviews",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("extraction", sa.LargeBinary(32), sa.ForeignKey("extractions.id"), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("claim", sa.LargeBinary(32), sa.ForeignKey("claims.id"), index=True),
        sa.UniqueConstraint("extraction", "n", name="reviews_once"),
    )


def downgrade() -> None:
    op.drop_table("reviews")
    op.drop_table("extractions")
