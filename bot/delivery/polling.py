"""Fetches updates from a Bot API server.

getUpdates hands out at most a hundred updates that are not confirmed, so one that waits would soon hold up all. That is
why what is fetched is kept in the database first and confirmed by the next fetch; it leaves the database with the
commit of its unit. After a crash it is found there again. Inline queries alone are not kept: they are fleeting.
"""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import structlog
from telegram import Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.delivery.flood import seconds_asked
from bot.delivery.units import AnyApp, Outcome, Units, is_fleeting
from bot.delivery.updates import is_update, read_update
from bot.storage.protocols import StorageLostError, Store

log = structlog.stdlib.get_logger(__name__)

Json = dict[str, Any]
Got = TypeVar("Got")

_LONG_POLL = 25  # seconds that the server may wait for news
_ANSWER_WITHIN = 10  # seconds on top, for the answer to arrive
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0  # seconds after a failure, doubled with each further one
_MOST_WAITING = 10_000  # updates that may wait in this process before no more are fetched


class Polling:
    """Fetches, keeps, confirms; each update is handled in a task of its own."""

    def __init__(self, app: AnyApp, units: Units, store: Store, allowed_updates: Sequence[str]) -> None:
        self._app = app
        self._units = units
        self._store = store
        self._allowed = list(allowed_updates)
        self._handling: set[asyncio.Task[Outcome]] = set()

    async def run(self) -> None:
        """Take up what a crash left, then fetch for ever; InvalidToken ends it, once the token is revoked."""
        self._start(self._readable([json.loads(body) for body in await _insist(self._store.unfinished)]))
        offset = 0
        while True:
            if found := await self._fetched(offset):
                offset = int(found[-1]["update_id"]) + 1
                readable = self._readable(found)
                if bodies := [(one.update_id, json.dumps(raw)) for raw, one in readable if not is_fleeting(one)]:
                    await _insist(partial(self._store.receive, bodies))
                self._start(readable)
            while len(self._handling) > _MOST_WAITING:
                await asyncio.wait(self._handling, return_when=asyncio.FIRST_COMPLETED)

    async def finish(self, within: float) -> None:
        """Wait for what is being handled; the rest is taken up at the next start."""
        if not self._handling:
            return
        _, late = await asyncio.wait(self._handling, timeout=within)
        for task in late:
            task.cancel()
        if late:
            log.warning("updates are left for the next start", updates=len(late))
            await asyncio.wait(late)

    def _readable(self, found: list[Json]) -> list[tuple[Json, Update]]:
        return [(raw, update) for raw in found if (update := read_update(raw, self._app.bot)) is not None]

    def _start(self, readable: list[tuple[Json, Update]]) -> None:
        for _, update in readable:
            task = asyncio.create_task(self._units.take(self._app, update, patiently=True))
            self._handling.add(task)
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[Outcome]) -> None:
        self._handling.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("an update is left for the next start", exc_info=error)

    async def _fetched(self, offset: int) -> list[Json]:
        pause = _FIRST_PAUSE
        while True:
            try:
                return await self._get_updates(offset)
            except EndPointNotFound:  # how do_api_request words a token that is no longer valid
                raise InvalidToken from None
            except TelegramError as error:
                await asyncio.sleep(_told_pause(error, pause))
                pause = min(2 * pause, _LONGEST_PAUSE)

    async def _get_updates(self, offset: int) -> list[Json]:
        """The raw updates from `offset` on: PTB's own method reads all or none, and logs what it cannot read."""
        wanted = {"offset": offset, "timeout": _LONG_POLL, "allowed_updates": self._allowed}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PTBUserWarning)
            found = await self._app.bot.do_api_request("getUpdates", wanted, read_timeout=_LONG_POLL + _ANSWER_WITHIN)
        return [raw for raw in found if is_update(raw)]


async def _insist(call: Callable[[], Awaitable[Got]]) -> Got:
    """The outcome of a call to the store; while the database is lost, tried again with growing pauses."""
    pause = _FIRST_PAUSE
    while True:
        try:
            return await call()
        except StorageLostError as error:
            log.warning("the database is lost, nothing is fetched", reason=str(error), pause=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _told_pause(error: TelegramError, pause: float) -> float:
    """Tell of a failed poll; the seconds to wait."""
    if isinstance(error, Conflict):
        log.error("another process polls with the same token; stop it, or use a second bot for trying things out")
    elif isinstance(error, RetryAfter):
        return seconds_asked(error)
    else:
        log.warning("polling failed and goes on", reason=type(error).__name__, pause=pause)
    return pause
