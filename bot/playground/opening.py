"""Opens the whole bot over an in-memory Telegram: for the terminal, the page and the tests alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from telegram.request import BaseRequest

from bot.app import App, build, rings_over
from bot.chat.knowledge import Knowledge
from bot.chat.office import Office
from bot.chat.versions import Current
from bot.delivery.alarms import Alarms
from bot.delivery.metrics import Metrics
from bot.delivery.units import Units
from bot.playground.telegram import DESK_TOKEN, Desk, DeskRequest
from bot.playground.world import World
from bot.settings import OWN_KNOWLEDGE
from bot.storage.alarms import SqlAlarmClock
from bot.storage.database import Database, create_tables, in_memory
from bot.storage.groups import SqlGroups
from bot.storage.ledger import SqlLedger
from bot.storage.protocols import Alarm, StorageLostError
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from bot.storage.teachings import SqlTeachings
from bot.upkeep.keeper import Keeper

_EVERY = 3.0  # seconds between looks for what is due


@asynccontextmanager
async def on_desk(
    knowledge: Knowledge,
    database: Database | None = None,
    world: World | None = None,
    *,
    operators: Collection[int] = (),
    folder: Path | None = None,
) -> AsyncIterator[tuple[Desk, DeskRequest]]:
    """The whole bot over an in-memory Telegram and an in-memory database, new ones where none are given.

    The knowledge is reloaded from `folder`, and what is learned is written there; without it the project's own files
    are read, and nothing is written.
    """
    world = world or World()
    request = DeskRequest(world)
    database = database or in_memory()
    store = SqlStore(database)
    units = Units(store, Metrics())
    await create_tables(database)
    current = Current(knowledge)
    office = office_over(current, database, operators, folder)
    async with bot_over(current, database, units, request, office) as app:
        yield Desk(app, units, world), request
    await store.close()


def office_over(
    current: Current, database: Database, operators: Collection[int] = (), folder: Path | None = None
) -> Office:
    """The office of these operators (user ids) over a database."""
    keeper = Keeper(current, SqlTeachings(database), folder or OWN_KNOWLEDGE, writes=folder is not None)
    return Office(frozenset(operators), SqlLedger(database), keeper)


def bot_over(current: Current, database: Database, units: Units, request: BaseRequest, office: Office) -> App:
    """The bot, yet to be opened, over a database whose tables are there."""
    return build(DESK_TOKEN, current, units, SqlRecords(database), SqlGroups(database), office, request=request)


@asynccontextmanager
async def ringing(current: Current, app: App, database: Database, rung: Callable[[], None]) -> AsyncIterator[None]:
    """Ring the bot's reminders, timers and welcomes meanwhile; `rung` is called after each."""
    stop = asyncio.Event()
    task = asyncio.create_task(_ring(_alarms_of(current, app, database, rung), stop))
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


def _alarms_of(current: Current, app: App, database: Database, rung: Callable[[], None]) -> Alarms:
    rings = rings_over(current, app.bot, SqlGroups(database))

    async def ring(alarm: Alarm) -> Alarm | None:
        following = await rings.ring(alarm)
        rung()
        return following

    return Alarms(SqlAlarmClock(database), ring, missed=rings.missed)
