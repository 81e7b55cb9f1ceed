"""A table of chats with one JSON object each, of which a chat with an empty one has no row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Column, Table, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

NOTHING = "{}"


class Content(NamedTuple):
    """A chat's JSON object as it is kept, and when it was written."""

    text: str
    updated_at: float


class ChatTable:
    """The statements for one table; `content` is its column of JSON, `on_conflict` that kind of database's INSERT."""

    def __init__(self, on_conflict: Any, content: Column[str]) -> None:
        table: Table = content.table
        self._name = content.name
        self._read = select(table.c.chat_id, content).where(table.c.chat_id.in_(bindparam("chats", expanding=True)))
        self._hold = (
            on_conflict(table)
            .on_conflict_do_update(index_elements=[table.c.chat_id], set_={"updated_at": table.c.updated_at})
            .returning(table.c.chat_id, content, table.c.updated_at)
        )
        here = table.c.chat_id == bindparam("chat")
        new: dict[Column[Any], Any] = {content: bindparam("text"), table.c.updated_at: bindparam("time")}
        self._write = update(table).where(here).values(new)
        self._erase = delete(table).where(here)

    async def read(self, connection: AsyncConnection, chats: Iterable[int]) -> dict[int, str]:
        """The JSON of each chat."""
        wanted = set(chats)
        found = await connection.execute(self._read, {"chats": list(wanted)})
        return dict.fromkeys(wanted, NOTHING) | {row[0]: str(row[1]) for row in found}

    async def hold(self, connection: AsyncConnection, chats: Iterable[int], now: float) -> dict[int, Content]:
        """What is kept of each chat, which nobody else can change until the transaction ends; `put` must follow.

        It writes, though it changes nothing: so SQLite waits here for other writers, before it reads, and PostgreSQL
        locks the rows, those that it makes too. Sorted, since two processes that lock the same ones in different orders
        would block each other.
        """
        rows = [{"chat_id": chat, self._name: NOTHING, "updated_at": now} for chat in sorted(set(chats))]
        return {row[0]: Content(str(row[1]), row[2]) for row in await connection.execute(self._hold, rows)}

    async def put(
        self, connection: AsyncConnection, before: Mapping[int, Content], after: Mapping[int, Content]
    ) -> None:
        """Write what became of the chats that are held."""
        changed = {chat: kept for chat, kept in after.items() if kept.text not in (before[chat].text, NOTHING)}
        if rows := [{"chat": chat, "text": kept.text, "time": kept.updated_at} for chat, kept in changed.items()]:
            await connection.execute(self._write, rows)
        if emptied := [{"chat": chat} for chat, kept in after.items() if kept.text == NOTHING]:
            await connection.execute(self._erase, emptied)


def read_object(text: str) -> dict[str, Any]:
    """A JSON object; {} where the text is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
