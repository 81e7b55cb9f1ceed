"""What the owner works with: keys of questions, checklists walked, questions sent to people, faults, learned phrasings.

The version before knows nothing of them and runs on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_DIGITS = "replace(replace(replace(replace(CAST(id AS VARCHAR(10)), '0', 'a'), '1', 'b'), '8', 'c'), '9', 'd')"
_GIVE_KEYS = (
    f"UPDATE asked SET key = substr('aaaaaaaaaa', 1, 10 - length({_DIGITS})) || {_DIGITS} "  # noqa: S608 - all is ours
    "WHERE key IS NULL AND id < 10000000000"
)
"""Questions from before get keys too, so that an operator can deal with them: their ids, in the letters of keys."""


def upgrade() -> None:
    """Go one step on."""
    with op.batch_alter_table("asked") as asked:
        asked.add_column(sa.Column("key", sa.String(length=16), comment="what a button under its answer carries"))
        asked.add_column(sa.Column("settled", sa.String(length=16), comment="what an operator made of it"))
        asked.create_index(op.f("ix_asked_key"), ["key"], unique=True)
    op.execute(_GIVE_KEYS)
    op.create_table(
        "walks",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("checklist", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), comment="the last one that was shown"),
        sa.Column("started_at", sa.Float(), nullable=False),
        sa.Column("moved_at", sa.Float(), nullable=False),
        sa.Column("ended", sa.String(length=16), comment="finished or cancelled"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_walks")),
        comment="how far checklists were walked, without who walked them",
    )
    op.create_index(op.f("ix_walks_started_at"), "walks", ["started_at"], unique=False)
    op.create_table(
        "relays",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), comment="the asker's message"),
        sa.Column("screen_id", sa.BigInteger(), comment="the message that shows the asker how it stands"),
        sa.Column("text", sa.Text(), nullable=False, comment="what the asker agreed to send"),
        sa.Column("named", sa.Boolean(), nullable=False, comment="whether the asker gave their name"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.Text(), comment="the operator's"),
        sa.Column("sent_at", sa.Float(), nullable=False),
        sa.Column("answered_at", sa.Float()),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_relays")),
        comment="questions that people sent to the operators",
    )
    op.create_index(op.f("ix_relays_sent_at"), "relays", ["sent_at"], unique=False)
    op.create_index(op.f("ix_relays_user_id"), "relays", ["user_id"], unique=False)
    op.create_table(
        "faults",
        sa.Column("error_id", sa.String(length=16), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False, comment="kinds of exceptions and places in the code, no text"),
        sa.Column("happened_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("error_id", name=op.f("pk_faults")),
        comment="updates whose handler failed, by the code that the person was told",
    )
    op.create_index(op.f("ix_faults_happened_at"), "faults", ["happened_at"], unique=False)
    op.create_table(
        "knowledge",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="raised by each reload in all processes"),
        sa.Column("learned", sa.Text(), nullable=False, comment="learned.yaml as it is in use"),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge")),
        comment="which knowledge all processes use; one row",
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("knowledge")
    op.drop_index(op.f("ix_faults_happened_at"), table_name="faults")
    op.drop_table("faults")
    op.drop_index(op.f("ix_relays_user_id"), table_name="relays")
    op.drop_index(op.f("ix_relays_sent_at"), table_name="relays")
    op.drop_table("relays")
    op.drop_index(op.f("ix_walks_started_at"), table_name="walks")
    op.drop_table("walks")
    with op.batch_alter_table("asked") as asked:
        asked.drop_index(op.f("ix_asked_key"))
        asked.drop_column("settled")
        asked.drop_column("key")
