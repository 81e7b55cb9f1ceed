"""One replica at a time in a conversation: PostgreSQL's advisory locks, held by one connection for a whole process.

They are the session's, not a transaction's: no connection is tied up while a reply is on its way, and a process that
dies lets go of all of them at once. A lock only keeps order; what keeps a lost one from doing harm is the version of
the session row.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Protocol

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, told_as_lost
from bot.storage.protocols import Conversation, StorageLostError

_KEYS = bindparam("keys", type_=ARRAY(BigInteger))
_LOCK = text("SELECT wanted.key FROM unnest(:keys) AS wanted(key) WHERE pg_try_advisory_lock(wanted.key)").bindparams(
    _KEYS
)
_UNLOCK = text("SELECT count(pg_advisory_unlock(held.key)) FROM unnest(:keys) AS held(key)").bindparams(_KEYS)


class Locks(Protocol):
    """Locks on conversations across processes."""

    async def swap(self, released: Sequence[Conversation], wanted: Sequence[Conversation]) -> set[Conversation]:
        """Let go of some, then take those of the wanted that nobody holds."""

    async def close(self) -> None:
        """Let go of all."""


class NoLocks:
    """For SQLite, which one process uses: the order within the process is enough."""

    async def swap(self, released: Sequence[Conversation], wanted: Sequence[Conversation]) -> set[Conversation]:
        """Take all."""
        return set(wanted)

    async def close(self) -> None:
        """Nothing is held."""


class AdvisoryLocks:
    """PostgreSQL's session-level advisory locks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None
        self._held: set[int] = set()

    async def swap(self, released: Sequence[Conversation], wanted: Sequence[Conversation]) -> set[Conversation]:
        """Let go of some, then take those of the wanted that nobody holds; raises StorageLostError."""
        try:
            with told_as_lost():
                return await self._swap(released, wanted)
        except StorageLostError:
            await self.close()
            raise

    async def _swap(self, released: Sequence[Conversation], wanted: Sequence[Conversation]) -> set[Conversation]:
        connection = self._connection = self._connection or await self._database.hold()
        if keys := [key for key in map(lock_key, released) if key in self._held]:
            self._held.difference_update(keys)
            await connection.execute(_UNLOCK, {"keys": keys})
        if not wanted:
            return set()
        found = await connection.execute(_LOCK, {"keys": [lock_key(one) for one in wanted]})
        taken = set(found.scalars())
        self._held |= taken
        return {one for one in wanted if lock_key(one) in taken}

    async def close(self) -> None:
        """Let go of all: they end with their connection."""
        connection, self._connection = self._connection, None
        self._held.clear()
        if connection is not None:
            await self._database.drop(connection)


def lock_key(conversation: Conversation) -> int:
    """A number of 64 bits for a conversation, the same in every process."""
    return int.from_bytes(blake2b(repr(tuple(conversation)).encode(), digest_size=8).digest(), signed=True)
