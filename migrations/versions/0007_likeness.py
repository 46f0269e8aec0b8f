"""Views that follow the log: which documents are copies of one another.

They are filled as the log is followed, and not from one record each: empty is no fault.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def whole(name: str, **options: bool) -> sa.Column:
    return sa.Column(name, sa.Integer, **{"nullable": False, **options})


def key(name: str) -> sa.Column:
    return whole(name, primary_key=True, autoincrement=False)


def upgrade() -> None:
    op.create_table("followed", key("position"))
    op.create_table("compared", key("document"), whole("version"), whole("marks"), whole("rate"))
    op.create_table("marks", key("mark"), key("document"), sqlite_with_rowid=False)
    op.create_table(
        "copies",
        key("document"),
        key("other"),
        whole("words"),
        whole("sentences"),
        whole("joined"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for view in ("copies", "marks", "compared", "followed"):
        op.drop_table(view)
