"""When a handler fails: logged with an error id, and one short apology that names the id."""

from __future__ import annotations

import secrets

import structlog
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.sending import send
from bot.replies.reply import Reply, fill
from bot.storage.protocols import StorageLostError

log = structlog.stdlib.get_logger(__name__)


class Failures:
    """The last resort of every update."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    async def apologises(self, update: object, context: Context) -> None:
        """Log what failed (never the text that it failed on) and say sorry once, where anybody can be told."""
        error_id = secrets.token_hex(4)
        error = context.error
        if isinstance(error, StorageLostError):
            context.unit.lost = error  # it is not done, and will come again
            return
        context.unit.roll_back()
        place = {"update_id": update.update_id} if isinstance(update, Update) else {}
        if isinstance(error, Forbidden):
            log.info("the bot may not write there", reason=error.message, **place)
            return
        log.error("an update failed", error_id=error_id, exc_info=error, **place)
        if not isinstance(update, Update) or not update.effective_message:
            return
        if isinstance(error, RetryAfter | NetworkError) and not isinstance(error, BadRequest):
            return  # the apology would fail the same way
        text = fill(self._knowledge.library.texts.faults.apology, error_id=error_id)
        try:
            await send(update.effective_message, Reply(text))
        except TelegramError as second:
            log.warning("the apology could not be sent", error_id=error_id, reason=second.message)
