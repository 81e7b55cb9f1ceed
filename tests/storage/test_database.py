"""URLs as hosting services give them are understood; a database that cannot be used is told in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StartupError, UsageError
from bot.storage.database import Database, open_database
from bot.storage.protocols import StorageLostError
from bot.storage.tables import asked


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgres://user:pass@db.host:5432/name", "asyncpg"),
        ("postgresql://user:pass@db.host/name?sslmode=require", "asyncpg"),
        ("postgresql+asyncpg://user@db.host/name", "asyncpg"),
        ("sqlite://", "aiosqlite"),
    ],
)
def test_hosting_style_urls_are_understood(url: str, driver: str) -> None:
    assert open_database(url).engine.dialect.driver == driver


def test_a_file_of_sqlite_gets_its_folder(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/a/b/bot.db")
    assert (tmp_path / "a/b").is_dir()


@pytest.mark.parametrize("url", ["", "secret", "mysql://user:secret@host/name", "postgres://user:secret@host:port/x"])
def test_what_is_no_such_url_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(UsageError, match="DATABASE_URL") as caught:
        open_database(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgres://user:secret@127.0.0.1:1/name", "sqlite:////proc/no/bot.db"])
async def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(url: str) -> None:
    with pytest.raises(StartupError, match="DATABASE_URL") as caught:
        await open_database(url).reach()
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_wrong_password_or_name_is_told_too(postgres_url: str) -> None:
    database = open_database(postgres_url + "_missing")
    with pytest.raises(StartupError, match="cannot be used"):
        await database.reach()
    await database.close()


async def test_sqlite_writes_ahead_and_checks_keys(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/bot.db")
    async with database.transaction() as connection:
        found = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout", "secure_delete")
        ]
    assert found == ["wal", 1, 2, 5000, 1]
    await database.close()


async def test_a_broken_file_counts_as_a_lost_database(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_bytes(b"this is no database, whatever its name says" * 100)
    database = open_database(f"sqlite:///{tmp_path}/bot.db")
    with pytest.raises(StorageLostError, match="not a database"):
        await database.ping()
    await database.close()


@pytest.mark.parametrize(
    "statement",
    [
        update(asked).values(decision=func.coalesce(bindparam("text"), "x")),  # its name is a column's
        select(asked.c.id).where(asked.c.id == bindparam("missing")),
    ],
    ids=["cannot be compiled", "lacks a value"],
)
async def test_a_statement_of_ours_that_is_wrong_is_no_lost_database(database: Database, statement: Any) -> None:
    with pytest.raises(SQLAlchemyError) as caught:
        async with database.transaction() as connection:
            await connection.execute(statement, [{"text": "x"}, {"text": "y"}] if statement.is_update else {})
    assert not isinstance(caught.value, StorageLostError)
