"""Everything that is kept of a person is erased with all else of them, and everybody can be told of every table."""

from __future__ import annotations

import pytest
from sqlalchemy import Integer, Table

from bot.content.library import Library
from bot.content.personal_texts import HeldTexts, KeptTexts, WhoseTexts
from bot.storage.database import Database
from bot.storage.housekeeping import KEPT, NEVER_OLD, kept_days
from bot.storage.privacy import WHOSE, Whose, kept_tables
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from bot.storage.tables import metadata, of_person, personal
from tests.storage.units import add, row_of, rows, write

SARI, BUDI, GROUP = 7_000_000_001, 7_000_000_002, -1_000_000_000_003
OF_NOBODY = {
    "updates.update_id": "counted by Telegram",
    "sessions.chat_id": "a private chat's is its person's id, as is the user_id beside it",
    "sessions.topic_id": "a forum topic",
    "sessions.version": "counts",
    "results.id": "counts",
    "alarms.chat_id": "a private chat's is its person's id, as is the user_id beside it",
    "asked.id": "counts",
    "feedback.id": "counts",
    "feedback.asked_id": "a question's id",
    "relays.chat_id": "a private chat's is its person's id, as is the user_id beside it",
    "relays.topic_id": "a forum topic",
    "relays.question_id": "a message's id",
    "relays.screen_id": "a message's id",
    "faults.update_id": "counted by Telegram",
    "knowledge.id": "there is one row",
    "knowledge.version": "counts",
}
"""Numbers by which nobody is found, each with the reason."""


def with_people() -> list[Table]:
    """Found anew, so that a table of tomorrow is among them."""
    return [table for table in metadata.tables.values() if "user_id" in table.c]


def with_chats() -> list[Table]:
    return [table for table in metadata.tables.values() if "chat_id" in table.c and "user_id" not in table.c]


async def test_erasing_leaves_nothing_of_the_person_and_everything_of_others(
    timed_store: SqlStore, database: Database
) -> None:
    kept = {table.name: row_of(table, 2, user_id=BUDI) for table in with_people()}
    for table in with_people():
        await add(database, table, **row_of(table, 1, user_id=SARI))
        await add(database, table, **kept[table.name])
    await write(timed_store, lambda unit: unit.erase(SARI))
    for table in with_people():
        left = await rows(database, table)
        assert [row["user_id"] for row in left] == [BUDI], table.name
        assert {**left[0], **kept[table.name]} == left[0], table.name


async def test_erasing_takes_what_is_kept_of_the_private_chat_and_nothing_of_groups(
    timed_store: SqlStore, database: Database
) -> None:
    for table in with_chats():
        for chat_id in (SARI, BUDI, GROUP):
            await add(database, table, **row_of(table, 1, chat_id=chat_id))
    await write(timed_store, lambda unit: unit.erase(SARI))
    for table in with_chats():
        assert [row["chat_id"] for row in await rows(database, table)] == [GROUP, BUDI], table.name


async def test_what_is_held_of_a_person_is_counted_in_every_table(records: SqlRecords, database: Database) -> None:
    for table, column in of_person.items():
        await add(database, table, **row_of(table, 1, **{column.name: SARI}))
    names = {table.name for table in (*with_people(), *with_chats())}
    assert await records.held(SARI) == dict.fromkeys(names, 1)
    assert await records.held(BUDI) == dict.fromkeys(names, 0)


def test_the_tables_that_know_people_are_found() -> None:
    assert set(personal) == set(with_people())
    assert set(of_person) == {*with_people(), *with_chats()}


def test_no_number_of_any_table_could_be_a_persons_id_unnoticed() -> None:
    numbers = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.c
        if isinstance(column.type, Integer)
    }
    assert numbers - {f"{table.name}.{column.name}" for table, column in of_person.items()} == set(OF_NOBODY)


def test_every_table_forgets_or_has_a_reason_not_to() -> None:
    forgetting = {written_at.table.name for written_at, _ in KEPT}
    never = {table.name for table in NEVER_OLD}
    assert metadata.tables.keys() - forgetting - never == set(), "neither in KEPT nor in NEVER_OLD"
    assert forgetting & never == set()
    assert kept_days().keys() == forgetting
    assert all(NEVER_OLD.values())


def test_people_are_told_of_every_table_and_for_how_long_it_keeps_a_row(library: Library) -> None:
    told = {name: days for of in kept_tables().values() for name, days in of.items()}
    assert told == {name: kept_days().get(name) for name in metadata.tables}
    assert list(told) == list(WHOSE), "in the order of the list"
    assert KeptTexts.model_fields.keys() == metadata.tables.keys()
    assert WhoseTexts.model_fields.keys() == set(Whose)
    texts = library.texts.personal.tables.model_dump()
    assert {name for name, text in texts.items() if "{days}" in text} == kept_days().keys()


def test_people_are_told_of_everything_that_was_erased() -> None:
    assert HeldTexts.model_fields.keys() == {table.name for table in of_person}


def test_what_knows_people_is_told_as_theirs_and_what_knows_chats_as_the_groups() -> None:
    assert {WHOSE[table.name] for table in with_people()} == {Whose.PERSON}
    assert {WHOSE[table.name] for table in with_chats()} == {Whose.GROUP}


def test_a_table_of_which_nobody_would_be_told_is_no_silent_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(WHOSE, "faults")
    with pytest.raises(LookupError, match="faults"):
        kept_tables()
