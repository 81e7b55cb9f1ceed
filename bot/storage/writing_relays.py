"""Writes what changes of questions that went to the operators.

The asker and each operator change them from conversations of their own, in any order and in several processes. So every
statement says itself in which state it may find the row, and none brings back a row that was erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text, bindparam, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.protocols import RelayChange
from bot.storage.tables import relays

_BETWEEN = "\n\n"  # two answers
_LONGEST = 6_000  # characters of all answers to one question

_ITS = relays.c.key == bindparam("of")
_ANSWERS = func.coalesce(relays.c.answer + _BETWEEN, "") + bindparam("more", type_=Text)
_STATEMENTS: dict[str, Any] = {
    "close": update(relays).where(_ITS, relays.c.status == "open").values(status=bindparam("how")),
    "answer": update(relays)
    .where(_ITS, relays.c.status.in_(("open", "answered")))
    .values(status="answered", answer=func.substr(_ANSWERS, 1, _LONGEST), answered_at=bindparam("at")),
    "show": update(relays).where(_ITS).values(screen_id=bindparam("screen")),
    "move": update(relays)
    .where(_ITS, relays.c.chat_id != bindparam("chat"))
    .values(chat_id=bindparam("chat"), question_id=null(), screen_id=null()),
}
_HOLD = select(relays.c.answer).where(_ITS).with_for_update()
_AMEND = update(relays).where(_ITS).values(answer=bindparam("whole"))


async def change_relays(connection: AsyncConnection, changes: Sequence[RelayChange]) -> None:
    """Make changes, of each question in their order."""
    for one in sorted(changes, key=lambda change: change.key):  # two processes change the same ones in the same order
        if one.verb == "amend":
            await _amend(connection, one)
        else:
            await connection.execute(_STATEMENTS[one.verb], {"of": one.key, **one.values})


async def _amend(connection: AsyncConnection, one: RelayChange) -> None:
    """Replace one answer among all; the row is held meanwhile, so that no other answer is lost."""
    whole = (await connection.execute(_HOLD, {"of": one.key})).scalar_one_or_none()
    before, found, after = f"{_BETWEEN}{whole}{_BETWEEN}".partition(f"{_BETWEEN}{one.values['before']}{_BETWEEN}")
    if whole is not None and found:
        answers = f"{before}{_BETWEEN}{one.values['after']}{_BETWEEN}{after}"
        kept = answers.removeprefix(_BETWEEN).removesuffix(_BETWEEN)[:_LONGEST]
        await connection.execute(_AMEND, {"of": one.key, "whole": kept})
