"""The tables. Times are seconds since 1970 (UTC).

A table that knows a person does so by a column `user_id`: by that column what is kept of somebody is counted and
erased. An alarm of a group itself has the group's id there. A table of chats has a column `chat_id`.

`asked`, `feedback` and `walks` know nobody, and have the beginning of the hour as their times: see `writing_owner`.
Within an hour the later row has the higher id.
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
    Column("key", String(16), comment="what a button under its answer carries"),
    Column("settled", String(16), comment="what an operator made of it"),
    Index(None, "asked_at"),
    Index(None, "key", unique=True),
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

walks = Table(
    "walks",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("checklist", String(64), nullable=False),
    Column("step", String(64), comment="the last one that was shown"),
    Column("started_at", Float, nullable=False),
    Column("moved_at", Float, nullable=False),
    Column("ended", String(16), comment="finished or cancelled"),
    Index(None, "started_at"),
    comment="how far checklists were walked, without who walked them",
)

relays = Table(
    "relays",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger, nullable=False),
    Column("question_id", BigInteger, comment="the asker's message"),
    Column("screen_id", BigInteger, comment="the message that shows the asker how it stands"),
    Column("text", Text, nullable=False, comment="what the asker agreed to send"),
    Column("named", Boolean, nullable=False, comment="whether the asker gave their name"),
    Column("status", String(16), nullable=False),
    Column("answer", Text, comment="the operator's"),
    Column("sent_at", Float, nullable=False),
    Column("answered_at", Float),
    Index(None, "sent_at"),
    Index(None, "user_id"),
    comment="questions that people sent to the operators",
)

faults = Table(
    "faults",
    metadata,
    Column("error_id", String(16), primary_key=True),
    Column("update_id", BigInteger, nullable=False),
    Column("what", Text, nullable=False, comment="kinds of exceptions and places in the code, no text"),
    Column("happened_at", Float, nullable=False),
    Index(None, "happened_at"),
    comment="updates whose handler failed, by the code that the person was told",
)

knowledge = Table(
    "knowledge",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False, comment="raised by each reload in all processes"),
    Column("learned", Text, nullable=False, comment="learned.yaml as it is in use"),
    Column("changed_at", Float, nullable=False),
    comment="which knowledge all processes use; one row",
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

of_person: dict[Table, Column[int]] = {
    table: table.c["user_id" if "user_id" in table.c else "chat_id"]
    for table in metadata.sorted_tables
    if {"user_id", "chat_id"} & {*table.c.keys()}
}
"""For each table that may hold rows of a person: the column that has the person's id there.

A table of chats is meant for groups, but a private chat has the id of its person.
"""
