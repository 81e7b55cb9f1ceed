"""The migrations make exactly the tables that the code uses, on SQLite and PostgreSQL, and undo them."""

from __future__ import annotations

import re

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select, text

from bot.errors import StartupError
from bot.serve import make_ready
from bot.storage.database import Database, open_database
from bot.storage.ledger import SqlLedger
from bot.storage.migrate import HEAD, config, migrate
from bot.storage.tables import asked, feedback, metadata


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_the_tables_are_those_that_the_migrations_make(database: Database) -> None:
    async with database.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_indexes_and_comments_are_made_too(database: Database) -> None:
    def indexes(connection: Connection) -> dict[str, set[str]]:
        found = inspect(connection)
        return {name: {str(index["name"]) for index in found.get_indexes(name)} for name in metadata.tables}

    async with database.transaction() as connection:
        made = await connection.run_sync(indexes)
    assert made == {name: {str(index.name) for index in table.indexes} for name, table in metadata.tables.items()}


async def test_going_back_leaves_nothing(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), "base"))
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == ["alembic_version"]


async def test_the_head_that_the_code_knows_is_the_newest_migration(database: Database) -> None:
    async with database.transaction() as connection:
        heads = await connection.run_sync(lambda sync: ScriptDirectory.from_config(config(sync)).get_heads())
    assert list(heads) == [HEAD]


async def test_migrating_twice_does_nothing_the_second_time(database: Database) -> None:
    assert await migrate(database) == (HEAD, HEAD)


async def test_sqlite_is_migrated_at_the_start(tmp_path: object) -> None:
    database = open_database(f"sqlite:///{tmp_path}/new/folder/bot.db")
    await make_ready(database)
    async with database.transaction() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_postgresql_is_not_and_says_what_to_do(postgres_url: str) -> None:
    database = open_database(postgres_url)
    with pytest.raises(StartupError, match="python -m bot migrate"):
        await make_ready(database)
    await migrate(database)
    await make_ready(database)
    await database.close()


async def test_a_migration_that_breaks_off_leaves_nothing_behind(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(database_url)

    def break_off(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr("alembic.operations.base.BatchOperations.create_index", break_off)
        with pytest.raises(RuntimeError):
            await migrate(database)
    async with database.transaction() as connection:
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == []
    assert await migrate(database) == (None, HEAD)
    await database.close()


async def at_version(database: Database, version: str) -> None:
    async with database.transaction() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), "base"))
        await connection.run_sync(lambda sync: command.upgrade(config(sync), version))


ASK = text("INSERT INTO asked (text, decision, asked_at) VALUES (:text, 'unknown', 1.5) RETURNING id")
RATE = text("INSERT INTO feedback (asked_id, entry_id, helpful, rated_at) VALUES (:asked_id, 'a/b', :helpful, 1.5)")


ANSWER = text("INSERT INTO asked (text, decision, asked_at) VALUES ('x', 'answer', :asked_at) RETURNING id")


async def test_questions_from_before_are_kept_and_the_unanswered_get_keys_that_nobody_guesses(
    database: Database,
) -> None:
    await at_version(database, "0003")
    async with database.transaction() as connection:
        ids = [(await connection.execute(ASK, {"text": f"pertanyaan {n}"})).scalar_one() for n in range(120)]
        answered = (await connection.execute(ANSWER, {"asked_at": 1.5})).scalar_one()
        for rated in (ids[9], answered):
            await connection.execute(RATE, {"asked_id": rated, "helpful": False})
    await migrate(database)
    missing = await SqlLedger(database).missing(0.0)
    assert [one.text for one in missing] == [f"pertanyaan {n}" for n in reversed(range(120))]
    keys = {one.key for one in missing}
    assert len(keys) == 120
    assert all(re.fullmatch("[a-z2-7]{10}", key) for key in keys)
    assert len({key[:4] for key in keys}) > 100, "they do not count"
    async with database.transaction() as connection:
        assert (await connection.execute(select(feedback.c.asked_id))).scalars().all() == [ids[9], answered]
        assert (await connection.execute(select(asked.c.key).where(asked.c.id == answered))).scalar_one() is None


MANY = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20050) "
    "INSERT INTO asked (text, decision, asked_at) SELECT 'x', 'unknown', 3600.5 FROM n"
)


async def test_more_questions_than_one_statement_changes_are_all_changed(database: Database) -> None:
    await at_version(database, "0003")
    async with database.transaction() as connection:
        await connection.execute(MANY)
    await migrate(database)
    async with database.transaction() as connection:
        keys = func.count(asked.c.key.distinct())
        found = await connection.execute(select(keys, func.min(asked.c.asked_at), func.max(asked.c.asked_at)))
        assert tuple(found.one()) == (20_050, 3_600.0, 3_600.0)


async def test_times_from_before_are_left_with_their_hour(database: Database) -> None:
    hours = [0.0, 7_200.0, 1_772_427_600.0]
    past = [0.0, 0.25, 1_799.0, 1_801.0, 3_599.75]
    await at_version(database, "0003")
    async with database.transaction() as connection:
        for hour in hours:
            for seconds in past:
                await connection.execute(ANSWER, {"asked_at": hour + seconds})
        await connection.execute(RATE, {"asked_id": None, "helpful": True})
    await migrate(database)
    async with database.transaction() as connection:
        times = (await connection.execute(select(asked.c.asked_at).order_by(asked.c.id))).scalars().all()
        assert times == [hour for hour in hours for _ in past]
        assert (await connection.execute(select(feedback.c.rated_at))).scalars().all() == [0.0]


async def test_the_version_before_goes_on_asking_beside_the_new_one(database: Database) -> None:
    await migrate(database)
    async with database.transaction() as connection:
        for number in range(2):
            asked_id = (await connection.execute(ASK, {"text": "belum tahu"})).scalar_one()
            await connection.execute(RATE, {"asked_id": asked_id, "helpful": bool(number)})
    ledger = SqlLedger(database)
    assert await ledger.missing(0.0) == [], "without a key nothing can be made of them"
    assert [one.times for one in (await ledger.counted(0.0)).asked] == [2]


async def test_going_one_step_back_keeps_the_questions_and_what_was_said_of_their_answers(database: Database) -> None:
    async with database.transaction() as connection:
        asked_id = (await connection.execute(ASK, {"text": "belum tahu"})).scalar_one()
        await connection.execute(RATE, {"asked_id": asked_id, "helpful": True})
        await connection.run_sync(lambda sync: command.downgrade(config(sync), "0003"))
        assert (await connection.execute(text("SELECT text FROM asked"))).scalars().all() == ["belum tahu"]
        assert (await connection.execute(text("SELECT asked_id FROM feedback"))).scalars().all() == [asked_id]
        assert {
            column["name"] for column in await connection.run_sync(lambda sync: inspect(sync).get_columns("asked"))
        } == {
            "id",
            "text",
            "decision",
            "entry_id",
            "asked_at",
        }
