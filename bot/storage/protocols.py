"""What the other rooms know of storage: a unit of work for each update, the store that begins and commits it, what of
a person can be read, what a group's admins chose and the bot said there, and the clock that says which alarms are due.

Times are seconds since 1970 (UTC).
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

Got = TypeVar("Got")
Refit = Callable[[dict[str, Any]], dict[str, Any]]
"""What a session's state becomes in another chat; pure and quick."""


class StorageLostError(Exception):
    """The database cannot be used now: what was being done is not done, and may be tried again."""


class RowRefusedError(Exception):
    """The database refused what a unit wants to write: a mistake of ours, which trying again does not mend."""


class ConversationChangedError(StorageLostError):
    """Another process wrote the session meanwhile: this unit began with what is no longer true."""


class Conversation(NamedTuple):
    """Where order holds: one person in one chat and forum topic (0 where there is none)."""

    chat_id: int
    user_id: int
    topic_id: int = 0


class Asked(NamedTuple):
    """A question as it is kept: what was decided on it, and nobody's name.

    Its key goes into the buttons under the answer and nowhere else, so that a rating finds its question and no row of
    a person does.
    """

    text: str
    decision: str
    entry_id: str | None
    key: str


IGNORED = "ignored"
"""What an operator made of a question that is to be shown no more, however often it is asked again."""

OFF_TOPIC, LACKING, NONE = "off-topic", "lacking", "none"
"""Why an answer was no help: it answers something else, or not enough; or none of the suggestions was meant."""


class Rated(NamedTuple):
    """What somebody said of an answer; `key` is its question's, empty where the button was older than keys.

    Where nobody meant any suggestion (the reason NONE), `entry_id` is the first of them.
    """

    entry_id: str
    helpful: bool
    key: str = ""
    reason: str | None = None


class Walked(NamedTuple):
    """How far a checklist was walked: `key` is the run's, `ended` is "finished" or "cancelled" or None."""

    key: str
    checklist: str
    step: str | None
    ended: str | None = None


class Relay(NamedTuple):
    """A question that a person sent to the operators, where its answer is to go, and how it stands.

    `question_id` is the asker's message, `screen_id` the bot's message that shows them how it stands. `status` is
    "open" until it becomes for good one of "answered" (more answers may follow), "closed" (by an operator, without an
    answer) and "withdrawn" (by the asker, before there was one).
    """

    key: str
    user_id: int
    chat_id: int
    topic_id: int
    question_id: int | None
    screen_id: int | None
    text: str
    named: bool
    status: str = "open"
    answer: str | None = None
    """All that was answered, with an empty line between two answers."""
    sent_at: float = 0.0
    """Set as it is written."""
    answered_at: float | None = None


class RelayChange(NamedTuple):
    """What is to change of a question that went to the operators: `verb` is the Unit's, `values` what it was given."""

    key: str
    verb: str
    values: dict[str, Any]


class Fault(NamedTuple):
    """An update whose handler failed: kinds of exceptions and places in the code, and no text."""

    error_id: str
    update_id: int
    what: str
    happened_at: float = 0.0
    """Set as it is written."""


class Finished(NamedTuple):
    """What a checklist ended in for a person: `result` is JSON with its own version."""

    user_id: int
    checklist: str
    result: str
    finished_at: float = 0.0
    """Set as it is written."""


class Alarm(NamedTuple):
    """What is to ring for a person at `due_at`; a person has one of a kind, and `payload` is its maker's JSON."""

    user_id: int
    kind: str
    chat_id: int
    due_at: float
    payload: str = "{}"


class Moved(NamedTuple):
    """A chat that goes on under another id, as a group does that became a supergroup."""

    old: int
    new: int
    refit: Refit


