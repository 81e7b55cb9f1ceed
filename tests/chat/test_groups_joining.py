"""The bot comes into a group, gets other rights, is removed; the group gets another id; a channel is told why not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.knowledge import Knowledge
from bot.chat.memory import INTRODUCED_AFTER
from bot.playground.world import BOT_USERNAME, Chat
from bot.replies.reply import fill
from bot.storage.database import open_database
from bot.storage.migrate import migrate
from bot.storage.tables import alarms, sessions
from tests.chat.guests import US, Guest, visiting
from tests.chat.scenes import refusing, said

BURNOUT = "burnout/apa-itu"
ASK_BURNOUT = "/tanya apa itu burnout"


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a basic group that the bot is not in."""
    async with visiting(knowledge, kind="group", bot="left") as sari:
        yield sari


def hello(group: Guest) -> str:
    return said(fill(group.library.texts.group.hello, bot=US))


# Coming


@pytest.mark.parametrize("kind", ["group", "supergroup", "forum"])
@pytest.mark.parametrize("as_admin", [False, True], ids=["member", "admin"])
async def test_it_introduces_itself_once_and_without_a_sound(knowledge: Knowledge, kind: str, as_admin: bool) -> None:
    options: dict[str, Any] = {"kind": "group"} if kind == "group" else {"forum": kind == "forum"}
    async with visiting(knowledge, bot="left", **options) as sari:
        await sari.desk.add_bot(sari.chat, sari.person, as_admin=as_admin)
        assert sari.texts == [hello(sari)]
        assert f"@{BOT_USERNAME}" in sari.text
        assert sari.sent[0].params["disable_notification"] is True
        assert sari.errors == []


async def test_it_does_not_introduce_itself_again_within_a_day(group: Guest) -> None:
    for _ in range(3):
        await group.desk.add_bot(group.chat, group.person)
        await group.desk.remove_bot(group.chat, group.person)
    assert group.texts == [hello(group)]
    group.clock.pass_by(INTRODUCED_AFTER)
    await group.desk.add_bot(group.chat, group.person)
    assert group.texts == [hello(group)] * 2


async def test_two_people_who_add_it_at_once_see_one_introduction(group: Guest) -> None:
    await asyncio.gather(*(group.desk.add_bot(group.chat, one.person) for one in (group, group.beside("Budi"))))
    assert group.texts == [hello(group)]


async def test_each_group_is_greeted_by_itself(group: Guest) -> None:
    other = Guest(group, group.desk.world.group("Grup lain", bot="left"), group.clock)
    for guest in (group, other):
        await guest.desk.add_bot(guest.chat, guest.person)
        assert guest.texts == [hello(guest)]


async def test_an_introduction_that_comes_again_is_said_once(group: Guest) -> None:
    await group.desk.add_bot(group.chat, group.person)
    assert group.texts == [hello(group)]
    number = group.desk.world.update("message", {})["update_id"]
    assert isinstance(number, int)
    change = {
        "chat": group.chat.json(),
        "from": group.person.json(),
        "date": int(group.clock()),
        "old_chat_member": {"status": "left", "user": group.desk.world.bot_json()},
        "new_chat_member": {"status": "member", "user": group.desk.world.bot_json()},
    }
    await group.desk.deliver({"update_id": number, "my_chat_member": change})
    assert group.texts == [hello(group)]


@pytest.mark.parametrize(
    ("code", "refusal"), [(400, "Bad Request: TOPIC_CLOSED"), (500, "Internal Server Error")], ids=["wall", "failure"]
)
async def test_an_introduction_that_failed_is_made_when_it_comes_again(group: Guest, code: int, refusal: str) -> None:
    with refusing(group.request, "sendMessage", code, refusal) as refused:
        await group.desk.add_bot(group.chat, group.person)
    assert len(refused) == 1
    await group.desk.remove_bot(group.chat, group.person)
    await group.desk.add_bot(group.chat, group.person)
    assert group.texts == [hello(group)]


