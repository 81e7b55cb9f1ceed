"""A checklist that somebody is walking, or has walked, in one conversation: a part of the session's state.

    "walks": {name: {"run": "k3f", "answers": {step: answer, ...}, "at": step, "marked": [choice, ...],
              "undo": {step: answer, ...}, "recorded": true, "resting": true, "message": id, "picture": id,
              "typed": [id, ...], "refused": id, "touched": seconds, "key": "k3f..."}},  "walking": name

"walking" is the one that typed messages belong to. Every part of a walk but its run may be missing. Under its "key" it
is counted how far checklists are walked; what is finished has none any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.chat.session import bring_up, stamp
from bot.checklists.answers import Answers, still_fitting
from bot.checklists.walk import Walk, current
from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.replies.taps import base36
from bot.storage.protocols import new_key

TYPED_WITHIN = 12 * 3600.0  # seconds after the last step in which a typed message is taken for its answer
_TYPED = 10  # answers whose messages are remembered, the newest
_RUNS = 36**4


@dataclass
class Going:
    """One checklist of a session."""

    checklist: Checklist
    run: str
    walk: Walk = field(default_factory=Walk)
    marked: tuple[str, ...] | None = None  # of many choices, until they are all chosen
    undo: Answers | None = None  # the answers before something was last ticked off
    recorded: bool = False  # whether these answers' result is kept
    resting: bool = False  # whether the person put it off
    message: int | None = None  # the message that shows it
    picture: int | None = None  # the message with its result's picture
    typed: tuple[int, ...] = ()  # messages that were answers
    refused: int | None = None  # the message that was none, while its step waits
    touched: float = 0.0
    key: str = ""  # under which it is counted how far this run went, until it ends

    @property
    def is_open(self) -> bool:
        """Whether a step is still to be answered."""
        return current(self.checklist, self.walk) is not None

    def takes(self, walk: Walk) -> None:
        """Go on with other answers; what was marked and recorded belonged to those before."""
        self.walk, self.marked, self.recorded, self.refused = walk, None, False, None


class Goings:
    """The checklists in a session's state; changes go into it at once."""

    def __init__(self, state: dict[str, Any], library: Library, clock: Callable[[], float] = time.time) -> None:
        bring_up(state)
        self._state = state
        self._library = library
        self._clock = clock

    def begin(self, checklist: Checklist) -> Going:
        """A new run, in the place of an earlier one."""
        earlier = self.of(checklist.name)
        run = base36(int(self._clock() * 10) % _RUNS)
        if earlier and earlier.run == run:
            run = base36((int(run, 36) + 1) % _RUNS)
        return Going(checklist, run, key=new_key())

    def of(self, name: str) -> Going | None:
        """The run of a checklist, with those answers that it still takes."""
        kept = self._walks.get(name)
        checklist = self._library.checklist(name)
        if not isinstance(kept, dict) or checklist is None:
            return None
        undo = kept.get("undo")
        return Going(
            checklist=checklist,
            run=str(kept.get("run", "")),
            walk=Walk(still_fitting(checklist, kept.get("answers", {})), kept.get("at")),
            marked=tuple(kept["marked"]) if "marked" in kept else None,
            undo=None if undo is None else still_fitting(checklist, undo),
            recorded=bool(kept.get("recorded")),
            resting=bool(kept.get("resting")),
            message=kept.get("message"),
            picture=kept.get("picture"),
            typed=tuple(kept.get("typed", ())),
            refused=kept.get("refused"),
            touched=float(kept.get("touched", 0.0)),
            key=str(kept.get("key", "")),
        )

    def all(self) -> list[Going]:
        """Every run, the one that was touched last first."""
        found = [going for name in self._walks if (going := self.of(name))]
        return sorted(found, key=lambda going: -going.touched)

    @property
    def walking(self) -> Going | None:
        """The run that typed messages belong to, for some hours after its last step."""
        going = self.of(self._state.get("walking") or "")
        return going if going and self._is_fresh(going) else None

    def keep(self, going: Going, *, walking: bool) -> None:
        """Keep a run as it is now; `walking` says whether typed messages belong to it from now on."""
        name = going.checklist.name
        going.touched = self._clock()
        if walking:
            going.resting = False
        kept: dict[str, Any] = {
            "run": going.run,
            "answers": dict(going.walk.answers),
            "at": going.walk.at,
            "marked": None if going.marked is None else list(going.marked),
            "undo": None if going.undo is None else dict(going.undo),
            "recorded": going.recorded or None,
            "resting": going.resting or None,
            "message": going.message,
            "picture": going.picture,
            "typed": list(going.typed[-_TYPED:]),
            "refused": going.refused,
            "touched": going.touched,
            "key": going.key or None,
        }
        stamp(self._state)
        known = {part: value for part, value in kept.items() if value is not None}
        self._state["walks"] = {**self._walks, name: known}
        if walking:
            self._state["walking"] = name
        elif self._state.get("walking") == name:
            del self._state["walking"]

    def hand_on(self) -> None:
        """One run has ended: typed messages belong to the open one that was touched last and not put off, if any."""
        others = (one for one in self.all() if not one.resting and self._is_fresh(one))
        going = next((one for one in others if one.is_open), None)
        if going is not None and "walking" not in self._state:
            self._state["walking"] = going.checklist.name

    def rest(self) -> None:
        """Typed messages belong to no checklist from now on."""
        self._state.pop("walking", None)

    def drop(self, name: str) -> None:
        """Forget a run with all its answers."""
        self._walks.pop(name, None)
        if self._state.get("walking") == name:
            del self._state["walking"]

    def was_answer(self, message_id: int) -> bool:
        """Whether a message was a typed answer to one of the checklists."""
        return any(message_id in going.typed for going in self.all())

    @property
    def _walks(self) -> dict[str, Any]:
        walks = self._state.get("walks")
        return walks if isinstance(walks, dict) else {}

    def _is_fresh(self, going: Going) -> bool:
        return self._clock() - going.touched <= TYPED_WITHIN
