"""What the other rooms know of storage: a unit of work for each update, and the store that begins and commits it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol


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
    """A question as it is kept: what was decided on it, and nobody's name."""

    text: str
    decision: str
    entry_id: str | None


class Rated(NamedTuple):
    """What somebody said of an answer."""

    entry_id: str
    helpful: bool


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
    repeated: bool = False
    """Whether the update was done before."""
    failed: bool = False
    """Whether the handler failed and the unit was rolled back."""
    lost: StorageLostError | None = None
    """Why the update counts as not done, where it does."""
    _before: dict[str, Any] = field(default_factory=dict)

    def load(self, state: dict[str, Any], version: int) -> None:
        """Take the session as it is kept."""
        self.state, self.version = state, version
        self._before = copy.deepcopy(state)

    @property
    def changed(self) -> bool:
        """Whether the session must be written."""
        return self.state != self._before

    def asked(self, text: str, decision: str, entry_id: str | None) -> None:
        """Keep a question."""
        self.questions.append(Asked(text, decision, entry_id))

    def rated(self, entry_id: str, *, helpful: bool) -> None:
        """Keep what somebody said of an answer."""
        self.ratings.append(Rated(entry_id, helpful))

    def roll_back(self) -> None:
        """Forget every change; the update itself still counts as done."""
        self.failed = True
        self.state = copy.deepcopy(self._before)
        self.questions.clear()
        self.ratings.clear()


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
