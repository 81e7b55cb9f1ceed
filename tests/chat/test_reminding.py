"""Reminders and the pomodoro: set by buttons, kept in the database, rung after a restart, stopped by one tap."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from bot.chat.knowledge import Knowledge
from bot.chat.reminding import POMODORO, REMINDER, Ringing
from bot.content.library import Library
from bot.delivery.alarms import Alarms
from bot.playground.terminal import on_desk
from bot.replies.dates import zone
from bot.storage.alarms import SqlAlarmClock
from bot.storage.database import open_database
from bot.storage.migrate import migrate
from bot.storage.records import SqlRecords
from tests.chat.walkers import finish_burnout
from tests.talk import Talk


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.now = datetime.now(zone("WIB"))

    def __call__(self) -> float:
        return self.now.timestamp()


@pytest.mark.parametrize("ring_at", ["09:00", "22:30"])
async def test_a_reminder_rings_weekly_survives_a_restart_and_keeps_quiet_at_night(
    knowledge: Knowledge, library: Library, database_url: str, ring_at: str
) -> None:
    database = open_database(database_url)
    await migrate(database)
    async with on_desk(knowledge, database) as (desk, request):
        talk = Talk(desk, request, desk.world.person("Sari"))
        await finish_burnout(talk, library)
        message = next(one for one in talk.from_bot if "Hasil:" in str(one.get("text", "")))
        await desk.press(talk.person, message, "r:ask")
        assert len(talk.labels) == 7
        await talk.press("Senin")
        await talk.press("WITA")
        assert "WITA" in talk.text
        await talk.press("09.00")
        assert "Senin jam 09.00 WITA" in talk.text
        (alarm,) = await SqlRecords(database).alarms(talk.person.id)
        due = datetime.fromtimestamp(alarm.due_at, zone("WITA"))
        assert (due.weekday(), due.hour, due.minute) == (0, 9, 0)

    again = open_database(database_url)
    async with on_desk(knowledge, again, desk.world) as (desk, request):
        clock = Clock()
        hour, minute = map(int, ring_at.split(":"))
        clock.now = due.replace(hour=hour, minute=minute)
        ringing = Ringing(library, desk.app.bot, clock)
        alarms = Alarms(SqlAlarmClock(again), ringing.ring, clock, missed=ringing.missed)
        talk = Talk(desk, request, talk.person)
        messages = len(talk.from_bot)
        await alarms.ring_due()
        if ring_at == "22:30":
            assert len(talk.from_bot) == messages, "quiet between 21:00 and 07:00"
            clock.now = (clock.now + timedelta(days=1)).replace(hour=7, minute=0)
            await alarms.ring_due()
        assert "waktunya cek lagi" in talk.text
        await alarms.ring_due()
        assert len(talk.from_bot) == messages + 1, "once"
        (alarm,) = await SqlRecords(again).alarms(talk.person.id)
        assert alarm.due_at > clock()
        await talk.press("Stop")
        assert "hentikan" in talk.text
        assert not await SqlRecords(again).alarms(talk.person.id)


async def test_a_reminder_begins_the_check_and_leaves_the_old_result(talk: Talk, library: Library) -> None:
    await finish_burnout(talk, library)
    from bot.replies.reminders import ReminderPages
    from bot.replies.reply import Button
    from bot.replies.taps import Act, Tap

    results = sum("Hasil:" in text for text in talk.texts)
    page = ReminderPages(library).rings(Button("Mulai", Tap(Act.START, "burnout").data()))
    await talk.desk.app.bot.send_message(talk.person.id, page.html)
    await talk.desk.press(talk.person, talk.last, page.rows[0][0].data)
    assert "1/12" in talk.text
    assert sum("Hasil:" in text for text in talk.texts) == results


async def test_a_pomodoro_works_rests_and_asks_again(knowledge: Knowledge, library: Library, database_url: str) -> None:
    database = open_database(database_url)
    await migrate(database)
    async with on_desk(knowledge, database) as (desk, request):
        talk = Talk(desk, request, desk.world.person("Sari"))
        await talk.say("/pomodoro")
        await talk.press("25 menit")
        assert "25 menit" in talk.text
        (alarm,) = await SqlRecords(database).alarms(talk.person.id)
        assert json.loads(alarm.payload)["phase"] == "work"

        clock = Clock()
        ringing = Ringing(library, desk.app.bot, clock)
        alarms = Alarms(SqlAlarmClock(database), ringing.ring, clock)
        await alarms.ring_due()
        assert "Mulai!" in talk.text, "not yet"
        clock.now += timedelta(minutes=26)
        await alarms.ring_due()
        assert "rehat 5 menit" in talk.text
        clock.now += timedelta(minutes=6)
        await alarms.ring_due()
        assert "satu putaran lagi" in talk.text
        assert not await SqlRecords(database).alarms(talk.person.id)
        await talk.press("Lagi")
        await talk.press("Cukup")
        assert "selesai" in talk.text
        assert not await SqlRecords(database).alarms(talk.person.id)
        assert not talk.errors


def test_what_could_not_ring_for_an_hour_waits_or_ends(library: Library) -> None:
    from bot.storage.protocols import Alarm

    ringing = Ringing(library, None)  # type: ignore[arg-type]  # nothing is sent here
    slot = json.dumps({"day": 0, "hour": 9, "zone": "WIB"})
    later = ringing.missed(Alarm(1, REMINDER, 1, 0.0, slot))
    assert later
    assert later.due_at > 1.7e9
    assert ringing.missed(Alarm(1, POMODORO, 1, 0.0, "{}")) is None


@pytest.mark.parametrize("data", ["r:s1:23:WIB", "r:s1:9:XYZ", "r:d7", "p:1:1", "p:999:5", "r:", "p:"])
async def test_made_up_buttons_set_nothing(talk: Talk, data: str) -> None:
    await talk.say("/start")
    assert "tidak berlaku" in await talk.desk.press(talk.person, talk.last, data)
