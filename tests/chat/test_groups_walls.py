"""Where the bot may not write: logged once, not tried again and again, and over by itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.knowledge import Knowledge
from bot.playground.world import Json
from bot.replies.guest_taps import GuestAct, GuestTap
from tests.chat.guests import MINUTE, US, Guest, quoted_id, visiting
from tests.chat.scenes import refusing, said
from tests.talk import words_of

BURNOUT, ISTOCK = "burnout/apa-itu", "sejarah/awal-mula"
ASK_BURNOUT = "/tanya apa itu burnout"
OPEN = "burnout itu apa sih?"
WALLED_FOR = 10 * MINUTE

OF_CHAT = [
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: CHAT_RESTRICTED"),
    (400, "Bad Request: chat not found"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot is not a member of the supergroup chat"),
    (403, "Forbidden: the group chat was deleted"),
]
OF_TOPIC = [(400, "Bad Request: TOPIC_CLOSED"), (400, "Bad Request: message thread not found")]


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a forum, where the bot hears everything."""
    async with visiting(knowledge, privacy=False, forum=True) as sari:
        yield sari


def levels(logs: list[Any]) -> list[str]:
    return [entry["log_level"] for entry in logs]


@pytest.mark.parametrize(("code", "refusal"), OF_CHAT)
async def test_a_wall_is_met_once_whatever_is_asked(group: Guest, code: int, refusal: str) -> None:
    await group.choose_settings(listening=True)
    with refusing(group.request, "sendMessage", code, refusal) as refused, capture_logs() as logs:
        for text in (
            ASK_BURNOUT,
            f"{US} apa itu burnout",
            "/bantuan",
            "/harga",
            "/pengaturan",
            OPEN,
            "/tanya",
            "/tanya",
        ):
            await group.beside("Budi").ask(text)
    assert len(refused) == 1
    assert levels(logs) == ["info"]
    assert "burnout" not in str(logs)


@pytest.mark.parametrize(("code", "refusal"), OF_CHAT)
async def test_after_a_while_it_tries_again(group: Guest, code: int, refusal: str) -> None:
    with refusing(group.request, "sendMessage", code, refusal):
        await group.ask(ASK_BURNOUT)
    await group.ask(ASK_BURNOUT)
    assert group.from_bot == []
    group.clock.pass_by(WALLED_FOR)
    question = await group.ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)


async def test_many_at_once_meet_a_wall_with_one_line_in_the_log(group: Guest) -> None:
    with refusing(group.request, "sendMessage", *OF_CHAT[0]), capture_logs() as logs:
        await asyncio.gather(*(group.beside(f"Anggota {number}").ask("/bantuan") for number in range(10)))
    assert levels(logs) == ["info"]


async def test_another_group_has_its_own_walls(group: Guest) -> None:
    with refusing(group.request, "sendMessage", *OF_CHAT[0], lambda time: time == 0):
        await group.ask(ASK_BURNOUT)
        other = Guest(group, group.desk.world.group("Grup lain"), group.clock)
        question = await other.ask(ASK_BURNOUT)
    assert other.is_answer(other.reply_to(question), BURNOUT)


async def test_what_was_on_its_way_to_a_wall_counts_as_not_said(group: Guest) -> None:
    with refusing(group.request, "sendMessage", *OF_CHAT[0]):
        await group.ask(ASK_BURNOUT)
    assert (await group.memory()).get("answers", {}) == {}


async def test_an_admin_meets_the_wall_once_too(group: Guest) -> None:
    boss = group.beside("Bu Rina", status="administrator")
    with refusing(group.request, "sendMessage", *OF_CHAT[0]) as refused, capture_logs() as logs:
        for _ in range(3):
            await boss.ask("/pengaturan")
    assert len(refused) == 1
    assert levels(logs) == ["info"]


async def test_rights_that_come_back_are_used_at_once(group: Guest) -> None:
    await group.desk.restrict_bot(group.chat, group.person)
    with capture_logs() as logs:
        await group.ask(ASK_BURNOUT)
        await group.ask(OPEN)
    assert group.tried == []
    assert logs == []
    await group.desk.restrict_bot(group.chat, group.person, can_send_messages=True)
    question = await group.ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)


# Topics


@pytest.mark.parametrize(("code", "refusal"), OF_TOPIC)
async def test_a_wall_of_a_topic_is_one_there_only(group: Guest, code: int, refusal: str) -> None:
    tax, rest = [await group.desk.open_topic(group.chat, name, group.person) for name in ("Pajak", "Rehat")]
    with refusing(group.request, "sendMessage", code, refusal, lambda time: time == 0), capture_logs() as logs:
        for _ in range(3):
            await group.inside(tax).ask(ASK_BURNOUT)
        question = await group.inside(rest).ask(ASK_BURNOUT)
        general = await group.ask("/tanya siapa pendiri istockphoto")
    assert group.is_answer(group.reply_to(question), BURNOUT)
    assert group.is_answer(group.reply_to(general), ISTOCK)
    assert levels(logs) == ["info"]


async def test_a_closed_topic_is_left_alone_until_it_opens_again(group: Guest) -> None:
    tax = await group.desk.open_topic(group.chat, "Pajak", group.person)
    inside = group.inside(tax)
    await group.desk.close_topic(group.chat, tax, group.person)
    with capture_logs() as logs:
        for _ in range(3):
            await inside.ask(ASK_BURNOUT)
    assert group.from_bot == []
    assert len(group.tried) == 1
    assert levels(logs) == ["info"]
    await group.desk.reopen_topic(group.chat, tax, group.person)
    question = await inside.ask(ASK_BURNOUT)
    assert inside.is_answer(inside.reply_to(question), BURNOUT)


