"""One update, one unit of work: in its turn, once, all or nothing, and never lost with the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import pytest
from telegram import Update
from telegram.ext import InlineQueryHandler, MessageHandler, filters

from bot.app import App
from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.delivery.conversations import conversation_of
from bot.delivery.metrics import Metrics
from bot.delivery.units import Outcome, Units, is_fleeting
from bot.playground.telegram import DeskRequest
from bot.playground.world import Person, World
from bot.storage.database import Database, create_tables, in_memory
from bot.storage.protocols import RowRefusedError, StorageLostError, Unit
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from tests.desks import app_over

Act = Callable[[Update, Context], Awaitable[None]]


class Faulty:
    """A store that can lose its database, and refuse rows."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store = SqlStore(database)
        self.lost_calls: list[str] = []
        self.refuse_rows = False
        self.calls: list[str] = []

    def _maybe_lost(self, call: str) -> None:
        self.calls.append(call)
        if self.lost_calls and self.lost_calls[0] == call:
            self.lost_calls.pop(0)
            raise StorageLostError("gone")

    async def begin(self, unit: Unit) -> bool:
        self._maybe_lost("begin")
        return await self.store.begin(unit)

    async def commit(self, unit: Unit) -> None:
        self._maybe_lost("commit")
        if self.refuse_rows and unit.changed:
            raise RowRefusedError("too long")
        await self.store.commit(unit)

    async def abandon(self, unit: Unit) -> None:
        await self.store.abandon(unit)

    async def receive(self, updates: Sequence[tuple[int, str]]) -> None:
        await self.store.receive(updates)

    async def unfinished(self) -> list[str]:
        return await self.store.unfinished()

    async def ready(self) -> None:
        await self.store.ready()


class Bench:
    """The whole bot with one more handler, which a test gives."""

    def __init__(self, app: App, units: Units, store: Faulty, world: World, metrics: Metrics) -> None:
        self.app, self.units, self.store, self.world, self.metrics = app, units, store, world, metrics
        self.act: Act | None = None
        self.people: dict[str, Person] = {}
        app.handlers[0].insert(0, MessageHandler(filters.Regex("^act"), self._acts))
        app.handlers[0].insert(0, InlineQueryHandler(self._acts, "^act"))

    async def _acts(self, update: Update, context: Context) -> None:
        assert self.act
        await self.act(update, context)

    def update(self, person: str, text: str) -> Update:
        if person not in self.people:
            self.people[person] = self.world.person(person)
        someone = self.people[person]
        chat = self.world.chats[someone.id]
        message = self.world.add_message(chat, someone.json(), self.world.text_content(text))
        return Update.de_json(self.world.update("message", message), self.app.bot)

    def typed(self, query: str = "act", user_id: int = 77) -> Update:
        someone = {"id": user_id, "is_bot": False, "first_name": "Sari"}
        about: dict[str, object] = {"id": "1", "from": someone, "query": query, "offset": ""}
        return Update.de_json(self.world.update("inline_query", about), self.app.bot)

    async def take(self, update: Update, **options: Any) -> Outcome:
        return await self.units.take(self.app, update, **options)

    async def state(self, update: Update) -> dict[str, Any]:
        unit = Unit(0, conversation_of(update))
        await self.store.begin(unit)
        await self.store.abandon(unit)
        return unit.state

    def said(self, person: int) -> list[str]:
        messages = self.world.chats[person].messages.values()
        return [str(message["text"]) for message in messages if message["from"] == self.world.bot_json()]


@pytest.fixture
async def bench(knowledge: Knowledge) -> AsyncIterator[Bench]:
    world, metrics, database = World(), Metrics(), in_memory()
    await create_tables(database)
    store = Faulty(database)
    units = Units(store, metrics)
    async with app_over(knowledge, units, DeskRequest(world)) as app:
        yield Bench(app, units, store, world, metrics)
    await store.store.close()


async def count(update: Update, context: Context) -> None:
    context.unit.state["count"] = context.unit.state.get("count", 0) + 1


async def test_what_a_handler_changes_is_there_for_the_next_update(bench: Bench) -> None:
    bench.act = count
    for _ in range(3):
        update = bench.update("Sari", "act")
        assert await bench.take(update) is Outcome.HANDLED
    assert (await bench.state(update))["count"] == 3


