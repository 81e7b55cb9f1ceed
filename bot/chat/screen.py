"""Where a checklist shows itself: one message that is edited step by step, or a new one at the end of the chat."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace

import structlog
from telegram import Bot, CallbackQuery, Message, ReplyParameters
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.chat.addressing import topic_of
from bot.chat.sending import edit, says_already, send_to
from bot.replies.reply import Reply

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Screen:
    """A chat and topic, the message to be edited there, and whose it is where others could tap too."""

    bot: Bot
    chat_id: int
    thread: int | None = None
    message_id: int | None = None  # None: a new message
    owner: int | None = None
    quoted: int | None = None
    shown: Message | None = field(default=None, compare=False)  # the message as it was when its button was pressed

    @classmethod
    def after(cls, message: Message) -> Screen:
        """At the end of the chat, after a person's message; in a group as a reply to it."""
        private = message.chat.type == ChatType.PRIVATE
        return cls(
            bot=message.get_bot(),
            chat_id=message.chat_id,
            thread=topic_of(message) or None,
            owner=None if private or message.from_user is None else message.from_user.id,
            quoted=None if private else message.message_id,
        )

    @classmethod
    def of(cls, query: CallbackQuery) -> Screen | None:
        """The message whose button was pressed."""
        message = query.message
        if message is None:
            return None
        return cls(
            bot=query.get_bot(),
            chat_id=message.chat.id,
            thread=(topic_of(message) or None) if isinstance(message, Message) else None,
            message_id=message.message_id,
            owner=None if message.chat.type == ChatType.PRIVATE else query.from_user.id,
            shown=message if isinstance(message, Message) else None,
        )

    def anew(self) -> Screen:
        """The same place, with a message of its own."""
        return replace(self, message_id=None, shown=None)

    async def put(self, reply: Reply) -> int:
        """Show a reply; the id of the message that shows it."""
        if self.message_id is not None and self.shown is not None and says_already(self.shown, reply):
            return self.message_id  # a second press of the same button
        if self.message_id is not None and await edit(self.bot, self.chat_id, self.message_id, reply):
            return self.message_id
        quoted = ReplyParameters(self.quoted, allow_sending_without_reply=True) if self.quoted else None
        message = await send_to(self.bot, self.chat_id, reply, thread=self.thread, quoted=quoted)
        return message.message_id

    async def put_quietly(self, reply: Reply) -> None:
        """Show what has been done already, which must not be undone because it cannot be shown."""
        try:
            await self.put(reply)
        except TelegramError as error:
            log.info("what was done could not be shown", reason=type(error).__name__)

    async def strip(self) -> None:
        """Take the buttons from the message, which stays."""
        if self.message_id is not None:
            with suppress(TelegramError):  # it only tidies up
                await self.bot.edit_message_reply_markup(self.chat_id, self.message_id)

    async def clear(self, message_id: int | None) -> None:
        """Take away an earlier message of the bot, where that may still be done."""
        if message_id is not None:
            with suppress(TelegramError):  # it only tidies up
                await self.bot.delete_message(self.chat_id, message_id)
