"""Puts a Reply on Telegram: a new message, or an edit that tolerates what people do to messages meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.flood import seconds_asked
from bot.replies.reply import Button, Reply

Sent = TypeVar("Sent")

_LONGEST_WAIT = 10.0  # seconds that Telegram may ask for before an answer counts as lost
TYPING_AFTER = 0.5  # seconds without an answer
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UNCHANGED = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """The reply's buttons as Telegram's."""
    if not reply.rows:
        return None
    return InlineKeyboardMarkup([[_telegram_button(button) for button in row] for row in reply.rows])


def _telegram_button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)


async def send(message: Message, reply: Reply, *, quote: bool = False) -> Message:
    """Send a reply to the chat (and topic) of a message, as a reply to it where `quote` is set."""
    thread = message.message_thread_id if message.is_topic_message else None
    quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True) if quote else None
    return await send_to(message.get_bot(), message.chat_id, reply, thread=thread, quoted=quoted)


async def send_to(
    bot: Bot, chat_id: int, reply: Reply, *, thread: int | None = None, quoted: ReplyParameters | None = None
) -> Message:
    """Send a reply to a chat, to a forum topic of it where `thread` is given."""
    return await _patiently(
        lambda: bot.send_message(
            chat_id=chat_id,
            message_thread_id=thread,
            text=reply.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(reply),
            reply_parameters=quoted,
        )
    )


async def _patiently(call: Callable[[], Awaitable[Sent]]) -> Sent:
    """The outcome of a call; where Telegram asks to wait a little, after waiting once."""
    try:
        return await call()
    except RetryAfter as error:
        wait = seconds_asked(error)
        if wait > _LONGEST_WAIT:
            raise
        await asyncio.sleep(wait)
        return await call()


async def edit(bot: Bot, chat_id: int, message_id: int, reply: Reply) -> bool:
    """Turn a message of the bot into a reply; False where that message is gone or too old to be edited."""
    try:
        await _patiently(
            lambda: bot.edit_message_text(
                chat_id=chat_id,
                message_id=message_id,
                text=reply.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(reply),
            )
        )
    except BadRequest as error:
        reason = error.message.casefold()
        if _UNCHANGED in reason:
            return True
        if any(gone in reason for gone in _GONE):
            return False
        raise
    return True


@asynccontextmanager
async def typing(message: Message, after: float = TYPING_AFTER) -> AsyncIterator[None]:
    """Show "typing" in the chat of a message if what happens inside takes longer than `after` seconds."""

    async def show() -> None:
        await asyncio.sleep(after)
        with suppress(TelegramError):  # a mere courtesy
            await message.get_bot().send_chat_action(
                chat_id=message.chat_id,
                action=ChatAction.TYPING,
                message_thread_id=message.message_thread_id if message.is_topic_message else None,
            )

    courtesy = asyncio.create_task(show())
    try:
        yield
    finally:
        courtesy.cancel()
