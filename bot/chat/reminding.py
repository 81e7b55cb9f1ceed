"""Reminders that a person sets for themself, and the pomodoro; both ring in the private chat and survive a restart."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from telegram import Bot, Update

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, send, send_to
from bot.content.library import Library
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

REMINDER, POMODORO = "reminder", "pomodoro"  # kinds of alarms
_MINUTE = 60.0


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
        payload = json.dumps({"phase": "work", "work": work, "rest": rest})
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
        payload: dict[str, Any] = json.loads(alarm.payload)
        if alarm.kind == POMODORO:
            return await self._pomodoro(alarm, payload)
        return await self._reminder(alarm, Slot(**payload))

    def missed(self, alarm: Alarm) -> Alarm | None:
        """An alarm that could not ring for an hour: a reminder waits for its next time, a pomodoro is over."""
        if alarm.kind == POMODORO:
            return None
        return alarm._replace(due_at=Slot(**json.loads(alarm.payload)).next_after(self._clock()))

    async def _reminder(self, alarm: Alarm, slot: Slot) -> Alarm | None:
        if self._reminded is None:
            return None
        now = self._clock()
        if (later := quiet_until(now, slot.zone)) > now:  # the bot was away when it was due
            return alarm._replace(due_at=later)
        start = Button(self._start, Tap(Act.START, self._reminded).data())
        await send_to(self._through, alarm.chat_id, self._pages.rings(start))
        return alarm._replace(due_at=slot.next_after(now))

    async def _pomodoro(self, alarm: Alarm, payload: dict[str, Any]) -> Alarm | None:
        work, rest = int(payload["work"]), int(payload["rest"])
        if payload["phase"] == "rest":
            await send_to(self._through, alarm.chat_id, self._pages.is_over(work, rest))
            return None
        until = self._clock() + rest * _MINUTE
        await send_to(self._through, alarm.chat_id, self._pages.rests(rest, until))
        return alarm._replace(due_at=until, payload=json.dumps({**payload, "phase": "rest"}))
