"""Which alarms are due, for one process of many.

Whoever takes a due alarm leases it: until the lease is over nobody else gets it, and if its process dies meanwhile it
is due again after that.
"""

from __future__ import annotations

from sqlalchemy import delete, select, tuple_, update

from bot.storage.database import Database
from bot.storage.protocols import Alarm
from bot.storage.records import ALARM
from bot.storage.tables import alarms

MOST_AT_ONCE = 50
_KEY = tuple_(alarms.c.user_id, alarms.c.kind)


class SqlAlarmClock:
    """The alarms in a database; see `protocols.AlarmClock`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: float, lease: float) -> list[Alarm]:
        """The alarms that are due, oldest first, 50 at most; nobody else gets them for `lease` seconds."""
        found = (
            select(alarms.c.user_id, alarms.c.kind)
            .where(alarms.c.due_at <= now, alarms.c.leased_until <= now)
            .order_by(alarms.c.due_at)
            .limit(MOST_AT_ONCE)
            .with_for_update(skip_locked=True)  # left out for SQLite, where there is one writer at a time
            .cte("found")  # else PostgreSQL may run it for each row, which would pass the limit
        )
        taken = (
            update(alarms)
            .where(_KEY.in_(select(found.c.user_id, found.c.kind)))
            .values(leased_until=now + lease)
            .returning(*ALARM)
        )
        async with self._database.transaction() as connection:
            rows = [Alarm(*row) for row in await connection.execute(taken)]
        return sorted(rows, key=lambda alarm: alarm.due_at)

    async def settle(self, alarm: Alarm, next_due: float | None, payload: str | None = None) -> None:
        """Move an alarm that rang to `next_due`, or end it; one that the person changed meanwhile stays as it is."""
        still = (
            alarms.c.user_id == alarm.user_id,
            alarms.c.kind == alarm.kind,
            alarms.c.due_at == alarm.due_at,
            alarms.c.payload == alarm.payload,
        )
        kept = alarm.payload if payload is None else payload
        on = update(alarms).where(*still).values(due_at=next_due, payload=kept, leased_until=0.0)
        async with self._database.transaction() as connection:
            await connection.execute(delete(alarms).where(*still) if next_due is None else on)
