"""Alarms and pictures, and results by their age; the version before knows nothing of them and runs on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "alarms",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.Float(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False, comment="JSON of whoever set it"),
        sa.Column(
            "leased_until",
            sa.Float(),
            server_default="0",
            nullable=False,
            comment="until then one process rings it",
        ),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_alarms")),
        comment="what is to ring for whom",
    )
    op.create_index(op.f("ix_alarms_due_at"), "alarms", ["due_at"], unique=False)
    op.create_table(
        "pictures",
        sa.Column("key", sa.String(length=64), nullable=False, comment="what is in the picture, nobody's name"),
        sa.Column("file_id", sa.Text(), nullable=False, comment="Telegram's"),
        sa.Column("made_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pictures")),
        comment="pictures that Telegram keeps",
    )
    op.create_index(op.f("ix_pictures_made_at"), "pictures", ["made_at"], unique=False)
    op.create_index(op.f("ix_results_finished_at"), "results", ["finished_at"], unique=False)


def downgrade() -> None:
    """Go one step back."""
    op.drop_index(op.f("ix_results_finished_at"), table_name="results")
    op.drop_index(op.f("ix_pictures_made_at"), table_name="pictures")
    op.drop_table("pictures")
    op.drop_index(op.f("ix_alarms_due_at"), table_name="alarms")
    op.drop_table("alarms")
