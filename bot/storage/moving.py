"""Moves what is kept of a chat to the id under which it goes on, in a transaction that is given.

Telegram tells of it twice, in the old chat and in the new one, and by then others may write in both. Sessions,
alarms and relays are updated in place: whoever erases a person or writes a session meanwhile meets the row where it
went.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import bindparam, delete, exists, null, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.chats import NOTHING, ChatTable, Content
from bot.storage.protocols import ConversationChangedError, Moved, RowRefusedError
from bot.storage.tables import alarms, chat_memory, chat_settings, relays, sessions


class Mover:
    """The statements of one kind of database; `on_conflict` is that kind's INSERT."""

    def __init__(self, on_conflict: Any) -> None:
        self._tables = [ChatTable(on_conflict, column) for column in (chat_settings.c.settings, chat_memory.c.memory)]

    async def move(self, connection: AsyncConnection, moved: Moved, now: float) -> None:
        """Move a chat; what the new one has of its own stays.

        Raises ConversationChangedError where another process made a row of the new chat this moment, RowRefusedError
        where a session cannot be refitted.
        """
        try:
            await _move_sessions(connection, moved)
            await _move_alarms(connection, moved)
        except IntegrityError as error:
            raise ConversationChangedError("the new chat got rows of its own meanwhile") from error
        await connection.execute(_MOVE_RELAYS, {"old": moved.old, "new": moved.new})
        for table in self._tables:
            await _move_content(connection, table, moved, now)


_THERE = sessions.alias("there")
_DROP_SESSIONS = delete(sessions).where(
    sessions.c.chat_id == bindparam("old"),
    exists().where(
        _THERE.c.chat_id == bindparam("new"),
        _THERE.c.user_id == sessions.c.user_id,
        _THERE.c.topic_id == sessions.c.topic_id,
    ),
)
_FIND_SESSIONS = (
    select(sessions.c.user_id, sessions.c.topic_id, sessions.c.state)
    .where(sessions.c.chat_id == bindparam("old"))
    .order_by(sessions.c.user_id, sessions.c.topic_id)
    .with_for_update()
)
_MOVE_SESSION = (
    update(sessions)
    .where(
        sessions.c.chat_id == bindparam("old"),
        sessions.c.user_id == bindparam("of"),
        sessions.c.topic_id == bindparam("topic"),
    )
    # The version rises, so that a unit which began in the new chat before fails too.
    .values(chat_id=bindparam("new"), state=bindparam("refitted"), version=sessions.c.version + 1)
)

_OTHERS = alarms.alias("others")
_MOVE_ALARMS = (
    update(alarms).where(alarms.c.chat_id == bindparam("old")).values(chat_id=bindparam("new")),
    delete(alarms).where(
        alarms.c.user_id == bindparam("old"),
        exists().where(_OTHERS.c.user_id == bindparam("new"), _OTHERS.c.kind == alarms.c.kind),
    ),
    update(alarms).where(alarms.c.user_id == bindparam("old")).values(user_id=bindparam("new")),
)
"""Where an alarm rings, then whose it is: an alarm of the group itself has the chat's id as its person's."""

_MOVE_RELAYS = (
    update(relays)
    .where(relays.c.chat_id == bindparam("old"))
    .values(chat_id=bindparam("new"), question_id=null(), screen_id=null())
)
"""Messages have other ids in the new chat, so that an answer is quoted to none."""


async def _move_sessions(connection: AsyncConnection, moved: Moved) -> None:
    ids = {"old": moved.old, "new": moved.new}
    await connection.execute(_DROP_SESSIONS, ids)
    found = (await connection.execute(_FIND_SESSIONS, {"old": moved.old})).all()
    if rows := [{**ids, "of": row[0], "topic": row[1], "refitted": _refitted(moved, row[2])} for row in found]:
        await connection.execute(_MOVE_SESSION, rows)


def _refitted(moved: Moved, state: str) -> str:
    try:
        return json.dumps(moved.refit(json.loads(state)))
    except Exception as error:
        raise RowRefusedError("a session cannot be refitted to its new chat") from error


async def _move_alarms(connection: AsyncConnection, moved: Moved) -> None:
    for statement in _MOVE_ALARMS:
        await connection.execute(statement, {"old": moved.old, "new": moved.new})


async def _move_content(connection: AsyncConnection, table: ChatTable, moved: Moved, now: float) -> None:
    """Move a chat's JSON object, unless the new chat has one that is not empty."""
    before = await table.hold(connection, (moved.old, moved.new), now)
    old, new = before[moved.old], before[moved.new]
    after = {moved.old: Content(NOTHING, now), moved.new: old if new.text == NOTHING else new}
    await table.put(connection, before, after)
