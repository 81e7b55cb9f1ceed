"""How many messages a minute Telegram takes from a bot for one group."""

from __future__ import annotations

import math
from collections import defaultdict, deque

from bot.playground.chats import Chat
from bot.playground.refusals import ApiError
from bot.playground.world import World

_MINUTE = 60  # seconds


class Flood:
    """Counts what is sent to each group within a minute, where the world has a limit for that."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)

    def check(self, chat: Chat) -> None:
        """Count one more message to a chat; raises ApiError where it is one too many."""
        limit, now = self._world.group_limit, self._world.clock()
        if limit is None or not chat.is_group:
            return
        sent = self._sent[chat.id]
        while sent and now - sent[0] >= _MINUTE:
            sent.popleft()
        if len(sent) >= limit:
            wait = math.ceil(sent[0] + _MINUTE - now)
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        sent.append(now)
