"""Who runs the bot: what only they may do."""

from __future__ import annotations

from collections.abc import Collection

from telegram import Message
from telegram.ext.filters import MessageFilter


class FromOperator(MessageFilter):
    """Messages of the operators themselves; not of channels or of anonymous admins."""

    def __init__(self, operators: Collection[int]) -> None:
        super().__init__("FromOperator")
        self._operators = frozenset(operators)

    def filter(self, message: Message) -> bool:
        """Whether an operator wrote the message."""
        person = message.from_user
        return person is not None and message.sender_chat is None and person.id in self._operators
