"""What a conversation was just about: which message answered which, what was shown last, what is waited for.

It lives in the unit of work and is kept as JSON, in the session's row:

    {"v": 1, "answers": [[question, answer, what it says], ...], "topic": [entry, shown_at], "albums": [album, ...],
     "expects": [what, since], "rated": [message, ...], "walks": {...}, "walking": checklist}

The last two are described in `going`. Times are seconds since 1970. Every part may be missing. A later form gets a new
"v" and a step in `_STEPS`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

FOLLOW_UP_WITHIN = 300.0  # seconds after an answer in which a question may follow it up
EXPECTED_WITHIN = 900.0  # seconds after the bot asked in which a message is what it asked for
_VERSION = 1
_ANSWERS, _ALBUMS, _RATED = 30, 5, 30  # how many of each are remembered, the newest
_STEPS: dict[int, Callable[[dict[str, Any]], None]] = {}
"""For each older version: what turns its state into the next one's, in place."""


class Session:
    """One person's session in one chat and topic, over the state that is kept; changes go into it at once."""

    def __init__(self, state: dict[str, Any], clock: Callable[[], float] = time.time) -> None:
        self._state = state
        self._clock = clock
        bring_up(state)

    def remember_answer(self, question_id: int, answer_id: int, says: str = "") -> None:
        """Note that one message answers another in the same chat, and by a short mark what it says."""
        answers = [one for one in self._state.get("answers", []) if one[0] != question_id]
        self._set("answers", [*answers, [question_id, answer_id, *([says] if says else [])]][-_ANSWERS:])

    def answer_to(self, question_id: int) -> int | None:
        """The message that answered a question, if it is still known."""
        return next((one[1] for one in self._state.get("answers", []) if one[0] == question_id), None)

    def question_of(self, answer_id: int) -> int | None:
        """The message that another answered, if it is still known."""
        return next((one[0] for one in self._state.get("answers", []) if one[1] == answer_id), None)

    def forget_answer(self, answer_id: int) -> None:
        """Note that a message is no answer any more: it shows something else now."""
        self._set("answers", [one for one in self._state.get("answers", []) if one[1] != answer_id])

    def said_to(self, question_id: int) -> str:
        """The mark of what answered a question, empty where it has none."""
        return next((str(one[2]) for one in self._state.get("answers", []) if one[0] == question_id and one[2:]), "")

    def remember_topic(self, entry_id: str) -> None:
        """Note the entry that was just shown."""
        self._set("topic", [entry_id, self._clock()])

    @property
    def topic(self) -> str | None:
        """The entry that was shown within the last five minutes."""
        entry_id, shown_at = self._state.get("topic", (None, 0.0))
        return entry_id if entry_id and self._clock() - shown_at <= FOLLOW_UP_WITHIN else None

    def first_of_album(self, album_id: str) -> bool:
        """Whether this is the first message of an album that is seen."""
        albums = self._state.get("albums", [])
        if album_id in albums:
            return False
        self._set("albums", [*albums, album_id][-_ALBUMS:])
        return True

    def expect(self, what: str) -> None:
        """Note what the bot has just asked for."""
        self._set("expects", [what, self._clock()])

    @property
    def expects(self) -> str | None:
        """What the bot asked for within the last quarter of an hour and has not got."""
        what, since = self._state.get("expects", (None, 0.0))
        return what if what and self._clock() - since <= EXPECTED_WITHIN else None

    def settle(self) -> None:
        """Expect nothing any more."""
        self._state.pop("expects", None)

    def first_rating(self, message_id: int) -> bool:
        """Whether an answer is rated for the first time; a button may be pressed twice."""
        rated = self._state.get("rated", [])
        if message_id in rated:
            return False
        self._set("rated", [*rated, message_id][-_RATED:])
        return True

    def _set(self, part: str, value: object) -> None:
        stamp(self._state)
        self._state[part] = value


def stamp(state: dict[str, Any]) -> None:
    """Note of which version a state is."""
    state["v"] = _VERSION


def elsewhere(state: dict[str, Any]) -> dict[str, Any]:
    """A session as it goes on in another chat: without the messages that it knew, whose numbers mean others there."""
    moved = {part: value for part, value in state.items() if part not in ("answers", "albums", "rated", "expects")}
    walks = moved.get("walks")
    if isinstance(walks, dict):
        moved["walks"] = {name: _without_messages(walk) for name, walk in walks.items()}
    return moved


def _without_messages(walk: object) -> object:
    if not isinstance(walk, dict):
        return walk
    return {part: value for part, value in walk.items() if part not in ("message", "picture", "typed", "refused")}


def bring_up(state: dict[str, Any]) -> None:
    """Bring an older state to this version; one of a newer version, after a step back, starts anew."""
    version = state.get("v", _VERSION)
    if version > _VERSION:
        state.clear()
    for older in range(version, _VERSION):
        _STEPS[older](state)
        state["v"] = older + 1
