"""What units keep for the owner is written once, the last word counts, and what was erased stays so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.storage.database import Database, open_database
from bot.storage.ledger import SqlLedger
from bot.storage.protocols import Conversation, Fault, RowRefusedError, Unit
from bot.storage.store import SqlStore
from bot.storage.tables import asked, faults, feedback, relays, walks
from tests.clock import Clock
from tests.storage.units import RELAY, Change, ask, change, rate, rows, send, walk, write

SARI = RELAY.user_id


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


async def test_a_rating_of_an_unknown_question_is_kept_without_it(timed_store: SqlStore, database: Database) -> None:
    await write(timed_store, ask("k"))
    await write(timed_store, rate("gone", "lacking"), rate(""), rate(""))
    said = [(key, entry_id, reason or "") for key, entry_id, _, reason in await ratings(database)]
    assert sorted(said, key=str) == [(None, "a/b", ""), (None, "a/b", ""), (None, "a/b", "lacking")]


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
    clock.pass_by(60)
    await write(timed_store, walk("kerja"), walk("lelah"))
    clock.pass_by(60)
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
    clock.pass_by(60)
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


# Questions to the operators


async def test_a_relay_is_read_back_as_it_was_sent(timed_store: SqlStore, ledger: SqlLedger, clock: Clock) -> None:
    await write(timed_store, send())
    assert await ledger.relay("r") == RELAY._replace(sent_at=clock.now)
    assert await ledger.relay("s") is None


async def test_a_relay_is_sent_once(timed_store: SqlStore, database: Database) -> None:
    await write(timed_store, send(), send(RELAY._replace(screen_id=None)))
    await write(timed_store, send(RELAY._replace(text="lagi")))
    assert len(await rows(database, relays)) == 1
    assert (await rows(database, relays))[0]["text"] == RELAY.text


async def test_what_changes_of_a_relay_is_written_and_nothing_else(
    timed_store: SqlStore, ledger: SqlLedger, clock: Clock
) -> None:
    sent = RELAY._replace(sent_at=clock.now)
    await write(timed_store, send(), send(RELAY._replace(key="s")), change("r", screen_id=40))
    assert await ledger.relay("r") == sent._replace(screen_id=40), "in the unit that sends it too"
    clock.pass_by(60)
    answer: dict[str, Any] = {"status": "answered", "answer": "Boleh, asal izin.", "answered_at": clock.now}
    await write(timed_store, change("r", **answer), change("r", screen_id=None))
    assert await ledger.relay("r") == sent._replace(screen_id=None, **answer)
    assert await ledger.relay("s") == sent._replace(key="s")


async def test_an_erased_relay_does_not_come_back(timed_store: SqlStore, ledger: SqlLedger) -> None:
    await write(timed_store, send())
    await write(timed_store, lambda unit: unit.erase(SARI))
    await write(timed_store, change("r", status="answered"))
    assert await ledger.relay("r") is None


async def test_a_column_that_is_none_is_refused(timed_store: SqlStore) -> None:
    with pytest.raises(RowRefusedError):
        await write(timed_store, change("r", nonsense=1))


# Faults


async def test_a_fault_is_found_by_its_code_and_is_all_that_is_kept_of_its_update(
    timed_store: SqlStore, ledger: SqlLedger, database: Database, clock: Clock
) -> None:
    def fail(unit: Unit) -> None:
        unit.update_id = 900_000
        for done in (ask("k"), rate("k"), walk("tidur"), send(), change("r", status="closed")):
            done(unit)
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