async def test_a_repeated_update_is_not_handled_again(bench: Bench) -> None:
    bench.act = count
    update = bench.update("Sari", "act")
    outcomes = await asyncio.gather(*(bench.take(update) for _ in range(5)))
    assert sorted(outcomes) == [Outcome.HANDLED] + [Outcome.REPEATED] * 4
    assert (await bench.state(update))["count"] == 1


async def test_a_failed_handler_changes_nothing_apologises_once_and_is_done(bench: Bench) -> None:
    async def fail(update: Update, context: Context) -> None:
        await count(update, context)
        raise RuntimeError("broken")

    bench.act = count
    update = bench.update("Sari", "act")
    await bench.take(update)
    bench.act = fail
    failing = bench.update("Sari", "act again")
    assert await bench.take(failing) is Outcome.FAILED
    assert (await bench.state(update))["count"] == 1
    assert len(bench.said(update.message.chat_id)) == 1  # type: ignore[union-attr]
    assert await bench.take(failing) is Outcome.REPEATED


@pytest.mark.parametrize("call", ["begin", "commit"])
async def test_a_lost_database_leaves_the_update_undone(bench: Bench, call: str) -> None:
    bench.act = count
    update = bench.update("Sari", "act")
    bench.store.lost_calls = [call]
    with pytest.raises(StorageLostError):
        await bench.take(update)
    assert await bench.take(update) is Outcome.HANDLED
    assert (await bench.state(update))["count"] == 1


@pytest.mark.parametrize("call", ["begin", "commit"])
async def test_taken_patiently_it_is_tried_until_the_database_is_back(bench: Bench, call: str) -> None:
    bench.act = count
    update = bench.update("Sari", "act")
    bench.store.lost_calls = [call] * 2
    assert await bench.take(update, patiently=True) is Outcome.HANDLED
    assert (await bench.state(update))["count"] == 1


async def test_a_database_lost_inside_a_handler_is_no_failure_of_the_handler(bench: Bench) -> None:
    async def lose(update: Update, context: Context) -> None:
        raise StorageLostError("gone")

    bench.act = lose
    update = bench.update("Sari", "act")
    with pytest.raises(StorageLostError):
        await bench.take(update)
    assert bench.said(update.message.chat_id) == []  # type: ignore[union-attr]
    bench.act = count
    assert await bench.take(update) is Outcome.HANDLED


async def test_a_row_that_is_refused_is_forgotten_and_does_not_come_again(bench: Bench) -> None:
    bench.act = count
    bench.store.refuse_rows = True
    update = bench.update("Sari", "act")
    assert await bench.take(update) is Outcome.FAILED
    assert await bench.take(update) is Outcome.REPEATED


async def test_a_conversation_that_waits_delays_no_other(bench: Bench) -> None:
    release = asyncio.Event()

    async def wait(update: Update, context: Context) -> None:
        await release.wait()

    bench.act = wait
    slow = asyncio.create_task(bench.take(bench.update("Sari", "act")))
    behind = asyncio.create_task(bench.take(bench.update("Sari", "halo")))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(2):
        assert await bench.take(bench.update("Budi", "halo")) is Outcome.HANDLED
    assert not slow.done()
    assert not behind.done(), "order holds within the conversation"
    release.set()
    assert await slow is Outcome.HANDLED
    assert await behind is Outcome.HANDLED


async def test_many_waiting_in_one_conversation_take_one_place(knowledge: Knowledge) -> None:
    world, database = World(), in_memory()
    await create_tables(database)
    units = Units(SqlStore(database), Metrics(), at_once=2)
    async with app_over(knowledge, units, DeskRequest(world)) as app:
        bench = Bench(app, units, Faulty(database), world, Metrics())
        release = asyncio.Event()

        async def wait(update: Update, context: Context) -> None:
            await release.wait()

        bench.act = wait
        waiting = [asyncio.create_task(bench.take(bench.update("Sari", f"act {n}"))) for n in range(5)]
        await asyncio.sleep(0.05)
        async with asyncio.timeout(2):
            assert await bench.take(bench.update("Budi", "halo")) is Outcome.HANDLED
        assert not any(task.done() for task in waiting)
        release.set()
        assert await asyncio.gather(*waiting) == [Outcome.HANDLED] * 5
    await database.close()


async def test_outcomes_and_decisions_are_counted(bench: Bench) -> None:
    await bench.take(bench.update("Sari", "apa itu burnout"))
    page = bench.metrics.page().decode()
    assert 'kawan_updates_total{kind="message",outcome="handled"} 1.0' in page
    assert 'kawan_decisions_total{decision="answer"} 1.0' in page
    assert "kawan_updates_in_flight 0.0" in page
    assert "burnout" not in page


