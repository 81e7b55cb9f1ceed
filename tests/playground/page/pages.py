"""An open page without a browser: what it is told, and what it does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.playground.page.stage import Stage

Told = tuple[str, Any]


def read(event: bytes) -> Told:
    """The name and content of a server-sent event."""
    name, data = event.decode().removesuffix("\n\n").split("\n", 1)
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


class Visitor:
    """A page that somebody has open; it speaks as `person`, at first the first of the cast."""

    def __init__(self, stage: Stage, events: AsyncIterator[bytes], state: dict[str, Any]) -> None:
        self.stage = stage
        self._events = events
        self._reading = asyncio.ensure_future(anext(events))
        self.state = state
        self._panel: dict[str, Any] = state["panel"]
        self.person: int = state["people"][0]["id"]
        self.group: int = state["chats"][-1]["id"]

    @classmethod
    @asynccontextmanager
    async def of(cls, stage: Stage) -> AsyncIterator[Visitor]:
        events = stage.feed.open()
        name, state = read(await anext(events))
        assert name == "state"
        visitor = cls(stage, events, state)
        try:
            yield visitor
        finally:
            visitor._reading.cancel()

    async def act(self, act: str, **fields: object) -> dict[str, Any]:
        """Do something, in the private chat where no other is named."""
        return await self.stage.act({"act": act, "person": self.person, "chat": self.person, **fields})

    def forget(self, message_id: int) -> None:
        """Delete a message for everybody, of which a bot is not told."""
        del self.stage.world.chats[self.person].messages[message_id]

    async def told(self) -> list[Told]:
        """All that it was told since the last time; the last state is taken as the one that it knows."""
        found = []
        while (await asyncio.wait({self._reading}, timeout=0.02))[0]:
            if not (event := self._reading.result()).startswith(b":"):  # a sign of life
                found.append(read(event))
            self._reading = asyncio.ensure_future(anext(self._events))
        for name, content in found:
            if name == "state":
                self.state = content
                self._panel = content["panel"]
            elif name == "panel":
                self._panel = content
        return found

    async def messages(self, chat: int | None = None) -> list[dict[str, Any]]:
        """The messages of a chat that it was told of since the last time, each as it came to be."""
        return [
            content["message"]
            for name, content in await self.told()
            if name == "message" and content["chat"] == (chat or self.person)
        ]

    async def panel(self) -> dict[str, Any]:
        """The last panel that it was told."""
        await self.told()
        return self._panel
