"""What the bot lately did in a group, kept as JSON beside the group's settings and forgotten after two days:

    {"said": [at, ...], "told": at, "answers": {entry: [message, topic, at]}, "unasked": at, "introduced": at,
     "hello": message, "walls": {topic: until},
     "welcome": {"names": [name, ...], "more": number, "due": at, "last": at, "messages": [...]}}

Message 0 stands for an answer that is on its way. Every part may be missing. Times are seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.chat.soundness import make_sound

MOST_REPLIES = 20  # a minute in a group: Telegram takes no more (Bot FAQ, "broadcasting")
REPEATED_AFTER = 600.0  # seconds until the same entry is said again
UNASKED_AFTER = 300.0  # seconds from one answer that nobody asked for to the next
INTRODUCED_AFTER = 86_400.0  # seconds from one introduction to the next
WELCOMED_AFTER = 3_600.0  # seconds from one welcome to the next
GATHERED_FOR = 60.0  # seconds in which those who join are welcomed together
_MINUTE = 60.0
_ON_ITS_WAY = 15.0  # seconds after which an answer that was on its way will not come
_WALLED_FOR = 600.0  # seconds until it is tried again whether the bot may write
_TOLD_FOR = 300.0  # seconds until it is said again that there are too many
_MOST_NAMES = 10
_MOST_SEEN = 50  # messages of people's joining
_EVERYWHERE = "*"


class Turn(StrEnum):
    """Whether the bot may speak now."""

    SPEAK = "speak"
    EARLIER = "earlier"  # it said the same a short while ago
    WAIT = "wait"  # it is about to say the same to somebody else
    LIMIT = "limit"  # it may say that it will be silent for a while
    SILENCE = "silence"


@dataclass(frozen=True)
class Said:
    """A message of the bot in a group."""

    message_id: int
    topic: int


@dataclass(frozen=True)
class Granted:
    """A turn, and what was said before where that matters."""

    turn: Turn
    earlier: Said | None = None


class GroupMemory:
    """One group's memory at a moment, over what is kept; changes go into it at once."""

    def __init__(self, kept: dict[str, Any], now: float) -> None:
        make_sound(kept, now)
        self._kept = kept
        self._now = now

    def ask_turn(
        self,
        topic: int,
        entries: Sequence[str] = (),
        *,
        unasked: bool = False,
        urgent: bool = False,
        tells: bool = True,
    ) -> Granted:
        """Ask to say something, with these entries where it is an answer; what is granted is noted as done.

        What is urgent is said in any case, but for a wall. The limit is only told (`tells`) to people who ask.
        """
        if self.is_walled(topic):
            return Granted(Turn.SILENCE)
        if unasked and not urgent and self._now - self._kept.get("unasked", 0.0) < UNASKED_AFTER:
            return Granted(Turn.SILENCE)
        found = [self._fresh(entry) for entry in entries]
        if entries and all(found):
            earlier = found[0]
            if unasked or earlier is None:
                return Granted(Turn.SILENCE)
            if not earlier.message_id:
                return Granted(Turn.WAIT)
            turn = self._counts()
            return Granted(Turn.EARLIER if turn is Turn.SPEAK else turn, earlier)
        turn = self._counts(urgent=urgent, tells=tells and not unasked)
        if turn is Turn.SPEAK:
            for entry in entries:
                self._answers[entry] = [0, topic, self._now]
            if unasked:
                self._kept["unasked"] = self._now
        return Granted(turn)

    def answered(self, entries: Sequence[str], said: Said) -> None:
        """Note which message says these entries."""
        for entry in entries:
            self._answers[entry] = [said.message_id, said.topic, self._now]

    def take_back(self, entries: Sequence[str]) -> None:
        """These entries were not said after all."""
        for entry in entries:
            if self._answers.get(entry, [1])[0] == 0:
                del self._answers[entry]

    def forget(self, message_id: int) -> None:
        """A message of the bot is gone or says something else."""
        for entry in [entry for entry, said in self._answers.items() if said[0] == message_id]:
            del self._answers[entry]

    def forget_all(self) -> None:
        """The group has another id now: the messages that were known are out of reach."""
        for part in ("answers", "hello"):
            self._kept.pop(part, None)

    def elsewhere(self, entries: Sequence[str], message_id: int) -> Said | None:
        """Where entries were said a short while ago, in other messages than this."""
        found = [self._fresh(entry) for entry in entries]
        known = found and all(said and said.message_id not in (0, message_id) for said in found)
        return found[0] if known else None

    def may_introduce(self) -> bool:
        """Whether the bot may introduce itself; noted as done."""
        if self._now - self._kept.get("introduced", 0.0) < INTRODUCED_AFTER:
            return False
        self._kept["introduced"] = self._now
        return True

    def introduced_by(self, message_id: int) -> None:
        """Note the message that introduced the bot."""
        self._kept["hello"] = message_id

    def is_unknown(self) -> None:
        """The introduction did not reach the group."""
        self._kept.pop("introduced", None)

    def needs_no_introduction(self) -> int | None:
        """The group knew the bot under another id; the message that introduced it all the same, if any."""
        hello = self._kept.pop("hello", None)
        if hello is not None:
            self._kept.pop("introduced", None)
        return hello if isinstance(hello, int) else None

    def meets_wall(self, topic: int | None) -> bool:
        """The bot may not write, in a topic or at all; whether that is new."""
        wall = _EVERYWHERE if topic is None else str(topic)
        known = self._walls.get(wall, 0.0) > self._now
        self._walls[wall] = self._now + _WALLED_FOR
        return not known

    def opens(self, topic: int | None = None) -> None:
        """The bot may write again, in a topic or everywhere."""
        if topic is None:
            self._kept.pop("walls", None)
        else:
            self._walls.pop(str(topic), None)

    def is_walled(self, topic: int) -> bool:
        """Whether the bot may not write in a topic."""
        return any(self._walls.get(wall, 0.0) > self._now for wall in (_EVERYWHERE, str(topic)))

    def joins(self, names: Sequence[str], message_id: int) -> float:
        """Somebody joined who is to be welcomed, by name or, where that is empty, as one more; when that is due.

        A message that Telegram brings twice counts once.
        """
        welcome = self._kept.setdefault("welcome", {})
        seen = welcome.get("messages", [])
        names = [] if message_id in seen else names
        welcome["messages"] = [*seen, message_id][-_MOST_SEEN:]
        known = welcome.get("names", [])
        welcome["names"] = [*known, *filter(None, names)][:_MOST_NAMES]
        welcome["more"] = welcome.get("more", 0) + len(known) + len(names) - len(welcome["names"])
        due: float = max(welcome.get("due", self._now + GATHERED_FOR), welcome.get("last", 0.0) + WELCOMED_AFTER)
        welcome["due"] = due
        return due

    def welcomes(self) -> tuple[list[str], int]:
        """Those who wait for a welcome, by name and by number; noted as welcomed."""
        welcome = self._kept.get("welcome", {})
        names, more = list(welcome.get("names", [])), int(welcome.get("more", 0))
        last = self._now if names else welcome.get("last", 0.0)
        self._kept["welcome"] = {"last": last, "messages": welcome.get("messages", [])}
        return names, more

    def waits_still(self, names: Sequence[str], more: int) -> None:
        """The welcome of these did not reach the group."""
        welcome = self._kept.setdefault("welcome", {})
        welcome["names"] = [*names, *welcome.get("names", [])][:_MOST_NAMES]
        welcome["more"] = welcome.get("more", 0) + more
        welcome.pop("last", None)

    @property
    def _answers(self) -> dict[str, list[Any]]:
        """What was said within the last minutes."""
        answers: dict[str, list[Any]] = self._kept.setdefault("answers", {})
        for entry in [entry for entry, said in answers.items() if self._now - said[2] >= REPEATED_AFTER]:
            del answers[entry]
        return answers

    @property
    def _walls(self) -> dict[str, float]:
        walls: dict[str, float] = self._kept.setdefault("walls", {})
        return walls

    def _fresh(self, entry: str) -> Said | None:
        message_id, topic, at = self._answers.get(entry, (0, 0, 0.0))
        if not at or (not message_id and self._now - at > _ON_ITS_WAY):
            return None
        return Said(message_id, topic)

    def _counts(self, *, urgent: bool = False, tells: bool = True) -> Turn:
        """Count one more message; the last one that Telegram would take in this minute says that there are no more."""
        said = [at for at in self._kept.get("said", []) if abs(self._now - at) < _MINUTE]
        if not urgent and len(said) >= MOST_REPLIES - 1:
            told = self._now - self._kept.get("told", 0.0) < _TOLD_FOR
            if told or not tells or len(said) >= MOST_REPLIES:
                return Turn.SILENCE
            self._kept["told"] = self._now
            turn = Turn.LIMIT
        else:
            turn = Turn.SPEAK
        self._kept["said"] = [*said, self._now]
        return turn
