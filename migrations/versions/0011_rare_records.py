"""Few among very many: the records that say who signs, and what was erased. Each index holds nothing else."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute("CREATE INDEX records_signers ON records (position) WHERE kind IN ('key/1', 'continuation/1')")
    op.execute("CREATE INDEX records_erased ON records (position) WHERE data IS NULL")
    op.execute("CREATE INDEX blobs_erased ON blobs (number) WHERE data IS NULL")


def downgrade() -> None:
    for name in ("records_signers", "records_erased", "blobs_erased"):
        op.execute(f"DROP INDEX {name}")
