"""What is kept of group chats: what their admins chose, and for two days what the bot said there.

Whatever waits is read, or changed, in one go: a transaction for each message of busy groups would be too many. Settings
are remembered for some seconds, since every open message asks for them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.batches import Batches
from bot.storage.chats import ChatTable, Content, read_object
from bot.storage.database import Database
from bot.storage.protocols import Got
from bot.storage.tables import chat_memory, chat_settings

_REMEMBERED_FOR = 5.0  # seconds
_REMEMBERED = 10_000  # chats

Change = Callable[[dict[str, Any]], Any]
"""Changes a chat's JSON object in place."""


class SqlGroups:
    """Groups in a database; see `protocols.Groups`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._settings = _Contents(database, chat_settings.c.settings, clock)
        self._memory = _Contents(database, chat_memory.c.memory, clock)
        self._remembered = _Remembered(clock)
        self._looking: Batches[int, str] = Batches(self._look)
        self._choosing: Batches[tuple[int, Change], Any] = Batches(self._choose)
        self._saying: Batches[tuple[int, Change], Any] = Batches(self._say)

    async def settings(self, chat_id: int) -> dict[str, Any]:
        """What the group's admins chose, JSON, {} where nothing; the caller's own copy.

        It is 5 seconds old at most where another process changed it or the chat moved; a change here counts at once.
        """
        known = self._remembered.get(chat_id)
        return read_object(await self._looking.submit(chat_id) if known is None else known)

    async def change_settings(self, chat_id: int, change: Callable[[dict[str, Any]], Got]) -> Got:
        """Let `change` change the settings in place, while nobody else does; what it returned."""
        got: Got = await self._choosing.submit((chat_id, change))
        return got

    async def memory(self, chat_id: int) -> dict[str, Any]:
        """What the bot lately said in the group, JSON, {} where nothing."""
        return read_object((await self._memory.read([chat_id]))[chat_id])

    async def change_memory(self, chat_id: int, change: Callable[[dict[str, Any]], Got]) -> Got:
        """Let `change` change the memory in place, while nobody else does; what it returned."""
        got: Got = await self._saying.submit((chat_id, change))
        return got

    async def _look(self, chats: list[int]) -> Sequence[str | Exception]:
        changes = self._remembered.changes
        found = await self._settings.read(chats)
        if changes == self._remembered.changes:  # else it may be what was there before the change
            for chat_id, text in found.items():
                self._remembered.put(chat_id, text)
        return [found[chat_id] for chat_id in chats]

    async def _choose(self, changes: list[tuple[int, Change]]) -> Sequence[Any]:
        answers, kept = await self._settings.change(changes)
        self._remembered.changes += 1
        for chat_id, content in kept.items():
            self._remembered.put(chat_id, content.text)
        return answers

    async def _say(self, changes: list[tuple[int, Change]]) -> Sequence[Any]:
        answers, _ = await self._memory.change(changes)
        return answers


class _Remembered:
    """Settings (JSON) that were read or written lately."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.changes = 0
        """How often this process wrote some."""
        self._clock = clock
        self._texts: dict[int, tuple[str, float]] = {}

    def get(self, chat_id: int) -> str | None:
        text, since = self._texts.get(chat_id, (None, 0.0))
        return text if 0 <= self._clock() - since < _REMEMBERED_FOR else None  # a clock may be set back

    def put(self, chat_id: int, text: str) -> None:
        self._texts.pop(chat_id, None)  # so that the first is the oldest
        self._texts[chat_id] = (text, self._clock())
        if len(self._texts) > _REMEMBERED:
            del self._texts[next(iter(self._texts))]


class _Contents:
    """One table of chats, read and changed for many callers in one transaction."""

    def __init__(self, database: Database, content: Column[str], clock: Callable[[], float]) -> None:
        self._database = database
        self._table = ChatTable(postgresql.insert if database.is_postgresql else sqlite.insert, content)
        self._clock = clock

    async def read(self, chats: list[int]) -> dict[int, str]:
        async with self._database.transaction() as connection:
            return await self._table.read(connection, chats)

    async def change(self, changes: list[tuple[int, Change]]) -> tuple[list[Any], dict[int, Content]]:
        """Make changes in their order: for each what it returned or raised, for each chat what is kept now."""
        now = self._clock()
        async with self._database.transaction() as connection:
            before = await self._table.hold(connection, (chat_id for chat_id, _ in changes), now)
            after = dict(before)
            answers = [_make(after, chat_id, change, now) for chat_id, change in changes]
            await self._table.put(connection, before, after)
        return answers, after


def _make(contents: dict[int, Content], chat_id: int, change: Change, now: float) -> Any:
    """Make a change in `contents`; what it returned or raised."""
    there = read_object(contents[chat_id].text)
    try:
        answer = change(there)
        text = json.dumps(there)
    except Exception as error:  # noqa: BLE001 - whoever asked for it gets it; the others' changes are made
        return error
    contents[chat_id] = Content(text, now)
    return answer
