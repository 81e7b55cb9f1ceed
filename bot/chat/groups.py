"""The bot in a group: it answers /tanya, shortly and as a reply; everything longer opens in private."""

from __future__ import annotations

from telegram import Update

from bot.chat.asking import Asking
from bot.chat.context import Context
from bot.chat.expecting import QUESTION
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
        question = after_command(message)
        other = message.reply_to_message
        text = (other.text or other.caption or "") if other and not question.strip() else ""
        if not (question + text).strip():
            context.session.expect(QUESTION)
            await send(message, Reply(self._knowledge.library.texts.answer.ask_in_group), quote=True, wait=True)
            return
        context.session.settle()
        await self._answers(update, question.strip() or text, context, own=bool(question.strip()))

    async def says_what(self, update: Update, context: Context) -> None:
        """The question after a /tanya without one: a reply to the bot's."""
        message = message_of(update)
        to = message.reply_to_message
        if to is None or to.from_user is None or to.from_user.id != context.bot.id:
            return  # they talk to somebody else meanwhile
        context.session.settle()
        await self._answers(update, message.text or "", context)

    async def asks_for_help(self, update: Update, context: Context) -> None:
        """/bantuan: one line on how to ask here."""
        await send(message_of(update), Reply(self._knowledge.library.texts.help.in_group), quote=True)

    async def _answers(self, update: Update, question: str, context: Context, *, own: bool = True) -> None:
        message = message_of(update)
        async with typing(message):
            verdict = self._asking.verdict_on(question, context, own=own)
            reply = self._knowledge.verdicts.in_group(verdict, context.bot.username)
            await self._asking.answer(message, reply, context, edited=update.edited_message is not None, quote=True)
