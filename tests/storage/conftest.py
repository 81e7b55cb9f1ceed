"""A store over each kind of database, and what a test may look at in it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.storage.database import Database
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def timed_store(database: Database, clock: Clock) -> AsyncIterator[SqlStore]:
    """A store on `clock`, over `database`."""
    store = SqlStore(database, clock)
    yield store
    await store.close()


@pytest.fixture
def records(database: Database) -> SqlRecords:
    return SqlRecords(database)
