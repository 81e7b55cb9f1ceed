"""Answering a question wherever it is asked: with the last answer in mind, and an edited question by editing."""

from __future__ import annotations

from telegram import CallbackQuery, Message

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.masking import masked
from bot.chat.sending import edit, send
from bot.replies.reply import Reply
from bot.search.decide import Decision
from bot.search.engine import Verdict

_KEPT = frozenset({Decision.ANSWER, Decision.SUGGEST, Decision.UNKNOWN})  # nothing of small talk or of a crisis is


class Asking:
    """What private chats, groups and buttons share about questions."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def verdict_on(self, question: str, context: Context, *, own: bool = True, keep: bool = True) -> Verdict:
        """The verdict on a question; on what somebody else asked (not `own`) nothing said before counts.

        What is said between a checklist's steps is often an answer after all, so it is not to be kept.
        """
        verdict = self._knowledge.search.ask(question, context.session.topic if own else None)
        if keep:
            self.note(question, verdict, context, own=own)
        elif own:
            self._remember(verdict, context)
        return verdict

    def note(self, question: str, verdict: Verdict, context: Context, *, own: bool = True) -> None:
        """Keep a question and what was decided on it; what somebody else wrote only where it is a question indeed."""
        if verdict.decision in (_KEPT if own else _KEPT - {Decision.UNKNOWN}):
            entry_id = verdict.entries[0].entry_id if verdict.entries else None
            context.unit.asked(masked(question), verdict.decision, entry_id)
        if own:
            self._remember(verdict, context)

    def _remember(self, verdict: Verdict, context: Context) -> None:
        if verdict.entries and verdict.decision is Decision.ANSWER:
            context.session.remember_topic(verdict.entries[0].entry_id)

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
