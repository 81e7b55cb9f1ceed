"""Opens the whole bot over an in-memory Telegram: for the terminal, the page and the tests alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import build
from bot.chat.knowledge import Knowledge
from bot.delivery.metrics import Metrics
from bot.delivery.units import Units
from bot.playground.telegram import DESK_TOKEN, Desk, DeskRequest
from bot.playground.world import World
from bot.storage.database import Database, create_tables, in_memory
from bot.storage.groups import SqlGroups
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore


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
    async with build(DESK_TOKEN, knowledge, units, SqlRecords(database), SqlGroups(database), request=request) as app:
        yield Desk(app, units, world), request
    await store.close()
