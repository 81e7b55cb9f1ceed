"""What units keep is read back, and what of it is a person's is erased with all else of the person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.storage.database import Database, in_memory, open_database
from bot.storage.housekeeping import erase_old
from bot.storage.protocols import (
    Alarm,
    Asked,
    Conversation,
    ConversationChangedError,
    Finished,
    StorageLostError,
    Unit,
    new_key,
)
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from tests.clock import Clock
from tests.storage.units import HERE, RELAY, Change, new_unit, write

SARI, BUDI = 7, 8
ALARM = Alarm(SARI, "pomodoro", 5, 2_000_000.0, '{"round": 1}')


async def test_results_are_read_back_newest_first(timed_store: SqlStore, records: SqlRecords, clock: Clock) -> None:
    for checklist, result in (("harga", "1"), ("burnout", "2"), ("harga", "3")):
        clock.now += 10
        await write(timed_store, lambda unit, c=checklist, r=result: unit.finished(SARI, c, r))  # type: ignore[misc]
    await write(timed_store, lambda unit: unit.finished(BUDI, "harga", "his"))
    found = await records.results(SARI)
    assert found == [
        Finished(SARI, "harga", "3", clock.now),
        Finished(SARI, "burnout", "2", clock.now - 10),
        Finished(SARI, "harga", "1", clock.now - 20),
    ]
    assert [one.result for one in await records.results(SARI, "harga")] == ["3", "1"]
    assert [one.result for one in await records.results(SARI, limit=1)] == ["3"]


async def test_two_results_of_one_moment_are_both_kept_the_later_first(
    timed_store: SqlStore, records: SqlRecords
) -> None:
    await write(timed_store, lambda unit: unit.finished(SARI, "harga", "1"), lambda unit: unit.finished(SARI, "x", "2"))
    assert [one.result for one in await records.results(SARI)] == ["2", "1"]


async def test_a_second_alarm_of_a_kind_takes_the_place_of_the_first(
    timed_store: SqlStore, records: SqlRecords
) -> None:
    later, other = ALARM._replace(due_at=3e6, payload="{}", chat_id=6), ALARM._replace(kind="burnout", due_at=1e6)
    await write(timed_store, lambda unit: unit.set_alarm(ALARM))
    await write(timed_store, lambda unit: unit.set_alarm(later), lambda unit: unit.set_alarm(other))
    assert await records.alarms(SARI) == [other, later]
    assert await records.alarms(BUDI) == []


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ([lambda unit: unit.clear_alarm(SARI, "pomodoro")], []),
        ([lambda unit: unit.clear_alarm(SARI, "burnout")], [ALARM]),
        ([lambda unit: unit.clear_alarm(BUDI, "pomodoro")], [ALARM]),
        ([lambda unit: unit.set_alarm(ALARM), lambda unit: unit.clear_alarm(SARI, "pomodoro")], []),
        ([lambda unit: unit.clear_alarm(SARI, "pomodoro"), lambda unit: unit.set_alarm(ALARM)], [ALARM]),
    ],
    ids=["cleared", "another kind", "another person", "set and cleared", "cleared and set"],
)
async def test_an_alarm_is_what_the_last_word_made_it(
    timed_store: SqlStore, records: SqlRecords, changes: list[Change], left: list[Alarm]
) -> None:
    await write(timed_store, lambda unit: unit.set_alarm(ALARM))
    await write(timed_store, *changes)
    assert await records.alarms(SARI) == left


async def test_a_picture_is_found_under_the_id_it_last_had(timed_store: SqlStore, records: SqlRecords) -> None:
    assert await records.picture("k") is None
    await write(timed_store, lambda unit: unit.drew("k", "first"))
    await write(timed_store, lambda unit: unit.drew("k", "second"), lambda unit: unit.drew("k", "third"))
    assert await records.picture("k") == "third"


async def test_a_rolled_back_unit_keeps_none_of_them(timed_store: SqlStore, records: SqlRecords) -> None:
    await write(timed_store, lambda unit: unit.finished(SARI, "harga", "kept"))
    await write(timed_store, lambda unit: unit.park("e", "an earlier one"))
    await write(
        timed_store,
        lambda unit: unit.drew("k", "id"),
        lambda unit: unit.park("k", "text"),
        lambda unit: unit.unpark("an earlier one, and more"),
        lambda unit: unit.erase(SARI),
        lambda unit: unit.roll_back(),
        lambda unit: unit.roll_back(),
    )
    unit = Unit(0, HERE)
    unit.set_alarm(ALARM)
    unit.finished(SARI, "harga", "x")
    unit.move(-1, -2, dict)
    unit.roll_back()
    assert (unit.alarms, unit.results, unit.pictures, unit.moves) == ({}, [], {}, [])
    assert [one.result for one in await records.results(SARI)] == ["kept"]
    assert (await records.picture("k"), await records.parked("k")) == (None, None)
    assert await records.parked("e") == "an earlier one"


async def test_a_parked_text_is_what_was_last_parked_under_its_key(
    timed_store: SqlStore, records: SqlRecords, database: Database, clock: Clock
) -> None:
    key = "k" * 32
    assert await records.parked(key) is None
    await write(timed_store, lambda unit: unit.park(key, "first"), lambda unit: unit.park("other", "other"))
    clock.now += 12 * 3_600
    await write(timed_store, lambda unit: unit.park(key, "second"), lambda unit: unit.park(key, "berapa tarifku? 🎨"))
    assert (await records.parked(key), await records.parked("other")) == ("berapa tarifku? 🎨", "other")
    await erase_old(database, clock.now + 18 * 3_600)
    assert (await records.parked(key), await records.parked("other")) == ("berapa tarifku? 🎨", None)


async def test_every_parked_beginning_of_a_text_is_forgotten_and_nothing_else(
    timed_store: SqlStore, records: SqlRecords
) -> None:
    whole = r"aku 100% yakin_banget \ 🎨 capek"
    beginnings = (whole[:5], whole[:8], whole[:15], whole[:24], whole[:-1], whole)
    others = ("Aku 1", "%", "_ku 100%", "aku 1%capek", "aku_100", "ku 100%", "yakin", f"{whole} ya", r"aku 100\%")
    for text in (*beginnings, *others):
        await write(timed_store, lambda unit, text=text: unit.park(text[-32:], text))  # type: ignore[misc]
    await write(timed_store, lambda unit: unit.unpark(whole), lambda unit: unit.unpark("lain"))
    assert [await records.parked(text[-32:]) for text in beginnings] == [None] * len(beginnings)
    assert [await records.parked(text[-32:]) for text in others] == list(others)


async def test_two_units_of_one_batch_may_park_the_same(timed_store: SqlStore, records: SqlRecords) -> None:
    parking = (write(timed_store, lambda unit: unit.park("k", "x"), conversation=Conversation(n, n)) for n in range(5))
    await asyncio.gather(*parking)
    assert await records.parked("k") == "x"


async def test_the_most_asked_are_counted_ties_by_their_ids(
    timed_store: SqlStore, records: SqlRecords, clock: Clock
) -> None:
    def ask(*asked: tuple[str, str | None]) -> Change:
        return lambda unit: unit.questions.extend(Asked("x", *one, new_key()) for one in asked)

    await write(timed_store, ask(*[("answer", "a/old")] * 9))
    clock.pass_by(3_600)
    since = clock.now
    await write(
        timed_store, ask(*[("answer", "b/b")] * 2, *[("chosen", "b/b"), ("chosen", "b-a/z"), ("answer", "a/a")])
    )
    await write(timed_store, ask(*[("answer", f"c/{letter}") for letter in "hdgbface"]))
    await write(timed_store, ask(*[("suggest", "a/s"), ("unknown", None), ("answer", None)] * 5))
    assert await records.most_asked(since, 99) == [
        ("b/b", 3),
        ("a/a", 1),
        ("b-a/z", 1),
        *((f"c/{letter}", 1) for letter in "abcdefgh"),
    ]
    assert await records.most_asked(since, 2) == [("b/b", 3), ("a/a", 1)]
    assert (await records.most_asked(0.0, 1), await records.most_asked(since + 1, 5)) == ([("a/old", 9)], [])


@pytest.mark.parametrize("first", [True, False], ids=["erased first", "erased last"])
async def test_the_unit_that_erases_leaves_nothing_of_its_own(
    timed_store: SqlStore, records: SqlRecords, first: bool
) -> None:
    def change(unit: Unit) -> None:
        unit.state["step"] = 1
        unit.set_alarm(ALARM)
        unit.finished(SARI, "harga", "x")
        unit.relay(RELAY)
        unit.answer_relay(RELAY.key, "Boleh.", 1.0)

    def erase(unit: Unit) -> None:
        unit.erase(SARI)

    await write(timed_store, change)
    await write(timed_store, *([erase, change] if first else [change, erase]))
    assert set((await records.held(SARI)).values()) == {0}
    await write(timed_store, change)
    held = await records.held(SARI)
    assert {name for name, number in held.items() if number == 1} == {"sessions", "results", "alarms", "relays"}


async def test_a_session_that_was_loaded_before_the_erasure_does_not_come_back(
    timed_store: SqlStore, records: SqlRecords
) -> None:
    def step(unit: Unit) -> None:
        unit.state["step"] = unit.state.get("step", 0) + 1

    elsewhere = Conversation(-100, SARI)
    await write(timed_store, step, conversation=elsewhere)
    late = new_unit(elsewhere)
    await timed_store.begin(late)
    await write(timed_store, lambda unit: unit.erase(SARI))
    step(late)
    with pytest.raises(ConversationChangedError):
        await timed_store.commit(late)
    assert (await records.held(SARI))["sessions"] == 0


@pytest.mark.parametrize(
    "read",
    [
        lambda records: records.results(SARI),
        lambda records: records.alarms(SARI),
        lambda records: records.picture("k"),
        lambda records: records.held(SARI),
        lambda records: records.parked("k"),
        lambda records: records.most_asked(0.0, 1),
    ],
    ids=["results", "alarms", "picture", "held", "parked", "most_asked"],
)
async def test_a_database_that_is_away_counts_as_lost(read: Callable[[SqlRecords], Awaitable[object]]) -> None:
    database = open_database("postgres://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StorageLostError):
        await read(SqlRecords(database))
    await database.close()


async def test_a_database_in_memory_without_tables_is_no_reason_to_wait() -> None:
    database = in_memory()
    with pytest.raises(StorageLostError, match="no such table"):
        await SqlRecords(database).picture("k")
    await database.close()
