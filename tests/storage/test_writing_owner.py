"""What units keep for the owner is written once, the last word counts, and what was erased stays so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.storage.database import Database, open_database
from bot.storage.ledger import SqlLedger
from bot.storage.protocols import Conversation, Fault, Unit
from bot.storage.store import SqlStore
from bot.storage.tables import asked, faults, feedback, relays, walks
from tests.clock import Clock
from tests.storage.units import RELAY, Change, ask, rate, rows, send, walk, write

HOUR = 3_600.0  # seconds


@pytest.fixture
def ledger(database: Database) -> SqlLedger:
    return SqlLedger(database)


@pytest.fixture
async def replica(database: Database, database_url: str, clock: Clock) -> AsyncIterator[SqlStore]:
    """A store as another process has it."""
    store = SqlStore(open_database(database_url), clock)
    yield store
    await store.close()


async def ratings(database: Database) -> list[tuple[object, ...]]:
    """The question's key, the entry and what was said, of each rating."""
    keys = {row["id"]: row["key"] for row in await rows(database, asked)}
    return [
        (keys.get(row["asked_id"]), row["entry_id"], row["helpful"], row["reason"])
        for row in await rows(database, feedback)
    ]


# Ratings


async def test_a_reason_takes_the_place_of_what_it_explains(timed_store: SqlStore, database: Database) -> None:
    await write(timed_store, ask("k"))
    await write(timed_store, rate("k"))
    assert await ratings(database) == [("k", "a/b", False, None)]
    await write(timed_store, rate("k", "off-topic"))
    assert await ratings(database) == [("k", "a/b", False, "off-topic")]


async def test_the_last_word_counts_in_one_unit_too(timed_store: SqlStore, database: Database) -> None:
    await write(timed_store, ask("k"), rate("k", "lacking"), rate("k", helpful=True))
    assert await ratings(database) == [("k", "a/b", True, None)]


async def test_other_questions_and_other_entries_are_rated_apart(timed_store: SqlStore, database: Database) -> None:
    await write(timed_store, ask("k"), ask("l"))
    await write(timed_store, rate("k"), rate("l", helpful=True), rate("k", "lacking", "a/c"))
    await write(timed_store, rate("k", "off-topic"))
    assert sorted(await ratings(database), key=str) == [
        ("k", "a/b", False, "off-topic"),
        ("k", "a/c", False, "lacking"),
        ("l", "a/b", True, None),
    ]


async def test_a_rating_of_a_question_that_is_gone_is_left_out_however_often_it_is_pressed(
    timed_store: SqlStore, database: Database
) -> None:
    await write(timed_store, ask("k"))
    for _ in range(2):
        await write(timed_store, rate("gone", "lacking"), rate("k", "lacking"))
    assert await ratings(database) == [("k", "a/b", False, "lacking")]


async def test_a_rating_under_a_button_older_than_keys_is_kept_without_a_question(
    timed_store: SqlStore, database: Database
) -> None:
    await write(timed_store, rate("", helpful=True))
    assert await ratings(database) == [(None, "a/b", True, None)]


async def test_of_two_who_rate_the_same_answers_at_once_one_rating_each_is_left(
    timed_store: SqlStore, replica: SqlStore, database: Database
) -> None:
    for turn in range(12):
        keys = [f"{turn}k{number}" for number in range(4)]
        await write(timed_store, *map(ask, keys))
        await asyncio.gather(
            write(timed_store, *(rate(key, "lacking") for key in keys), conversation=Conversation(1, 1)),
            write(replica, *(rate(key, "lacking") for key in reversed(keys)), conversation=Conversation(2, 2)),
        )
        said = [key for key, *_ in await ratings(database) if key in keys]
        assert sorted(map(str, said)) == keys


# Checklists


async def test_a_run_is_one_row_from_its_start_to_its_end(
    timed_store: SqlStore, database: Database, clock: Clock
) -> None:
    started = clock.now
    await write(timed_store, walk("tidur"))
    clock.pass_by(HOUR)
    await write(timed_store, walk("kerja"), walk("lelah"))
    clock.pass_by(HOUR)
    await write(timed_store, walk(None, "finished"))
    assert await rows(database, walks) == [
        {
            "key": "w",
            "checklist": "burnout",
            "step": None,
            "started_at": started,
            "moved_at": clock.now,
            "ended": "finished",
        }
    ]


@pytest.mark.parametrize("late", [walk("tidur"), walk("tidur", "cancelled")], ids=["goes on", "ends otherwise"])
async def test_a_run_that_ended_stays_as_it_ended(
    timed_store: SqlStore, database: Database, clock: Clock, late: Change
) -> None:
    await write(timed_store, walk(None, "finished"))
    ended = await rows(database, walks)
    clock.pass_by(HOUR)
    await write(timed_store, late)
    assert await rows(database, walks) == ended


async def test_runs_in_one_batch_do_not_mix(timed_store: SqlStore, database: Database) -> None:
    await asyncio.gather(
        *(
            write(timed_store, walk(f"s{number}", key=f"k{9 - number}"), conversation=Conversation(number, number))
            for number in range(1, 6)
        )
    )
    assert {row["key"]: row["step"] for row in await rows(database, walks)} == {
        f"k{9 - n}": f"s{n}" for n in range(1, 6)
    }


# Times


@pytest.mark.parametrize("past", [0.0, 0.25, 1_234.5, 3_599.75])
async def test_rows_without_a_name_are_written_as_of_the_beginning_of_their_hour(
    timed_store: SqlStore, database: Database, clock: Clock, past: float
) -> None:
    began = clock.now
    clock.pass_by(past)
    await write(timed_store, ask("k"), rate("k"), walk("tidur"))
    times = {"asked_at", "rated_at", "started_at", "moved_at"}
    kept = [row for table in (asked, feedback, walks) for row in await rows(database, table)]
    assert [row[name] for row in kept for name in sorted(times & row.keys())] == [began] * 4


# Faults


async def test_a_fault_is_found_by_its_code_and_is_all_that_is_kept_of_its_update(
    timed_store: SqlStore, ledger: SqlLedger, database: Database, clock: Clock
) -> None:
    def fail(unit: Unit) -> None:
        unit.update_id = 900_000
        for done in (ask("k"), rate("k"), walk("tidur"), send()):
            done(unit)
        unit.answer_relay(RELAY.key, "Boleh.", 1.0)
        unit.settle(["k"], "ignored")
        unit.roll_back()
        unit.fault("c0de", "ValueError at bot/chat/x.py:1")

    await write(timed_store, fail)
    assert await ledger.fault("c0de") == Fault("c0de", 900_000, "ValueError at bot/chat/x.py:1", clock.now)
    assert await ledger.fault("none") is None
    assert [await rows(database, table) for table in (asked, feedback, walks, relays)] == [[], [], [], []]


async def test_a_code_that_was_given_before_spoils_nothing(timed_store: SqlStore, database: Database) -> None:
    for what in ("first", "second"):
        await write(timed_store, lambda unit, what=what: unit.fault("c0de", what), ask(what))  # type: ignore[misc]
    assert [row["what"] for row in await rows(database, faults)] == ["first"]
    assert len(await rows(database, asked)) == 2
