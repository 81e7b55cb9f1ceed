"""How often somebody may ask: counted in the process alone, since who asked when is nothing to keep."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

MOST_QUESTIONS = 5  # a minute, of one person in one group
_MINUTE = 60.0
_TOLD_FOR = 300.0  # seconds until it is said again that there are too many
_CRY_WITHIN = 1_800.0  # seconds; further cries wait for their turn as questions do
_MOST_KNOWN = 10_000  # people whose questions are counted


class Pace(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"
    TELL = "tell"  # it is the first too many
    IGNORE = "ignore"


class Paces:
    """Everybody's pace in every group."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: dict[tuple[int, int], list[float]] = {}
        self._told: dict[tuple[int, int], float] = {}
        self._cried: dict[tuple[int, int], float] = {}

    def step(self, chat_id: int, person: int) -> Pace:
        """Count one more question."""
        now, who = self._clock(), (chat_id, person)
        self._make_room(now)
        asked = [at for at in self._asked.get(who, ()) if now - at < _MINUTE]
        if len(asked) < MOST_QUESTIONS:
            self._asked[who] = [*asked, now]
            return Pace.ANSWER
        if now - self._told.get(who, -_TOLD_FOR) < _TOLD_FOR:
            return Pace.IGNORE
        self._told[who] = now
        return Pace.TELL

    def is_first_cry(self, chat_id: int, person: int) -> bool:
        """Whether somebody in danger is met with help at once: the first time in half an hour."""
        now, who = self._clock(), (chat_id, person)
        first = now - self._cried.get(who, -_CRY_WITHIN) >= _CRY_WITHIN
        self._cried = {one: at for one, at in self._cried.items() if now - at < _CRY_WITHIN}
        if first:
            self._cried[who] = now
        return first

    def _make_room(self, now: float) -> None:
        if len(self._asked) < _MOST_KNOWN:
            return
        self._asked = {who: asked for who, asked in self._asked.items() if now - asked[-1] < _MINUTE}
        self._told = {who: at for who, at in self._told.items() if now - at < _TOLD_FOR}