async def test_the_general_topic_closes_and_opens_too(group: Guest) -> None:
    await group.desk.close_topic(group.chat, group.chat.general, group.person)
    for _ in range(2):
        await group.ask(ASK_BURNOUT)
    assert len(group.tried) == 1
    await group.desk.reopen_topic(group.chat, group.chat.general, group.person)
    await group.ask(ASK_BURNOUT)
    assert group.is_answer(group.text, BURNOUT)


async def test_a_deleted_topic_is_met_once(group: Guest) -> None:
    tax = await group.desk.open_topic(group.chat, "Pajak", group.person)
    world, inside = group.desk.world, group.inside(tax)
    content = {**world.text_content(ASK_BURNOUT), **inside.place}
    messages = [world.add_message(group.chat, group.person.json(), dict(content)) for _ in range(3)]
    group.desk.delete_topic(group.chat, tax)
    with capture_logs() as logs:
        for message in messages:
            await group.desk.deliver(world.update("message", message))
    assert len(group.tried) == 1
    assert levels(logs) == ["info"]


@pytest.mark.parametrize("manner", ["coming", "press"])
async def test_a_closed_topic_met_without_a_message_is_a_wall_of_the_general_one_only(
    group: Guest, manner: str
) -> None:
    topic = await group.desk.open_topic(group.chat, "Tanya jawab", group.person)
    with refusing(group.request, "sendMessage", *OF_TOPIC[0]), refusing(group.request, "editMessageText", *OF_TOPIC[0]):
        if manner == "coming":
            await group.desk.add_bot(group.chat, group.person)
        else:
            await press_out_of_reach(group)
    assert list((await group.memory())["walls"]) == ["0"]
    question = await group.inside(topic).ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)
    tried = len(group.tried)
    await group.ask("/tanya siapa pendiri istockphoto")
    assert len(group.tried) == tried


async def press_out_of_reach(group: Guest) -> None:
    """An admin removes a reply of which Telegram tells its id alone, and which may not be deleted any more."""
    gone: Json = {"message_id": 999, "date": 0, "chat": group.chat.json()}
    boss = group.beside("Bu Rina", status="administrator").person
    await group.desk.press(boss, gone, GuestTap(GuestAct.REMOVE, ()).data())


# What is no wall


async def test_a_deleted_question_is_answered_without_the_reply(group: Guest) -> None:
    world = group.desk.world
    message = world.add_message(group.chat, group.person.json(), world.text_content(ASK_BURNOUT))
    del group.chat.messages[int(str(message["message_id"]))]
    await group.desk.deliver(world.update("message", message))
    assert group.is_answer(group.text, BURNOUT)
    assert quoted_id(group.last) is None


async def test_another_refusal_is_a_failure_and_no_wall(group: Guest) -> None:
    with refusing(group.request, "sendMessage", 400, "Bad Request: message is too long", lambda time: time == 0):
        question = await group.ask(ASK_BURNOUT)
    assert "kode ini" in group.reply_to(question)
    again = await group.ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(again), BURNOUT)


async def test_a_press_where_it_may_not_write_is_logged_once(group: Guest) -> None:
    await group.ask("/tanya kredit freelance")
    label = group.labels[0]
    with refusing(group.request, "editMessageText", *OF_CHAT[0]), capture_logs() as logs:
        for _ in range(3):
            await group.press(label)
    assert levels(logs) == ["info"]


async def test_an_apology_is_said_only_to_who_waits_for_an_answer(
    group: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    await group.choose_settings(listening=True)

    def explode(*_: object) -> None:
        raise RuntimeError("search is broken")

    monkeypatch.setattr("bot.search.engine.Search.ask", explode)
    monkeypatch.setattr("bot.search.engine.Search.overhear", explode)
    with capture_logs() as logs:
        await group.ask(OPEN)
    assert levels(logs) == ["error"]
    assert group.from_bot == []
    question = await group.ask(ASK_BURNOUT)
    assert "kode ini" in group.reply_to(question)


# What the bot remembers may be anything


@pytest.mark.parametrize(
    "memory",
    [
        "[]",
        "{",
        "null",
        json.dumps({"said": "x", "told": None}),
        json.dumps({"said": [None, "1", {}], "told": "x"}),
        json.dumps({"answers": [1, 2]}),
        json.dumps({"answers": {BURNOUT: None, "sejarah/awal-mula": [1], "x/y": ["a", "b", "c"]}}),
        json.dumps({"walls": [1], "unasked": "x", "introduced": {}}),
        json.dumps({"walls": {"*": "x"}}),
        json.dumps({"welcome": [], "said": {"a": 1}}),
        json.dumps({"welcome": {"names": "x", "more": None, "due": "x", "last": []}}),
        json.dumps({"answers": {BURNOUT: [1, 2, 1e400]}}),
    ],
)
async def test_a_hostile_memory_counts_as_none(group: Guest, memory: str) -> None:
    await group.choose_settings(listening=True, welcome=True)
    await group.put_memory(memory)
    with capture_logs() as logs:
        question = await group.ask(ASK_BURNOUT)
        await group.ask("kenapa download sepi ya?")
        await group.desk.join(group.chat, group.desk.world.person("Wati"))
        await group.ask("siapa pendiri istockphoto?", reply_to_message=group.last)
    assert group.is_answer(group.reply_to(question), BURNOUT)
    assert not [entry for entry in logs if entry["log_level"] in ("warning", "error")]


async def test_a_memory_of_a_later_time_does_not_silence_it_for_ever(group: Guest) -> None:
    await group.put_memory({"said": [group.clock() + 1e9] * 30, "told": group.clock() + 1e9})
    question = await group.ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)
    assert words_of(group.last) != said(group.library.texts.group.too_busy)
