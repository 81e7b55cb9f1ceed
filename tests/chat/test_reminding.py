"""Reminders and the pomodoro: set by buttons, kept in the database, rung after a restart, stopped by one tap."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import insert
from structlog.testing import capture_logs

from bot.chat.knowledge import Knowledge
from bot.chat.reminding import POMODORO, REMINDER, TOO_LATE, Pomodoro, Ringing, read_alarm
from bot.content.library import Library
from bot.delivery.alarms import Alarms
from bot.playground.opening import on_desk
from bot.replies.dates import zone
from bot.replies.reminders import Slot
from bot.storage.alarms import SqlAlarmClock
from bot.storage.database import in_memory, open_database
from bot.storage.housekeeping import erase_old
from bot.storage.migrate import migrate
from bot.storage.protocols import Alarm
from bot.storage.records import SqlRecords
from bot.storage.tables import alarms
from tests.chat.walkers import finish_burnout
from tests.talk import Talk

WEEKLY = '{"day": 0, "hour": 9, "zone": "WIB"}'


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


@pytest.mark.parametrize("phase", ["work", "rest"])
async def test_a_pomodoro_that_is_an_hour_late_is_over_silently(talk: Talk, library: Library, phase: str) -> None:
    clock = Clock()
    ringing = Ringing(library, talk.desk.app.bot, clock)
    payload = json.dumps({"phase": phase, "work": 25, "rest": 5})
    late = Alarm(talk.person.id, POMODORO, talk.person.id, clock() - TOO_LATE, payload)
    assert await ringing.ring(late) is None
    assert talk.from_bot == []
    await ringing.ring(late._replace(due_at=clock() - TOO_LATE + 1))
    assert len(talk.from_bot) == 1


@pytest.mark.parametrize("late", [timedelta(), timedelta(days=8)], ids=["in time", "a week late"])
async def test_what_cannot_be_read_ends_and_stops_no_other(
    knowledge: Knowledge, library: Library, late: timedelta
) -> None:
    database = in_memory()
    async with on_desk(knowledge, database) as (desk, request):
        talk = Talk(desk, request, desk.world.person("Sari"))
        clock = Clock()
        clock.now = clock.now.replace(hour=12)
        due_at = clock() - late.total_seconds()
        broken = [(1, REMINDER, '{"day": 0, "hour": 9}'), (2, POMODORO, "rahasia"), (3, "of tomorrow", "{}")]
        kept = [Alarm(user_id, kind, user_id, due_at, payload) for user_id, kind, payload in broken]
        kept.append(Alarm(talk.person.id, REMINDER, talk.person.id, due_at, WEEKLY))
        async with database.transaction() as connection:
            await connection.execute(insert(alarms), [one._asdict() for one in kept])
        await erase_old(database, clock())
        ringing = Ringing(library, desk.app.bot, clock)
        with capture_logs() as logs:
            await Alarms(SqlAlarmClock(database), ringing.ring, clock, missed=ringing.missed).ring_due()
        assert "waktunya cek lagi" in talk.text
        left = [one for user_id in (1, 2, 3, talk.person.id) for one in await SqlRecords(database).alarms(user_id)]
        assert [one.user_id for one in left] == [talk.person.id]
        assert [(entry["log_level"], entry["kind"]) for entry in logs] == [("error", kind) for _, kind, _ in broken]
        assert "rahasia" not in str(logs)


PAYLOADS = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 200) | st.floats() | st.sampled_from(["WIB", "work", "rest", "x"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["day", "hour", "zone", "phase", "work", "rest"]), inner)
    ),
)


@given(st.sampled_from([REMINDER, POMODORO, "other"]), st.text() | PAYLOADS.map(json.dumps))
@example(REMINDER, '{"day": 0.0, "hour": 9.0, "zone": "WIT"}')
@example(REMINDER, '{"day": 0, "hour": 24, "zone": "WIT"}')
@example(REMINDER, '{"day": 0, "hour": 9, "zone": "WXYZ"}')
@example(POMODORO, '{"phase": "work", "work": Infinity, "rest": 5}')
def test_whatever_an_alarm_holds_it_is_read_or_refused(kind: str, payload: str) -> None:
    purpose = read_alarm(Alarm(1, kind, 1, 0.0, payload))
    if isinstance(purpose, Slot):
        assert kind == REMINDER
        assert 0 < purpose.next_after(1.0) <= 8 * 86_400
    elif purpose:
        assert kind == POMODORO
        assert (purpose.phase in ("work", "rest"), purpose.work > 0, purpose.rest > 0) == (True, True, True)


@pytest.mark.parametrize(
    ("kind", "payload", "purpose"),
    [
        (REMINDER, WEEKLY, Slot(0, 9, "WIB")),
        (POMODORO, '{"phase": "rest", "work": 50, "rest": 10}', Pomodoro("rest", 50, 10)),
        (POMODORO, WEEKLY, None),
    ],
    ids=["reminder", "pomodoro", "another's payload"],
)
def test_what_an_alarm_rings_for(kind: str, payload: str, purpose: Slot | Pomodoro | None) -> None:
    assert read_alarm(Alarm(1, kind, 1, 0.0, payload)) == purpose


@pytest.mark.parametrize("data", ["r:ask", "r:d1", "r:s1:9:WIB", "r:stop", "p:ask", "p:25:5", "p:stop"])
async def test_in_a_group_buttons_of_reminders_are_refused(knowledge: Knowledge, data: str) -> None:
    database = in_memory()
    async with on_desk(knowledge, database) as (desk, request):
        alone = Talk(desk, request, desk.world.person("Sari"))
        await alone.say("/pomodoro")
        await alone.press("25 menit")
        await desk.press(alone.person, alone.last, "r:s0:9:WIB")
        before = await SqlRecords(database).alarms(alone.person.id)
        assert {one.kind for one in before} == {REMINDER, POMODORO}
        group = Talk(desk, request, alone.person, desk.world.group("Teman"))
        await group.say("/harga")
        shown = group.texts
        assert "tidak berlaku" in await desk.press(group.person, group.last, data)
        assert group.texts == shown
        assert await SqlRecords(database).alarms(alone.person.id) == before


def test_what_could_not_ring_for_an_hour_waits_or_ends(library: Library) -> None:
    ringing = Ringing(library, None)  # type: ignore[arg-type]  # nothing is sent here
    later = ringing.missed(Alarm(1, REMINDER, 1, 0.0, WEEKLY))
    assert later
    assert later.due_at > 1.7e9
    assert ringing.missed(Alarm(1, POMODORO, 1, 0.0, '{"phase": "work", "work": 25, "rest": 5}')) is None
    assert ringing.missed(Alarm(1, REMINDER, 1, 0.0, '{"day": 0, "hour": 9}')) is None


@pytest.mark.parametrize("data", ["r:s1:23:WIB", "r:s1:9:XYZ", "r:d7", "p:1:1", "p:999:5", "r:", "p:"])
async def test_made_up_buttons_set_nothing(talk: Talk, data: str) -> None:
    await talk.say("/start")
    assert "tidak berlaku" in await talk.desk.press(talk.person, talk.last, data)
