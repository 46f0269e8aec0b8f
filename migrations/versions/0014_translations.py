"""What people say that cited words are in another language: a view of its own, empty until the archive fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "translations",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("citation", sa.LargeBinary(32), sa.ForeignKey("citations.id"), nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("translator", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.UniqueConstraint("citation", "language", "translator", "words", name="translations_once"),
    )


def downgrade() -> None:
    op.drop_table("translations")
