"""Which version is a part of which: the attachments of a mail. The view is made empty; the archive then fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "parts",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("whole", sa.LargeBinary(32), nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("parts")
