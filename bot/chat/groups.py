"""The bot in a group: it answers /tanya, shortly and as a reply; everything longer opens in private."""

from __future__ import annotations

from telegram import Update

from bot.chat.knowledge import Knowledge
from bot.chat.memory import Memory
from bot.chat.private import Context, after_command
from bot.chat.sending import edit, send, typing
from bot.replies.reply import Reply


class GroupChat:
    """The handlers of groups and supergroups."""

    def __init__(self, knowledge: Knowledge, memory: Memory) -> None:
        self._knowledge = knowledge
        self._memory = memory

    async def asks(self, update: Update, context: Context) -> None:
        """/tanya with a question, or as a reply to somebody's."""
        message = update.effective_message
        if message is None:
            raise TypeError("a handler for messages got an update without one")
        question = after_command(message)
        if not question and message.reply_to_message:
            question = message.reply_to_message.text or message.reply_to_message.caption or ""
        reply = self._reply_to(question, context.bot.username)
        if update.edited_message:
            answer_id = self._memory.answer_to(message.chat_id, message.message_id)
            if answer_id is not None and await edit(context.bot, message.chat_id, answer_id, reply):
                return
        async with typing(message):
            answer = await send(message, reply, quote=True)
        self._memory.remember_answer(message.chat_id, message.message_id, answer.message_id)

    async def asks_for_help(self, update: Update, context: Context) -> None:
        """/bantuan: one line on how to ask here."""
        message = update.effective_message
        if message is not None:
            await send(message, Reply(self._knowledge.library.texts.help.in_group), quote=True)

    def _reply_to(self, question: str, username: str) -> Reply:
        if not question.strip():
            return Reply(self._knowledge.library.texts.help.in_group)
        return self._knowledge.verdicts.in_group(self._knowledge.search.ask(question), username)
