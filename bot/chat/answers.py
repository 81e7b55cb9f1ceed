"""Which message of the bot answers which question: so that an edited question edits its answer."""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol

_MOST = 10_000


class Answers(Protocol):
    """Remembers the answer to a question message."""

    def remember(self, chat_id: int, question_id: int, answer_id: int) -> None:
        """Note that one message answers another in the same chat."""

    def answer_to(self, chat_id: int, question_id: int) -> int | None:
        """The message that answered a question, if it is still known."""


class RecentAnswers:
    """Answers kept in memory, the newest ten thousand."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[int, int], int] = OrderedDict()

    def remember(self, chat_id: int, question_id: int, answer_id: int) -> None:
        """Note that one message answers another in the same chat."""
        self._answers[chat_id, question_id] = answer_id
        self._answers.move_to_end((chat_id, question_id))
        if len(self._answers) > _MOST:
            self._answers.popitem(last=False)

    def answer_to(self, chat_id: int, question_id: int) -> int | None:
        """The message that answered a question, if it is still known."""
        return self._answers.get((chat_id, question_id))
