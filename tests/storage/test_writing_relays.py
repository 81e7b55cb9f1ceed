"""A question to the operators is changed by many at once: what was answered, ended or erased stays so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.storage.database import Database, open_database
from bot.storage.ledger import SqlLedger
from bot.storage.protocols import Conversation, Relay, Unit
from bot.storage.store import SqlStore
from bot.storage.tables import relays
from tests.clock import Clock
from tests.storage.units import RELAY, Change, new_unit, rows, send, write

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


def close(unit: Unit) -> None:
    unit.close_relay("r", "closed")


def withdraw(unit: Unit) -> None:
    unit.close_relay("r", "withdrawn")


def answer(text: str = "Boleh.", at: float = 5.0, key: str = "r") -> Change:
    return lambda unit: unit.answer_relay(key, text, at)


def amend(before: str, after: str) -> Change:
    return lambda unit: unit.amend_relay("r", before, after)


async def kept(ledger: SqlLedger) -> Relay:
    relay = await ledger.relay("r")
    assert relay is not None
    return relay


async def test_a_relay_is_read_back_as_it_was_sent(timed_store: SqlStore, ledger: SqlLedger, clock: Clock) -> None:
    await write(timed_store, send())
    assert await ledger.relay("r") == RELAY._replace(sent_at=clock.now)
    assert await ledger.relay("s") is None


async def test_a_relay_is_sent_once(timed_store: SqlStore, database: Database) -> None:
    await write(timed_store, send(), send(RELAY._replace(screen_id=None)))
    await write(timed_store, send(RELAY._replace(text="lagi")))
    assert len(await rows(database, relays)) == 1
    assert (await rows(database, relays))[0]["text"] == RELAY.text


async def test_answers_stand_below_each_other_and_the_last_one_gives_the_time(
    timed_store: SqlStore, ledger: SqlLedger, clock: Clock
) -> None:
    sent = RELAY._replace(sent_at=clock.now)
    await write(timed_store, send(), send(RELAY._replace(key="s")), answer("Boleh.", 5.0))
    assert await ledger.relay("r") == sent._replace(status="answered", answer="Boleh.", answered_at=5.0)
    await write(timed_store, answer("Asal izin.", 6.0), answer("Tertulis.", 7.0))
    whole = "Boleh.\n\nAsal izin.\n\nTertulis."
    assert await ledger.relay("r") == sent._replace(status="answered", answer=whole, answered_at=7.0)
    assert await ledger.relay("s") == sent._replace(key="s")


async def test_answers_are_kept_to_six_thousand_characters(timed_store: SqlStore, ledger: SqlLedger) -> None:
    await write(timed_store, send(), *(answer("é" * 2_500) for _ in range(3)))
    whole = "\n\n".join(["é" * 2_500] * 3)
    assert (await kept(ledger)).answer == whole[:6_000]


@pytest.mark.parametrize("end", [close, withdraw], ids=["closed", "withdrawn"])
async def test_what_ended_is_neither_answered_nor_ended_again(
    timed_store: SqlStore, ledger: SqlLedger, end: Change
) -> None:
    await write(timed_store, send(), end)
    ended = await kept(ledger)
    assert ended.status == ("closed" if end is close else "withdrawn")
    await write(timed_store, answer(), close, withdraw)
    assert await kept(ledger) == ended


@pytest.mark.parametrize("end", [close, withdraw], ids=["closed", "withdrawn"])
async def test_what_was_answered_is_not_ended(timed_store: SqlStore, ledger: SqlLedger, end: Change) -> None:
    await write(timed_store, send(), answer())
    await write(timed_store, end)
    assert (await kept(ledger)).status == "answered"


@pytest.mark.parametrize("answered_first", [True, False])
async def test_in_one_unit_changes_keep_their_order(
    timed_store: SqlStore, ledger: SqlLedger, answered_first: bool
) -> None:
    await write(timed_store, send(), *([answer(), close] if answered_first else [close, answer()]))
    relay = await kept(ledger)
    assert (relay.status, relay.answer) == (("answered", "Boleh.") if answered_first else ("closed", None))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Boleh.", ["Tidak.", "Bole", "Boleh.", "Asal\n\nizin."]),
        ("Bole", ["Boleh.", "Tidak.", "Boleh.", "Asal\n\nizin."]),
        ("Asal\n\nizin.", ["Boleh.", "Bole", "Boleh.", "Tidak."]),
        ("Boleh", ["Boleh.", "Bole", "Boleh.", "Asal\n\nizin."]),
        ("", ["Boleh.", "Bole", "Boleh.", "Asal\n\nizin."]),
    ],
    ids=["the first of two", "a part of others", "of two paragraphs", "none", "nothing"],
)
async def test_one_answer_is_amended_and_all_others_stay(
    timed_store: SqlStore, ledger: SqlLedger, before: str, after: list[str]
) -> None:
    await write(timed_store, send(), *map(answer, ("Boleh.", "Bole", "Boleh.", "Asal\n\nizin.")))
    answered = await kept(ledger)
    await write(timed_store, amend(before, "Tidak."))
    assert await kept(ledger) == answered._replace(answer="\n\n".join(after))


async def test_what_was_not_answered_is_not_amended(timed_store: SqlStore, ledger: SqlLedger) -> None:
    await write(timed_store, send())
    await write(timed_store, amend("", "Tidak."), amend("None", "Tidak."))
    assert (await kept(ledger)).answer is None


async def test_the_screen_is_another_one_from_now_on(timed_store: SqlStore, ledger: SqlLedger, clock: Clock) -> None:
    await write(timed_store, send(), send(RELAY._replace(key="s")), lambda unit: unit.show_relay("r", 40))
    assert await ledger.relay("r") == RELAY._replace(sent_at=clock.now, screen_id=40)
    assert await ledger.relay("s") == RELAY._replace(sent_at=clock.now, key="s")


async def test_in_another_chat_no_message_is_known_until_one_is_sent_there(
    timed_store: SqlStore, ledger: SqlLedger, clock: Clock
) -> None:
    await write(timed_store, send(), lambda unit: unit.move_relay("r", -100))
    moved = RELAY._replace(sent_at=clock.now, chat_id=-100, question_id=None, screen_id=None)
    assert await ledger.relay("r") == moved
    await write(timed_store, lambda unit: unit.show_relay("r", 40), lambda unit: unit.move_relay("r", -100))
    assert await ledger.relay("r") == moved._replace(screen_id=40), "it is there already"


@pytest.mark.parametrize(
    "late",
    [
        close,
        answer(),
        amend("Boleh.", "Tidak."),
        lambda unit: unit.show_relay("r", 40),
        lambda unit: unit.move_relay("r", -100),
    ],
    ids=["close", "answer", "amend", "show", "move"],
)
async def test_an_erased_relay_does_not_come_back(timed_store: SqlStore, ledger: SqlLedger, late: Change) -> None:
    await write(timed_store, send(), answer())
    await write(timed_store, lambda unit: unit.erase(SARI))
    await write(timed_store, late)
    assert await ledger.relay("r") is None


async def test_of_two_processes_that_answer_and_close_at_once_one_wins_whole(
    timed_store: SqlStore, replica: SqlStore, ledger: SqlLedger
) -> None:
    for number in range(8):
        await write(timed_store, send(RELAY._replace(key=f"r{number}")))
    asker, operator = new_unit(Conversation(1, 1)), new_unit(Conversation(2, 2))
    assert await timed_store.begin(asker)
    assert await replica.begin(operator)
    for number in range(8):
        asker.close_relay(f"r{number}", "withdrawn")
        operator.answer_relay(f"r{7 - number}", "Boleh.", 5.0)
    await asyncio.gather(timed_store.commit(asker), replica.commit(operator))
    found = [await ledger.relay(f"r{number}") for number in range(8)]
    assert {(one.status, one.answer) for one in found if one} <= {("withdrawn", None), ("answered", "Boleh.")}
    assert all(found)


async def test_no_answer_is_lost_where_two_processes_write(
    timed_store: SqlStore, replica: SqlStore, ledger: SqlLedger
) -> None:
    await write(timed_store, send(), answer("satu"))
    await asyncio.gather(
        write(timed_store, amend("satu", "1"), answer("dua"), conversation=Conversation(1, 1)),
        write(replica, answer("tiga"), conversation=Conversation(2, 2)),
    )
    assert sorted(str((await kept(ledger)).answer).split("\n\n")) == ["1", "dua", "tiga"]
