"""Opens SQLite or PostgreSQL as the URL says; every way in which a database fails becomes one of two errors."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    CompileError,
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from bot.errors import StartupError, UsageError
from bot.storage.protocols import StorageLostError
from bot.storage.tables import metadata

_BUSY_WITHIN = 5.0  # seconds that SQLite waits for another process to finish writing
_CONNECT_WITHIN = 5.0  # seconds
_ANSWER_WITHIN = 15.0  # seconds for one statement
_CONNECTIONS = 5  # to PostgreSQL, per process; units are written in batches, so a few suffice
_DATA_EXCEPTION = "22"  # the class of PostgreSQL's codes for values that do not fit
_IN_MEMORY = "sqlite+aiosqlite:///:memory:"
_DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a commit survives a power cut too; batches make it cheap
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is erased is gone from the file
    "PRAGMA cache_size=-512",  # KiB for each of several connections: sessions are read once, by their key
)


class Database:
    """An engine, what it is called in messages, and transactions."""

    def __init__(self, engine: AsyncEngine, name: str) -> None:
        self.engine = engine
        self.name = name
        self.is_postgresql = engine.dialect.name == "postgresql"
        # A database in memory lives in one connection, on which transactions must take turns.
        self._turn = asyncio.Lock() if isinstance(engine.pool, StaticPool) else None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose work is committed at the end; raises StorageLostError where the database fails."""
        with told_as_lost():
            if self._turn is None:
                async with self.engine.begin() as connection:
                    yield connection
                return
            async with self._turn, self.engine.begin() as connection:
                yield connection

    async def hold(self) -> AsyncConnection:
        """A connection of one's own, outside of transactions; whoever takes it drops it."""
        with told_as_lost():
            return await self.engine.execution_options(isolation_level="AUTOCOMMIT").connect()

    async def drop(self, connection: AsyncConnection) -> None:
        """End a connection for good, with whatever the database server keeps for it."""
        with suppress(SQLAlchemyError, OSError):
            await connection.invalidate()
        with suppress(SQLAlchemyError, OSError):
            await connection.close()

    async def ping(self) -> None:
        """Return if the database answers; raises StorageLostError."""
        async with self.transaction() as connection:
            await connection.execute(text("SELECT 1"))

    async def reach(self) -> None:
        """Ping at the start of the process; raises StartupError that says what to look at."""
        try:
            await self.ping()
        except StorageLostError as error:
            raise StartupError(
                f"The {self.name} cannot be used ({error}); check that it runs and that DATABASE_URL is right."
            ) from None

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


@contextmanager
def told_as_lost() -> Iterator[None]:
    """Turn whatever a driver raises when its database is away into StorageLostError; our own mistakes pass."""
    try:
        yield
    except Exception as error:
        if _is_away(error):
            raise StorageLostError(reason(error)) from error
        raise


def _is_away(error: Exception) -> bool:
    if isinstance(error, DBAPIError) and _is_refused(error):
        return error.connection_invalidated
    if isinstance(error, CompileError | ArgumentError) or type(error) is StatementError:
        return False  # a statement of ours is wrong, and stays so however often it is tried
    if isinstance(error, SQLAlchemyError | OSError | sqlite3.Error | TimeoutError):
        return True
    return type(error).__module__.startswith("asyncpg.")  # as it connects, its errors come as they are


def _is_refused(error: DBAPIError) -> bool:
    """Whether it is what was to be written that is wrong; asyncpg tells some of that by a code or a cause alone."""
    if isinstance(error, DataError | IntegrityError | ProgrammingError):
        return True
    code = str(getattr(error.orig, "sqlstate", None) or "")
    return code.startswith(_DATA_EXCEPTION) or isinstance(getattr(error.orig, "__cause__", None), ValueError)


def reason(error: BaseException) -> str:
    """Why a database failed, in a few words: never a value, a password or a statement."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    cause = cause.__cause__ or cause
    return str(cause) if isinstance(cause, sqlite3.Error | OSError) and str(cause) else type(cause).__name__


def open_database(url: str) -> Database:
    """The database behind a URL as hosting services give it; raises UsageError where it is none."""
    try:
        parsed = make_url(url)
        driver = _DRIVERS[parsed.drivername]
    except (ArgumentError, KeyError, ValueError):
        raise UsageError(
            "DATABASE_URL is no address of a database; it looks like postgresql://user:password@host/name "
            "or sqlite:///data/bot.db."
        ) from None
    parsed = parsed.set(drivername=driver)
    return _postgresql(parsed) if driver.startswith("postgresql") else _sqlite(parsed)


def in_memory() -> Database:
    """An empty SQLite database that ends with the process."""
    return _sqlite(make_url(_IN_MEMORY))


async def create_tables(database: Database) -> None:
    """Make the tables in an empty database that will not last; one that will is migrated."""
    async with database.transaction() as connection:
        await connection.run_sync(metadata.create_all)


def _postgresql(url: URL) -> Database:
    arguments: dict[str, Any] = {"timeout": _CONNECT_WITHIN, "command_timeout": _ANSWER_WITHIN}
    if mode := url.query.get("sslmode"):  # libpq's word; asyncpg's is ssl
        arguments["ssl"] = mode
    url = url.difference_update_query(["sslmode", "channel_binding"])
    engine = create_async_engine(
        url, connect_args=arguments, hide_parameters=True, pool_size=_CONNECTIONS, max_overflow=0
    )
    return Database(engine, f"PostgreSQL database {url.database or ''} at {url.host or 'localhost'}")


def _sqlite(url: URL) -> Database:
    if url.database in (None, "", ":memory:"):
        engine = create_async_engine(url, poolclass=StaticPool, hide_parameters=True)
        _set_pragmas(engine)
        return Database(engine, "SQLite database in memory")
    path = Path(str(url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartupError(
            f"The folder {path.parent} cannot be made ({error.strerror}); set DATABASE_URL to another place."
        ) from None
    engine = create_async_engine(url, connect_args={"timeout": _BUSY_WITHIN}, hide_parameters=True)
    _set_pragmas(engine)
    return Database(engine, f"SQLite database {path}")


def _set_pragmas(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver's own transactions leave changes of tables out
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")
