"""A checklist that somebody is walking, or has walked, in one conversation: a part of the session's state.

    "walks": {name: {"run": "k3f", "answers": {step: answer, ...}, "at": step, "message": id, "picture": id,
              "typed": [id, ...], "touched": seconds}},  "walking": name

"walking" is the one that typed messages belong to. Every part of a walk but its run may be missing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.checklists.answers import still_fitting
from bot.checklists.walk import Walk
from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.replies.taps import base36

TYPED_WITHIN = 12 * 3600.0  # seconds after the last step in which a typed message is taken for its answer
_TYPED = 10  # answers whose messages are remembered, the newest
_RUNS = 36**4


@dataclass
class Going:
    """One checklist of a session."""

    checklist: Checklist
    run: str
    walk: Walk = field(default_factory=Walk)
    message: int | None = None  # the message that shows it
    picture: int | None = None  # the message with its result's picture
    typed: tuple[int, ...] = ()  # messages that were answers
    touched: float = 0.0


class Goings:
    """The checklists in a session's state; changes go into it at once."""

    def __init__(self, state: dict[str, Any], library: Library, clock: Callable[[], float] = time.time) -> None:
        self._state = state
        self._library = library
        self._clock = clock

    def begin(self, checklist: Checklist) -> Going:
        """A new run, in the place of an earlier one."""
        earlier = self.of(checklist.name)
        run = base36(int(self._clock() * 10) % _RUNS)
        if earlier and earlier.run == run:
            run = base36((int(run, 36) + 1) % _RUNS)
        return Going(checklist, run)

    def of(self, name: str) -> Going | None:
        """The run of a checklist, with those answers that it still takes."""
        kept = self._state.get("walks", {}).get(name)
        checklist = self._library.checklist(name)
        if kept is None or checklist is None:
            return None
        return Going(
            checklist=checklist,
            run=str(kept["run"]),
            walk=Walk(still_fitting(checklist, kept.get("answers", {})), kept.get("at")),
            message=kept.get("message"),
            picture=kept.get("picture"),
            typed=tuple(kept.get("typed", ())),
            touched=float(kept.get("touched", 0.0)),
        )

    def all(self) -> list[Going]:
        """Every run, the one that was touched last first."""
        found = [going for name in self._state.get("walks", {}) if (going := self.of(name))]
        return sorted(found, key=lambda going: -going.touched)

    @property
    def walking(self) -> Going | None:
        """The run that typed messages belong to, for some hours after its last step."""
        going = self.of(self._state.get("walking") or "")
        return going if going and self._clock() - going.touched <= TYPED_WITHIN else None

    def keep(self, going: Going, *, walking: bool) -> None:
        """Keep a run as it is now; `walking` says whether typed messages belong to it from now on."""
        name = going.checklist.name
        going.touched = self._clock()
        kept: dict[str, Any] = {
            "run": going.run,
            "answers": dict(going.walk.answers),
            "at": going.walk.at,
            "message": going.message,
            "picture": going.picture,
            "typed": list(going.typed[-_TYPED:]),
            "touched": going.touched,
        }
        self._state.setdefault("walks", {})[name] = {part: value for part, value in kept.items() if value is not None}
        if walking:
            self._state["walking"] = name
        elif self._state.get("walking") == name:
            del self._state["walking"]

    def rest(self) -> None:
        """Typed messages belong to no checklist from now on."""
        self._state.pop("walking", None)

    def drop(self, name: str) -> None:
        """Forget a run with all its answers."""
        self._state.get("walks", {}).pop(name, None)
        if self._state.get("walking") == name:
            del self._state["walking"]

    def was_answer(self, message_id: int) -> bool:
        """Whether a message was a typed answer to one of the checklists."""
        return any(message_id in kept.get("typed", ()) for kept in self._state.get("walks", {}).values())
