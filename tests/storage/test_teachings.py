"""Which knowledge is in use is changed by one process at a time: whoever began with another version changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.storage.database import Database, open_database
from bot.storage.owner import Taught
from bot.storage.protocols import StorageLostError
from bot.storage.tables import knowledge
from bot.storage.teachings import SqlTeachings
from tests.clock import Clock
from tests.storage.units import rows


@pytest.fixture
def teachings(database: Database, clock: Clock) -> SqlTeachings:
    return SqlTeachings(database, clock)


@pytest.fixture
async def another(database: Database, database_url: str, clock: Clock) -> AsyncIterator[SqlTeachings]:
    """The same as another process has it."""
    opened = open_database(database_url)
    yield SqlTeachings(opened, clock)
    await opened.close()


async def test_nothing_is_taught_at_first(teachings: SqlTeachings) -> None:
    assert await teachings.taught() == Taught(0, "")


async def test_each_change_makes_the_next_version(teachings: SqlTeachings, database: Database, clock: Clock) -> None:
    assert await teachings.teach("satu", 0) == 1
    assert await teachings.taught() == Taught(1, "satu")
    clock.pass_by(60)
    assert await teachings.teach("", 1) == 2
    assert await teachings.taught() == Taught(2, "")
    assert [(row["id"], row["changed_at"]) for row in await rows(database, knowledge)] == [(1, clock.now)]


async def test_every_process_sees_it(teachings: SqlTeachings, another: SqlTeachings) -> None:
    await teachings.teach("satu: é 🎨\n", 0)
    assert await another.taught() == Taught(1, "satu: é 🎨\n")
    assert await another.teach("dua", 1) == 2
    assert await teachings.taught() == Taught(2, "dua")


@pytest.mark.parametrize("version", [0, 1, 3], ids=["the first", "the one before", "one to come"])
async def test_another_version_than_the_one_in_use_is_not_replaced(teachings: SqlTeachings, version: int) -> None:
    await teachings.teach("satu", 0)
    await teachings.teach("dua", 1)
    assert await teachings.teach("tiga", version) is None
    assert await teachings.taught() == Taught(2, "dua")


async def test_of_a_version_that_never_was_nothing_is_made(teachings: SqlTeachings) -> None:
    assert await teachings.teach("satu", 4) is None
    assert await teachings.taught() == Taught(0, "")


@pytest.mark.parametrize("version", [0, 1])
async def test_of_many_at_once_exactly_one_wins(teachings: SqlTeachings, another: SqlTeachings, version: int) -> None:
    if version:
        await teachings.teach("mula", 0)
    tries = [(teachings, another)[number % 2].teach(f"kata {number}", version) for number in range(8)]
    made = await asyncio.gather(*tries)
    assert sorted(made, key=str) == sorted([None] * 7 + [version + 1], key=str)
    assert await teachings.taught() == Taught(version + 1, f"kata {made.index(version + 1)}")


async def test_a_database_that_is_away_counts_as_lost() -> None:
    database = open_database("postgres://nobody@127.0.0.1:1/nothing")
    for call in (SqlTeachings(database).taught(), SqlTeachings(database).teach("x", 0)):
        with pytest.raises(StorageLostError):
            await call
    await database.close()
