"""Which knowledge all processes use."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.database import Database
from bot.storage.owner import Taught
from bot.storage.tables import knowledge

_ROW = 1  # the id of the only row


class SqlTeachings:
    """The version of the knowledge in a database; see `protocols.Teachings`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        on_conflict = postgresql.insert if database.is_postgresql else sqlite.insert
        self._first = on_conflict(knowledge).on_conflict_do_nothing()

    async def taught(self) -> Taught:
        """What is in use; version 0 where nothing was ever changed."""
        found = select(knowledge.c.version, knowledge.c.learned).where(knowledge.c.id == _ROW)
        async with self._database.transaction() as connection:
            row = (await connection.execute(found)).first()
        return Taught(row[0], row[1]) if row else Taught(0, "")

    async def teach(self, learned: str, version: int) -> int | None:
        """Put this in the place of that version; the new version, or None where another process was quicker.

        One statement compares and writes: a second process waits for the first, and then finds another version.
        """
        now = self._clock()
        values = {"version": version + 1, "learned": learned, "changed_at": now}
        still = (knowledge.c.id == _ROW, knowledge.c.version == version)
        put = update(knowledge).where(*still).values(values) if version else self._first.values(id=_ROW, **values)
        async with self._database.transaction() as connection:
            written = (await connection.execute(put)).rowcount
        return version + 1 if written else None
