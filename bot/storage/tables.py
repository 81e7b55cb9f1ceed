"""The tables. Times are seconds since 1970 (UTC).

No table but sessions, results, alarms and user_settings knows a person, each by a column `user_id`: by that column what
is kept of somebody is counted and erased. An alarm of a group itself has the group's id there.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only where the type is called INTEGER

updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("received_at", Float, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("body", Text, comment="a polled update's JSON, until it is done"),
    Index(None, "received_at"),
    Index("ix_updates_unfinished", "update_id", postgresql_where=text("NOT done"), sqlite_where=text("NOT done")),
    comment="updates that are claimed, or received and waiting",
)

sessions = Table(
    "sessions",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", BigInteger, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False, comment="JSON with its own version"),
    Column("version", Integer, nullable=False, comment="how often the row was written"),
    Column("updated_at", Float, nullable=False),
    Index(None, "user_id"),
    Index(None, "updated_at"),
    comment="where each conversation is",
)

results = Table(
    "results",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("checklist", String(64), nullable=False),
    Column("result", Text, nullable=False, comment="JSON with its own version"),
    Column("finished_at", Float, nullable=False),
    Index(None, "user_id", "checklist", "finished_at"),
    Index(None, "finished_at"),
    comment="what checklists ended in",
)

alarms = Table(
    "alarms",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("payload", Text, nullable=False, comment="JSON of whoever set it"),
    Column("leased_until", Float, nullable=False, server_default="0", comment="until then one process rings it"),
    Index(None, "due_at"),
    comment="what is to ring for whom",
)

pictures = Table(
    "pictures",
    metadata,
    Column("key", String(64), primary_key=True, comment="what is in the picture, nobody's name"),
    Column("file_id", Text, nullable=False, comment="Telegram's"),
    Column("made_at", Float, nullable=False),
    Index(None, "made_at"),
    comment="pictures that Telegram keeps",
)

asked = Table(
    "asked",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("text", Text, nullable=False, comment="evened out, numbers and names masked"),
    Column("decision", String(16), nullable=False),
    Column("entry_id", String(128)),
    Column("asked_at", Float, nullable=False),
    Index(None, "asked_at"),
    comment="questions, without who asked them",
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("asked_id", _Id, ForeignKey("asked.id", ondelete="SET NULL")),
    Column("entry_id", String(128), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(16)),
    Column("rated_at", Float, nullable=False),
    Index(None, "rated_at"),
    Index(None, "asked_id"),
    comment="what people said of answers, without who said it",
)

user_settings = Table(
    "user_settings",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(8)),
    Column("consent", Text, nullable=False, server_default="{}", comment="JSON: what the person agreed to"),
    Column("updated_at", Float, nullable=False),
    comment="what a person chose",
)

chat_settings = Table(
    "chat_settings",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("settings", Text, nullable=False, comment="JSON with its own version"),
    Column("updated_at", Float, nullable=False),
    comment="what a group's admins chose",
)

chat_memory = Table(
    "chat_memory",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("memory", Text, nullable=False, comment="JSON"),
    Column("updated_at", Float, nullable=False),
    Index(None, "updated_at"),
    comment="what the bot lately said in a group",
)

parked = Table(
    "parked",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("text", Text, nullable=False),
    Column("parked_at", Float, nullable=False),
    Index(None, "parked_at"),
    comment="questions on their way from inline mode to the private chat, without who asks",
)

personal = [table for table in metadata.sorted_tables if "user_id" in table.c]
"""The tables that know people."""
