"""Units of work that a test commits, and rows that it makes or looks at."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from sqlalchemy import Boolean, Float, Integer, String, Table, insert, select

from bot.storage.database import Database
from bot.storage.protocols import Asked, Conversation, Relay, Unit, Walked
from bot.storage.store import SqlStore

HERE = Conversation(5, 7)
RELAY = Relay("r", 7, 7, 0, 31, 32, "boleh pakai foto orang?", named=False)
_update_ids = itertools.count(1)

Change = Callable[[Unit], object]


def new_unit(conversation: Conversation = HERE) -> Unit:
    """A unit of an update that was not there before."""
    return Unit(next(_update_ids), conversation)


async def write(store: SqlStore, *changes: Change, conversation: Conversation = HERE) -> None:
    """Commit a unit with these changes."""
    unit = new_unit(conversation)
    assert await store.begin(unit)
    for change in changes:
        change(unit)
    await store.commit(unit)


def ask(key: str, text: str = "brp bunga kta", decision: str = "unknown", entry_id: str | None = None) -> Change:
    """A question that is kept under this key."""
    return lambda unit: unit.questions.append(Asked(text, decision, entry_id, key))


def rate(key: str, reason: str | None = None, entry_id: str = "a/b", *, helpful: bool = False) -> Change:
    """Something said of an answer."""
    return lambda unit: unit.rated(entry_id, helpful=helpful, key=key, reason=reason)


def walk(step: str | None, ended: str | None = None, key: str = "w", checklist: str = "burnout") -> Change:
    """How far a run of a checklist got."""
    return lambda unit: unit.walked(Walked(key, checklist, step, ended))


def send(relay: Relay = RELAY) -> Change:
    """A question to the operators."""
    return lambda unit: unit.relay(relay)


async def rows(database: Database, table: Table) -> list[dict[str, Any]]:
    """All rows of a table, in the order of their keys."""
    async with database.transaction() as connection:
        found = await connection.execute(select(table).order_by(*table.primary_key))
        return [dict(row._mapping) for row in found]


def row_of(table: Table, number: int, **columns: object) -> dict[str, object]:
    """A row made from the table's columns alone, another for each number; every column has a value.

    Left out are columns that count by themselves, and those that point to other tables.
    """
    own = [one for one in table.c if not one.foreign_keys and table.autoincrement_column is not one]
    values = {column.name: _value(column.type, column.name, number) for column in own}
    assert columns.keys() <= values.keys()
    return {**values, **columns}


async def add(database: Database, table: Table, **columns: object) -> None:
    """Insert one row."""
    async with database.transaction() as connection:
        await connection.execute(insert(table).values(**columns))


def _value(kind: object, name: str, number: int) -> object:
    match kind:
        case String():
            return f"{number}{name}"[: kind.length]
        case Boolean():
            return True
        case Float():
            return float(number)
        case Integer():
            return number
    raise TypeError(f"no value is known for a column of {kind!r}")
