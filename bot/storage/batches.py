"""Does the work of many callers in one go: whatever comes in while a batch runs makes up the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Batches(Generic[Item, Answer]):
    """Calls `run` with the items that are waiting, never twice at once.

    It returns an answer for each item, in their order; an exception among them is raised for that item alone, one that
    it raises for all.
    """

    def __init__(
        self, run: Callable[[list[Item]], Awaitable[Sequence[Answer | Exception]]], largest: int = 100
    ) -> None:
        self._run = run
        self._largest = largest
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._running: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Answer:
        """The answer to one item; raises what its batch raised."""
        return await self.put(item)

    def put(self, item: Item) -> asyncio.Future[Answer]:
        """Add an item without waiting for its answer."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._running is None:
            self._running = asyncio.create_task(self._drain())
        return answer

    async def rest(self) -> None:
        """Return when nothing is waiting or running."""
        while self._running is not None:
            await asyncio.wait([self._running])

    async def _drain(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._largest], self._waiting[self._largest :]
                await self._run_batch(batch)
        finally:
            self._running = None

    async def _run_batch(self, batch: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        answers: Sequence[Answer | Exception]
        try:
            answers = await self._run([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - whoever waits gets it
            answers = [error] * len(batch)
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():  # nobody waits any more
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
                future.exception()  # nobody need look at it
            else:
                future.set_result(answer)
