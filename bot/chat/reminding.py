"""Reminders that a person sets for themself, and the pomodoro; both ring in the private chat and survive a restart."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import structlog
from telegram import Bot, Update

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, send, send_to
from bot.content.library import Library
from bot.replies.dates import ZONES
from bot.replies.reminders import (
    ASK_POMODORO,
    ASK_REMINDER,
    STOP_POMODORO,
    STOP_REMINDER,
    ReminderPages,
    Slot,
    quiet_until,
    read_pomodoro,
    read_slot,
)
from bot.replies.reply import Button
from bot.replies.taps import Act, Tap
from bot.storage.protocols import Alarm

log = structlog.stdlib.get_logger(__name__)

REMINDER, POMODORO = "reminder", "pomodoro"  # kinds of alarms
WORK, REST = "work", "rest"  # phases of a pomodoro
TOO_LATE = 3_600.0  # seconds after which nobody wants to hear of a pomodoro any more
_MINUTE = 60.0
_LENGTHS = range(1, 100)  # minutes of a phase that can be right


@dataclass(frozen=True)
class Pomodoro:
    """A stretch of work and the rest after it, in minutes, and which of them lasts until the alarm."""

    phase: str
    work: int
    rest: int


def read_alarm(alarm: Alarm) -> Slot | Pomodoro | None:
    """What an alarm rings for, or None where that cannot be read."""
    try:
        payload = json.loads(alarm.payload)
        if alarm.kind == REMINDER:
            day, hour, zone = payload["day"], payload["hour"], payload["zone"]
            known = day in range(7) and hour in range(24) and zone in ZONES
            return Slot(int(day), int(hour), zone) if known else None
        phase, work, rest = payload["phase"], payload["work"], payload["rest"]
        known = alarm.kind == POMODORO and phase in (WORK, REST) and work in _LENGTHS and rest in _LENGTHS
        return Pomodoro(phase, int(work), int(rest)) if known else None
    except (ValueError, KeyError, TypeError):
        return None


class Reminding:
    """The handlers of reminders and the pomodoro."""

    def __init__(self, knowledge: Knowledge, clock: Callable[[], float] = time.time) -> None:
        self._pages = ReminderPages(knowledge.library)
        self._stale = knowledge.library.texts.faults.stale_button
        self._clock = clock

    async def starts_pomodoro(self, update: Update, context: Context) -> None:
        """/pomodoro: which one?"""
        await send(message_of(update), self._pages.asks_pomodoro())

    async def presses(self, update: Update, context: Context) -> None:
        """A button of a reminder or a pomodoro."""
        query = update.callback_query
        screen = Screen.of(query) if query else None
        if query is None or screen is None:
            raise TypeError("a handler for buttons got an update without one")
        data, user_id = query.data or "", query.from_user.id
        slot, lengths = read_slot(data), read_pomodoro(data)
        known = slot or lengths or data in (ASK_REMINDER, STOP_REMINDER, ASK_POMODORO, STOP_POMODORO)
        if not known or screen.chat_id != user_id:
            await acknowledge(query, self._stale, alert=True)
            return
        await acknowledge(query)
        if lengths:
            await self._works(lengths, user_id, screen, context)
        elif slot:
            await self._chooses(*slot, user_id, screen, context)
        elif data == ASK_REMINDER:
            await screen.anew().put(self._pages.asks_day())
        elif data == ASK_POMODORO:
            await screen.anew().put(self._pages.asks_pomodoro())
        elif data == STOP_REMINDER:
            context.unit.clear_alarm(user_id, REMINDER)
            await screen.put(self._pages.stopped())
        else:
            context.unit.clear_alarm(user_id, POMODORO)
            await screen.put(self._pages.pomodoro_stopped())

    async def _chooses(self, slot: Slot, whole: bool, user_id: int, screen: Screen, context: Context) -> None:
        if not whole:
            await screen.put(self._pages.asks_hour(slot.day, slot.zone))
            return
        due = slot.next_after(self._clock())
        context.unit.set_alarm(Alarm(user_id, REMINDER, screen.chat_id, due, json.dumps(asdict(slot))))
        await screen.put(self._pages.is_set(slot))

    async def _works(self, lengths: tuple[int, int], user_id: int, screen: Screen, context: Context) -> None:
        work, rest = lengths
        until = self._clock() + work * _MINUTE
        payload = json.dumps(asdict(Pomodoro(WORK, work, rest)))
        context.unit.set_alarm(Alarm(user_id, POMODORO, screen.chat_id, until, payload))
        await screen.put(self._pages.works(work, until))


class Ringing:
    """Rings alarms: says what is due, and when it is due again."""

    def __init__(self, library: Library, bot: Bot, clock: Callable[[], float] = time.time) -> None:
        self._pages = ReminderPages(library)
        self._start = library.texts.checklist.start
        self._reminded = next((checklist.name for checklist in library.checklists if checklist.remind), None)
        self._through = bot
        self._clock = clock

    async def ring(self, alarm: Alarm) -> Alarm | None:
        """Send what an alarm is for; the alarm as it goes on, or None where it is over."""
        purpose = self._read(alarm)
        if isinstance(purpose, Pomodoro):
            return await self._pomodoro(alarm, purpose)
        return await self._reminder(alarm, purpose) if purpose else None

    def missed(self, alarm: Alarm) -> Alarm | None:
        """An alarm that could not ring for an hour: a reminder waits for its next time, a pomodoro is over."""
        purpose = self._read(alarm)
        return alarm._replace(due_at=purpose.next_after(self._clock())) if isinstance(purpose, Slot) else None

    def _read(self, alarm: Alarm) -> Slot | Pomodoro | None:
        purpose = read_alarm(alarm)
        if purpose is None:
            log.error("an alarm cannot be read, it ends", kind=alarm.kind)
        return purpose

    async def _reminder(self, alarm: Alarm, slot: Slot) -> Alarm | None:
        if self._reminded is None:
            return None
        now = self._clock()
        if (later := quiet_until(now, slot.zone)) > now:  # the bot was away when it was due
            return alarm._replace(due_at=later)
        start = Button(self._start, Tap(Act.START, self._reminded).data())
        await send_to(self._through, alarm.chat_id, self._pages.rings(start))
        return alarm._replace(due_at=slot.next_after(now))

    async def _pomodoro(self, alarm: Alarm, pomodoro: Pomodoro) -> Alarm | None:
        now = self._clock()
        if now >= alarm.due_at + TOO_LATE:  # the bot was away when it was due
            return None
        if pomodoro.phase == REST:
            await send_to(self._through, alarm.chat_id, self._pages.is_over(pomodoro.work, pomodoro.rest))
            return None
        until = now + pomodoro.rest * _MINUTE
        await send_to(self._through, alarm.chat_id, self._pages.rests(pomodoro.rest, until))
        return alarm._replace(due_at=until, payload=json.dumps(asdict(replace(pomodoro, phase=REST))))
