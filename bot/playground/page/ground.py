"""What a playground stands on: a world and a database, gone with the process or kept in files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.errors import KawanError, UsageError
from bot.playground.keeping import Keeper
from bot.playground.world import World
from bot.storage.database import Database, create_tables, in_memory, open_database
from bot.storage.migrate import migrate
from bot.storage.protocols import StorageLostError


class Ground(Protocol):
    """Gives a world and a database with its tables, and keeps the world or not."""

    async def open(self) -> tuple[World, Database]:
        """What was kept, or else new ones; whoever opens the database closes it."""

    def keep(self, world: World) -> None:
        """Keep a world as it is now."""

    def clear(self) -> None:
        """Forget what was kept; the database is closed."""


class Passing:
    """Everything is new each time, and in memory."""

    async def open(self) -> tuple[World, Database]:
        """See Ground."""
        database = in_memory()
        await create_tables(database)
        return World(), database

    def keep(self, world: World) -> None:
        """See Ground; nothing is kept."""

    def clear(self) -> None:
        """See Ground; nothing was."""


@dataclass(frozen=True)
class Kept:
    """Files in a folder: the world and the bot's own database."""

    folder: Path

    async def open(self) -> tuple[World, Database]:
        """See Ground; raises UsageError where a file cannot be read."""
        database = open_database(f"sqlite:///{self._database}")
        try:
            await database.reach()
            await migrate(database)
        except (KawanError, StorageLostError) as error:
            await database.close()
            raise UsageError(
                f"{self._database}: what the playground kept cannot be used ({error}). "
                f"Delete the playground's files in {self.folder}, or start without --keep."
            ) from None
        return self._keeper.load() or self._keeper.begin(), database

    def keep(self, world: World) -> None:
        """See Ground; raises UsageError where it cannot be written."""
        try:
            self._keeper.save(world)
        except OSError as error:
            raise UsageError(
                f"{self.folder}: the playground cannot be kept ({error.strerror}). "
                "Make room or the folder writable, or start without --keep."
            ) from None

    def clear(self) -> None:
        """See Ground."""
        for end in ("", "-wal", "-shm"):
            self._database.with_name(self._database.name + end).unlink(missing_ok=True)
        self._keeper.forget()

    @property
    def _database(self) -> Path:
        return self.folder / "playground.db"

    @property
    def _keeper(self) -> Keeper:
        return Keeper(self.folder / "playground.json")