@dataclass
class Unit:
    """All that one update changes: gathered while it is handled, written in one transaction after it."""

    update_id: int
    conversation: Conversation
    state: dict[str, Any] = field(default_factory=dict)
    """The session's state, JSON; changed in place."""
    version: int = 0
    """How often the session had been written when it was loaded."""
    questions: list[Asked] = field(default_factory=list)
    ratings: list[Rated] = field(default_factory=list)
    results: list[Finished] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    """For each picture: under which id Telegram keeps it."""
    alarms: dict[tuple[int, str], Alarm | None] = field(default_factory=dict)
    """For each person and kind: the alarm from now on, None where there is to be none."""
    parked: dict[str, str] = field(default_factory=dict)
    """For each key of a deep link: the text that waits under it."""
    unparked: list[str] = field(default_factory=list)
    """Texts of which no beginning is to wait for a deep link."""
    walks: dict[str, Walked] = field(default_factory=dict)
    """For each run of a checklist: how far it is walked now."""
    relays: list[Relay] = field(default_factory=list)
    """Questions that go to the operators."""
    relay_changes: list[RelayChange] = field(default_factory=list)
    """What changes of questions that went to the operators, in this order, of those that are still kept."""
    settled: dict[str, str] = field(default_factory=dict)
    """For each question's key: what an operator made of it."""
    unsettled: list[str] = field(default_factory=list)
    """What operators made of questions that wait again."""
    faults: list[Fault] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)
    erased: int | None = None
    """The person of whom nothing is to be left."""
    repeated: bool = False
    """Whether the update was done before."""
    failed: bool = False
    """Whether the handler failed and the unit was rolled back."""
    lost: StorageLostError | None = None
    """Why the update counts as not done, where it does."""
    _before: str = "{}"

    def load(self, state: dict[str, Any], version: int) -> None:
        """Take the session as it is kept."""
        self.state, self.version = state, version
        self._before = json.dumps(state)

    @property
    def changed(self) -> bool:
        """Whether the session must be written."""
        return self.erased is None and json.dumps(self.state) != self._before

    def asked(self, text: str, decision: str, entry_id: str | None) -> str:
        """Keep a question; its key."""
        self.questions.append(Asked(text, decision, entry_id, new_key()))
        return self.questions[-1].key

    def rated(self, entry_id: str, *, helpful: bool, key: str = "", reason: str | None = None) -> None:
        """Keep what somebody said of an answer; the last word on a question's answer counts."""
        self.ratings.append(Rated(entry_id, helpful, key, reason))

    def walked(self, walked: Walked) -> None:
        """Keep how far a checklist is walked."""
        self.walks[walked.key] = walked

    def relay(self, relay: Relay) -> None:
        """Keep a question that goes to the operators."""
        if self.erased is None:
            self.relays.append(relay)

    # A question to the operators is changed from its asker's conversation and from each operator's, which do not wait
    # for each other: so what a change finds is looked at as it is written. One that was erased stays so.

    def close_relay(self, key: str, status: Literal["closed", "withdrawn"]) -> None:
        """End a question to the operators that is still open; one that was answered or ended meanwhile stays so."""
        self.relay_changes.append(RelayChange(key, "close", {"how": status}))

    def answer_relay(self, key: str, text: str, at: float) -> None:
        """Add an answer to a question that is open or answered (then below the answers before)."""
        self.relay_changes.append(RelayChange(key, "answer", {"more": text, "at": at}))

    def amend_relay(self, key: str, before: str, after: str) -> None:
        """Put an answer in the place of the first one that is exactly `before`, if there is one."""
        self.relay_changes.append(RelayChange(key, "amend", {"before": before, "after": after}))

    def show_relay(self, key: str, screen_id: int) -> None:
        """Note which message of the bot shows the asker how their question stands."""
        self.relay_changes.append(RelayChange(key, "show", {"screen": screen_id}))

    def move_relay(self, key: str, chat_id: int) -> None:
        """Let an answer go to another chat, in which none of the messages is; there already, it stays as it is."""
        self.relay_changes.append(RelayChange(key, "move", {"chat": chat_id}))

    def settle(self, keys: Sequence[str], how: str) -> None:
        """Note what an operator made of questions: IGNORED, or up to 16 letters that stand for what it was."""
        self.settled |= dict.fromkeys(keys, how)

    def unsettle(self, how: str) -> None:
        """Let the questions wait again of which this was made; what the unit settles is settled after that."""
        self.unsettled.append(how)

    def fault(self, error_id: str, what: str) -> None:
        """Keep that the handler failed, under the code that the person is told."""
        self.faults.append(Fault(error_id, self.update_id, what))

    def finished(self, user_id: int, checklist: str, result: str) -> None:
        """Keep what a checklist ended in (JSON)."""
        if self.erased is None:
            self.results.append(Finished(user_id, checklist, result))

    def drew(self, key: str, file_id: str) -> None:
        """Keep under which id Telegram has a picture; the key (64 characters at most) names nobody."""
        self.pictures[key] = file_id

    def set_alarm(self, alarm: Alarm) -> None:
        """Set an alarm, in the place of the person's earlier one of its kind."""
        if self.erased is None:
            self.alarms[alarm.user_id, alarm.kind] = alarm

    def clear_alarm(self, user_id: int, kind: str) -> None:
        """Let an alarm ring no more."""
        self.alarms[user_id, kind] = None

    def park(self, key: str, text: str) -> None:
        """Keep a text for a deep link, for a day; the key (32 characters at most) names nobody."""
        self.parked[key] = text

    def unpark(self, text: str) -> None:
        """Forget every parked text that this one begins with."""
        self.unparked.append(text)

    def move(self, old: int, new: int, refit: Refit) -> None:
        """Let a chat go on under another id: its sessions, what its admins chose, what the bot said there, its alarms.

        Where the new chat has a row of its own already, that one stays (unless it is an empty one of what admins chose
        or the bot said). It happens after all else of the unit is written, so that a session of the old chat which the
        unit changes moves as it changed. Doing it twice does no harm.
        """
        if old != new:
            self.moves.append(Moved(old, new, refit))

    def erase(self, user_id: int) -> None:
        """Erase all that is kept of a person; of this unit neither session, results nor alarms are written."""
        self.erased = user_id
        self.results.clear()
        self.alarms.clear()
        self.relays.clear()

    def roll_back(self) -> None:
        """Forget every change; the update itself still counts as done."""
        self.failed = True
        self.state = json.loads(self._before)
        self.erased = None
        written = (self.questions, self.ratings, self.results, self.pictures, self.alarms, self.parked, self.unparked)
        of_owners = (self.walks, self.relays, self.relay_changes, self.settled, self.unsettled, self.faults)
        for changes in (*written, *of_owners, self.moves):
            changes.clear()


