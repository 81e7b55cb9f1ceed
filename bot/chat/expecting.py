"""A conversation's next step: a handler for messages that the session waits for, whoever holds the session now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import BaseHandler, filters

from bot.chat.context import Context
from bot.chat.session import Session
from bot.storage.protocols import unit_in_hand

QUESTION = "question"  # somebody said /tanya and nothing else
START = "start:"  # and a checklist's name: its card was shown


class ExpectedHandler(BaseHandler[Update, Context, None]):
    """Takes a message where the person's session expects `what`: the state is the session's row, not the process's."""

    def __init__(
        self, what: str, wanted: filters.BaseFilter, callback: Callable[[Update, Context], Awaitable[None]]
    ) -> None:
        super().__init__(callback)  # type: ignore[arg-type]  # PTB wants a coroutine; async functions give one
        self._what = what
        self._wanted = wanted

    def check_update(self, update: object) -> bool:
        """Whether the update is what its sender was asked for."""
        if not isinstance(update, Update) or not self._wanted.check_update(update):
            return False
        return Session(unit_in_hand.get().state).expects == self._what
