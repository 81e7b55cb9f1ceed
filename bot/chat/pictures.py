"""Sends the picture of a result: drawn off the event loop, uploaded once, shown again by its file id."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import structlog
from telegram import InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.charts.draw import draw
from bot.charts.specs import Spec
from bot.chat.context import Context
from bot.chat.screen import Screen
from bot.chat.sending import is_gone, is_unchanged
from bot.storage.protocols import Records

log = structlog.stdlib.get_logger(__name__)


class Pictures:
    """Pictures by their specification."""

    def __init__(self, records: Records) -> None:
        self._records = records

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
                edited = await screen.bot.edit_message_media(media, chat_id=screen.chat_id, message_id=instead)
            except BadRequest as error:
                if is_unchanged(error):
                    return _Shown(instead)
                if not is_gone(error):
                    raise
            else:
                return _shown(edited, instead)
        message = await screen.bot.send_photo(
            chat_id=screen.chat_id,
            message_thread_id=screen.thread,
            photo=photo,
            caption=caption,
            parse_mode=ParseMode.HTML,
        )
        return _shown(message, message.message_id)


class _Shown(NamedTuple):
    """The message that has a picture, and under which id Telegram keeps that."""

    message_id: int
    file_id: str = ""


def _shown(message: Message | bool, message_id: int) -> _Shown:
    photo = message.photo if isinstance(message, Message) else ()
    return _Shown(message_id, photo[-1].file_id if photo else "")
