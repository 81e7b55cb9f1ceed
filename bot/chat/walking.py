"""Which messages belong to a checklist: the handlers that look into the session before they take one."""

from __future__ import annotations

from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from bot.chat.expecting import START, Callback, SessionHandler
from bot.chat.going import Goings
from bot.chat.session import Session
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
        card = (Session(state).expects or "").startswith(START)
        opened = any(going.is_open for going in Goings(state, self._library).all())
        if not card and not opened:  # as for nearly everybody
            return False
        word = is_command_word(message.text or "")
        return (card and word == "start") or (opened and word == "resume")


class EditedAnswerHandler(_ChecklistHandler):
    """Takes edits of messages that were typed answers."""

    def fits(self, update: Update, message: Message, state: dict[str, Any]) -> bool:
        """Whether an answer was edited."""
        return update.edited_message is not None and Goings(state, self._library).was_answer(message.message_id)
