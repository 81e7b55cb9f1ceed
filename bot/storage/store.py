"""Keeps units of work: sessions are loaded and units committed in batches, one transaction for all that wait."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.batches import Batches
from bot.storage.database import Database, reason
from bot.storage.locks import AdvisoryLocks, Locks, NoLocks
from bot.storage.protocols import Conversation, ConversationChangedError, RowRefusedError, StorageLostError, Unit
from bot.storage.tables import sessions, updates
from bot.storage.writing import Writer

_BUSY_WITHIN = 30.0  # seconds that another replica may be busy with a conversation
_COMMIT_PAUSES = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 4.0)  # seconds between tries to commit
_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.1  # seconds between two looks at a lock

_TOLD = (ConversationChangedError, RowRefusedError)
_Key = tuple[int, int, int]


class SqlStore:
    """The store over a database; see `protocols.Store`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._locks: Locks = AdvisoryLocks(database) if database.is_postgresql else NoLocks()
        self._released: list[Conversation] = []
        self._beginning: Batches[Unit | None, bool | None] = Batches(self._begin_all)
        self._committing: Batches[Unit, None] = Batches(self._commit_all)
        on_conflict = postgresql.insert if database.is_postgresql else sqlite.insert
        self._receive = on_conflict(updates).on_conflict_do_nothing()
        self._writer = Writer(on_conflict)

    async def begin(self, unit: Unit) -> bool:
        """Lock the unit's conversation and load its session; False where the update was done before."""
        pause, until = _FIRST_PAUSE, self._clock() + _BUSY_WITHIN
        while (begun := await self._beginning.submit(unit)) is None:
            if self._clock() > until:
                raise StorageLostError("another replica does not let go of the conversation")
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        if not begun:
            await self.abandon(unit)
        return begun

    async def commit(self, unit: Unit) -> None:
        """Write the unit in one transaction, once, and unlock its conversation.

        A database that is away is tried again for some seconds: the reply is sent, and starting over would send it
        twice. A commit that went through unnoticed does no harm, its claim is found.
        """
        try:
            for pause in _COMMIT_PAUSES:
                try:
                    return await self._committing.submit(unit)
                except ConversationChangedError:
                    raise
                except StorageLostError:
                    await asyncio.sleep(pause)
            return await self._committing.submit(unit)
        finally:
            await self.abandon(unit)

    async def abandon(self, unit: Unit) -> None:
        """Unlock a conversation whose unit is not done."""
        if self._database.is_postgresql:
            self._released.append(unit.conversation)
            self._beginning.put(None)  # so that it is let go of soon; nobody waits for that

    async def receive(self, received: Sequence[tuple[int, str]]) -> None:
        """Keep updates (id, JSON) until their units are committed; those that are known stay as they are."""
        now = self._clock()
        rows = [{"update_id": known, "received_at": now, "done": False, "body": body} for known, body in received]
        async with self._database.transaction() as connection:
            await connection.execute(self._receive, rows)

    async def unfinished(self) -> list[str]:
        """The updates (JSON) that were received and not done, oldest first."""
        waiting = ~updates.c.done & updates.c.body.is_not(None)
        async with self._database.transaction() as connection:
            found = await connection.execute(select(updates.c.body).where(waiting).order_by(updates.c.update_id))
            return [str(body) for body in found.scalars()]

    async def ready(self) -> None:
        """Return if the database answers."""
        await self._database.ping()

    async def close(self) -> None:
        """Finish what is being written and close the database."""
        await self._committing.rest()
        await self._beginning.rest()
        await self._locks.close()
        await self._database.close()

    async def _begin_all(self, items: list[Unit | None]) -> list[bool | None]:
        """For each unit: True where it may go on, False where its update is done, None where it must wait."""
        units = [item for item in items if item is not None]
        released, self._released = self._released, []
        free = await self._locks.swap(released, [unit.conversation for unit in units])
        begun = [unit for unit in units if unit.conversation in free]
        done = await self._load(begun) if begun else set()
        return [None if unit is None or unit.conversation not in free else unit.update_id not in done for unit in items]

    async def _load(self, units: list[Unit]) -> set[int]:
        """Load the sessions of units; the updates among theirs that are done."""
        async with self._database.transaction() as connection:
            found = await connection.execute(_DONE, {"ids": [unit.update_id for unit in units]})
            done = set(found.scalars())
            rows = await connection.execute(_SESSIONS, {"keys": [tuple(unit.conversation) for unit in units]})
            kept: dict[_Key, tuple[str, int]] = {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}
        for unit in units:
            state, version = kept.get(unit.conversation, ("{}", 0))
            unit.load(json.loads(state), version)
        return done

    async def _commit_all(self, units: list[Unit]) -> list[Exception | None]:
        try:
            async with self._database.transaction() as connection:
                await self._writer.write(connection, units, self._clock())
        except (SQLAlchemyError, UnicodeError, *_TOLD) as error:  # one's; the others go on
            if len(units) == 1:
                return [error if isinstance(error, _TOLD) else RowRefusedError(reason(error))]
            return [(await self._commit_all([unit]))[0] for unit in units]
        return [None] * len(units)


_DONE = select(updates.c.update_id).where(updates.c.update_id.in_(bindparam("ids", expanding=True)), updates.c.done)
_SESSION_KEY = tuple_(sessions.c.chat_id, sessions.c.user_id, sessions.c.topic_id)
_SESSIONS = select(
    sessions.c.chat_id, sessions.c.user_id, sessions.c.topic_id, sessions.c.state, sessions.c.version
).where(_SESSION_KEY.in_(bindparam("keys", expanding=True)))
