"""Writes what units keep for the owner: questions, what was said of answers, checklists walked, relays, faults.

Rows are written in the order of their keys, since two processes that write the same ones in different orders would
block each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.protocols import Rated, RowRefusedError, Unit
from bot.storage.tables import asked, faults, feedback, relays, walks


class OwnerWriter:
    """The statements of one kind of database; `on_conflict` is that kind's INSERT."""

    def __init__(self, on_conflict: Any) -> None:
        self._walk = _walk(on_conflict)
        self._send = on_conflict(relays).on_conflict_do_nothing()
        self._note_fault = on_conflict(faults).on_conflict_do_nothing()

    async def write(self, connection: AsyncConnection, units: Sequence[Unit], now: float) -> None:
        """Write what units keep of questions, ratings, walks, relays and faults; may raise RowRefusedError."""
        if questions := [{**one._asdict(), "asked_at": now} for unit in units for one in unit.questions]:
            await connection.execute(insert(asked), questions)
        await _write_verdicts(connection, units, now)
        if walked := {key: one for unit in units for key, one in unit.walks.items()}:
            rows = [{**one._asdict(), "started_at": now, "moved_at": now} for _, one in sorted(walked.items())]
            await connection.execute(self._walk, rows)
        if sent := {one.key: one._replace(sent_at=now) for unit in units for one in unit.relays}:
            await connection.execute(self._send, [one._asdict() for _, one in sorted(sent.items())])
        await _change_relays(connection, units)
        if failed := {one.error_id: one._replace(happened_at=now) for unit in units for one in unit.faults}:
            await connection.execute(self._note_fault, [one._asdict() for _, one in sorted(failed.items())])


_HOLD = (
    select(asked.c.key, asked.c.id)
    .where(asked.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(asked.c.id)
    .with_for_update()
)
_SETTLE = update(asked).where(asked.c.id == bindparam("of")).values(settled=bindparam("how"))
_UNSETTLE = update(asked).where(asked.c.settled.in_(bindparam("again", expanding=True))).values(settled=None)
_TAKE_BACK = delete(feedback).where(feedback.c.asked_id == bindparam("of"), feedback.c.entry_id == bindparam("what"))


async def _write_verdicts(connection: AsyncConnection, units: Sequence[Unit], now: float) -> None:
    """Write what people said of answers and what operators made of questions; the last word counts.

    The questions are held meanwhile: of two processes that rate the same answer one waits, and finds the other's row.
    """
    if again := sorted({how for unit in units for how in unit.unsettled}):
        await connection.execute(_UNSETTLE, {"again": again})
    ratings = _last_words(units)
    settled = {key: how for unit in units for key, how in unit.settled.items()}
    keys = {one.key for one in ratings if one.key} | settled.keys()
    held = {row[0]: row[1] for row in await connection.execute(_HOLD, {"keys": list(keys)})} if keys else {}
    if made := [{"of": held[key], "how": how} for key, how in settled.items() if key in held]:
        await connection.execute(_SETTLE, made)
    if replaced := [{"of": held[one.key], "what": one.entry_id} for one in ratings if one.key in held]:
        await connection.execute(_TAKE_BACK, replaced)
    if rows := [_rating(one, held.get(one.key), now) for one in ratings]:
        await connection.execute(insert(feedback), rows)


def _last_words(units: Sequence[Unit]) -> list[Rated]:
    """The ratings of units, of each question and entry the last; those without a question all."""
    ratings = [one for unit in units for one in unit.ratings]
    known = {(one.key, one.entry_id): one for one in ratings if one.key}
    return [one for one in ratings if not one.key] + list(known.values())


def _rating(one: Rated, asked_id: int | None, now: float) -> dict[str, Any]:
    return {
        "asked_id": asked_id,
        "entry_id": one.entry_id,
        "helpful": one.helpful,
        "reason": one.reason,
        "rated_at": now,
    }


async def _change_relays(connection: AsyncConnection, units: Sequence[Unit]) -> None:
    """Change relays that are kept; one that was erased stays so."""
    changes: dict[str, dict[str, Any]] = {}
    for unit in units:
        for key, columns in unit.relay_changes.items():
            changes.setdefault(key, {}).update(columns)
    for key, columns in sorted(changes.items()):
        if columns.keys() - relays.c.keys():
            raise RowRefusedError("a question to the operators has no such column")
        if columns:
            await connection.execute(update(relays).where(relays.c.key == key).values(columns))


def _walk(on_conflict: Any) -> Any:
    """Writes how far runs are walked; one that ended stays as it ended, and keeps when it began."""
    statement = on_conflict(walks)
    moved = {name: statement.excluded[name] for name in ("step", "moved_at", "ended")}
    return statement.on_conflict_do_update(index_elements=[walks.c.key], set_=moved, where=walks.c.ended.is_(None))
