"""What is kept of groups is changed by one at a time, in any number of processes, and settings are remembered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.chats import ChatTable
from bot.storage.database import Database, create_tables, in_memory, open_database
from bot.storage.groups import SqlGroups
from bot.storage.housekeeping import erase_old
from bot.storage.protocols import StorageLostError
from bot.storage.tables import chat_memory, chat_settings
from tests.clock import Clock

HERE, ELSEWHERE = -1001, -1002
DAY = 86_400.0

Change = Callable[[dict[str, Any]], Any]


def put(**values: object) -> Change:
    return lambda there: there.update(values)


def count(there: dict[str, Any]) -> int:
    there["count"] = there.get("count", 0) + 1
    return int(there["count"])


@pytest.fixture
def groups(database: Database, clock: Clock) -> SqlGroups:
    return SqlGroups(database, clock)


@pytest.fixture
async def another(database: Database, database_url: str, clock: Clock) -> AsyncIterator[SqlGroups]:
    """The groups as another process has them."""
    opened = open_database(database_url)
    yield SqlGroups(opened, clock)
    await opened.close()


async def rows(database: Database, table: Table) -> int:
    async with database.transaction() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def test_what_is_changed_is_there_in_every_process(groups: SqlGroups, another: SqlGroups) -> None:
    assert (await groups.settings(HERE), await groups.memory(HERE)) == ({}, {})
    await groups.change_settings(HERE, put(listens=True, text="héllo 🎨 \x00 \ud800"))
    await groups.change_memory(HERE, put(said=[1, 2]))
    for one in (groups, another):
        assert await one.settings(HERE) == {"listens": True, "text": "héllo 🎨 \x00 \ud800"}
        assert await one.memory(HERE) == {"said": [1, 2]}
        assert (await one.settings(ELSEWHERE), await one.memory(ELSEWHERE)) == ({}, {})


async def test_a_change_sees_what_is_there_and_hands_on_what_it_returns(groups: SqlGroups, another: SqlGroups) -> None:
    assert [await one.change_settings(HERE, count) for one in (groups, another, groups)] == [1, 2, 3]
    assert [await one.change_memory(HERE, count) for one in (groups, another, groups)] == [1, 2, 3]


async def test_of_fifty_changes_at_once_by_two_processes_none_is_lost(groups: SqlGroups, another: SqlGroups) -> None:
    counted = await asyncio.gather(*(one.change_memory(HERE, count) for _ in range(25) for one in (groups, another)))
    assert sorted(counted) == list(range(1, 51))
    assert await groups.memory(HERE) == {"count": 50}


async def test_two_processes_that_change_the_same_chats_in_other_orders_do_not_block_each_other(
    groups: SqlGroups, another: SqlGroups, database: Database
) -> None:
    for chat in (1, 2):
        await groups.change_memory(chat, count)
    async with database.transaction() as connection:
        await connection.execute(update(chat_memory).where(chat_memory.c.chat_id == 1).values(updated_at=1.0))
        one = asyncio.gather(*(groups.change_memory(chat, count) for chat in (1, 2)))
        await asyncio.sleep(0.1)  # now it waits for the first chat
        other = asyncio.gather(*(another.change_memory(chat, count) for chat in (2, 1)))
        await asyncio.sleep(0.1)
        assert not one.done()
    assert sorted([*await one, *await other]) == [2, 2, 3, 3]


async def test_of_chats_that_come_and_go_nothing_is_lost(groups: SqlGroups, another: SqlGroups) -> None:
    def toggle(there: dict[str, Any]) -> bool:
        if "on" in there:
            del there["on"]
            return False
        there["on"] = True
        return True

    for _ in range(5):
        toggled = await asyncio.gather(
            *(one.change_memory(HERE, toggle) for _ in range(3) for one in (groups, another))
        )
        assert sorted(toggled) == [False] * 3 + [True] * 3
    assert await groups.memory(HERE) == {}


async def test_a_database_in_memory_serves_many_at_once() -> None:
    database = in_memory()
    await create_tables(database)
    groups = SqlGroups(database)
    asked: list[Awaitable[object]] = []
    for chat in (HERE, ELSEWHERE) * 25:
        asked += [groups.change_memory(chat, count), groups.settings(chat), groups.change_settings(chat, count)]
    await asyncio.gather(*asked)
    for chat in (HERE, ELSEWHERE):
        assert (await groups.memory(chat), await groups.settings(chat)) == ({"count": 25}, {"count": 25})
    await database.close()


async def test_a_change_that_fails_harms_no_other_of_its_batch(groups: SqlGroups) -> None:
    def fail(there: dict[str, Any]) -> None:
        there["half"] = "done"
        raise KeyError("mistake")

    def break_it(there: dict[str, Any]) -> None:
        there["set"] = {1, 2}

    changes: list[Change] = [count, fail, count, break_it, count]
    ended = await asyncio.gather(*(groups.change_settings(HERE, one) for one in changes), return_exceptions=True)
    assert [type(one) for one in ended] == [int, KeyError, int, TypeError, int]
    assert await groups.settings(HERE) == {"count": 3}


async def test_of_a_group_of_which_nothing_is_kept_there_is_no_row(groups: SqlGroups, database: Database) -> None:
    for change in (put(), put(a=1), dict.clear):
        await groups.change_settings(HERE, change)
        await groups.change_memory(HERE, change)
        expected = int(bool(await groups.settings(HERE)))
        assert (await rows(database, chat_settings), await rows(database, chat_memory)) == (expected, expected)


@pytest.mark.parametrize("text", ["[1]", "null", "no JSON", ""])
async def test_what_is_no_object_counts_as_nothing(groups: SqlGroups, database: Database, text: str) -> None:
    async with database.transaction() as connection:
        for table, column in ((chat_settings, "settings"), (chat_memory, "memory")):
            await connection.execute(insert(table).values({"chat_id": HERE, column: text, "updated_at": 1.0}))
    assert (await groups.settings(HERE), await groups.memory(HERE)) == ({}, {})
    assert (await groups.change_settings(HERE, count), await groups.change_memory(HERE, count)) == (1, 1)
    assert (await groups.settings(HERE), await groups.memory(HERE)) == ({"count": 1}, {"count": 1})


async def test_settings_are_remembered_for_five_seconds(groups: SqlGroups, another: SqlGroups, clock: Clock) -> None:
    assert await groups.settings(HERE) == {}
    await another.change_settings(HERE, put(by="another"))
    clock.now += 4.9
    assert await groups.settings(HERE) == {}
    clock.now += 0.1
    assert await groups.settings(HERE) == {"by": "another"}


async def test_a_clock_that_is_set_back_keeps_no_settings_for_longer(
    groups: SqlGroups, another: SqlGroups, clock: Clock
) -> None:
    assert await groups.settings(HERE) == {}
    await another.change_settings(HERE, put(by="another"))
    clock.now -= 3600
    assert await groups.settings(HERE) == {"by": "another"}


async def test_ones_own_change_counts_at_once_and_starts_from_what_is_kept(
    groups: SqlGroups, another: SqlGroups
) -> None:
    assert await groups.settings(HERE) == {}
    await another.change_settings(HERE, put(by="another"))
    await groups.change_settings(HERE, put(mine=1))
    assert await groups.settings(HERE) == {"by": "another", "mine": 1}
    await groups.change_settings(HERE, dict.clear)
    assert await groups.settings(HERE) == {}


async def test_what_a_caller_does_to_its_settings_is_its_own_affair(groups: SqlGroups) -> None:
    kept: list[dict[str, Any]] = []
    await groups.change_settings(HERE, lambda there: kept.append(there) or there.update(topics=[1]))  # type: ignore[func-returns-value]
    kept[0]["topics"].append(2)
    (await groups.settings(HERE))["topics"].append(3)
    assert await groups.settings(HERE) == {"topics": [1]}


async def test_only_so_many_chats_are_remembered_the_latest(
    groups: SqlGroups, another: SqlGroups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.groups._REMEMBERED", 2)
    for chat in (1, 2, 3, 2):
        await groups.settings(chat)
    for chat in (1, 2, 3):
        await another.change_settings(chat, put(by="another"))
    assert [await groups.settings(chat) for chat in (3, 2, 1)] == [{}, {}, {"by": "another"}]


async def test_a_look_that_a_change_overtook_is_not_remembered(
    groups: SqlGroups, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, go_on = asyncio.Event(), asyncio.Event()
    read = ChatTable.read

    async def read_slowly(self: ChatTable, connection: AsyncConnection, chats: Any) -> dict[int, str]:
        found = await read(self, connection, chats)
        looked.set()
        await go_on.wait()
        return found

    with monkeypatch.context() as slow:
        slow.setattr(ChatTable, "read", read_slowly)
        looking = asyncio.create_task(groups.settings(HERE))
        await looked.wait()
        await asyncio.wait_for(groups.change_settings(HERE, put(new=True)), 5)
        go_on.set()
        await looking
    assert await groups.settings(HERE) == {"new": True}


async def test_remembered_settings_are_not_asked_of_the_database(groups: SqlGroups, database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(chat_settings).values(chat_id=HERE, settings='{"a": 1}', updated_at=1.0))
    assert await groups.settings(HERE) == {"a": 1}
    async with database.transaction() as connection:
        await connection.execute(update(chat_settings).values(settings='{"a": 2}'))
    assert await asyncio.gather(*(groups.settings(HERE) for _ in range(10))) == [{"a": 1}] * 10


async def test_what_was_said_is_forgotten_two_days_after_it_last_changed(
    groups: SqlGroups, database: Database, clock: Clock
) -> None:
    await groups.change_memory(HERE, put(said=1))
    await groups.change_settings(HERE, put(listens=True))
    clock.now += 2 * DAY - 1
    assert await groups.change_memory(HERE, dict.copy) == {"said": 1}, "a look, which is no reason to keep it longer"
    await erase_old(database, clock.now)
    assert await groups.memory(HERE) == {"said": 1}
    clock.now += 2
    await erase_old(database, clock.now)
    assert await groups.memory(HERE) == {}
    assert await groups.settings(HERE) == {"listens": True}


@pytest.mark.parametrize(
    "call",
    [
        lambda groups: groups.settings(HERE),
        lambda groups: groups.change_settings(HERE, count),
        lambda groups: groups.memory(HERE),
        lambda groups: groups.change_memory(HERE, count),
    ],
    ids=["settings", "change_settings", "memory", "change_memory"],
)
async def test_a_database_that_is_away_counts_as_lost(call: Callable[[SqlGroups], Awaitable[object]]) -> None:
    database = open_database("postgres://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StorageLostError):
        await call(SqlGroups(database))
    await database.close()
