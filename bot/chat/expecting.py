"""A conversation's next step: a handler for messages that the session waits for, whoever holds the session now."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, filters

from bot.chat.context import Context
from bot.chat.session import Session
from bot.storage.protocols import unit_in_hand

QUESTION = "question:"  # and the message that asked for one, after a /tanya that said nothing else
START = "start:"  # and a checklist's name: its card was shown
TEACH = "teach:"  # and what an operator is to write


Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


class SessionHandler(BaseHandler[Update, Context, None]):
    """Takes messages that fit the session: that is the database's row, not the process's."""

    def __init__(self, wanted: filters.BaseFilter, callback: Callback) -> None:
        super().__init__(callback)
        self._wanted = wanted

    def check_update(self, update: object) -> bool:
        """Whether the update is a message that is wanted and fits."""
        if not isinstance(update, Update) or not self._wanted.check_update(update):
            return False
        message = update.effective_message
        return message is not None and self.fits(update, message, unit_in_hand.get().state)

    def fits(self, update: Update, message: Message, state: dict[str, Any]) -> bool:
        """Whether a message fits the session's state."""
        raise NotImplementedError


class ExpectingHandler(SessionHandler):
    """Takes the message that the bot has just asked for."""

    def __init__(self, wanted: filters.BaseFilter, callback: Callback, what: str) -> None:
        super().__init__(wanted, callback)
        self._what = what

    def fits(self, update: Update, message: Message, state: dict[str, Any]) -> bool:
        """Whether that is what is expected."""
        return (Session(state).expects or "").startswith(self._what)


class EditedHandler(SessionHandler):
    """Takes edits of messages whose answer bears a mark that begins so."""

    def __init__(self, wanted: filters.BaseFilter, callback: Callback, mark: str) -> None:
        super().__init__(wanted, callback)
        self._mark = mark

    def fits(self, update: Update, message: Message, state: dict[str, Any]) -> bool:
        """Whether the message was edited and answered so."""
        return update.edited_message is not None and Session(state).said_to(message.message_id).startswith(self._mark)
