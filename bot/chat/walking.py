"""Which messages belong to a checklist: the handlers that look into the session before they take one."""

from __future__ import annotations

from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from bot.chat.expecting import START, Callback, SessionHandler
from bot.chat.going import Goings
from bot.chat.session import Session
from bot.chat.walks import is_open
from bot.checklists.typed import is_command_word
from bot.content.library import Library


class _ChecklistHandler(SessionHandler):
    """A handler that knows the library too."""

    def __init__(self, wanted: filters.BaseFilter, callback: Callback, library: Library) -> None:
        super().__init__(wanted, callback)
        self._library = library


class WalkingHandler(_ChecklistHandler):
    """Takes messages of people who walk a checklist here; in a group only replies to the message that shows it.

    An edit is taken where it mends the message that was no answer.
    """

    def fits(self, update: Update, message: Message, state: dict[str, Any]) -> bool:
        """Whether the message belongs to a checklist."""
        going = Goings(state, self._library).walking
        if going is None:
            return False
        if update.edited_message is not None:
            return message.message_id == going.refused
        to = message.reply_to_message
        return message.chat.type == ChatType.PRIVATE or (to is not None and to.message_id == going.message)


class WordHandler(_ChecklistHandler):
    """Takes "mulai" right after a checklist's card, and "lanjut" where one is open, of people who walk none now."""

    def fits(self, update: Update, message: Message, state: dict[str, Any]) -> bool:
        """Whether the message is such a word."""
        match is_command_word(message.text or ""):
            case "start":
                return (Session(state).expects or "").startswith(START)
            case "resume":
                return any(is_open(going) for going in Goings(state, self._library).all())
            case _:
                return False


class EditedAnswerHandler(_ChecklistHandler):
    """Takes edits of messages that were typed answers."""

    def fits(self, update: Update, message: Message, state: dict[str, Any]) -> bool:
        """Whether an answer was edited."""
        return update.edited_message is not None and Goings(state, self._library).was_answer(message.message_id)
