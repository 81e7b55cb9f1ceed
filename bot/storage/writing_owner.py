"""Writes what units keep for the owner: questions, what was said of answers, checklists walked, relays, faults.

Rows are written in the order of their keys, since two processes that write the same ones in different orders would
block each other.

The rows that know nobody get the hour as their time. What one unit writes is written at one moment, a person's session
among it: by the moment itself a question could be joined to whoever asked it, to the microsecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.protocols import Rated, Unit
from bot.storage.tables import asked, faults, feedback, relays, walks
from bot.storage.writing_relays import change_relays

_HOUR = 3_600.0  # seconds


class OwnerWriter:
    """The statements of one kind of database; `on_conflict` is that kind's INSERT."""

    def __init__(self, on_conflict: Any) -> None:
        self._walk = _walk(on_conflict)
        self._send = on_conflict(relays).on_conflict_do_nothing()
        self._note_fault = on_conflict(faults).on_conflict_do_nothing()

    async def write(self, connection: AsyncConnection, units: Sequence[Unit], now: float) -> None:
        """Write what units keep of questions, ratings, walks, relays and faults; may raise RowRefusedError."""
        hour = hour_of(now)
        if questions := [{**one._asdict(), "asked_at": hour} for unit in units for one in unit.questions]:
            await connection.execute(insert(asked), questions)
        await _write_verdicts(connection, units, hour)
        if walked := {key: one for unit in units for key, one in unit.walks.items()}:
            rows = [{**one._asdict(), "started_at": hour, "moved_at": hour} for _, one in sorted(walked.items())]
            await connection.execute(self._walk, rows)
        if sent := {one.key: one._replace(sent_at=now) for unit in units for one in unit.relays}:
            await connection.execute(self._send, [one._asdict() for _, one in sorted(sent.items())])
        await change_relays(connection, [one for unit in units for one in unit.relay_changes])
        if failed := {one.error_id: one._replace(happened_at=now) for unit in units for one in unit.faults}:
            await connection.execute(self._note_fault, [one._asdict() for _, one in sorted(failed.items())])


def hour_of(time: float) -> float:
    """When the hour of a moment began, in UTC: in UTC+7, whose days the operators read, it is one too."""
    return time // _HOUR * _HOUR


_HOLD = (
    select(asked.c.key, asked.c.id)
    .where(asked.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(asked.c.id)
    .with_for_update()
)
_SETTLE = update(asked).where(asked.c.id == bindparam("of")).values(settled=bindparam("how"))
_UNSETTLE = update(asked).where(asked.c.settled.in_(bindparam("again", expanding=True))).values(settled=None)
_TAKE_BACK = delete(feedback).where(feedback.c.asked_id == bindparam("of"), feedback.c.entry_id == bindparam("what"))


async def _write_verdicts(connection: AsyncConnection, units: Sequence[Unit], hour: float) -> None:
    """Write what people said of answers and what operators made of questions; the last word counts.

    The questions are held meanwhile: of two processes that rate the same answer one waits, and finds the other's row. A
    rating of a question that is no longer kept is left out: each press of its old button would add another.
    """
    ratings = _last_words(units)
    keys = {one.key for one in ratings if one.key} | {key for unit in units for key in unit.settled}
    held = {row[0]: row[1] for row in await connection.execute(_HOLD, {"keys": list(keys)})} if keys else {}
    for unit in units:
        await _settle(connection, unit, held)
    if replaced := [{"of": held[one.key], "what": one.entry_id} for one in ratings if one.key in held]:
        await connection.execute(_TAKE_BACK, replaced)
    if rows := [_rating(one, held.get(one.key), hour) for one in ratings if not one.key or one.key in held]:
        await connection.execute(insert(feedback), rows)


async def _settle(connection: AsyncConnection, unit: Unit, held: dict[str, int]) -> None:
    if unit.unsettled:
        await connection.execute(_UNSETTLE, {"again": sorted(set(unit.unsettled))})
    if made := [{"of": held[key], "how": how} for key, how in unit.settled.items() if key in held]:
        await connection.execute(_SETTLE, made)


def _last_words(units: Sequence[Unit]) -> list[Rated]:
    """The ratings of units, of each question and entry the last; those without a question all."""
    ratings = [one for unit in units for one in unit.ratings]
    known = {(one.key, one.entry_id): one for one in ratings if one.key}
    return [one for one in ratings if not one.key] + list(known.values())


def _rating(one: Rated, asked_id: int | None, hour: float) -> dict[str, Any]:
    return {
        "asked_id": asked_id,
        "entry_id": one.entry_id,
        "helpful": one.helpful,
        "reason": one.reason,
        "rated_at": hour,
    }


def _walk(on_conflict: Any) -> Any:
    """Writes how far runs are walked; one that ended stays as it ended, and keeps when it began."""
    statement = on_conflict(walks)
    moved = {name: statement.excluded[name] for name in ("step", "moved_at", "ended")}
    return statement.on_conflict_do_update(index_elements=[walks.c.key], set_=moved, where=walks.c.ended.is_(None))
