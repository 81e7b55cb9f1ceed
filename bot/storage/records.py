"""What units kept, read from the database."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.protocols import Alarm, Conversation, Finished
from bot.storage.tables import alarms, asked, of_person, parked, pictures, results, sessions

ALARM = (alarms.c.user_id, alarms.c.kind, alarms.c.chat_id, alarms.c.due_at, alarms.c.payload)
"""The columns that make up an Alarm, in its order."""
_GIVEN = ("answer", "chosen")  # the decisions that gave somebody an entry; an inline result that was sent is chosen
_FINISHED = (results.c.user_id, results.c.checklist, results.c.result, results.c.finished_at)


class SqlRecords:
    """The records in a database; see `protocols.Records`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def results(self, user_id: int, checklist: str | None = None, limit: int = 50) -> list[Finished]:
        """What the person's checklists ended in, of one or of all, newest first."""
        found = select(*_FINISHED).where(results.c.user_id == user_id)
        if checklist is not None:
            found = found.where(results.c.checklist == checklist)
        found = found.order_by(results.c.finished_at.desc(), results.c.id.desc()).limit(limit)
        async with self._database.transaction() as connection:
            return [Finished(*row) for row in await connection.execute(found)]

    async def alarms(self, user_id: int) -> list[Alarm]:
        """The person's alarms, the next one first."""
        found = select(*ALARM).where(alarms.c.user_id == user_id).order_by(alarms.c.due_at)
        async with self._database.transaction() as connection:
            return [Alarm(*row) for row in await connection.execute(found)]

    async def picture(self, key: str) -> str | None:
        """The id under which Telegram keeps a picture, if it is known."""
        found = select(pictures.c.file_id).where(pictures.c.key == key)
        async with self._database.transaction() as connection:
            file_id: str | None = (await connection.execute(found)).scalar()
            return file_id

    async def held(self, user_id: int) -> dict[str, int]:
        """How many rows each table that may hold any of a person holds of this one."""
        async with self._database.transaction() as connection:
            return {
                table.name: (
                    await connection.execute(select(func.count()).select_from(table).where(column == user_id))
                ).scalar_one()
                for table, column in of_person.items()
            }

    async def session(self, conversation: Conversation) -> str | None:
        """The state of a conversation as it is kept (JSON), None where nothing is; read without its lock."""
        chat_id, user_id, topic_id = conversation
        where = (sessions.c.chat_id == chat_id, sessions.c.user_id == user_id, sessions.c.topic_id == topic_id)
        async with self._database.transaction() as connection:
            state: str | None = (await connection.execute(select(sessions.c.state).where(*where))).scalar()
            return state

    async def parked(self, key: str) -> str | None:
        """The text that waits under a deep link's key, if it still does."""
        found = select(parked.c.text).where(parked.c.key == key)
        async with self._database.transaction() as connection:
            text: str | None = (await connection.execute(found)).scalar()
            return text

    async def most_asked(self, since: float, limit: int) -> list[tuple[str, int]]:
        """The entries given since then, by an answer or a chosen inline result, and how often; the most first."""
        found = (
            select(asked.c.entry_id, func.count())
            .where(asked.c.asked_at >= since, asked.c.decision.in_(_GIVEN), asked.c.entry_id.is_not(None))
            .group_by(asked.c.entry_id)
        )
        async with self._database.transaction() as connection:
            given = [(str(row[0]), int(row[1])) for row in await connection.execute(found)]
        # Ordered here, since databases order text each in its own way; there are no more rows than entries.
        return sorted(given, key=lambda one: (-one[1], one[0]))[:limit]
