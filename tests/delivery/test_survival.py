"""Whole processes, killed at random moments while updates stream in: nothing is lost, nothing happens twice."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.storage.database import open_database
from bot.storage.migrate import migrate
from bot.storage.tables import alarms, asked, sessions, updates
from tests.botapi import BotApi
from tests.postgres import find_server, temporary_server
from tests.processes import BotProcess, free_port

KILLS = 50
PEOPLE = range(7001, 7011)
QUICKLY = 0.03  # seconds between two updates
SETTLES_WITHIN = 180.0  # seconds; what came while the process was down is much on a slow machine


class Stream:
    """People who write on and on; what must be true of the database when all is handled."""

    def __init__(self, api: BotApi, database_url: str) -> None:
        self._api = api
        self._database_url = database_url
        self.said: Counter[int] = Counter()
        self._writing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def flows(self) -> AsyncIterator[None]:
        writing = asyncio.create_task(self._write())
        try:
            yield
        finally:
            writing.cancel()

    async def _write(self) -> None:
        while True:
            for person in PEOPLE:
                self.say(person)
                await asyncio.sleep(QUICKLY)

    def say(self, person: int) -> None:
        self.said[person] += 1
        self._api.say(person, f"apa itu burnout {'abcdefghij'[person % 10]}{self.said[person]}")

    async def settles(self) -> None:
        """Wait until every update is done, and compare what is kept with what was said."""
        database = open_database(self._database_url)
        total = self.said.total()
        async with asyncio.timeout(SETTLES_WITHIN):
            while True:
                async with database.transaction() as connection:
                    done = (await connection.execute(select(updates.c.update_id).where(updates.c.done))).all()
                if len(done) >= total and not self._api.pending:
                    break
                await asyncio.sleep(0.1)
        async with database.transaction() as connection:
            kept = (await connection.execute(select(sessions.c.user_id, sessions.c.version))).all()
            texts = (await connection.execute(select(asked.c.text))).scalars().all()
            bodies = (await connection.execute(select(updates.c.body))).scalars().all()
        await database.close()
        assert {row.user_id: row.version for row in kept} == dict(self.said), "each session was changed once an update"
        assert sorted(Counter(texts).values()) == [1] * total, "each question was kept once"
        assert {person: len(self._api.sent[person]) >= self.said[person] for person in self.said} == dict.fromkeys(
            self.said, True
        ), "each update was answered"
        assert set(bodies) == {None}


def moments(seed: int, number: int = KILLS) -> list[float]:
    """Seconds after which to kill; the seed makes a failure repeatable."""
    chosen = random.Random(seed)  # noqa: S311
    return [chosen.uniform(0.0, 0.5) for _ in range(number)]


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_a_process_killed_fifty_times_loses_nothing_and_repeats_nothing(mode: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with BotApi() as api:
        bot, stream = BotProcess(api, url, free_port() if mode == "webhook" else None), Stream(api, url)
        async with stream.flows():
            for moment in moments(seed=len(mode)):
                await bot.start()
                await asyncio.sleep(moment)
                await bot.kill()
        await bot.start()
        await stream.settles()
        assert await bot.stop() == 0
    assert stream.said.total() > KILLS


@pytest.fixture
async def migrated(postgres_url: str) -> str:
    database = open_database(postgres_url)
    await migrate(database)
    await database.close()
    return postgres_url


async def test_one_of_two_replicas_may_die_at_any_moment(migrated: str) -> None:
    async with BotApi() as api:
        stays, dies = (BotProcess(api, migrated, free_port()) for _ in range(2))
        stream = Stream(api, migrated)
        await stays.start()
        api.replicas = [stays.url, dies.url]
        async with stream.flows():
            for moment in moments(seed=3, number=10):
                await dies.start()
                await asyncio.sleep(moment)
                await dies.kill()
        await dies.start()
        await stream.settles()
        assert list(await asyncio.gather(stays.stop(), dies.stop())) == [0, 0]
    assert stream.said.total() > 100


async def test_an_update_that_comes_five_times_at_once_to_two_replicas_has_one_effect(migrated: str) -> None:
    async with BotApi() as api:
        replicas = [BotProcess(api, migrated, free_port()) for _ in range(2)]
        await asyncio.gather(*(replica.start() for replica in replicas))
        api.replicas = ["http://127.0.0.1:1/nowhere"]
        stream = Stream(api, migrated)
        for person in list(PEOPLE) * 3:
            stream.say(person)
        given = sorted(api.pending.values(), key=lambda update: int(update["update_id"]))
        for update in given:
            answers = await asyncio.gather(*(api.deliver(update, replicas[n % 2].url) for n in range(5)))
            assert answers == [200] * 5
        api.pending.clear()
        await stream.settles()
        assert {person: len(texts) for person, texts in api.sent.items()} == dict(stream.said)
        await asyncio.gather(*(replica.stop() for replica in replicas))


@pytest.mark.parametrize("mode", ["webhook", "polling"])
@pytest.mark.usefixtures("postgres")
async def test_a_database_that_is_away_for_ten_seconds_under_load_loses_nothing(mode: str) -> None:
    if find_server() is None:
        pytest.skip("TEST_POSTGRES_URL names a server that a test must not stop")
    with temporary_server() as server:
        url = server.create_database("kawan")
        database = open_database(url)
        await migrate(database)
        await database.close()
        async with BotApi() as api:
            bot, stream = BotProcess(api, url, free_port() if mode == "webhook" else None), Stream(api, url)
            await bot.start()
            async with stream.flows():
                await asyncio.sleep(1)
                server.stop(immediate=True)
                await asyncio.sleep(10)
                server.start()
                await asyncio.sleep(2)
            await stream.settles()
            assert await bot.stop() == 0
        assert stream.said.total() > 300


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_a_reminder_rings_in_a_process_that_was_killed_before_it_was_due(mode: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    database = open_database(url)
    await migrate(database)
    slot = {"day": 0, "hour": 12, "zone": "WIB"}
    pomodoro = json.dumps({"phase": "work", "work": 25, "rest": 5})
    async with BotApi() as api:
        bot = BotProcess(api, url, free_port() if mode == "webhook" else None)
        await bot.start()
        async with database.transaction() as connection:
            await connection.execute(
                insert(alarms),
                [
                    {"user_id": 7, "kind": "pomodoro", "chat_id": 7, "due_at": time.time() + 2, "payload": pomodoro},
                    {"user_id": 7, "kind": "reminder", "chat_id": 7, "due_at": 9e9, "payload": json.dumps(slot)},
                ],
            )
        await bot.kill()
        assert api.sent[7] == []
        await bot.start()
        async with asyncio.timeout(90):
            while not api.sent[7]:
                await asyncio.sleep(0.1)
            while True:
                async with database.transaction() as connection:
                    kept = (await connection.execute(select(alarms.c.kind, alarms.c.payload))).all()
                if any("rest" in json.loads(row.payload).get("phase", "") for row in kept):
                    break
                await asyncio.sleep(0.1)
        assert len(api.sent[7]) == 1, "once, and not what is not due"
        assert {row.kind for row in kept} == {"pomodoro", "reminder"}
        assert await bot.stop() == 0
    await database.close()
