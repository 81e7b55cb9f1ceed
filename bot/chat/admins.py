"""Who administers a group: asked of Telegram, and remembered for five minutes."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden

log = structlog.stdlib.get_logger(__name__)

REMEMBERED_FOR = 300.0  # seconds
_MOST = 10_000  # people who are remembered
_ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


class Admins:
    """Tells admins from others."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[tuple[int, int], tuple[bool, float]] = {}

    async def has(self, bot: Bot, chat_id: int, user_id: int) -> bool:
        """Whether somebody is an admin of a group; whom Telegram does not know there is none."""
        now, who = self._clock(), (chat_id, user_id)
        known = self._known.get(who)
        if known and now - known[1] < REMEMBERED_FOR:
            return known[0]
        try:
            member = await bot.get_chat_member(chat_id, user_id)
        except (BadRequest, Forbidden) as error:
            log.info("a member could not be looked up", reason=error.message)
            return False
        is_admin = member.status in _ADMINS
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[who] = (is_admin, now)
        return is_admin

    def forget(self, chat_id: int) -> None:
        """Something changed in a group: ask anew."""
        self._known = {who: known for who, known in self._known.items() if who[0] != chat_id}