async def test_it_does_not_introduce_itself_where_it_may_not_write(knowledge: Knowledge) -> None:
    async with visiting(knowledge, bot="left") as sari:
        with capture_logs() as logs:
            await sari.desk.restrict_bot(sari.chat, sari.person)
            await sari.ask(ASK_BURNOUT)
        assert sari.tried == []
        assert not [entry for entry in logs if entry["log_level"] in ("warning", "error")]


# Rights


async def test_new_rights_are_taken_without_a_word(group: Guest) -> None:
    await group.desk.add_bot(group.chat, group.person)
    await group.desk.promote_bot(group.chat, group.person)
    await group.desk.demote_bot(group.chat, group.person)
    assert group.texts == [hello(group)]
    question = await group.ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)


async def test_where_it_may_write_again_it_answers_at_once(knowledge: Knowledge) -> None:
    async with visiting(knowledge) as sari:
        await sari.desk.restrict_bot(sari.chat, sari.person)
        await sari.ask(ASK_BURNOUT)
        assert sari.tried == []
        await sari.desk.demote_bot(sari.chat, sari.person)
        question = await sari.ask(ASK_BURNOUT)
        assert sari.is_answer(sari.reply_to(question), BURNOUT)
        assert sari.errors == []


async def test_who_lost_admin_rights_may_not_change_settings_any_more(group: Guest) -> None:
    texts = group.library.texts.panel
    await group.desk.add_bot(group.chat, group.person)
    boss = group.beside("Bu Rina", status="administrator")
    await boss.ask("/pengaturan")
    panel = boss.last
    group.chat.set_member(boss.person, "member")
    group.clock.pass_by(301)
    assert await boss.press(texts.welcome_on, panel) == texts.not_admin


# Going


async def test_after_being_removed_it_is_silent_and_logs_that_once(group: Guest) -> None:
    await group.desk.add_bot(group.chat, group.person)
    with capture_logs() as logs:
        await group.desk.remove_bot(group.chat, group.person)
        world = group.desk.world
        for _ in range(3):  # what was on its way meanwhile
            message = world.add_message(group.chat, group.person.json(), world.text_content(ASK_BURNOUT))
            await group.desk.deliver(world.update("message", message))
    assert group.texts == [hello(group)]
    assert [entry["event"] for entry in logs] == ["the bot was removed from a group"]


async def test_settings_outlive_a_removal_and_the_waiting_welcome_does_not(group: Guest) -> None:
    await group.desk.add_bot(group.chat, group.person)
    await group.choose_settings(welcome=True)
    await group.desk.join(group.chat, group.desk.world.person("Wati"))
    assert len(await group.rows(alarms)) == 1
    await group.desk.remove_bot(group.chat, group.person)
    assert await group.rows(alarms) == []
    assert "Wati" not in await group.everything()
    assert await group.settings() == {"welcome": True}


async def test_a_deleted_group_is_met_once(group: Guest) -> None:
    await group.desk.add_bot(group.chat, group.person)
    gone = "Forbidden: the group chat was deleted"
    with refusing(group.request, "sendMessage", 403, gone) as refused, capture_logs() as logs:
        for _ in range(3):
            await group.ask(ASK_BURNOUT)
    assert len(refused) == 1
    assert len(logs) == 1
    assert logs[0]["log_level"] == "info"


# Another id


async def test_a_group_that_grows_takes_everything_along(knowledge: Knowledge, database_url: str) -> None:
    database = open_database(database_url)
    await migrate(database)
    async with visiting(knowledge, privacy=False, database=database, kind="group") as sari:
        await sari.choose_settings(listening=True, welcome=True, muted=[[BURNOUT, []]])
        await sari.ask(ASK_BURNOUT)
        await sari.ask("/harga")
        await sari.choose(1)
        await sari.desk.join(sari.chat, sari.desk.world.person("Wati"))
        before, remembered = await sari.settings(), await sari.memory()
        new = await sari.desk.migrate(sari.chat, sari.person)
        there = Guest(sari, new, sari.clock)
        assert await there.settings() == before
        assert (await there.memory())["said"] == remembered["said"]
        (alarm,) = await sari.rows(alarms)
        assert (alarm["chat_id"], alarm["user_id"]) == (new.id, new.id)
        assert {row["chat_id"] for row in await sari.rows(sessions)} == {new.id}
        await there.ask("/lanjut")
        assert there.at("harga", "tekan-persaingan")
        assert [error for error in sari.errors if "not found" not in error] == []


