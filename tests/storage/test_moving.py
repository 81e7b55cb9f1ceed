"""A group that goes on as a supergroup, under another id, takes along what is kept of it, whatever else happens."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest
from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.database import Database, open_database
from bot.storage.groups import SqlGroups
from bot.storage.ledger import SqlLedger
from bot.storage.migrate import migrate
from bot.storage.moving import Mover
from bot.storage.protocols import (
    Alarm,
    Conversation,
    ConversationChangedError,
    Moved,
    Relay,
    RowRefusedError,
    Unit,
)
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from bot.storage.tables import alarms, chat_memory, chat_settings, sessions
from tests.clock import Clock

OLD, NEW, ELSEWHERE = -500, -1_000_500, -600
SARI, BUDI, NOBODY = 7, 8, 9
TELLS = Conversation(OLD, NOBODY)
WELCOME = Alarm(OLD, "welcome", OLD, 10.0, '{"a": 1}')
_update_ids = itertools.count(1)


def refit(state: dict[str, Any]) -> dict[str, Any]:
    return {**state, "refitted": state.get("refitted", 0) + 1}


async def begin(store: SqlStore, conversation: Conversation) -> Unit:
    unit = Unit(next(_update_ids), conversation)
    assert await store.begin(unit)
    return unit


async def write(store: SqlStore, conversation: Conversation, **state: object) -> None:
    unit = await begin(store, conversation)
    unit.state.update(state)
    await store.commit(unit)


async def move(store: SqlStore, conversation: Conversation = TELLS, **state: object) -> None:
    unit = await begin(store, conversation)
    unit.state.update(state)
    unit.move(OLD, NEW, refit)
    await store.commit(unit)


class Kept(NamedTuple):
    """A session row, without its key."""

    state: str
    version: int


async def kept(database: Database) -> dict[tuple[int, int, int], Kept]:
    async with database.transaction() as connection:
        return {(row[0], row[1], row[2]): Kept(row[3], row[4]) for row in await connection.execute(select(sessions))}


async def contents(database: Database) -> dict[tuple[str, int], str]:
    """The JSON of the tables of chats."""
    async with database.transaction() as connection:
        return {
            (table.name, row[0]): row[1]
            for table in (chat_settings, chat_memory)
            for row in await connection.execute(select(table))
        }


@pytest.fixture
async def another_store(timed_store: SqlStore, database_url: str, clock: Clock) -> AsyncIterator[SqlStore]:
    """The store as another process has it."""
    store = SqlStore(open_database(database_url), clock)
    yield store
    await store.close()


@pytest.fixture
def groups(database: Database, clock: Clock) -> SqlGroups:
    return SqlGroups(database, clock)


@pytest.mark.parametrize("times", [1, 2], ids=["told once", "told twice"])
async def test_sessions_go_on_in_the_new_chat(timed_store: SqlStore, database: Database, times: int) -> None:
    for user_id, topic_id in ((SARI, 0), (SARI, 3), (BUDI, 0)):
        await write(timed_store, Conversation(OLD, user_id, topic_id), of=user_id, topic=topic_id)
    await write(timed_store, Conversation(ELSEWHERE, SARI), of="elsewhere")
    for chat_id in (OLD, NEW)[:times]:
        await move(timed_store, Conversation(chat_id, NOBODY))
    assert await kept(database) == {
        (NEW, SARI, 0): Kept('{"of": 7, "topic": 0, "refitted": 1}', 2),
        (NEW, SARI, 3): Kept('{"of": 7, "topic": 3, "refitted": 1}', 2),
        (NEW, BUDI, 0): Kept('{"of": 8, "topic": 0, "refitted": 1}', 2),
        (ELSEWHERE, SARI, 0): Kept('{"of": "elsewhere"}', 1),
    }


async def test_a_session_that_the_new_chat_has_already_wins(timed_store: SqlStore, database: Database) -> None:
    for user_id in (SARI, BUDI):
        await write(timed_store, Conversation(OLD, user_id), chat="old")
    await write(timed_store, Conversation(NEW, SARI), chat="new")
    await move(timed_store)
    assert await kept(database) == {
        (NEW, SARI, 0): Kept('{"chat": "new"}', 1),
        (NEW, BUDI, 0): Kept('{"chat": "old", "refitted": 1}', 2),
    }


@pytest.mark.parametrize("before", [True, False], ids=["with a session before", "with a first session"])
async def test_the_session_that_the_unit_itself_writes_in_the_old_chat_moves_as_it_changed(
    timed_store: SqlStore, database: Database, before: bool
) -> None:
    if before:
        await write(timed_store, TELLS, step=1)
    await move(timed_store, TELLS, step=2)
    assert await kept(database) == {(NEW, NOBODY, 0): Kept('{"step": 2, "refitted": 1}', 2 + before)}
    await write(timed_store, Conversation(NEW, NOBODY), step=3)
    await move(timed_store, TELLS)
    assert await kept(database) == {(NEW, NOBODY, 0): Kept('{"step": 3, "refitted": 1}', 3 + before)}


async def test_the_session_that_the_unit_itself_writes_in_the_new_chat_wins(
    timed_store: SqlStore, database: Database
) -> None:
    await write(timed_store, TELLS, chat="old")
    await move(timed_store, Conversation(NEW, NOBODY), chat="new")
    assert await kept(database) == {(NEW, NOBODY, 0): Kept('{"chat": "new"}', 1)}


async def test_what_others_write_in_the_same_batch_moves_too(timed_store: SqlStore, database: Database) -> None:
    units = [await begin(timed_store, Conversation(OLD, user_id)) for user_id in (NOBODY, SARI, BUDI)]
    for unit in units:
        unit.state["of"] = unit.conversation.user_id
        unit.set_alarm(Alarm(unit.conversation.user_id, "reminder", OLD, 1.0))
    units[0].move(OLD, NEW, refit)
    await asyncio.gather(*map(timed_store.commit, units))
    assert {key[0] for key in await kept(database)} == {NEW}
    async with database.transaction() as connection:
        assert set((await connection.execute(select(alarms.c.chat_id))).scalars()) == {NEW}


async def test_two_units_of_one_batch_may_both_tell_of_it(timed_store: SqlStore, database: Database) -> None:
    await write(timed_store, Conversation(OLD, SARI), a=1)
    units = [await begin(timed_store, Conversation(chat_id, NOBODY)) for chat_id in (OLD, NEW)]
    for unit in units:
        unit.move(OLD, NEW, refit)
    await asyncio.gather(*map(timed_store.commit, units))
    assert await kept(database) == {(NEW, SARI, 0): Kept('{"a": 1, "refitted": 1}', 2)}


async def test_two_processes_may_both_tell_of_it(
    timed_store: SqlStore, another_store: SqlStore, groups: SqlGroups, database: Database
) -> None:
    for user_id in range(20):
        await write(timed_store, Conversation(OLD, user_id), a=1)
    await groups.change_memory(OLD, lambda there: there.update(a=1))
    await asyncio.gather(move(timed_store, TELLS), move(another_store, Conversation(NEW, NOBODY)))
    assert await kept(database) == {(NEW, user_id, 0): Kept('{"a": 1, "refitted": 1}', 2) for user_id in range(20)}
    assert await contents(database) == {("chat_memory", NEW): '{"a": 1}'}


@pytest.mark.parametrize("chat_id", [OLD, NEW], ids=["in the old chat", "in the new chat"])
async def test_a_unit_in_flight_fails_and_brings_no_old_session_back(
    timed_store: SqlStore, another_store: SqlStore, database: Database, chat_id: int
) -> None:
    await write(timed_store, Conversation(OLD, SARI), step=1)
    late = await begin(another_store, Conversation(chat_id, SARI))
    await move(timed_store)
    late.state["step"] = "late"
    with pytest.raises(ConversationChangedError):
        await another_store.commit(late)
    assert await kept(database) == {(NEW, SARI, 0): Kept('{"step": 1, "refitted": 1}', 2)}


async def test_a_unit_in_flight_whose_old_session_gave_way_fails_too(
    timed_store: SqlStore, another_store: SqlStore, database: Database
) -> None:
    await write(timed_store, Conversation(OLD, SARI), chat="old")
    await write(timed_store, Conversation(NEW, SARI), chat="new")
    late = await begin(another_store, Conversation(OLD, SARI))
    await move(timed_store)
    late.state["step"] = "late"
    with pytest.raises(ConversationChangedError):
        await another_store.commit(late)
    assert await kept(database) == {(NEW, SARI, 0): Kept('{"chat": "new"}', 1)}


async def test_a_session_that_the_new_chat_gets_this_moment_makes_the_unit_come_again(
    postgres_url: str,
) -> None:
    database = open_database(postgres_url)
    await migrate(database)
    store = SqlStore(database)
    await write(store, Conversation(OLD, SARI), chat="old")
    row = {"chat_id": NEW, "user_id": SARI, "topic_id": 0, "state": "{}", "version": 1, "updated_at": 1.0}
    async with database.transaction() as connection:
        await connection.execute(insert(sessions).values(row))
        moving = asyncio.create_task(move(store))
        await asyncio.sleep(0.2)
        assert not moving.done()
    with pytest.raises(ConversationChangedError):
        await moving
    await move(store)
    assert await kept(database) == {(NEW, SARI, 0): Kept("{}", 1)}
    await store.close()


async def test_an_erasure_meets_a_session_that_is_just_moving(
    timed_store: SqlStore, another_store: SqlStore, database: Database
) -> None:
    for user_id in (SARI, BUDI):
        await write(timed_store, Conversation(OLD, user_id), a=1)
    erasing = await begin(another_store, Conversation(SARI, SARI))
    erasing.erase(SARI)
    mover = Mover(postgresql.insert if database.is_postgresql else sqlite.insert)
    async with database.transaction() as connection:
        await mover.move(connection, Moved(OLD, NEW, refit), 1.0)
        ending = asyncio.create_task(another_store.commit(erasing))
        await asyncio.sleep(0.2)
        assert not ending.done()
    await ending
    assert set(await kept(database)) == {(NEW, BUDI, 0)}


async def test_a_rolled_back_unit_moves_nothing(timed_store: SqlStore, database: Database) -> None:
    await write(timed_store, Conversation(OLD, SARI), a=1)
    unit = await begin(timed_store, TELLS)
    unit.move(OLD, NEW, refit)
    unit.roll_back()
    await timed_store.commit(unit)
    assert set(await kept(database)) == {(OLD, SARI, 0)}


async def test_a_chat_that_moves_to_itself_stays(timed_store: SqlStore, database: Database) -> None:
    await write(timed_store, Conversation(OLD, SARI), a=1)
    unit = await begin(timed_store, TELLS)
    unit.move(OLD, OLD, refit)
    await timed_store.commit(unit)
    assert await kept(database) == {(OLD, SARI, 0): Kept('{"a": 1}', 1)}


async def test_a_session_that_cannot_be_refitted_refuses_that_unit_alone(
    timed_store: SqlStore, database: Database
) -> None:
    def fail(state: dict[str, Any]) -> dict[str, Any]:
        return {"run": state["run"]}

    await write(timed_store, Conversation(OLD, SARI), a=1)
    units = [await begin(timed_store, Conversation(chat_id, NOBODY)) for chat_id in (OLD, ELSEWHERE)]
    units[0].move(OLD, NEW, fail)
    units[1].state["b"] = 1
    ended = await asyncio.gather(*map(timed_store.commit, units), return_exceptions=True)
    assert [type(one) for one in ended] == [RowRefusedError, type(None)]
    assert set(await kept(database)) == {(OLD, SARI, 0), (ELSEWHERE, NOBODY, 0)}


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ('{"by": "old"}', None, '{"by": "old"}'),
        (None, '{"by": "new"}', '{"by": "new"}'),
        ('{"by": "old"}', '{"by": "new"}', '{"by": "new"}'),
        ('{"by": "old"}', "{}", '{"by": "old"}'),
        ("{}", '{"by": "new"}', '{"by": "new"}'),
        ("{}", None, None),
        (None, None, None),
    ],
    ids=["old alone", "new alone", "both", "new is empty", "old is empty", "empty alone", "neither"],
)
async def test_of_what_was_chosen_and_said_the_new_chats_own_wins_unless_it_is_empty(
    timed_store: SqlStore, database: Database, old: str | None, new: str | None, left: str | None
) -> None:
    async with database.transaction() as connection:
        for table, column in ((chat_settings, "settings"), (chat_memory, "memory")):
            for chat_id, text in ((OLD, old), (NEW, new), (ELSEWHERE, '{"by": "elsewhere"}')):
                if text is not None:
                    await connection.execute(
                        insert(table).values({"chat_id": chat_id, column: text, "updated_at": 5.0})
                    )
    for chat_id in (OLD, NEW):
        await move(timed_store, Conversation(chat_id, NOBODY))
        expected = {
            ("chat_settings", ELSEWHERE): '{"by": "elsewhere"}',
            ("chat_memory", ELSEWHERE): '{"by": "elsewhere"}',
        }
        if left:
            expected |= {("chat_settings", NEW): left, ("chat_memory", NEW): left}
        assert await contents(database) == expected
    async with database.transaction() as connection:
        for table in (chat_settings, chat_memory):
            assert set((await connection.execute(select(table.c.updated_at))).scalars()) == {5.0}, (
                "no older, no younger"
            )


async def test_what_is_said_while_a_chat_moves_blocks_nobody(timed_store: SqlStore, groups: SqlGroups) -> None:
    def count(there: dict[str, Any]) -> None:
        there["count"] = there.get("count", 0) + 1

    await groups.change_memory(OLD, count)
    await asyncio.gather(move(timed_store), *(groups.change_memory(chat, count) for chat in (OLD, NEW) * 5))
    await move(timed_store)
    assert (await groups.memory(NEW))["count"] in {5, 6}, "its own five, after what moved or instead of it"
    assert await groups.memory(OLD) == {}


async def test_alarms_ring_in_the_new_chat_and_the_groups_own_are_the_new_chats(
    timed_store: SqlStore, records: SqlRecords
) -> None:
    reminder, private = Alarm(SARI, "reminder", OLD, 20.0), Alarm(BUDI, "reminder", BUDI, 30.0)
    unit = await begin(timed_store, TELLS)
    for alarm in (WELCOME, reminder, private):
        unit.set_alarm(alarm)
    await timed_store.commit(unit)
    for chat_id in (OLD, NEW):
        await move(timed_store, Conversation(chat_id, NOBODY))
        assert await records.alarms(OLD) == []
        assert await records.alarms(NEW) == [WELCOME._replace(user_id=NEW, chat_id=NEW)]
        assert await records.alarms(SARI) == [reminder._replace(chat_id=NEW)]
        assert await records.alarms(BUDI) == [private]


async def test_an_alarm_that_the_new_chat_has_already_wins(timed_store: SqlStore, records: SqlRecords) -> None:
    own = Alarm(NEW, "welcome", NEW, 20.0, '{"own": 1}')
    unit = await begin(timed_store, TELLS)
    unit.set_alarm(WELCOME)
    unit.set_alarm(own)
    unit.set_alarm(WELCOME._replace(kind="other"))
    unit.move(OLD, NEW, refit)
    await timed_store.commit(unit)
    assert await records.alarms(OLD) == []
    assert await records.alarms(NEW) == [Alarm(NEW, "other", NEW, 10.0, '{"a": 1}'), own]


async def test_questions_to_the_operators_move_without_their_messages(
    timed_store: SqlStore, database: Database
) -> None:
    here = Relay("r", SARI, OLD, 4, 31, 32, "boleh pakai foto orang?", named=False)
    there = here._replace(key="s", user_id=BUDI, chat_id=ELSEWHERE)
    unit = await begin(timed_store, Conversation(OLD, SARI, 4))
    unit.relay(here)
    unit.relay(there)
    await timed_store.commit(unit)
    for _ in range(2):
        await move(timed_store)
    ledger = SqlLedger(database)
    sent = [found._replace(sent_at=0.0) for key in "rs" if (found := await ledger.relay(key))]
    assert sent == [here._replace(chat_id=NEW, question_id=None, screen_id=None), there]
    unit = await begin(timed_store, TELLS)
    unit.erase(SARI)
    await timed_store.commit(unit)
    assert await ledger.relay("r") is None
