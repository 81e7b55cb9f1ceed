"""When a handler fails: logged with an error id, and one short apology that names the id.

Where the bot may not write, in a group or to a person, that is logged once and nothing is tried again for a while.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

import structlog
from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.causes import causes_of
from bot.chat.addressing import read_address, text_of, topic_of
from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners
from bot.chat.memory import GroupMemory
from bot.chat.sending import send
from bot.chat.session import elsewhere
from bot.chat.versions import Current
from bot.chat.walls import Wall, wall_of, words_of
from bot.content.texts import FaultTexts
from bot.replies.reply import Reply, fill
from bot.storage.protocols import StorageLostError

log = structlog.stdlib.get_logger(__name__)

_LONGEST = 1_000  # characters that are kept of a fault


class Failures:
    """The last resort of every update."""

    def __init__(self, current: Current, manners: Callable[[Knowledge], Manners]) -> None:
        self._texts: FaultTexts
        self._manners: Manners
        self._make_manners = manners
        current.follow(self._follow)

    def _follow(self, knowledge: Knowledge) -> None:
        self._texts = knowledge.library.texts.faults
        self._manners = self._make_manners(knowledge)

    async def ends(self, update: object, context: Context) -> None:
        """Deal with a failure, and let no further handler have the update."""
        await self.apologises(update, context)
        raise ApplicationHandlerStop

    async def apologises(self, update: object, context: Context) -> None:
        """Log what failed (never the text that it failed on) and say sorry once, where anybody can be told."""
        error = context.error
        if isinstance(error, StorageLostError):
            context.unit.lost = error  # it is not done, and will come again
            return
        context.unit.roll_back()
        if not isinstance(update, Update):
            log.error("an update failed", exc_info=error)
        elif isinstance(error, ChatMigrated) and update.effective_chat:
            await self._moves(update.effective_chat.id, error.new_chat_id, context)
            log.info("a group has another id now", update_id=update.update_id)
        elif wall := wall_of(error):
            await self._meets(wall, update, error, context)
        else:
            await self._says_sorry(update, error, context)

    async def _moves(self, old: int, new: int, context: Context) -> None:
        try:
            await self._manners.change(old, GroupMemory.forget_all)
        except StorageLostError as lost:
            context.unit.lost = lost
            return
        context.unit.move(old, new, elsewhere)

    async def _meets(self, wall: Wall, update: Update, error: Exception | None, context: Context) -> None:
        """The bot may not write there: remembered of groups, so that it is tried and logged once."""
        chat, message = update.effective_chat, update.effective_message
        new = True
        if chat is not None and chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
            topic = None if wall is Wall.CHAT else topic_of(message) if message else 0
            try:
                new = await self._manners.change(chat.id, lambda memory: memory.meets_wall(topic))
            except StorageLostError as lost:
                context.unit.lost = lost
                return
        if new:
            log.info("the bot may not write there", reason=words_of(error), update_id=update.update_id)

    async def _says_sorry(self, update: Update, error: Exception | None, context: Context) -> None:
        error_id = secrets.token_hex(4)
        context.unit.fault(error_id, _told(error))
        log.error("an update failed", error_id=error_id, exc_info=error, update_id=update.update_id)
        message = update.effective_message
        if message is None or not _is_awaited(update, message):
            return
        if isinstance(error, RetryAfter | NetworkError) and not isinstance(error, BadRequest):
            return  # the apology would fail the same way
        if message.chat.type != ChatType.PRIVATE and not await self._has_turn(message):
            return
        text = fill(self._texts.apology, error_id=error_id)
        try:
            await send(message, Reply(text), quote=message.chat.type != ChatType.PRIVATE)
        except TelegramError as second:
            log.warning("the apology could not be sent", error_id=error_id, reason=second.message)

    async def _has_turn(self, message: Message) -> bool:
        try:
            return await self._manners.has_turn(message)
        except (StorageLostError, TelegramError):
            return False


def _told(error: Exception | None) -> str:
    """What failed and where, by types and places alone."""
    told = []
    for cause in causes_of(error, str) if error else ():
        where = f" in {cause.places[-1].file}:{cause.places[-1].line}" if cause.places else ""
        told.append(f"{cause.type}{where}")
    return "; ".join(told)[:_LONGEST]


def _is_awaited(update: Update, message: Message) -> bool:
    """Whether somebody waits for an answer: people who talk to each other in a group do not."""
    if message.chat.type == ChatType.PRIVATE or update.callback_query is not None:
        return True
    return text_of(message).startswith("/") or read_address(message, message.get_bot().bot) is not None
