"""Sends the picture of a result: drawn off the event loop, uploaded once, shown again by its file id."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import structlog
from telegram import InlineKeyboardMarkup, InputMediaPhoto, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.charts.draw import draw
from bot.charts.specs import Spec
from bot.chat.context import Context
from bot.chat.screen import Screen
from bot.chat.sending import is_gone, is_unchanged, keyboard
from bot.content.texts import Texts
from bot.replies.guest import remove_button
from bot.replies.reply import Reply
from bot.storage.protocols import Records

log = structlog.stdlib.get_logger(__name__)


MayAdd = Callable[[int, int], Awaitable[bool]]
"""Whether a group (and topic) takes one more message now."""


class NoTurnError(LookupError):
    """A picture cannot be shown now, as its group has enough messages."""


class Pictures:
    """Pictures by their specification."""

    def __init__(self, records: Records, texts: Texts, may_add: MayAdd) -> None:
        self._records = records
        self._texts = texts
        self._may_add = may_add

    async def show(
        self, spec: Spec, caption: str, screen: Screen, context: Context, *, instead: int | None = None
    ) -> int | None:
        """Show a picture, in the place of an earlier message's where that can be; the id of the message that has it.

        `caption` is HTML, at most 1,024 characters. A picture that cannot be drawn or sent must not cost anybody their
        result: None is returned then.
        """
        try:
            return await self._show(spec, caption, screen, context, instead)
        except (TelegramError, OSError, ValueError, ArithmeticError, LookupError, TypeError) as error:
            log.warning("a picture could not be shown", reason=type(error).__name__)
            return None

    async def _show(self, spec: Spec, caption: str, screen: Screen, context: Context, instead: int | None) -> int:
        key = spec.key()
        if file_id := await self._records.picture(key):
            try:
                return (await self._put(file_id, caption, screen, instead)).message_id
            except BadRequest as error:
                log.info("a picture is uploaded anew", reason=error.message)
        shown = await self._put(await asyncio.to_thread(draw, spec), caption, screen, instead)
        if shown.file_id:
            context.unit.drew(key, shown.file_id)
        return shown.message_id

    async def _put(self, photo: str | bytes, caption: str, screen: Screen, instead: int | None) -> _Shown:
        if instead is not None:
            media = InputMediaPhoto(photo, caption=caption, parse_mode=ParseMode.HTML)
            try:
                edited = await screen.bot.edit_message_media(
                    media, chat_id=screen.chat_id, message_id=instead, reply_markup=self._buttons(screen)
                )
            except BadRequest as error:
                if is_unchanged(error):
                    return _Shown(instead)
                if not is_gone(error):
                    raise
            else:
                return _shown(edited, instead)
        if screen.owner is not None and not await self._may_add(screen.chat_id, screen.thread or 0):
            raise NoTurnError("a group has enough messages for this minute")
        message = await screen.bot.send_photo(
            chat_id=screen.chat_id,
            message_thread_id=screen.thread,
            photo=photo,
            caption=caption,
            parse_mode=ParseMode.HTML,
            reply_parameters=_quoted(screen),
            reply_markup=self._buttons(screen),
        )
        return _shown(message, message.message_id)

    def _buttons(self, screen: Screen) -> InlineKeyboardMarkup | None:
        """In a group a picture can be taken away by whose it is."""
        if screen.owner is None:
            return None
        return keyboard(Reply("", ((remove_button(self._texts, screen.owner),),)))


def _quoted(screen: Screen) -> ReplyParameters | None:
    """In a group a picture hangs on the message before it: others write in between."""
    before = screen.quoted or screen.message_id
    in_group = screen.owner is not None and before is not None
    return ReplyParameters(before, allow_sending_without_reply=True) if in_group and before else None


class _Shown(NamedTuple):
    """The message that has a picture, and under which id Telegram keeps that."""

    message_id: int
    file_id: str = ""


def _shown(message: Message | bool, message_id: int) -> _Shown:
    photo = message.photo if isinstance(message, Message) else ()
    return _Shown(message_id, photo[-1].file_id if photo else "")
