"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "asked",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="evened out, numbers and names masked"),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("entry_id", sa.String(length=128), nullable=True),
        sa.Column("asked_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked")),
        comment="questions, without who asked them",
    )
    with op.batch_alter_table("asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_asked_at"), ["asked_at"], unique=False)

    op.create_table(
        "chat_settings",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("settings", sa.Text(), nullable=False, comment="JSON with its own version"),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_chat_settings")),
        comment="what a group's admins chose",
    )
    op.create_table(
        "results",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("checklist", sa.String(length=64), nullable=False),
        sa.Column("result", sa.Text(), nullable=False, comment="JSON with its own version"),
        sa.Column("finished_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results")),
        comment="what checklists ended in",
    )
    with op.batch_alter_table("results", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_results_user_id_checklist_finished_at"),
            ["user_id", "checklist", "finished_at"],
            unique=False,
        )

    op.create_table(
        "sessions",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="JSON with its own version"),
        sa.Column("version", sa.Integer(), nullable=False, comment="how often the row was written"),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "user_id", "topic_id", name=op.f("pk_sessions")),
        comment="where each conversation is",
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_updated_at"), ["updated_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("received_at", sa.Float(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True, comment="a polled update's JSON, until it is done"),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_updates")),
        comment="updates that are claimed, or received and waiting",
    )
    with op.batch_alter_table("updates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_updates_received_at"), ["received_at"], unique=False)
        batch_op.create_index(
            "ix_updates_unfinished",
            ["update_id"],
            unique=False,
            postgresql_where=sa.text("NOT done"),
            sqlite_where=sa.text("NOT done"),
        )

    op.create_table(
        "user_settings",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("consent", sa.Text(), server_default="{}", nullable=False, comment="JSON: what the person agreed to"),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_settings")),
        comment="what a person chose",
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entry_id", sa.String(length=128), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("rated_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["asked_id"], ["asked.id"], name=op.f("fk_feedback_asked_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        comment="what people said of answers, without who said it",
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_asked_id"), ["asked_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_rated_at"), ["rated_at"], unique=False)


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_rated_at"))
        batch_op.drop_index(batch_op.f("ix_feedback_asked_id"))

    op.drop_table("feedback")
    op.drop_table("user_settings")
    with op.batch_alter_table("updates", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_updates_unfinished", postgresql_where=sa.text("NOT done"), sqlite_where=sa.text("NOT done")
        )
        batch_op.drop_index(batch_op.f("ix_updates_received_at"))

    op.drop_table("updates")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_user_id"))
        batch_op.drop_index(batch_op.f("ix_sessions_updated_at"))

    op.drop_table("sessions")
    with op.batch_alter_table("results", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_results_user_id_checklist_finished_at"))

    op.drop_table("results")
    op.drop_table("chat_settings")
    with op.batch_alter_table("asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_asked_at"))

    op.drop_table("asked")