# Inline queries: one for nearly every letter


async def park(update: Update, context: Context) -> None:
    context.unit.park("k", "a long question")


async def test_an_inline_query_costs_no_transaction(bench: Bench) -> None:
    async def answer(update: Update, context: Context) -> None:
        assert context.session.topic is None

    bench.act = answer
    assert await bench.take(bench.typed()) is Outcome.HANDLED
    assert bench.store.calls == []
    assert 'kawan_updates_total{kind="inline_query",outcome="handled"} 1.0' in bench.metrics.page().decode()


async def test_a_letter_does_not_wait_for_the_one_before(bench: Bench) -> None:
    first, second = bench.typed(), bench.typed()
    release = asyncio.Event()

    async def wait(update: Update, context: Context) -> None:
        if update is first:
            await release.wait()

    bench.act = wait
    slow = asyncio.create_task(bench.take(first))
    await asyncio.sleep(0.01)
    async with asyncio.timeout(2):
        assert await bench.take(second) is Outcome.HANDLED
    assert not slow.done()
    release.set()
    assert await slow is Outcome.HANDLED


async def test_what_an_inline_query_parks_is_kept_once_and_nothing_else_is(bench: Bench) -> None:
    bench.act = park
    update = bench.typed()
    outcomes = await asyncio.gather(*(bench.take(update) for _ in range(3)))
    assert outcomes == [Outcome.HANDLED] * 3
    assert bench.store.calls.count("commit") == 1
    assert await SqlRecords(bench.store.database).parked("k") == "a long question"


async def test_an_inline_query_that_fails_keeps_nothing(bench: Bench) -> None:
    async def fail(update: Update, context: Context) -> None:
        await park(update, context)
        raise RuntimeError("broken")

    bench.act = fail
    assert await bench.take(bench.typed()) is Outcome.FAILED
    assert bench.store.calls == []


@pytest.mark.parametrize("patiently", [True, False])
@pytest.mark.parametrize("call", ["begin", "commit"])
async def test_with_the_database_lost_an_inline_query_is_answered_and_let_go(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, call: str, patiently: bool
) -> None:
    answered = []

    async def answer(update: Update, context: Context) -> None:
        answered.append(update.update_id)
        await park(update, context)

    async def lost(_: Unit) -> bool:
        raise StorageLostError("gone")

    bench.act = answer
    monkeypatch.setattr(bench.store, call, lost)
    async with asyncio.timeout(2):
        assert await bench.take(bench.typed(), patiently=patiently) is Outcome.LOST
    assert len(answered) == 1
    assert 'kawan_updates_total{kind="inline_query",outcome="lost"} 1.0' in bench.metrics.page().decode()


async def test_a_database_lost_inside_an_inline_handler_lets_the_query_go(bench: Bench) -> None:
    async def lose(update: Update, context: Context) -> None:
        raise StorageLostError("gone")

    bench.act = lose
    assert await bench.take(bench.typed(), patiently=True) is Outcome.LOST


async def test_what_waits_to_be_kept_takes_no_place(knowledge: Knowledge) -> None:
    world, database = World(), in_memory()
    await create_tables(database)
    units = Units(SqlStore(database), Metrics(), at_once=1)
    async with app_over(knowledge, units, DeskRequest(world), database) as app:
        bench = Bench(app, units, Faulty(database), world, Metrics())
        release = asyncio.Event()

        async def act(update: Update, context: Context) -> None:
            await release.wait()
            await park(update, context)

        bench.act = act
        letter = asyncio.create_task(bench.take(bench.typed()))
        await asyncio.sleep(0)
        chosen: dict[str, object] = {
            "result_id": "x",
            "from": {"id": 77, "is_bot": False, "first_name": "S"},
            "query": "",
        }
        update = Update.de_json(world.update("chosen_inline_result", chosen), app.bot)
        behind = asyncio.create_task(bench.take(update))
        await asyncio.sleep(0)
        release.set()
        async with asyncio.timeout(2):
            assert {await letter, await behind} == {Outcome.HANDLED}
    await database.close()


@pytest.mark.parametrize("kind", ["message", "inline_query", None])
async def test_only_inline_queries_are_fleeting(bench: Bench, kind: str | None) -> None:
    updates = {"message": bench.update("Sari", "x"), "inline_query": bench.typed(), None: Update(1)}
    assert is_fleeting(updates[kind]) is (kind == "inline_query")
    assert not is_fleeting("no update")
