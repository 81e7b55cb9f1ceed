"""Erases what has been kept for long enough."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog
from sqlalchemy import Column, Table, delete

from bot.storage.database import Database
from bot.storage.protocols import StorageLostError
from bot.storage.tables import (
    alarms,
    asked,
    chat_memory,
    chat_settings,
    faults,
    feedback,
    knowledge,
    parked,
    pictures,
    relays,
    results,
    sessions,
    updates,
    user_settings,
    walks,
)

log = structlog.stdlib.get_logger(__name__)

_DAY = 86_400.0  # seconds
_EVERY = 3_600.0  # seconds
KEPT: tuple[tuple[Column[float], float], ...] = (
    (updates.c.received_at, 1 * _DAY),  # Telegram redelivers for a day at most
    (asked.c.asked_at, 90 * _DAY),
    (feedback.c.rated_at, 90 * _DAY),
    (sessions.c.updated_at, 180 * _DAY),
    (results.c.finished_at, 730 * _DAY),
    (pictures.c.made_at, 30 * _DAY),
    (chat_memory.c.updated_at, 2 * _DAY),
    (parked.c.parked_at, 1 * _DAY),
    (walks.c.started_at, 90 * _DAY),  # not when it last moved: whoever goes on for years is not kept for years
    (relays.c.sent_at, 30 * _DAY),
    (faults.c.happened_at, 30 * _DAY),
)
"""For each table that forgets: when a row was written, and how many seconds it is kept."""

NEVER_OLD: dict[Table, str] = {
    alarms: "whoever rings them settles each, however late; a person's reminder is to outlast an outage of any length",
    user_settings: "they hold until the person chooses otherwise or erases them",
    chat_settings: "they hold until the group's admins choose otherwise",
    knowledge: "it is one row, and what was taught is to be known for good",
}
"""The tables that keep their rows, each with the reason."""


def kept_days() -> dict[str, int]:
    """For each table that forgets: how many days it keeps a row."""
    return {written_at.table.name: round(seconds / _DAY) for written_at, seconds in KEPT}


async def erase_old(database: Database, now: float) -> int:
    """Erase every row whose time is over; how many there were."""
    erased = 0
    async with database.transaction() as connection:
        for written_at, seconds in KEPT:
            erased += (await connection.execute(delete(written_at.table).where(written_at < now - seconds))).rowcount
    return erased


async def keep_house(database: Database, clock: Callable[[], float] = time.time) -> None:
    """Erase old rows now and every hour, for ever; a database that is away is tried again an hour later."""
    while True:
        try:
            if erased := await erase_old(database, clock()):
                log.info("old rows were erased", rows=erased)
        except StorageLostError as error:
            log.warning("old rows could not be erased", reason=str(error))
        await asyncio.sleep(_EVERY)
