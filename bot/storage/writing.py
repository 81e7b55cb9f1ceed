"""Writes units of work, in a transaction that is given."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Text, bindparam, delete, func, insert, null, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.moving import Mover
from bot.storage.protocols import Alarm, ConversationChangedError, Unit
from bot.storage.tables import alarms, of_person, parked, pictures, results, sessions, updates
from bot.storage.writing_owner import OwnerWriter


class Writer:
    """The statements of one kind of database; `on_conflict` is that kind's INSERT."""

    def __init__(self, on_conflict: Any) -> None:
        self._claim = _claim(on_conflict)
        self._write_session = _write_session(on_conflict)
        self._set_alarm = _upsert(on_conflict, alarms)
        self._keep_picture = _upsert(on_conflict, pictures)
        self._park = _upsert(on_conflict, parked)
        self._owner = OwnerWriter(on_conflict)
        self._mover = Mover(on_conflict)

    async def write(self, connection: AsyncConnection, units: list[Unit], now: float) -> None:
        """Write all that units changed.

        Raises ConversationChangedError where one began with what is no longer true, RowRefusedError where what one asks
        for cannot be written.
        """
        claims = [{"update_id": unit.update_id, "received_at": now, "done": True} for unit in units]
        claimed = set((await connection.execute(self._claim, claims)).scalars())
        units = [unit for unit in units if unit.update_id in claimed]  # the others were done before
        await _erase(connection, {unit.erased for unit in units if unit.erased is not None})
        if changed := [unit for unit in units if unit.changed]:
            await self._write_sessions(connection, changed, now)
        if ended := [{**one._asdict(), "finished_at": now} for unit in units for one in unit.results]:
            await connection.execute(insert(results), ended)
        await self._owner.write(connection, units, now)
        await self._write_pictures(connection, units, now)
        await self._write_parked(connection, units, now)
        if begun := [{"whole": text} for unit in units for text in unit.unparked]:
            await connection.execute(_UNPARK, begun)
        await self._write_alarms(connection, units)
        for moved in (moved for unit in units for moved in unit.moves):  # last, so that what was just written moves too
            await self._mover.move(connection, moved, now)

    async def _write_sessions(self, connection: AsyncConnection, units: list[Unit], now: float) -> None:
        await _find_again(connection, [tuple(unit.conversation) for unit in units if unit.version])
        rows = [_session_row(unit, now) for unit in units]
        written = (await connection.execute(self._write_session, rows)).all()
        if len(written) < len(rows):
            raise ConversationChangedError("another process wrote the session meanwhile")

    async def _write_pictures(self, connection: AsyncConnection, units: list[Unit], now: float) -> None:
        kept = {key: file_id for unit in units for key, file_id in unit.pictures.items()}
        # Sorted, since two processes that keep the same ones in different orders would block each other.
        if rows := [{"key": key, "file_id": file_id, "made_at": now} for key, file_id in sorted(kept.items())]:
            await connection.execute(self._keep_picture, rows)

    async def _write_parked(self, connection: AsyncConnection, units: list[Unit], now: float) -> None:
        texts = {key: text for unit in units for key, text in unit.parked.items()}
        if rows := [{"key": key, "text": text, "parked_at": now} for key, text in sorted(texts.items())]:
            await connection.execute(self._park, rows)

    async def _write_alarms(self, connection: AsyncConnection, units: list[Unit]) -> None:
        changed: dict[tuple[int, str], Alarm | None] = {}
        for unit in units:
            changed |= unit.alarms
        if rows := [{**alarm._asdict(), "leased_until": 0.0} for _, alarm in sorted(changed.items()) if alarm]:
            await connection.execute(self._set_alarm, rows)
        if cleared := [{"of": of, "what": what} for (of, what), alarm in sorted(changed.items()) if alarm is None]:
            await connection.execute(_CLEAR_ALARM, cleared)


_CLEAR_ALARM = delete(alarms).where(alarms.c.user_id == bindparam("of"), alarms.c.kind == bindparam("what"))
_SESSION_KEY = tuple_(sessions.c.chat_id, sessions.c.user_id, sessions.c.topic_id)
_AGAIN = select(sessions.c.version).where(_SESSION_KEY.in_(bindparam("keys", expanding=True))).with_for_update()


_UNPARK = delete(parked).where(
    func.substr(bindparam("whole", type_=Text), 1, func.length(parked.c.text)) == parked.c.text
)


async def _erase(connection: AsyncConnection, people: Iterable[int]) -> None:
    for user_id in sorted(people):
        for table, column in of_person.items():
            await connection.execute(delete(table).where(column == user_id))


async def _find_again(connection: AsyncConnection, keys: list[tuple[int, ...]]) -> None:
    """Hold the sessions that were loaded: one that was erased meanwhile must not come back with its old content."""
    if keys and len((await connection.execute(_AGAIN, {"keys": keys})).all()) < len(keys):
        raise ConversationChangedError("the session was erased meanwhile")


def _session_row(unit: Unit, now: float) -> dict[str, Any]:
    chat_id, user_id, topic_id = unit.conversation
    return {
        "chat_id": chat_id,
        "user_id": user_id,
        "topic_id": topic_id,
        "state": json.dumps(unit.state),
        "version": unit.version + 1,
        "updated_at": now,
    }


def _claim(on_conflict: Any) -> Any:
    """Claims updates for good; returns the ids of those that were not done yet."""
    statement = on_conflict(updates)
    return statement.on_conflict_do_update(
        index_elements=[updates.c.update_id], set_={"done": True, "body": null()}, where=~updates.c.done
    ).returning(updates.c.update_id)


def _write_session(on_conflict: Any) -> Any:
    """Writes sessions whose version is the one that was loaded, plus one; returns those that were written."""
    statement = on_conflict(sessions)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=list(sessions.primary_key),
        set_={"state": new.state, "version": new.version, "updated_at": new.updated_at},
        where=sessions.c.version == new.version - 1,
    ).returning(sessions.c.version)


def _upsert(on_conflict: Any, table: Any) -> Any:
    """Writes rows, in the place of those with the same key."""
    statement = on_conflict(table)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={column.name: statement.excluded[column.name] for column in table.c if not column.primary_key},
    )
