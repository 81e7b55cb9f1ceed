"""A conversation that a test sees from behind too, in memory or over both kinds of database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.knowledge import Knowledge
from bot.storage.database import open_database
from bot.storage.migrate import migrate
from tests.chat.relays import Service, service
from tests.chat.scenes import Scene, scene


@pytest.fixture
async def sari(knowledge: Knowledge) -> AsyncIterator[Scene]:
    """A private conversation."""
    async with scene(knowledge) as talk:
        yield talk


@pytest.fixture
async def anywhere(knowledge: Knowledge, database_url: str) -> AsyncIterator[Scene]:
    """A private conversation over SQLite and over PostgreSQL."""
    database = open_database(database_url)
    await migrate(database)
    async with scene(knowledge, database) as talk:
        yield talk


@pytest.fixture
async def teaching(knowledge: Knowledge, knowledge_dir: Path) -> AsyncIterator[Service]:
    """One whose knowledge may be changed."""
    async with service(knowledge, folder=knowledge_dir) as one:
        yield one


@pytest.fixture
async def with_rina(knowledge: Knowledge) -> AsyncIterator[Service]:
    async with service(knowledge) as one:
        yield one


@pytest.fixture
async def with_two(knowledge: Knowledge) -> AsyncIterator[Service]:
    async with service(knowledge, operators=2) as one:
        yield one
