"""Opens the whole bot over an in-memory Telegram: for the terminal, the page and the tests alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.app import App, build
from bot.chat.knowledge import Knowledge
from bot.chat.membership import Welcoming
from bot.chat.reminding import Ringing
from bot.chat.rings import Rings
from bot.delivery.alarms import Alarms
from bot.delivery.metrics import Metrics
from bot.delivery.units import Units
from bot.playground.telegram import DESK_TOKEN, Desk, DeskRequest
from bot.playground.world import World
from bot.storage.alarms import SqlAlarmClock
from bot.storage.database import Database, create_tables, in_memory
from bot.storage.groups import SqlGroups
from bot.storage.protocols import Alarm, StorageLostError
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore

_EVERY = 3.0  # seconds between looks for what is due


@asynccontextmanager
async def on_desk(
    knowledge: Knowledge, database: Database | None = None, world: World | None = None
) -> AsyncIterator[tuple[Desk, DeskRequest]]:
    """The whole bot over an in-memory Telegram and an in-memory database, new ones where none are given."""
    world = world or World()
    request = DeskRequest(world)
    database = database or in_memory()
    store = SqlStore(database)
    units = Units(store, Metrics())
    await create_tables(database)
    async with bot_over(knowledge, database, units, request) as app:
        yield Desk(app, units, world), request
    await store.close()


def bot_over(knowledge: Knowledge, database: Database, units: Units, request: DeskRequest) -> App:
    """The bot, yet to be opened, over a database whose tables are there."""
    return build(DESK_TOKEN, knowledge, units, SqlRecords(database), SqlGroups(database), request=request)


@asynccontextmanager
async def ringing(knowledge: Knowledge, app: App, database: Database, rung: Callable[[], None]) -> AsyncIterator[None]:
    """Ring the bot's reminders, timers and welcomes meanwhile; `rung` is called after each."""
    stop = asyncio.Event()
    task = asyncio.create_task(_ring(_alarms_of(knowledge, app, database, rung), stop))
    try:
        yield
    finally:
        # Never cancelled: a connection that is cut off in a query is dropped, and with it a database in memory.
        stop.set()
        await task


async def _ring(alarms: Alarms, stop: asyncio.Event) -> None:
    while not stop.is_set():
        with suppress(StorageLostError):  # it is looked at again soon
            await alarms.ring_due()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _EVERY)


def _alarms_of(knowledge: Knowledge, app: App, database: Database, rung: Callable[[], None]) -> Alarms:
    bot, library = app.bot, knowledge.library
    rings = Rings(Ringing(library, bot), Welcoming(library, bot, SqlGroups(database)))

    async def ring(alarm: Alarm) -> Alarm | None:
        following = await rings.ring(alarm)
        rung()
        return following

    return Alarms(SqlAlarmClock(database), ring, missed=rings.missed)
