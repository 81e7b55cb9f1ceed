"""Brings a database to the tables of this version, with Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection, inspect, text

from bot.errors import StartupError
from bot.storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

log = structlog.stdlib.get_logger(__name__)

HEAD = "0004"  # the newest migration; a look at it is quicker than starting Alembic to find nothing to do
_PLACE = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> tuple[str | None, str]:
    """Run the migrations that are missing; the revisions before and after."""
    await database.reach()
    async with database.transaction() as connection:
        before = await connection.run_sync(_revision)
        if before != HEAD:
            await connection.run_sync(_upgrade)
            log.info("the tables were migrated", before=before, now=HEAD)
    return before, HEAD


async def check(database: Database) -> None:
    """Return if the tables are there; raises StartupError that says how to make them."""
    async with database.transaction() as connection:
        revision = await connection.run_sync(_revision)
    if revision is None or revision < HEAD:
        raise StartupError(
            f"The tables of the {database.name} are not those of this version; run `python -m bot migrate` first."
        )


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(config(connection), "head")


def config(connection: Connection) -> Config:
    """Alembic's settings for work over an open connection."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(_PLACE))
    settings.attributes["connection"] = connection
    return settings
