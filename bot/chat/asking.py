"""Answering a question wherever it is asked: with the last answer in mind, and an edited question by editing."""

from __future__ import annotations

from telegram import Message

from bot.chat.knowledge import Knowledge
from bot.chat.memory import Memory
from bot.chat.sending import edit, send
from bot.replies.reply import Reply
from bot.search.decide import Decision
from bot.search.engine import Verdict


class Asking:
    """What private chats and groups share about questions."""

    def __init__(self, knowledge: Knowledge, memory: Memory) -> None:
        self._knowledge = knowledge
        self._memory = memory

    def verdict_on(self, question: str, message: Message) -> Verdict:
        """The verdict on a question that the sender of a message asks in its chat."""
        place = (message.chat_id, message.from_user.id if message.from_user else 0)
        verdict = self._knowledge.search.ask(question, after=self._memory.topic_of(*place))
        if verdict.decision is Decision.ANSWER:
            self._memory.remember_topic(*place, verdict.entries[0].entry_id)
        return verdict

    async def answer(self, message: Message, reply: Reply, *, edited: bool, quote: bool = False) -> None:
        """Answer a message; an edited one by editing its earlier answer where that still stands."""
        if edited:
            answer_id = self._memory.answer_to(message.chat_id, message.message_id)
            if answer_id is not None and await edit(message.get_bot(), message.chat_id, answer_id, reply):
                return
        answer = await send(message, reply, quote=quote)
        self._memory.remember_answer(message.chat_id, message.message_id, answer.message_id)
