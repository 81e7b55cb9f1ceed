"""Sends the picture of a result: drawn off the event loop, uploaded once, shown again by its file id."""

from __future__ import annotations

import asyncio

import structlog
from telegram import InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.charts.draw import draw
from bot.charts.specs import Spec
from bot.chat.context import Context
from bot.chat.screen import Screen
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

        `caption` is HTML, at most 1,024 characters. A picture that Telegram does not take must not cost the person
        their result: None is returned then.
        """
        try:
            return await self._show(spec, caption, screen, context, instead)
        except (Forbidden, RetryAfter):
            raise
        except TelegramError as error:
            log.warning("a picture could not be sent", reason=type(error).__name__)
            return None

    async def _show(self, spec: Spec, caption: str, screen: Screen, context: Context, instead: int | None) -> int:
        key = spec.key()
        if file_id := await self._records.picture(key):
            try:
                return (await self._put(file_id, caption, screen, instead)).message_id
            except BadRequest as error:
                log.info("a picture is uploaded anew", reason=error.message)
        message = await self._put(await asyncio.to_thread(draw, spec), caption, screen, instead)
        if message.photo:
            context.unit.drew(key, message.photo[-1].file_id)
        return message.message_id

    async def _put(self, photo: str | bytes, caption: str, screen: Screen, instead: int | None) -> Message:
        if instead is not None:
            try:
                media = InputMediaPhoto(photo, caption=caption, parse_mode=ParseMode.HTML)
                edited = await screen.bot.edit_message_media(media, chat_id=screen.chat_id, message_id=instead)
                if isinstance(edited, Message):
                    return edited
            except BadRequest as error:
                log.debug("a picture is sent anew", reason=error.message)
        return await screen.bot.send_photo(
            chat_id=screen.chat_id,
            message_thread_id=screen.thread,
            photo=photo,
            caption=caption,
            parse_mode=ParseMode.HTML,
        )
