"""A unit of work for each update: its conversation's turn, its session, its handler, its commit, once.

What a failed handler changed is forgotten, and its update counts as done: the person was told. Where the database is
lost it does not: the update comes again.

An inline query is made lighter: there is one for nearly every letter that somebody types, the next makes it pointless,
and answering it twice does no harm. It waits for no turn and is not claimed; only what it wants kept is written, once,
after it was answered. It never comes again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import nullcontext
from enum import StrEnum
from inspect import iscoroutine
from typing import Any

import structlog
from telegram import Update
from telegram.ext import Application, BaseUpdateProcessor

from bot.delivery.conversations import conversation_of
from bot.delivery.lanes import Lanes
from bot.delivery.metrics import Metrics
from bot.storage.protocols import RowRefusedError, StorageLostError, Store, Unit, unit_in_hand

log = structlog.stdlib.get_logger(__name__)

AnyApp = Application[Any, Any, Any, Any, Any, Any]

AT_ONCE = 256  # updates that are handled at the same time, each of another conversation
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0  # seconds between tries while the database is lost


class Outcome(StrEnum):
    """What became of an update."""

    HANDLED = "handled"
    FAILED = "failed"  # its handler did; it counts as done
    REPEATED = "repeated"  # it was done before
    LOST = "lost"  # the database is away; it does not count as done, and comes again where it is not fleeting


def is_fleeting(update: object) -> bool:
    """Whether an update means nothing a moment later, so that it need not survive a crash: an inline query."""
    return isinstance(update, Update) and update.inline_query is not None


class Units(BaseUpdateProcessor):
    """PTB's update processor that makes each update a unit of work."""

    def __init__(self, store: Store, metrics: Metrics, at_once: int = AT_ONCE) -> None:
        super().__init__(at_once)
        self._store = store
        self._metrics = metrics
        self._lanes = Lanes()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def take(self, app: AnyApp, update: Update, *, patiently: bool = False) -> Outcome:
        """Handle an update in its conversation's turn, which takes nothing from other conversations.

        While the database is lost it raises StorageLostError, or, `patiently`, tries again with growing pauses; a
        fleeting update is let go of.
        """
        unit = Unit(update.update_id, conversation_of(update))
        fleeting = is_fleeting(update)
        pause = _FIRST_PAUSE
        async with nullcontext() if fleeting else self._lanes.turn(unit.conversation):
            while True:
                try:
                    with self._metrics.update(update) as measured:
                        measured.outcome = Outcome.LOST
                        measured.outcome = outcome = await self._handle(app, update, unit)
                except StorageLostError as error:
                    if fleeting:
                        log.info("the database is lost, an update is let go of", reason=str(error))
                        return Outcome.LOST
                    if not patiently:
                        raise
                    log.warning("the database is lost, an update waits", update_id=unit.update_id, reason=str(error))
                else:
                    return outcome
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                unit = Unit(unit.update_id, unit.conversation)

    async def _handle(self, app: AnyApp, update: Update, unit: Unit) -> Outcome:
        token = unit_in_hand.set(unit)
        try:
            await self.process_update(update, app.process_update(update))
        finally:
            unit_in_hand.reset(token)
        if is_fleeting(update):
            await self._keep(unit)
        if unit.repeated:
            return Outcome.REPEATED
        for question in unit.questions:
            self._metrics.decided(question.decision)
        return Outcome.FAILED if unit.failed else Outcome.HANDLED

    async def _keep(self, unit: Unit) -> None:
        """Write what a fleeting update wants kept, mostly nothing: in its turn, once, and in nobody's place."""
        if unit.failed or unit == Unit(unit.update_id, unit.conversation):
            return
        async with self._lanes.turn(unit.conversation):
            if await self._store.begin(unit):
                await self._commit(unit)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Begin the unit in hand, run its handler and commit it; called by `process_update`, in one of its places."""
        unit = unit_in_hand.get()
        if is_fleeting(update):
            await coroutine
            if unit.lost:
                raise unit.lost
            return
        try:
            unit.repeated = not await self._store.begin(unit)
            if unit.repeated:
                return
            await self._run(unit, coroutine)
        finally:
            if iscoroutine(coroutine):
                coroutine.close()  # does nothing to one that ran
        await self._commit(unit)

    async def _run(self, unit: Unit, coroutine: Awaitable[Any]) -> None:
        try:
            await coroutine
        except BaseException:
            await self._store.abandon(unit)
            raise
        if unit.lost:
            await self._store.abandon(unit)
            raise unit.lost

    async def _commit(self, unit: Unit) -> None:
        try:
            await self._store.commit(unit)
        except RowRefusedError as error:
            log.exception("what an update changed cannot be kept", update_id=unit.update_id, reason=str(error))
            unit.roll_back()
            await self._store.commit(unit)
