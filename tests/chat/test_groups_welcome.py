"""Welcomes of new members: off until an admin wants them, together, an hour apart at least, never at night."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from structlog.testing import capture_logs

from bot.chat.knowledge import Knowledge
from bot.chat.membership import WELCOME, Welcoming
from bot.chat.memory import GATHERED_FOR, WELCOMED_AFTER
from bot.chat.reminding import Ringing
from bot.chat.rings import Rings
from bot.delivery.alarms import Alarms
from bot.playground.accounts import bot_json
from bot.replies.reply import fill
from bot.storage.alarms import SqlAlarmClock
from bot.storage.groups import SqlGroups
from bot.storage.protocols import Alarm, StorageLostError, Unit
from bot.storage.store import SqlStore
from bot.storage.tables import alarms
from tests.chat.guests import MINUTE, Guest, visiting
from tests.chat.scenes import HOUR, refusing, said
from tests.clock import NOON


class Hosts(NamedTuple):
    """Sari in a group that welcomes, and what rings there."""

    sari: Guest
    alarms: Alarms
    welcoming: Welcoming

    async def join(self, *names: str) -> None:
        """Somebody comes into the group."""
        await self.sari.desk.join(self.sari.chat, *(self.sari.desk.world.person(name) for name in names))

    async def ring(self, after: float = 0.0) -> int:
        """Let what is due some seconds later ring."""
        self.sari.clock.pass_by(after)
        return await self.alarms.ring_due()

    async def alarm(self) -> Alarm:
        """The one alarm that waits."""
        (row,) = await self.sari.rows(alarms)
        return Alarm(row["user_id"], row["kind"], row["chat_id"], row["due_at"], row["payload"])

    def welcome(self, names: str) -> str:
        return said(self.sari.library.texts.group.welcome.format(names=names))


@pytest.fixture
async def hosts(knowledge: Knowledge) -> AsyncIterator[Hosts]:
    async with visiting(knowledge) as sari:
        bot = sari.desk.app.bot
        groups = SqlGroups(sari.database, sari.clock)
        welcoming = Welcoming(sari.library, bot, groups, sari.clock)
        rings = Rings(lambda: Ringing(sari.library, bot, sari.clock), lambda: welcoming)
        await sari.choose_settings(welcome=True)
        yield Hosts(sari, Alarms(SqlAlarmClock(sari.database), rings.ring, sari.clock, missed=rings.missed), welcoming)


async def test_nobody_is_welcomed_until_an_admin_wants_it(knowledge: Knowledge) -> None:
    async with visiting(knowledge) as sari:
        await sari.desk.join(sari.chat, sari.desk.world.person("Wati"))
        assert await sari.rows(alarms) == []
        assert sari.from_bot == []


async def test_those_who_join_within_a_minute_are_welcomed_together_without_a_sound(hosts: Hosts) -> None:
    await hosts.join("Wati")
    assert (await hosts.alarm()).kind == WELCOME
    await hosts.ring(GATHERED_FOR - 10)
    assert hosts.sari.from_bot == []
    await hosts.join("Agus", "Dewi")
    await hosts.ring(10)
    assert hosts.sari.texts == [hosts.welcome("Wati, Agus, Dewi")]
    assert hosts.sari.sent[0].params["disable_notification"] is True
    assert await hosts.sari.rows(alarms) == []


async def test_there_is_one_welcome_an_hour_at_most(hosts: Hosts) -> None:
    await hosts.join("Wati")
    await hosts.ring(GATHERED_FOR)
    for name in ("Agus", "Dewi"):
        await hosts.join(name)
        await hosts.ring(10 * MINUTE)
    assert hosts.sari.texts == [hosts.welcome("Wati")]
    await hosts.ring(WELCOMED_AFTER - 20 * MINUTE)
    assert hosts.sari.texts == [hosts.welcome("Wati"), hosts.welcome("Agus, Dewi")]
    await hosts.ring(HOUR)
    assert len(hosts.sari.from_bot) == 2


async def test_many_at_once_are_one_welcome(hosts: Hosts) -> None:
    await asyncio.gather(*(hosts.join(f"Anggota {number:02}") for number in range(25)))
    await hosts.ring(GATHERED_FOR)
    (text,) = hosts.sari.texts
    assert text.count("Anggota") == 10
    assert "dan 15 lainnya" in text


@pytest.mark.parametrize(("size", "more"), [(9, 0), (10, 0), (11, 1), (40, 30)])
async def test_at_most_ten_are_named(hosts: Hosts, size: int, more: int) -> None:
    await hosts.join(*(f"Anggota {number:02}" for number in range(size)))
    await hosts.ring(GATHERED_FOR)
    (text,) = hosts.sari.texts
    assert text.count("Anggota") == min(size, 10)
    assert ("lainnya" in text) == bool(more)
    assert (f"dan {more} lainnya" in text) == bool(more)


async def test_a_name_is_never_markup_and_never_too_long(hosts: Hosts) -> None:
    names = ["<b>x", "A & B", "{names}", "&lt;", "😀" * 32, *("<" * 64 for _ in range(10))]
    await hosts.join(*names)
    await hosts.ring(GATHERED_FOR)
    (text,) = hosts.sari.texts
    assert text.startswith(hosts.sari.library.texts.group.welcome.partition("{")[0])
    assert all(name in text for name in names[:5])
    assert not [one for one in hosts.sari.from_bot[0].get("entities", []) if one["type"] == "bold"]  # type: ignore[attr-defined]
    assert hosts.sari.errors == []


@pytest.mark.parametrize("name", ["t.me/judi", "Slot @gacor", "http://x", "judi.com", "/tanya"])
async def test_a_name_that_advertises_is_not_repeated(hosts: Hosts, name: str) -> None:
    await hosts.join(name, "Wati")
    await hosts.ring(GATHERED_FOR)
    (text,) = hosts.sari.texts
    assert name not in text.partition("\n")[0]
    assert "Wati, dan 1 lainnya" in text


async def test_where_nobody_can_be_named_nobody_is_welcomed(hosts: Hosts) -> None:
    await hosts.join("judi.com")
    await hosts.ring(GATHERED_FOR)
    assert hosts.sari.from_bot == []
    assert await hosts.sari.rows(alarms) == []


async def test_bots_are_not_welcomed(hosts: Hosts) -> None:
    other = {"id": 42, "is_bot": True, "first_name": "Quiz", "username": "quiz_bot"}
    await hosts.sari.desk.post(hosts.sari.chat, hosts.sari.person.json(), {"new_chat_members": [bot_json(), other]})
    assert await hosts.sari.rows(alarms) == []


async def test_at_night_a_welcome_waits_for_the_morning(hosts: Hosts) -> None:
    hosts.sari.clock.now = NOON + 11 * HOUR  # 23.00
    await hosts.sari.choose_settings(welcome=True, quiet=[22, 6])
    await hosts.join("Wati")
    morning = NOON + 18 * HOUR
    assert (await hosts.alarm()).due_at == morning
    await hosts.join("Agus")
    assert await hosts.ring(HOUR) == 0
    hosts.sari.clock.now = morning
    await hosts.ring()
    assert hosts.sari.texts == [hosts.welcome("Wati, Agus")]


async def test_a_welcome_that_is_due_as_the_night_begins_waits_too(hosts: Hosts) -> None:
    hosts.sari.clock.now = NOON + 10 * HOUR - 30  # half a minute before 22.00
    await hosts.join("Wati")
    await hosts.sari.choose_settings(welcome=True, quiet=[22, 6])
    await hosts.ring(GATHERED_FOR)
    assert hosts.sari.from_bot == []
    assert (await hosts.alarm()).due_at == pytest.approx(NOON + 18 * HOUR)
    hosts.sari.clock.now = NOON + 18 * HOUR + 1
    await hosts.ring()
    assert hosts.sari.texts == [hosts.welcome("Wati")]


async def test_who_was_waiting_is_not_welcomed_after_it_is_switched_off(hosts: Hosts) -> None:
    await hosts.join("Wati")
    await hosts.sari.choose_settings()
    await hosts.ring(GATHERED_FOR)
    assert hosts.sari.from_bot == []
    assert await hosts.sari.rows(alarms) == []
    await hosts.sari.choose_settings(welcome=True)
    await hosts.join("Agus")
    await hosts.ring(WELCOMED_AFTER)
    assert hosts.sari.texts == [hosts.welcome("Agus")]


async def test_in_a_busy_group_a_welcome_waits_a_minute_and_says_nothing_of_limits(hosts: Hosts) -> None:
    await hosts.join("Wati")
    hosts.sari.clock.pass_by(GATHERED_FOR)
    await hosts.sari.put_memory({**await hosts.sari.memory(), "said": [hosts.sari.clock()] * 19})
    await hosts.ring()
    assert hosts.sari.from_bot == []
    await hosts.ring(MINUTE)
    assert hosts.sari.texts == [hosts.welcome("Wati")]


async def test_where_it_may_not_speak_in_the_general_topic_it_welcomes_nobody(hosts: Hosts) -> None:
    for chosen in ({"but": [0]}, {"only": [7]}):
        await hosts.sari.choose_settings(welcome=True, **chosen)
        await hosts.join("Wati")
        assert await hosts.sari.rows(alarms) == []


async def test_a_welcome_that_waits_is_not_said_where_it_may_not_speak_any_more(hosts: Hosts) -> None:
    await hosts.join("Wati")
    await hosts.sari.choose_settings(welcome=True, but=[0])
    await hosts.ring(GATHERED_FOR)
    assert hosts.sari.from_bot == []


async def test_a_wall_ends_a_welcome_and_is_tried_once(hosts: Hosts) -> None:
    await hosts.join("Wati")
    with (
        refusing(hosts.sari.request, "sendMessage", 403, "Forbidden: bot was kicked from the supergroup chat") as tried,
        capture_logs() as logs,
    ):
        for _ in range(5):
            await hosts.ring(GATHERED_FOR)
    assert len(tried) == 1
    assert [entry["log_level"] for entry in logs] == ["info"]
    assert await hosts.sari.rows(alarms) == []


async def test_missing_rights_are_no_reason_to_try_a_welcome_again_and_again(hosts: Hosts) -> None:
    await hosts.join("Wati")
    refusal = "Bad Request: not enough rights to send text messages to the chat"
    with refusing(hosts.sari.request, "sendMessage", 400, refusal) as tried, capture_logs() as logs:
        for _ in range(90):
            await hosts.ring(MINUTE)
    assert len(tried) == 1
    assert len(logs) <= 2
    assert await hosts.sari.rows(alarms) == []


async def test_a_welcome_that_telegram_would_not_take_is_said_later(hosts: Hosts) -> None:
    await hosts.join("Wati")
    with refusing(hosts.sari.request, "sendMessage", 500, "Internal Server Error"):
        await hosts.ring(GATHERED_FOR)
    await hosts.ring(20 * MINUTE)
    assert await hosts.sari.rows(alarms) == []
    assert hosts.sari.texts == [hosts.welcome("Wati")]
    await hosts.join("Agus")
    await hosts.ring(WELCOMED_AFTER)
    assert hosts.sari.texts == [hosts.welcome("Wati"), hosts.welcome("Agus")]


async def test_a_welcome_too_late_is_left_out(hosts: Hosts) -> None:
    await hosts.join("Wati")
    assert hosts.welcoming.missed(await hosts.alarm()) is None


async def test_ringing_twice_welcomes_once(hosts: Hosts) -> None:
    await hosts.join("Wati")
    alarm = await hosts.alarm()
    hosts.sari.clock.pass_by(GATHERED_FOR)
    assert [await hosts.welcoming.ring(alarm) for _ in range(2)] == [None, None]
    assert hosts.sari.texts == [hosts.welcome("Wati")]


async def test_a_join_that_comes_again_is_welcomed_once(hosts: Hosts) -> None:
    world = hosts.sari.desk.world
    wati = world.person("Wati").json()
    message = world.add_message(hosts.sari.chat, wati, {"new_chat_members": [wati]})
    update = world.update("message", message)
    for _ in range(2):
        await hosts.sari.desk.deliver(dict(update))
    await hosts.ring(GATHERED_FOR)
    assert hosts.sari.texts == [hosts.welcome("Wati")]


async def test_a_join_that_comes_again_since_the_database_was_lost_counts_once(
    hosts: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(self: SqlStore, unit: Unit) -> None:
        await self.abandon(unit)
        raise StorageLostError("away")

    world = hosts.sari.desk.world
    wati = world.person("Wati").json()
    update = world.update("message", world.add_message(hosts.sari.chat, wati, {"new_chat_members": [wati]}))
    with monkeypatch.context() as patch:
        patch.setattr(SqlStore, "commit", lose)
        with pytest.raises(StorageLostError):
            await hosts.sari.desk.deliver(dict(update))
    await hosts.sari.desk.deliver(dict(update))
    await hosts.ring(GATHERED_FOR)
    assert hosts.sari.texts == [hosts.welcome("Wati")]


async def test_who_waited_as_the_bot_was_removed_is_not_welcomed_after_it_is_back(hosts: Hosts) -> None:
    await hosts.join("Wati")
    await hosts.sari.desk.remove_bot(hosts.sari.chat, hosts.sari.person)
    assert "Wati" not in str(await hosts.sari.memory())
    await hosts.sari.desk.add_bot(hosts.sari.chat, hosts.sari.person)
    await hosts.join("Agus")
    await hosts.ring(WELCOMED_AFTER)
    assert hosts.sari.text == hosts.welcome("Agus")


def test_the_welcome_names_those_who_came(knowledge: Knowledge) -> None:
    texts = knowledge.library.texts.group
    assert fill(texts.welcome, names="Wati").startswith("Selamat datang, Wati!")
