"""Everything that a database holds, found through its metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import metadata


class Cell(NamedTuple):
    """One value, and where it stands."""

    table: str
    column: str
    value: Any

    @property
    def place(self) -> str:
        """The column with its table."""
        return f"{self.table}.{self.column}"


Row = dict[str, Any]


async def rows(database: Database) -> dict[str, list[Row]]:
    """All rows of all tables, each table's in the order of its key."""
    found = {}
    async with database.transaction() as connection:
        for table in metadata.sorted_tables:
            wanted = select(table).order_by(*table.primary_key.columns)
            found[table.name] = [dict(row._mapping) for row in await connection.execute(wanted)]
    return found


def cells(found: dict[str, list[Row]]) -> Iterator[Cell]:
    """All values that are not missing."""
    for table, of_table in found.items():
        for row in of_table:
            yield from (Cell(table, column, value) for column, value in row.items() if value is not None)
