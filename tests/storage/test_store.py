"""Units of work over both databases: once each, in order, all or nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Table, func, insert, select

from bot.storage.database import Database, open_database
from bot.storage.housekeeping import KEPT, NEVER_OLD, erase_old
from bot.storage.migrate import migrate
from bot.storage.protocols import (
    Alarm,
    Conversation,
    ConversationChangedError,
    RowRefusedError,
    StorageLostError,
    Unit,
)
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from bot.storage.tables import alarms, asked, feedback, sessions, updates
from tests.storage.units import add, row_of
from tests.storage.units import rows as all_of

HERE = Conversation(5, 7, 0)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    async for opened in opened_store(database_url):
        yield opened


async def opened_store(url: str) -> AsyncIterator[SqlStore]:
    database = open_database(url)
    await migrate(database)
    store = SqlStore(database)
    yield store
    await store.close()


async def rows(database: Database, table: Table) -> int:
    async with database.transaction() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def handled(store: SqlStore, unit: Unit, **state: object) -> bool:
    begun = await store.begin(unit)
    if begun:
        unit.state.update(state)
        await store.commit(unit)
    return begun


async def state_of(store: SqlStore, conversation: Conversation = HERE) -> dict[str, object]:
    unit = Unit(0, conversation)
    await store.begin(unit)
    await store.abandon(unit)
    return unit.state


async def test_a_session_is_there_again_after_its_commit(store: SqlStore) -> None:
    assert await handled(store, Unit(1, HERE), step=1, text="héllo 🎨 \x00 \ud800")
    assert await state_of(store) == {"step": 1, "text": "héllo 🎨 \x00 \ud800"}
    assert await state_of(store, Conversation(5, 7, 2)) == {}
    assert await state_of(store, Conversation(5, 8, 0)) == {}


async def test_an_update_is_handled_once(store: SqlStore) -> None:
    assert await handled(store, Unit(1, HERE), count=1)
    assert not await handled(store, Unit(1, HERE), count=2)
    assert await state_of(store) == {"count": 1}


async def test_a_second_claim_writes_nothing(store: SqlStore, database: Database) -> None:
    first, second = Unit(1, HERE), Unit(1, Conversation(6, 7))
    await store.begin(first)
    await store.begin(second)
    for unit in (first, second):
        unit.state["by"] = unit.conversation.chat_id
        unit.asked("apa itu burnout", "answer", "burnout/apa-itu")
        await store.commit(unit)
    assert await rows(database, asked) == 1
    assert await state_of(store, Conversation(6, 7)) == {}


async def test_questions_and_ratings_are_kept_without_a_person(store: SqlStore, database: Database) -> None:
    unit = Unit(1, HERE)
    await store.begin(unit)
    unit.asked("apa itu burnout", "answer", "burnout/apa-itu")
    unit.asked("brp bunga kta", "unknown", None)
    unit.rated("burnout/apa-itu", helpful=True)
    await store.commit(unit)
    assert await rows(database, asked) == 2
    assert await rows(database, feedback) == 1
    assert not {"user_id", "chat_id"} & ({*asked.c.keys()} | {*feedback.c.keys()})


async def test_a_rolled_back_unit_changes_nothing_but_is_done(store: SqlStore, database: Database) -> None:
    await handled(store, Unit(1, HERE), step=1)
    unit = Unit(2, HERE)
    await store.begin(unit)
    unit.state["step"] = 2
    unit.asked("x", "answer", None)
    unit.roll_back()
    await store.commit(unit)
    assert await state_of(store) == {"step": 1}
    assert await rows(database, asked) == 0
    assert not await handled(store, Unit(2, HERE))


async def test_a_session_that_was_written_meanwhile_is_not_overwritten(store: SqlStore) -> None:
    late, quick = Unit(1, HERE), Unit(2, HERE)
    await store.begin(late)
    late.state["by"] = "late"
    await store.abandon(late)  # as if its lock had been lost
    await handled(store, quick, by="quick")
    with pytest.raises(ConversationChangedError):
        await store.commit(late)
    assert await state_of(store) == {"by": "quick"}
    assert await handled(store, Unit(1, HERE), by="late, again"), "it is not done, and may come again"


async def test_one_refused_row_harms_no_other_unit_of_its_batch(store: SqlStore, database: Database) -> None:
    units = [Unit(number, Conversation(number, 1)) for number in range(1, 6)]
    assert await asyncio.gather(*map(store.begin, units)) == [True] * 5
    for unit in units:
        unit.state["n"] = unit.update_id
    units[2].asked("x", None, None)  # type: ignore[arg-type]
    ended = await asyncio.gather(*map(store.commit, units), return_exceptions=True)
    assert [type(one) for one in ended] == [type(None)] * 2 + [RowRefusedError] + [type(None)] * 2
    assert await rows(database, updates) == 4
    assert await rows(database, sessions) == 4


@pytest.mark.parametrize("text", ["nul \x00", "half a pair \ud800"], ids=["nul", "surrogate"])
async def test_a_text_that_postgresql_cannot_hold_is_refused_and_not_tried_for_ever(
    postgres_url: str, text: str
) -> None:
    async for store in opened_store(postgres_url):
        unit = Unit(1, HERE)
        await store.begin(unit)
        unit.asked(text, "answer", None)
        with pytest.raises(RowRefusedError):
            await store.commit(unit)


async def test_half_a_pair_is_refused_by_sqlite_too(store: SqlStore) -> None:
    unit = Unit(1, HERE)
    await store.begin(unit)
    unit.asked("half a pair \ud800", "answer", None)
    with pytest.raises(RowRefusedError):
        await store.commit(unit)


async def test_many_at_once_are_written_in_a_few_transactions(store: SqlStore, database: Database) -> None:
    units = [Unit(number, Conversation(number, 1)) for number in range(1, 301)]

    async def one(unit: Unit) -> None:
        await handled(store, unit, n=unit.update_id)

    await asyncio.gather(*map(one, units))
    assert await rows(database, updates) == 300
    assert [await state_of(store, Conversation(n, 1)) for n in (1, 150, 300)] == [{"n": 1}, {"n": 150}, {"n": 300}]


async def test_received_updates_are_there_until_they_are_done(store: SqlStore) -> None:
    await store.receive([(number, json.dumps({"update_id": number})) for number in (3, 1, 2)])
    await store.receive([(2, "again")])
    await handled(store, Unit(1, HERE))
    assert [json.loads(body)["update_id"] for body in await store.unfinished()] == [2, 3]


async def test_what_was_done_is_not_received_again(store: SqlStore, database: Database) -> None:
    await handled(store, Unit(1, HERE))
    await store.receive([(1, "{}")])
    assert await store.unfinished() == []
    async with database.transaction() as connection:
        assert (await connection.execute(select(updates.c.body))).scalars().all() == [None]


async def test_a_text_is_gone_from_the_database_once_its_update_is_done(store: SqlStore, database: Database) -> None:
    await store.receive([(1, "a secret text")])
    await handled(store, Unit(1, HERE))
    async with database.transaction() as connection:
        assert (await connection.execute(select(updates.c.body))).scalars().all() == [None]


async def test_two_replicas_take_turns_in_a_conversation(postgres_url: str) -> None:
    async for one in opened_store(postgres_url):
        async for other in opened_store(postgres_url):
            first, second = Unit(1, HERE), Unit(2, HERE)
            await one.begin(first)
            waiting = asyncio.create_task(other.begin(second))
            elsewhere = Unit(3, Conversation(99, 1))
            assert await asyncio.wait_for(other.begin(elsewhere), 2), "only that conversation waits"
            await asyncio.sleep(0.2)
            assert not waiting.done()
            first.state["by"] = "one"
            await one.commit(first)
            assert await asyncio.wait_for(waiting, 2)
            assert second.state == {"by": "one"}
            await other.commit(second)
            await other.abandon(elsewhere)


async def test_the_same_update_at_two_replicas_has_one_effect(postgres_url: str) -> None:
    async for one in opened_store(postgres_url):
        async for other in opened_store(postgres_url):

            async def count(store: SqlStore) -> bool:
                unit = Unit(1, HERE)
                begun = await store.begin(unit)
                if begun:
                    await asyncio.sleep(0.05)
                    unit.state["count"] = unit.state.get("count", 0) + 1
                    await store.commit(unit)
                return begun

            # Within a process the lanes of delivery keep the order, so each store gets one at a time.
            begun = await asyncio.gather(count(one), count(other))
            assert sorted(begun) == [False, True]
            assert await state_of(one) == {"count": 1}


async def test_a_replica_that_dies_lets_go_of_its_conversations(postgres_url: str) -> None:
    async for other in opened_store(postgres_url):
        dying = SqlStore(open_database(postgres_url))
        await dying.begin(Unit(1, HERE))
        waiting = asyncio.create_task(other.begin(Unit(2, HERE)))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await dying.close()
        assert await asyncio.wait_for(waiting, 2)


async def test_a_database_that_is_away_counts_as_lost() -> None:
    store = SqlStore(open_database("postgres://nobody@127.0.0.1:1/nothing"))
    for call in (store.begin(Unit(1, HERE)), store.receive([(1, "{}")]), store.unfinished(), store.ready()):
        with pytest.raises(StorageLostError):
            await call
    await store.close()


async def test_old_rows_are_erased_and_young_ones_stay(database: Database) -> None:
    now = 1_000_000_000.0
    for written_at, kept in KEPT:
        for number, age in enumerate((kept - 60, kept + 60)):
            await add(database, written_at.table, **row_of(written_at.table, number, **{written_at.name: now - age}))
    assert await erase_old(database, now) == len(KEPT)
    for written_at, kept in KEPT:
        left = [row[written_at.name] for row in await all_of(database, written_at.table)]
        assert left == [now - kept + 60], written_at.table.name


async def test_what_never_gets_old_stays(database: Database) -> None:
    for table in NEVER_OLD:
        await add(database, table, **row_of(table, 1))
    assert await erase_old(database, 1_000_000_000.0) == 0
    for table in NEVER_OLD:
        assert await rows(database, table) == 1, table.name


async def test_an_alarm_outlasts_an_outage_of_any_length(database: Database) -> None:
    overdue = Alarm(1, "reminder", 1, 0.0)
    async with database.transaction() as connection:
        await connection.execute(insert(alarms).values(**overdue._asdict()))
    await erase_old(database, 1_000_000_000.0)
    assert await SqlRecords(database).alarms(1) == [overdue]
