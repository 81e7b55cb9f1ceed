"""Reminders and the pomodoro: which day, which hour, what is set; buttons that carry all of it.

r:ask   r:d<day>   r:h<day>:<hour>:<zone>   r:s<day>:<hour>:<zone>   r:stop
p:ask   p:<work>:<rest>   p:stop
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.content.library import Library
from bot.replies.dates import ZONES, Dates, local
from bot.replies.reply import Button, Reply, Row, fill

ASK_REMINDER, STOP_REMINDER = "r:ask", "r:stop"
ASK_POMODORO, STOP_POMODORO = "p:ask", "p:stop"
HOURS = range(7, 21)  # those in which a reminder may ring: quiet from 21:00 to 07:00
POMODOROS = ((25, 5), (50, 10))  # minutes of work and of rest, as the article says
_PER_ROW = 5
_SLOT = re.compile(r"^r:([ds])(\d)(?::(\d{1,2}):([A-Z]{3,4}))?$")
_POMODORO = re.compile(r"^p:(\d{1,2}):(\d{1,2})$")


@dataclass(frozen=True)
class Slot:
    """When a reminder rings every week: a weekday (Monday is 0), an hour and a zone of Indonesia."""

    day: int
    hour: int
    zone: str

    def next_after(self, now: float) -> float:
        """The first time after `now`, both in seconds since 1970."""
        here = local(now, self.zone)
        then = here.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        then += timedelta(days=(self.day - here.weekday()) % 7)
        return (then if then > here else then + timedelta(days=7)).timestamp()


def read_slot(data: str) -> tuple[Slot, bool] | None:
    """The slot behind a reminder's button and whether it is chosen whole (not only its day), or None for another's."""
    match = _SLOT.match(data)
    if match is None or int(match[2]) > 6:
        return None
    hour, zone = int(match[3] or HOURS.start), match[4] or next(iter(ZONES))
    if hour not in HOURS or zone not in ZONES:
        return None
    return Slot(int(match[2]), hour, zone), match[1] == "s" and match[3] is not None


def read_pomodoro(data: str) -> tuple[int, int] | None:
    """The minutes of work and rest that a pomodoro's button chose, or None where it is none."""
    match = _POMODORO.match(data)
    found = (int(match[1]), int(match[2])) if match else None
    return found if found in POMODOROS else None


def quiet_until(at: float, zone: str) -> float:
    """The moment itself, or the next morning at seven where that is in the quiet hours."""
    here: datetime = local(at, zone)
    if here.hour in HOURS:
        return at
    morning = here.replace(hour=HOURS.start, minute=0, second=0, microsecond=0)
    return (morning if here < morning else morning + timedelta(days=1)).timestamp()


class ReminderPages:
    """Renders reminders and the pomodoro."""

    def __init__(self, library: Library) -> None:
        self._texts = library.texts.reminder
        self._dates = Dates(library)
        self._start = library.texts.checklist.start

    def asks_day(self) -> Reply:
        """On which day?"""
        days = [Button(self._dates.weekday(day), f"r:d{day}") for day in range(7)]
        return Reply(self._texts.ask_day, (tuple(days[:4]), tuple(days[4:])))

    def asks_hour(self, day: int, zone: str = "WIB") -> Reply:
        """At which hour, in which zone? A tap on a zone shows the hours of it."""
        hours = [Button(f"{hour:02}.00", f"r:s{day}:{hour}:{zone}") for hour in HOURS]
        rows: list[Row] = [tuple(hours[start : start + _PER_ROW]) for start in range(0, len(hours), _PER_ROW)]
        others = [name for name in ZONES if name != zone]
        rows.append(tuple(Button(name, f"r:d{day}:{HOURS.start}:{name}") for name in others))
        return Reply(fill(self._texts.ask_hour, day=self._dates.weekday(day), zone=zone), tuple(rows))

    def is_set(self, slot: Slot) -> Reply:
        """The reminder is set; one tap stops it."""
        text = fill(self._texts.is_set, day=self._dates.weekday(slot.day), hour=f"{slot.hour:02}.00", zone=slot.zone)
        return Reply(text, (self._reminder_row(),))

    def rings(self, start: Button) -> Reply:
        """It is time; `start` begins the checklist."""
        return Reply(self._texts.rings, ((start,), self._reminder_row()))

    def stopped(self) -> Reply:
        """No reminder any more."""
        return Reply(self._texts.stopped, ((Button(self._texts.change, ASK_REMINDER),),))

    def asks_pomodoro(self) -> Reply:
        """How long to work?"""
        return Reply(self._texts.pomodoro_ask, self._lengths())

    def works(self, work: int, until: float) -> Reply:
        """A stretch of work has begun."""
        clock = f"{local(until):%H.%M} WIB"
        return Reply(fill(self._texts.pomodoro_runs, work=work, until=clock), (self._stop_row(),))

    def rests(self, rest: int, until: float) -> Reply:
        """The work is done, a rest has begun."""
        clock = f"{local(until):%H.%M} WIB"
        return Reply(fill(self._texts.pomodoro_rest, rest=rest, until=clock), (self._stop_row(),))

    def is_over(self, work: int, rest: int) -> Reply:
        """The rest is over: once more?"""
        again = Button(self._texts.pomodoro_again, f"p:{work}:{rest}")
        return Reply(self._texts.pomodoro_over, ((again,), self._stop_row()))

    def pomodoro_stopped(self) -> Reply:
        """No pomodoro any more."""
        return Reply(self._texts.pomodoro_stopped, self._lengths())

    def _lengths(self) -> tuple[Row, ...]:
        return tuple(
            (Button(self._texts.pomodoro_choice.format(work=work, rest=rest), f"p:{work}:{rest}"),)
            for work, rest in POMODOROS
        )

    def _stop_row(self) -> Row:
        return (Button(self._texts.pomodoro_stop, STOP_POMODORO),)

    def _reminder_row(self) -> Row:
        return (Button(self._texts.stop, STOP_REMINDER), Button(self._texts.change, ASK_REMINDER))
