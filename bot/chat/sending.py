"""Puts a Reply on Telegram: a new message, or an edit that tolerates what people do to messages meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import Any

import structlog
from telegram import (
    Bot,
    CallbackQuery,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.chat.addressing import topic_of
from bot.replies.plain import plain_words
from bot.replies.reply import Button, Reply, Row

log = structlog.stdlib.get_logger(__name__)

TYPING_AFTER = 0.5  # seconds without an answer
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UNCHANGED = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """The reply's buttons as Telegram's."""
    return _keyboard(reply.rows) if reply.rows else None


@lru_cache(maxsize=500)  # the same answers are given again and again
def _keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup:
    return _WrittenOnce([[_telegram_button(button) for button in row] for row in rows])


class _WrittenOnce(InlineKeyboardMarkup):
    """A keyboard that is turned into a dictionary once, not each time that it is sent."""

    __slots__ = ("_written",)

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:
        """The keyboard as Telegram takes it; nobody may change it."""
        written: dict[str, Any] | None = getattr(self, "_written", None) if recursive else super().to_dict(False)
        if written is None:
            written = self._written = super().to_dict()
        return written


def _telegram_button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.switch is not None:
        return InlineKeyboardButton(button.label, switch_inline_query_current_chat=button.switch)
    return InlineKeyboardButton(button.label, callback_data=button.data)


async def send(message: Message, reply: Reply, *, quote: bool = False, wait: bool = False) -> Message:
    """Send a reply to the chat (and topic) of a message, as a reply to it where `quote` is set.

    With `wait` the sender's app opens its input line as a reply to ours, which reaches a bot in privacy mode too.
    """
    thread = topic_of(message) or None
    quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True) if quote else None
    return await send_to(message.get_bot(), message.chat_id, reply, thread=thread, quoted=quoted, wait=wait)


async def send_to(
    bot: Bot,
    chat_id: int,
    reply: Reply,
    *,
    thread: int | None = None,
    quoted: ReplyParameters | None = None,
    wait: bool = False,
    silent: bool = False,
) -> Message:
    """Send a reply to a chat, to a forum topic of it where `thread` is given; see `send` for the rest.

    Nobody's device rings for what is `silent`.
    """
    return await bot.send_message(
        chat_id=chat_id,
        message_thread_id=thread,
        text=reply.html,
        parse_mode=ParseMode.HTML,
        link_preview_options=_NO_PREVIEW,
        reply_markup=ForceReply(selective=True) if wait else keyboard(reply),
        reply_parameters=quoted,
        disable_notification=silent or None,
    )


async def edit(bot: Bot, chat_id: int, message_id: int, reply: Reply) -> bool:
    """Turn a message of the bot into a reply; False where that message is gone or too old to be edited."""
    try:
        await bot.edit_message_text(
            chat_id=chat_id,
            message_id=message_id,
            text=reply.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(reply),
        )
    except BadRequest as error:
        if is_unchanged(error):
            return True
        if is_gone(error):
            return False
        raise
    return True


def says_already(message: Message, reply: Reply) -> bool:
    """Whether a message says just what a reply does, so that Telegram would refuse to edit it."""
    same_words = (message.text or "").strip() == plain_words(reply.html).strip()
    return same_words and message.reply_markup == keyboard(reply)


def is_unchanged(error: BadRequest) -> bool:
    """Whether an edit was refused because the message is that already."""
    return _UNCHANGED in error.message.casefold()


def is_gone(error: BadRequest) -> bool:
    """Whether an edit was refused because the message is gone or too old."""
    return any(gone in error.message.casefold() for gone in _GONE)


async def acknowledge(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Stop the button's spinner; a courtesy that must not keep the page from being shown."""
    try:
        await query.answer(text, show_alert=alert)
    except TelegramError as error:
        log.info("a press could not be acknowledged", reason=type(error).__name__)


@asynccontextmanager
async def typing(message: Message, after: float = TYPING_AFTER) -> AsyncIterator[None]:
    """Show "typing" in the chat of a message if what happens inside takes longer than `after` seconds."""

    bot = message.get_bot()
    shown: set[asyncio.Task[None]] = set()

    async def show() -> None:
        with suppress(TelegramError):  # a mere courtesy
            await bot.send_chat_action(
                chat_id=message.chat_id,
                action=ChatAction.TYPING,
                message_thread_id=topic_of(message) or None,
            )

    courtesy = asyncio.get_running_loop().call_later(after, lambda: shown.add(asyncio.create_task(show())))
    try:
        yield
    finally:
        courtesy.cancel()
        for task in shown:
            task.cancel()
