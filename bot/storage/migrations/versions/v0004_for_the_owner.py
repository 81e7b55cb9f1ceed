"""What the owner works with: keys of questions, checklists walked, questions sent to people, faults, learned phrasings.

The version before knows nothing of them and runs on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.protocols import new_key

revision = "0004"
down_revision = "0003"

_BATCH = 10_000  # rows changed by one statement, which is to take a moment
_ASKED = sa.table(
    "asked",
    sa.column("id", sa.BigInteger()),
    sa.column("decision", sa.String()),
    sa.column("asked_at", sa.Float()),
    sa.column("key", sa.String()),
)
_FEEDBACK = sa.table("feedback", sa.column("id", sa.BigInteger()), sa.column("rated_at", sa.Float()))


def upgrade() -> None:
    """Go one step on."""
    with op.batch_alter_table("asked") as asked:
        asked.add_column(sa.Column("key", sa.String(length=16), comment="what a button under its answer carries"))
        asked.add_column(sa.Column("settled", sa.String(length=16), comment="what an operator made of it"))
        asked.create_index(op.f("ix_asked_key"), ["key"], unique=True)
    _give_keys()
    _leave_the_hour(_ASKED, _ASKED.c.asked_at)
    _leave_the_hour(_FEEDBACK, _FEEDBACK.c.rated_at)
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
    # Not as a batch: SQLite would get another table in the place of this one, and feedback lose its questions.
    op.drop_index(op.f("ix_asked_key"), table_name="asked")
    op.drop_column("asked", "settled")
    op.drop_column("asked", "key")


def _give_keys() -> None:
    """Give keys to the questions without an answer, so that an operator can deal with them.

    Nobody is shown the others, and no button leads to them.
    """
    connection = op.get_bind()
    waiting = (
        sa.select(_ASKED.c.id)
        .where(_ASKED.c.decision == "unknown", _ASKED.c.id > sa.bindparam("after"))
        .order_by(_ASKED.c.id)
        .limit(_BATCH)
    )
    give = sa.update(_ASKED).where(_ASKED.c.id == sa.bindparam("of")).values(key=sa.bindparam("new"))
    after = 0
    while ids := connection.execute(waiting, {"after": after}).scalars().all():
        connection.execute(give, [{"of": one, "new": new_key()} for one in ids])
        after = ids[-1]


def _leave_the_hour(table: sa.TableClause, time: sa.ColumnClause[float]) -> None:
    """Leave of times the beginning of their hour, as they are written from now on."""
    connection = op.get_bind()
    least, most = connection.execute(sa.select(sa.func.min(table.c.id), sa.func.max(table.c.id))).one()
    near = sa.cast(time / 3600.0, sa.BigInteger)  # SQLite cuts off, PostgreSQL rounds
    hour = 3600.0 * (near - sa.case((near > time / 3600.0, 1), else_=0))
    first, last = (sa.bindparam(name, type_=sa.BigInteger()) for name in ("first", "last"))
    change = sa.update(table).where(table.c.id.between(first, last)).values({time.name: hour})
    for number in range(least or 0, (most or 0) + 1, _BATCH):
        connection.execute(change, {"first": number, "last": number + _BATCH - 1})
