"""What the bot said in groups, and questions from inline mode; the version before knows nothing of them and runs on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "chat_memory",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("memory", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_chat_memory")),
        comment="what the bot lately said in a group",
    )
    op.create_index(op.f("ix_chat_memory_updated_at"), "chat_memory", ["updated_at"], unique=False)
    op.create_table(
        "parked",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_parked")),
        comment="questions on their way from inline mode to the private chat, without who asks",
    )
    op.create_index(op.f("ix_parked_parked_at"), "parked", ["parked_at"], unique=False)


def downgrade() -> None:
    """Go one step back."""
    op.drop_index(op.f("ix_parked_parked_at"), table_name="parked")
    op.drop_table("parked")
    op.drop_index(op.f("ix_chat_memory_updated_at"), table_name="chat_memory")
    op.drop_table("chat_memory")
