"""Answering a question wherever it is asked: with the last answer in mind, and an edited question by editing."""

from __future__ import annotations

import asyncio

from telegram import CallbackQuery, Message

from bot.chat.knowledge import Knowledge
from bot.chat.memory import Memory, Place
from bot.chat.sending import edit, send
from bot.replies.reply import Reply
from bot.search.decide import Decision
from bot.search.engine import Verdict


class Asking:
    """What private chats, groups and buttons share about questions."""

    def __init__(self, knowledge: Knowledge, memory: Memory) -> None:
        self._knowledge = knowledge
        self._memory = memory

    async def verdict_on(self, question: str, message: Message) -> Verdict:
        """The verdict on a question that the sender of a message asks in its chat and topic."""
        place = _place_of(message)
        # In a thread, so that "typing" can be shown meanwhile.
        verdict = await asyncio.to_thread(self._knowledge.search.ask, question, self._memory.topic_of(place))
        if verdict.decision is Decision.ANSWER:
            self._memory.remember_topic(place, verdict.entries[0].entry_id)
        return verdict

    async def verdict_on_another(self, question: str) -> Verdict:
        """The verdict on what somebody else asked: nothing that was said before counts."""
        return await asyncio.to_thread(self._knowledge.search.ask, question)

    async def answer(self, message: Message, reply: Reply, *, edited: bool, quote: bool = False) -> None:
        """Answer a message; an edited one by editing its earlier answer where that still stands."""
        if edited:
            answer_id = self._memory.answer_to(message.chat_id, message.message_id)
            if answer_id is not None and await edit(message.get_bot(), message.chat_id, answer_id, reply):
                return
        answer = await send(message, reply, quote=quote)
        self._memory.remember_answer(message.chat_id, message.message_id, answer.message_id)

    def opened(self, query: CallbackQuery, name: str) -> None:
        """Note what somebody opened with a button: the next question may be about it."""
        if name in self._knowledge.library.entries and isinstance(query.message, Message):
            thread = query.message.message_thread_id or 0
            self._memory.remember_topic((query.message.chat_id, thread, query.from_user.id), name)

    def first_of_album(self, message: Message) -> bool:
        """Whether a message is no part of an album, or the first part that is seen."""
        album = message.media_group_id
        return album is None or self._memory.first_of_album(message.chat_id, album)


def _place_of(message: Message) -> Place:
    sender = message.sender_chat or message.from_user
    return (message.chat_id, message.message_thread_id or 0, sender.id if sender else 0)