def new_key() -> str:
    """Ten letters and digits that stand for something in button data; 50 random bits."""
    return base64.b32encode(secrets.token_bytes(7)).decode().lower()[:10]


unit_in_hand: ContextVar[Unit] = ContextVar("unit_in_hand")
"""The unit of the update that is being handled in this task."""


class Store(Protocol):
    """Keeps units of work; every method raises StorageLostError where the database cannot be used."""

    async def begin(self, unit: Unit) -> bool:
        """Lock the unit's conversation and load its session; False where the update was done before."""

    async def commit(self, unit: Unit) -> None:
        """Write the unit in one transaction, once, and unlock its conversation."""

    async def abandon(self, unit: Unit) -> None:
        """Unlock a conversation whose unit is not done."""

    async def receive(self, updates: Sequence[tuple[int, str]]) -> None:
        """Keep updates (id, JSON) until their units are committed."""

    async def unfinished(self) -> list[str]:
        """The updates (JSON) that were received and not done, oldest first."""

    async def ready(self) -> None:
        """Return if the database answers."""


class Records(Protocol):
    """What units kept, to be read; every method raises StorageLostError where the database cannot be used."""

    async def results(self, user_id: int, checklist: str | None = None, limit: int = 50) -> list[Finished]:
        """What the person's checklists ended in, of one or of all, newest first."""

    async def alarms(self, user_id: int) -> list[Alarm]:
        """The person's alarms, the next one first."""

    async def picture(self, key: str) -> str | None:
        """The id under which Telegram keeps a picture, if it is known."""

    async def held(self, user_id: int) -> dict[str, int]:
        """How many rows each table that may hold any of a person holds of this one."""

    async def parked(self, key: str) -> str | None:
        """The text that waits under a deep link's key, if it still does."""

    async def most_asked(self, since: float, limit: int) -> list[tuple[str, int]]:
        """The entries given since then, by an answer or a chosen inline result, and how often; the most first."""


class Groups(Protocol):
    """What is kept of a group chat; every method raises StorageLostError where the database cannot be used."""

    async def settings(self, chat_id: int) -> dict[str, Any]:
        """What the group's admins chose, JSON, {} where nothing; seconds old at most, and the caller's own copy."""

    async def change_settings(self, chat_id: int, change: Callable[[dict[str, Any]], Got]) -> Got:
        """Let `change` change the settings in place, while nobody else does; what it returned.

        It is pure and quick, and called once; where it raises, that is raised here and nothing is changed.
        """

    async def change_memory(self, chat_id: int, change: Callable[[dict[str, Any]], Got]) -> Got:
        """Let `change` change the memory in place, as `change_settings` does; it is kept for two days."""


class AlarmClock(Protocol):
    """Which alarms are due; every method raises StorageLostError where the database cannot be used."""

    async def due(self, now: float, lease: float) -> list[Alarm]:
        """The alarms that are due, oldest first, 50 at most; nobody else gets them for `lease` seconds."""

    async def settle(self, alarm: Alarm, next_due: float | None, payload: str | None = None) -> None:
        """Move an alarm that rang to `next_due`, or end it; one that the person changed meanwhile stays as it is."""
