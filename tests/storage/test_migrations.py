"""The migrations make exactly the tables that the code uses, on SQLite and PostgreSQL, and undo them."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.errors import StartupError
from bot.serve import make_ready
from bot.storage.database import Database, open_database
from bot.storage.migrate import HEAD, config, migrate
from bot.storage.tables import metadata


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
