"""Order within a conversation: its updates take turns, in the order in which they came."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Lanes:
    """One lane for each conversation that is busy; who waits in one takes nothing from the others."""

    def __init__(self) -> None:
        self._lanes: dict[Hashable, deque[asyncio.Future[None]]] = {}

    @property
    def busy(self) -> bool:
        """Whether anybody has a turn."""
        return bool(self._lanes)

    @asynccontextmanager
    async def turn(self, conversation: Hashable) -> AsyncIterator[None]:
        """The turn of whoever asks now, after all who asked before."""
        await self._wait(conversation)
        try:
            yield
        finally:
            self._pass_on(conversation)

    async def _wait(self, conversation: Hashable) -> None:
        waiting = self._lanes.get(conversation)
        if waiting is None:
            self._lanes[conversation] = deque()
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # it was our turn already
                self._pass_on(conversation)
            raise

    def _pass_on(self, conversation: Hashable) -> None:
        waiting = self._lanes[conversation]
        while waiting:
            following = waiting.popleft()
            if not following.done():
                following.set_result(None)
                return
        del self._lanes[conversation]