async def moves(group: Guest, new: Chat) -> None:
    """The two messages that tell of a new id."""
    group.chat.migrated_to = new.id
    await group.desk.post(group.chat, group.person.json(), {"migrate_to_chat_id": new.id})
    await group.desk.post(new, group.person.json(), {"migrate_from_chat_id": group.chat.id})


@pytest.mark.parametrize("first", ["the new id", "the bot's coming"])
async def test_it_does_not_introduce_itself_to_a_group_that_grew(group: Guest, first: str) -> None:
    """Telegram tells of the bot's coming into the new one, and in which order all this comes nobody promises."""
    await group.desk.add_bot(group.chat, group.person)
    new = group.desk.world.group("Microstock ID", bot="left")
    if first == "the new id":
        await moves(group, new)
    await group.desk.change_bot(new, group.person, "member")
    if first == "the bot's coming":
        await moves(group, new)
    assert Guest(group, new, group.clock).from_bot == []
    assert (await Guest(group, new, group.clock).memory())["introduced"] == group.clock()


async def test_a_group_that_grew_unseen_is_learnt_of_by_the_first_answer(group: Guest) -> None:
    await group.desk.add_bot(group.chat, group.person)
    await group.choose_settings(welcome=True)
    new = group.desk.world.group("Microstock ID")
    group.chat.migrated_to = new.id
    world = group.desk.world
    message = world.add_message(group.chat, group.person.json(), world.text_content(ASK_BURNOUT))
    with capture_logs() as logs:
        await group.desk.deliver(world.update("message", message))
    assert [entry["log_level"] for entry in logs] == ["info"]
    there = Guest(group, new, group.clock)
    assert await there.settings() == {"welcome": True}
    question = await there.ask(ASK_BURNOUT)
    assert there.is_answer(there.reply_to(question), BURNOUT)


async def test_a_group_that_grew_keeps_what_was_chosen_in_the_new_one(group: Guest) -> None:
    await group.choose_settings(welcome=True)
    new = group.desk.world.group("Microstock ID")
    there = Guest(group, new, group.clock)
    await there.choose_settings(quiet=[22, 6])
    await moves(group, new)
    assert json.dumps(await there.settings()) == json.dumps({"quiet": [22, 6]})


# Channels


@pytest.fixture
def channel(group: Guest) -> Chat:
    return group.desk.world.channel("Kanal <b>Sari</b> & {Co}")


async def test_in_a_channel_it_is_silent_and_says_in_private_why(group: Guest, channel: Chat) -> None:
    await group.desk.add_bot(channel, group.person)
    text = said(fill(group.library.texts.group.channel, title="Kanal <b>Sari</b> & {Co}"))
    assert group.alone.texts == [text]
    assert "Kanal <b>Sari</b> & {Co}" in text
    await group.desk.send(group.person, ASK_BURNOUT, channel)
    await group.desk.remove_bot(channel, group.person)
    assert {call.params["chat_id"] for call in group.request.calls if "chat_id" in call.params} == {group.person.id}


async def test_who_never_wrote_to_it_is_not_told_and_that_is_no_failure(group: Guest, channel: Chat) -> None:
    refusal = "Forbidden: bot can't initiate conversation with a user"
    with refusing(group.request, "sendMessage", 403, refusal) as refused, capture_logs() as logs:
        await group.desk.add_bot(channel, group.person)
    assert len(refused) == 1
    assert [entry["log_level"] for entry in logs] == ["info"]
