"""Alarms ring once, also after a restart and beside other replicas; what cannot be told is tried, then given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import insert, select
from structlog.testing import capture_logs
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.delivery.alarms import AT_ONCE, LEASE, PLACED_WITHIN, RUNG_WITHIN, TRIED_FOR, Alarms
from bot.delivery.patience import LONGEST_FLOOD
from bot.delivery.transport import HttpTransport
from bot.serve import AGAIN_AFTER, keep_going
from bot.storage.alarms import SqlAlarmClock
from bot.storage.database import Database, create_tables, in_memory, open_database
from bot.storage.migrate import migrate
from bot.storage.protocols import Alarm, AlarmClock, StorageLostError
from bot.storage.records import SqlRecords
from bot.storage.tables import alarms

START = 1_764_000_000.0
SARI = 31_337


@dataclass
class Bell:
    """A clock that a test sets, what has rung, and what ringing comes to."""

    now: float = START
    rung: list[Alarm] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    next_after: float | None = None
    next_payload: str = "{}"

    def time(self) -> float:
        return self.now

    async def ring(self, alarm: Alarm) -> Alarm | None:
        if self.faults:
            raise self.faults.pop(0)
        self.rung.append(alarm)
        if self.next_after is None:
            return None
        return alarm._replace(due_at=alarm.due_at + self.next_after, payload=self.next_payload)

    def over(self, clock: AlarmClock) -> Alarms:
        return Alarms(clock, self.ring, self.time)


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    opened = in_memory()
    await create_tables(opened)
    yield opened
    await opened.close()


@pytest.fixture
def bell() -> Bell:
    return Bell()


def alarm(user_id: int = SARI, due_at: float = START, payload: str = '{"secret": "rahasia"}') -> Alarm:
    return Alarm(user_id, "pomodoro", user_id, due_at, payload)


async def keep(database: Database, *kept: Alarm) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(alarms), [one._asdict() for one in kept])


async def is_leased(database: Database) -> bool:
    async with database.transaction() as connection:
        return bool((await connection.execute(select(alarms.c.leased_until))).scalar_one())


async def kept(database: Database, user_id: int = SARI) -> list[Alarm]:
    return await SqlRecords(database).alarms(user_id)


async def test_an_alarm_rings_when_it_is_due_and_not_before(database: Database, bell: Bell) -> None:
    await keep(database, alarm(due_at=START + 10))
    ringing = bell.over(SqlAlarmClock(database))
    assert await ringing.ring_due() == 0
    bell.now += 10
    assert await ringing.ring_due() == 1
    assert await ringing.ring_due() == 0
    assert bell.rung == [alarm(due_at=START + 10)]
    assert await kept(database) == []


async def test_one_that_goes_on_rings_again_with_its_new_payload(database: Database, bell: Bell) -> None:
    await keep(database, alarm())
    bell.next_after, bell.next_payload = 25.0, '{"round": 2}'
    ringing = bell.over(SqlAlarmClock(database))
    await ringing.ring_due()
    bell.now += 25
    await ringing.ring_due()
    assert bell.rung == [alarm(), alarm(due_at=START + 25, payload='{"round": 2}')]


async def test_after_a_restart_another_process_goes_on(database: Database, bell: Bell) -> None:
    await keep(database, alarm(), alarm(2, START + 5))
    dying = bell.over(SqlAlarmClock(database))
    bell.faults = [asyncio.CancelledError()]  # type: ignore[list-item]  # killed as it rang
    with pytest.raises(asyncio.CancelledError):
        await dying.ring_due()
    restarted = bell.over(SqlAlarmClock(database))
    bell.now += 5
    assert await restarted.ring_due() == 1
    bell.now += LEASE
    assert await restarted.ring_due() == 1
    assert bell.rung == [alarm(2, START + 5), alarm()]


async def test_two_replicas_ring_each_alarm_once(postgres_url: str, bell: Bell) -> None:
    databases = [open_database(postgres_url) for _ in range(2)]
    await migrate(databases[0])
    await keep(databases[0], *map(alarm, range(80)))
    replicas = [bell.over(SqlAlarmClock(database)) for database in databases]
    counts = await asyncio.gather(*(replica.ring_due() for replica in replicas * 2))
    assert sum(counts) == 80
    assert sorted(one.user_id for one in bell.rung) == list(range(80))
    for database in databases:
        await database.close()


async def test_only_so_many_ring_at_the_same_time(database: Database) -> None:
    ringing, most = 0, 0

    async def ring(_: Alarm) -> None:
        nonlocal ringing, most
        ringing += 1
        most = max(most, ringing)
        await asyncio.sleep(0)
        ringing -= 1

    await keep(database, *map(alarm, range(3 * AT_ONCE)))
    assert await Alarms(SqlAlarmClock(database), ring, lambda: START).ring_due() == 3 * AT_ONCE
    assert most == AT_ONCE


async def test_one_that_waited_long_for_its_place_is_left_to_whoever_takes_it_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.alarms.AT_ONCE", 1)
    bell = Bell()

    async def ring_slowly(one: Alarm) -> Alarm | None:
        bell.now += PLACED_WITHIN
        return await bell.ring(one)

    await keep(database, *map(alarm, range(2)))
    await Alarms(SqlAlarmClock(database), ring_slowly, bell.time).ring_due()
    assert len(bell.rung) == 1
    bell.now = START + LEASE
    await bell.over(SqlAlarmClock(database)).ring_due()
    assert sorted(one.user_id for one in bell.rung) == [0, 1]


async def test_a_ring_that_waits_as_long_as_telegram_may_ask_is_nobody_elses(database: Database, bell: Bell) -> None:
    answered_within = HttpTransport().read_timeout
    assert answered_within
    longest = LONGEST_FLOOD + 2 * answered_within
    assert longest < RUNG_WITHIN
    released = asyncio.Event()

    async def ring_in_a_flood(one: Alarm) -> Alarm | None:
        await released.wait()
        return await bell.ring(one)

    await keep(database, alarm())
    ringing = asyncio.create_task(Alarms(SqlAlarmClock(database), ring_in_a_flood, bell.time).ring_due())
    while not await is_leased(database):
        await asyncio.sleep(0)
    bell.now += PLACED_WITHIN + longest
    assert await bell.over(SqlAlarmClock(database)).ring_due() == 0
    released.set()
    assert await ringing == 1
    assert bell.rung == [alarm()]


def test_a_lease_outlasts_a_place_a_ring_and_settling() -> None:
    settled_within = 20.0  # seconds that the database has to connect and to answer
    assert PLACED_WITHIN + RUNG_WITHIN + settled_within < LEASE


async def test_a_ring_that_takes_too_long_is_cut_off_and_tried_again(
    database: Database, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.alarms.RUNG_WITHIN", 0.0)

    async def ring_for_ever(_: Alarm) -> Alarm | None:
        await asyncio.Event().wait()
        raise AssertionError

    await keep(database, alarm())
    with capture_logs() as logs:
        assert await Alarms(SqlAlarmClock(database), ring_for_ever, bell.time).ring_due() == 1
    assert [entry["event"] for entry in logs] == ["an alarm could not ring, it is tried again"]
    bell.now += LEASE
    await bell.over(SqlAlarmClock(database)).ring_due()
    assert bell.rung == [alarm()]


async def test_where_the_bot_may_not_write_an_alarm_ends(database: Database, bell: Bell) -> None:
    await keep(database, alarm())
    bell.faults = [Forbidden("Forbidden: bot was blocked by the user")]
    await bell.over(SqlAlarmClock(database)).ring_due()
    assert (bell.rung, await kept(database)) == ([], [])


@pytest.mark.parametrize(
    "fault", [NetworkError("gone"), BadRequest("Chat not found"), KeyError("rahasia")], ids=["away", "refused", "bug"]
)
async def test_one_that_fails_is_tried_again_after_its_lease_for_an_hour(
    database: Database, bell: Bell, fault: Exception
) -> None:
    await keep(database, alarm())
    ringing = bell.over(SqlAlarmClock(database))
    bell.faults = [fault] * 2
    await ringing.ring_due()
    bell.now += LEASE - 1
    assert await ringing.ring_due() == 0
    bell.now = START + TRIED_FOR - 1
    assert await ringing.ring_due() == 1
    assert await kept(database) == [alarm()]
    bell.faults = [fault]
    bell.now += LEASE
    await ringing.ring_due()
    assert (bell.rung, await kept(database)) == ([], [])


async def test_one_that_is_given_up_goes_on_where_its_maker_says_so(database: Database, bell: Bell) -> None:
    await keep(database, alarm())
    next_week = alarm(due_at=START + 7 * 86_400)
    bell.faults = [NetworkError("gone")]
    bell.now += TRIED_FOR
    await Alarms(SqlAlarmClock(database), bell.ring, bell.time, missed=lambda _: next_week).ring_due()
    assert await kept(database) == [next_week]


async def test_a_failing_alarm_stops_no_other(database: Database, bell: Bell) -> None:
    await keep(database, *map(alarm, range(3)))
    bell.faults = [TelegramError("no")]
    assert await bell.over(SqlAlarmClock(database)).ring_due() == 3
    assert len(bell.rung) == 2


@pytest.mark.parametrize("given_up", [False, True], ids=["as it rings", "as it is given up"])
async def test_a_mistake_of_ours_stops_no_other_and_costs_nobody_an_alarm(
    database: Database, bell: Bell, given_up: bool
) -> None:
    def misses(_: Alarm) -> Alarm | None:
        raise TypeError("rahasia")

    due_at = START - TRIED_FOR if given_up else START
    await keep(database, *(alarm(number, due_at) for number in range(3)))
    bell.faults = [KeyError("rahasia")]
    ringing = Alarms(SqlAlarmClock(database), bell.ring, bell.time, missed=misses)
    with capture_logs() as logs:
        assert await ringing.ring_due() == 3
    assert len(bell.rung) == 2
    assert "rahasia" not in str(logs)
    assert (f"TypeError at {__file__}" in str(logs)) is given_up
    bell.now += LEASE
    assert await ringing.ring_due() == 1
    assert sorted(one.user_id for one in bell.rung) == [0, 1, 2]


async def test_what_must_not_end_is_logged_and_started_again_a_minute_later() -> None:
    begun: list[float] = []
    slept: list[float] = []

    async def work() -> None:
        begun.append(len(slept))
        if len(begun) == 1:
            raise KeyError("rahasia")
        if len(begun) == 3:
            raise asyncio.CancelledError

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    with capture_logs() as logs, pytest.raises(asyncio.CancelledError):
        await keep_going("alarms", work, sleep)
    assert (begun, slept) == ([0, 1, 2], [AGAIN_AFTER] * 2)
    assert [(entry["log_level"], entry["work"]) for entry in logs] == [("error", "alarms")] * 2
    assert logs[0]["reason"].startswith(f"KeyError at {__file__}")
    assert logs[1]["reason"] == "it returned"


async def test_logs_name_neither_people_nor_their_texts(database: Database, bell: Bell) -> None:
    await keep(database, *map(alarm, (SARI, SARI + 1, SARI + 2)))
    bell.faults = [Forbidden("blocked"), NetworkError("gone"), KeyError("rahasia")]
    with capture_logs() as logs:
        await bell.over(SqlAlarmClock(database)).ring_due()
    assert len(logs) == 3
    assert "rahasia" not in str(logs)
    assert str(SARI)[:4] not in str(logs)
    assert f"KeyError at {__file__}" in str(logs)


class Flickering:
    """A clock whose database is lost some times."""

    def __init__(self, clock: AlarmClock, lost: list[str]) -> None:
        self._clock = clock
        self._lost = lost

    def _maybe_lost(self, call: str) -> None:
        if self._lost and self._lost[0] == call:
            self._lost.pop(0)
            raise StorageLostError("gone")

    async def due(self, now: float, lease: float) -> list[Alarm]:
        self._maybe_lost("due")
        return await self._clock.due(now, lease)

    async def settle(self, one: Alarm, next_due: float | None, payload: str | None = None) -> None:
        self._maybe_lost("settle")
        await self._clock.settle(one, next_due, payload)


async def test_a_lost_database_is_logged_once_and_asked_until_it_is_back(database: Database) -> None:
    rang = asyncio.Event()

    async def ring(_: Alarm) -> None:
        rang.set()

    await keep(database, alarm())
    clock = Flickering(SqlAlarmClock(database), ["due"] * 3)
    with capture_logs() as logs:
        running = asyncio.create_task(Alarms(clock, ring, lambda: START, every=0.001).run())
        async with asyncio.timeout(5):
            await rang.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert [entry["log_level"] for entry in logs if "lost" in entry["event"]] == ["warning"]


async def test_a_database_lost_as_one_is_settled_holds_no_other_up(database: Database, bell: Bell) -> None:
    await keep(database, *map(alarm, range(3)))
    ringing = bell.over(Flickering(SqlAlarmClock(database), ["settle"]))
    with pytest.raises(StorageLostError):
        await ringing.ring_due()
    assert len(bell.rung) == 3
    bell.now += LEASE
    assert await ringing.ring_due() == 1, "it rings twice at worst, never not at all"


async def test_a_database_lost_inside_ringing_counts_as_lost_not_as_a_failed_alarm(
    database: Database, bell: Bell
) -> None:
    await keep(database, alarm())
    bell.faults = [StorageLostError("gone")]
    bell.now += TRIED_FOR
    ringing = bell.over(SqlAlarmClock(database))
    with pytest.raises(StorageLostError):
        await ringing.ring_due()
    assert await kept(database) == [alarm()]
