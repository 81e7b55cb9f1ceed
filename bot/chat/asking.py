"""Answering a question wherever it is asked: with the last answer in mind, and an edited question by editing."""

from __future__ import annotations

from telegram import CallbackQuery, Message

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.masking import masked
from bot.chat.office import Office
from bot.chat.sending import edit, send
from bot.replies.relay import relay_row
from bot.replies.reply import Reply, Row
from bot.search.decide import Decision
from bot.search.engine import Verdict

_KEPT = frozenset({Decision.ANSWER, Decision.SUGGEST, Decision.UNKNOWN})  # nothing of small talk or of a crisis is


class Asking:
    """What private chats, groups and buttons share about questions."""

    def __init__(self, knowledge: Knowledge, office: Office) -> None:
        self._knowledge = knowledge
        self._office = office

    def reply_to(self, question: str, context: Context, *, keep: bool = True) -> tuple[Verdict, Reply]:
        """The verdict on a question in a private chat, and the reply to it.

        What is said between a checklist's steps is often an answer after all, so it is not to be kept.
        """
        verdict = self._knowledge.search.ask(question, context.session.topic)
        asked = self.note(question, verdict, context, keep=keep)
        return verdict, self._knowledge.verdicts.in_private(verdict, asked, self.help_row(asked))

    def note(self, question: str, verdict: Verdict, context: Context, *, own: bool = True, keep: bool = True) -> str:
        """Keep a question and what was decided on it; its key, empty where it is not kept.

        What somebody else wrote (not `own`) is kept only where it is a question indeed, and is nothing to come back to.
        """
        if own and verdict.entries and verdict.decision is Decision.ANSWER:
            context.session.remember_topic(verdict.entries[0].entry_id)
        if not keep or verdict.decision not in (_KEPT if own else _KEPT - {Decision.UNKNOWN}):
            return ""
        entry_id = verdict.entries[0].entry_id if verdict.entries else None
        return context.unit.asked(masked(question), verdict.decision, entry_id)

    def help_row(self, asked: str, owners: tuple[int, ...] = ()) -> tuple[Row, ...]:
        """The way to a person, for a question that is kept under this key; none where there is nobody.

        In a group only one of the owners may go it.
        """
        if not asked or not self._office.operators:
            return ()
        return (relay_row(self._knowledge.library.texts, asked, owners),)

    async def answer(
        self, message: Message, reply: Reply, context: Context, *, edited: bool, quote: bool = False
    ) -> None:
        """Answer a message; an edited one by editing its earlier answer where that still stands."""
        if edited:
            answer_id = context.session.answer_to(message.message_id)
            if answer_id is not None and await edit(message.get_bot(), message.chat_id, answer_id, reply):
                return
        answer = await send(message, reply, quote=quote)
        context.session.remember_answer(message.message_id, answer.message_id)

    def opened(self, query: CallbackQuery, name: str, context: Context) -> None:
        """Note what somebody opened with a button: the next question may be about it."""
        if name in self._knowledge.library.entries and isinstance(query.message, Message):
            context.session.remember_topic(name)
