"""The bot in a group: it answers /tanya, shortly and as a reply; everything longer opens in private."""

from __future__ import annotations

from telegram import Message, Update

from bot.chat.asking import Asking
from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.private import after_command, message_of
from bot.chat.sending import send, typing
from bot.replies.reply import Reply


class GroupChat:
    """The handlers of groups and supergroups."""

    def __init__(self, knowledge: Knowledge, asking: Asking) -> None:
        self._knowledge = knowledge
        self._asking = asking

    async def asks(self, update: Update, context: Context) -> None:
        """/tanya with a question, or as a reply to somebody's."""
        message = message_of(update)
        async with typing(message):
            reply = self._reply_to(message, context)
            await self._asking.answer(message, reply, context, edited=update.edited_message is not None, quote=True)

    async def asks_for_help(self, update: Update, context: Context) -> None:
        """/bantuan: one line on how to ask here."""
        await send(message_of(update), Reply(self._knowledge.library.texts.help.in_group), quote=True)

    def _reply_to(self, message: Message, context: Context) -> Reply:
        question, other = after_command(message), message.reply_to_message
        if question.strip():
            verdict = self._asking.verdict_on(question, context)
        elif other and (text := other.text or other.caption or "").strip():
            verdict = self._asking.verdict_on(text, context, own=False)
        else:
            return Reply(self._knowledge.library.texts.help.in_group)
        return self._knowledge.verdicts.in_group(verdict, context.bot.username)
