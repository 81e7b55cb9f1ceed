"""Due alarms are handed out once, oldest first, and go on unless the person changed them meanwhile."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import insert

from bot.storage.alarms import MOST_AT_ONCE, SqlAlarmClock
from bot.storage.database import Database, open_database
from bot.storage.migrate import migrate
from bot.storage.protocols import Alarm, Conversation, StorageLostError, Unit
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from bot.storage.tables import alarms

NOW = 1_764_000_000.25
LEASE = 60.0


@pytest.fixture
def alarm_clock(database: Database) -> SqlAlarmClock:
    return SqlAlarmClock(database)


def alarm(user_id: int = 1, due_at: float = NOW, kind: str = "pomodoro", payload: str = "{}") -> Alarm:
    return Alarm(user_id, kind, user_id, due_at, payload)


async def keep(database: Database, *kept: Alarm) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(alarms), [one._asdict() for one in kept])


async def test_what_is_due_comes_oldest_first_and_the_rest_waits(
    alarm_clock: SqlAlarmClock, database: Database
) -> None:
    late, later, future = alarm(1, NOW - 9), alarm(2, NOW - 3), alarm(3, NOW + 0.5)
    await keep(database, future, later, late)
    assert await alarm_clock.due(NOW, LEASE) == [late, later]
    assert await alarm_clock.due(NOW + 1, LEASE) == [future]


async def test_a_leased_alarm_is_due_again_when_the_lease_is_over(
    alarm_clock: SqlAlarmClock, database: Database
) -> None:
    await keep(database, alarm())
    assert await alarm_clock.due(NOW, LEASE) == [alarm()]
    assert await alarm_clock.due(NOW + LEASE - 1, LEASE) == []
    assert await alarm_clock.due(NOW + LEASE, LEASE) == [alarm()]


async def test_only_so_many_are_handed_out_at_once(alarm_clock: SqlAlarmClock, database: Database) -> None:
    await keep(database, *(alarm(number, NOW - number) for number in range(1, MOST_AT_ONCE + 11)))
    first = await alarm_clock.due(NOW, LEASE)
    assert [one.user_id for one in first] == list(range(MOST_AT_ONCE + 10, 10, -1))
    assert [one.user_id for one in await alarm_clock.due(NOW, LEASE)] == list(range(10, 0, -1))


async def test_a_settled_alarm_goes_on_without_its_lease(alarm_clock: SqlAlarmClock, database: Database) -> None:
    await keep(database, alarm())
    await alarm_clock.due(NOW, LEASE)
    await alarm_clock.settle(alarm(), NOW + 5, '{"round": 2}')
    on = alarm(due_at=NOW + 5, payload='{"round": 2}')
    assert await alarm_clock.due(NOW + 5, LEASE) == [on]
    await alarm_clock.settle(on, NOW + 7)
    assert await SqlRecords(database).alarms(1) == [on._replace(due_at=NOW + 7)]


async def test_one_that_is_over_is_gone_and_no_other(alarm_clock: SqlAlarmClock, database: Database) -> None:
    others = [alarm(kind="burnout"), alarm(2)]
    await keep(database, alarm(), *others)
    await alarm_clock.settle(alarm(), None)
    assert [await SqlRecords(database).alarms(user_id) for user_id in (1, 2)] == [[one] for one in others]


@pytest.mark.parametrize("next_due", [None, NOW + 99], ids=["over", "goes on"])
@pytest.mark.parametrize(
    "changed", [alarm(due_at=NOW + 3), alarm(payload='{"day": 2}'), None], ids=["moved", "changed", "cleared"]
)
async def test_what_the_person_did_meanwhile_wins(
    alarm_clock: SqlAlarmClock, database: Database, changed: Alarm | None, next_due: float | None
) -> None:
    await keep(database, alarm())
    store = SqlStore(database)
    await alarm_clock.due(NOW, LEASE)
    unit = Unit(1, Conversation(1, 1))
    await store.begin(unit)
    if changed:
        unit.set_alarm(changed)
    else:
        unit.clear_alarm(1, "pomodoro")
    await store.commit(unit)
    await alarm_clock.settle(alarm(), next_due)
    assert await SqlRecords(database).alarms(1) == ([changed] if changed else [])
    assert await alarm_clock.due(NOW + 10, LEASE) == ([changed] if changed else []), "the old lease does not hold it"
    await store.close()


async def test_each_alarm_goes_to_one_of_many_replicas(postgres_url: str) -> None:
    replicas = [open_database(postgres_url) for _ in range(3)]
    await migrate(replicas[0])
    await keep(replicas[0], *(alarm(number) for number in range(120)))
    asked = [SqlAlarmClock(database).due(NOW, LEASE) for database in replicas * 3]
    handed_out = [one.user_id for found in await asyncio.gather(*asked) for one in found]
    assert sorted(handed_out) == list(range(120))
    for database in replicas:
        await database.close()


async def test_a_database_that_is_away_counts_as_lost() -> None:
    database = open_database("postgres://nobody@127.0.0.1:1/nothing")
    for call in (SqlAlarmClock(database).due(NOW, LEASE), SqlAlarmClock(database).settle(alarm(), None)):
        with pytest.raises(StorageLostError):
            await call
    await database.close()
