"""Rings alarms when they are due: reminders and timers that outlive the process that set them.

An alarm is leased before it rings and settled after it, so that one of many processes rings it; where a process dies in
between, it rings again once the lease is over. A lease therefore outlasts the longest way to the end of a ring: waiting
for a place, the ring itself with all of delivery's patience, and settling it.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable

import structlog
from telegram.error import Forbidden, TelegramError

from bot.delivery.patience import LONGEST_FLOOD
from bot.storage.protocols import Alarm, AlarmClock, StorageLostError

log = structlog.stdlib.get_logger(__name__)

PLACED_WITHIN = 60.0  # seconds; one that waits longer for its place is left to whoever takes it next
RUNG_WITHIN = LONGEST_FLOOD + 60.0  # seconds until a ring is cut off: the longest wait, and the calls around it
LEASE = PLACED_WITHIN + RUNG_WITHIN + 30.0  # seconds until an alarm that is not settled is tried again
TRIED_FOR = 3_600.0  # seconds after it was due
AT_ONCE = 10  # alarms that ring at the same time
_LONGEST_PAUSE = 60.0  # seconds between tries while the database is lost

Ring = Callable[[Alarm], Awaitable[Alarm | None]]
Missed = Callable[[Alarm], Alarm | None]


def over(_: Alarm) -> None:
    """An alarm that could not ring is over."""


class Alarms:
    """Asks the clock for due alarms and rings them.

    `ring` returns the alarm as it goes on (its `due_at` and `payload`), or None where it is over; `missed` says the
    same of one that Telegram would not take for an hour.
    """

    def __init__(
        self,
        clock: AlarmClock,
        ring: Ring,
        now: Callable[[], float] = time.time,
        every: float = 3.0,
        *,
        missed: Missed = over,
    ) -> None:
        self._clock = clock
        self._ring = ring
        self._now = now
        self._every = every
        self._missed = missed
        self._places = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Ring what is due, for ever; while the database is lost, ask it again with growing pauses."""
        pause = self._every
        lost = False
        while True:
            try:
                rung = await self.ring_due()
            except StorageLostError as error:
                if not lost:
                    log.warning("the database is lost, alarms wait", reason=str(error))
                lost, pause = True, min(2 * pause, _LONGEST_PAUSE)
            else:
                if lost:
                    log.info("the database is back, alarms ring again")
                lost, pause = False, self._every
                if rung:
                    continue  # many may be due at the same hour
            await asyncio.sleep(pause)

    async def ring_due(self) -> int:
        """Ring what is due now; how many alarms there were. Raises StorageLostError after the others have rung."""
        now = self._now()
        due = await self._clock.due(now, LEASE)
        taken = (self._take(alarm, now + PLACED_WITHIN) for alarm in due)
        lost: StorageLostError | None = None
        for alarm, error in zip(due, await asyncio.gather(*taken, return_exceptions=True), strict=True):
            if isinstance(error, StorageLostError):
                lost = error
            elif isinstance(error, Exception):  # a mistake of ours, for which nobody shall lose a reminder
                log.error("an alarm is not settled, it is tried again", kind=alarm.kind, reason=place_of(error))
            elif error is not None:
                raise error
        if lost:
            raise lost
        return len(due)

    async def _take(self, alarm: Alarm, placed_until: float) -> None:
        async with self._places:
            if self._now() < placed_until:  # else somebody else may take it while it rings here
                await self._settle(alarm, await self._rung(alarm))

    async def _rung(self, alarm: Alarm) -> Alarm | None:
        """What ringing an alarm comes to: as it goes on, None where it is over, the same where it is tried again."""
        try:
            async with asyncio.timeout(RUNG_WITHIN):
                return await self._ring(alarm)
        except StorageLostError:
            raise
        except Forbidden as error:
            log.info("an alarm ends, the bot may not write there", kind=alarm.kind, reason=error.message)
            return None
        except TelegramError as error:
            reason = error.message
        except Exception as error:  # noqa: BLE001 - one broken alarm must not silence all others
            reason = place_of(error)
        return self._after_failure(alarm, reason)

    def _after_failure(self, alarm: Alarm, reason: str) -> Alarm | None:
        """The same alarm while it is tried again, else what becomes of it."""
        again = self._now() < alarm.due_at + TRIED_FOR
        event = "an alarm could not ring, it is tried again" if again else "an alarm is given up"
        log.warning(event, kind=alarm.kind, reason=reason)
        return alarm if again else self._missed(alarm)

    async def _settle(self, alarm: Alarm, later: Alarm | None) -> None:
        if later is None:
            await self._clock.settle(alarm, None)
        elif later is not alarm:
            await self._clock.settle(alarm, later.due_at, later.payload)


def place_of(error: Exception) -> str:
    """What was raised and where: its message may hold what a person wrote."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {last.filename}:{last.lineno}"
