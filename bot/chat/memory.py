"""What a conversation was just about: which answer a question got, and what a person was answered with last."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

FOLLOW_UP_WITHIN = 300.0  # seconds after an answer in which a question may follow it up
_MOST = 10_000

Place = tuple[int, int, int]  # chat, forum topic (0: none), sender

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Protocol):
    """What the handlers remember between updates."""

    def remember_answer(self, chat_id: int, question_id: int, answer_id: int) -> None:
        """Note that one message answers another in the same chat."""

    def answer_to(self, chat_id: int, question_id: int) -> int | None:
        """The message that answered a question, if it is still known."""

    def remember_topic(self, place: Place, entry_id: str) -> None:
        """Note the entry that was just shown there."""

    def topic_of(self, place: Place) -> str | None:
        """The entry that a person was answered with within the last five minutes."""

    def first_of_album(self, chat_id: int, album_id: str) -> bool:
        """Whether this is the first message of an album that is seen."""


class RecentMemory:
    """A memory of the newest ten thousand of each, kept in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answers: _Newest[tuple[int, int], int] = _Newest()
        self._topics: _Newest[Place, tuple[float, str]] = _Newest()
        self._albums: _Newest[tuple[int, str], bool] = _Newest()

    def remember_answer(self, chat_id: int, question_id: int, answer_id: int) -> None:
        """Note that one message answers another in the same chat."""
        self._answers.put((chat_id, question_id), answer_id)

    def answer_to(self, chat_id: int, question_id: int) -> int | None:
        """The message that answered a question, if it is still known."""
        return self._answers.get((chat_id, question_id))

    def remember_topic(self, place: Place, entry_id: str) -> None:
        """Note the entry that was just shown there."""
        self._topics.put(place, (self._clock(), entry_id))

    def first_of_album(self, chat_id: int, album_id: str) -> bool:
        """Whether this is the first message of an album that is seen."""
        first = (chat_id, album_id) not in self._albums
        self._albums.put((chat_id, album_id), True)
        return first

    def topic_of(self, place: Place) -> str | None:
        """The entry that a person was answered with within the last five minutes."""
        since, entry_id = self._topics.get(place) or (0.0, None)
        return entry_id if entry_id and self._clock() - since <= FOLLOW_UP_WITHIN else None


class _Newest(OrderedDict[Key, Value], Generic[Key, Value]):
    def put(self, key: Key, value: Value) -> None:
        self[key] = value
        self.move_to_end(key)
        if len(self) > _MOST:
            self.popitem(last=False)
