"""In a group the bot answers when asked with /tanya, shortly and as a reply, and is silent otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat.knowledge import Knowledge
from bot.playground.terminal import on_desk
from bot.playground.world import BOT_USERNAME
from tests.talk import Talk


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Talk]:
    async with on_desk(knowledge) as (desk, request):
        yield Talk(desk, request, desk.world.person("Sari"), desk.world.group("Kontributor"))


@pytest.mark.parametrize("text", ["apa itu burnout", "/tanya@other_bot apa itu burnout", "/topik", "halo", "/terbang"])
async def test_it_is_silent_when_it_is_not_asked(group: Talk, text: str) -> None:
    await group.say(text)
    assert group.from_bot == []


@pytest.mark.parametrize("command", ["/tanya", f"/tanya@{BOT_USERNAME}"])
async def test_a_question_is_answered_shortly_and_as_a_reply(group: Talk, command: str) -> None:
    question = await group.desk.send(group.person, f"{command} apa itu burnout", group.chat)
    assert group.text.startswith("Apa itu burnout")
    assert "•" not in group.text
    assert "Sumber:" in group.text
    quoted = group.last["reply_to_message"]
    assert isinstance(quoted, dict)
    assert quoted["message_id"] == question["message_id"]
    assert group.buttons == [
        {"text": "📖 Selengkapnya", "url": f"https://t.me/{BOT_USERNAME}?start=burnout_apa-itu"},
    ]


async def test_tanya_as_a_reply_answers_the_question_replied_to(group: Talk) -> None:
    other = await group.desk.send(group.desk.world.person("Budi"), "siapa pendiri istockphoto?", group.chat)
    await group.desk.send(group.person, "/tanya", group.chat, reply_to_message=other)
    assert "iStock" in group.text


async def test_an_ambiguous_question_links_to_private_answers(group: Talk) -> None:
    await group.say("/tanya kredit freelance")
    assert all(button["url"].startswith("https://t.me/") for button in group.buttons)


async def test_an_edited_question_edits_its_answer(group: Talk) -> None:
    question = await group.desk.send(group.person, "/tanya apa itu burnout", group.chat)
    await group.desk.edit(question, "/tanya siapa pendiri istockphoto")
    assert len([message for message in group.from_bot if message["from"] == group.desk.world.bot_json()]) == 1
    assert "iStock" in group.text


async def test_help_explains_how_to_ask(group: Talk) -> None:
    assert "/tanya" in await group.say("/bantuan")


async def test_tanya_alone_asks_what_and_takes_the_reply_as_the_question(group: Talk) -> None:
    assert "Mau tanya apa?" in await group.say("/tanya")
    asked = group.last
    assert group.request.calls[-1].params["reply_markup"] == {"force_reply": True, "selective": True}
    budi = group.desk.world.person("Budi")
    await group.desk.send(budi, "siapa pendiri istockphoto", group.chat, reply_to_message=asked)
    assert "Mau tanya apa?" in group.text, "Budi was not asked"
    await group.say("apa itu burnout", reply_to_message=asked)
    assert group.text.startswith("Apa itu burnout")
    count = len(group.from_bot)
    await group.say("siapa pendiri istockphoto", reply_to_message=asked)
    assert len(group.from_bot) == count, "one question was asked for, and it was answered"


async def test_a_reply_to_somebody_else_is_not_taken_for_the_awaited_question(group: Talk) -> None:
    other = await group.desk.send(group.desk.world.person("Budi"), "halo semua", group.chat)
    await group.say("/tanya")
    await group.say("apa itu burnout", reply_to_message=other)
    assert "Mau tanya apa?" in group.text


async def test_an_answer_stays_in_the_topic_of_its_question(group: Talk) -> None:
    await group.desk.send(
        group.person, "/tanya apa itu burnout", group.chat, message_thread_id=7, is_topic_message=True
    )
    sent = [call for call in group.request.calls if call.method == "sendMessage"]
    assert [call.params["message_thread_id"] for call in sent] == [7]


async def test_a_follow_up_does_not_cross_topics_or_people(group: Talk, knowledge: Knowledge) -> None:
    follow_up = "/tanya terus yang mesti disiapin apa dulu?"
    for thread in (1, 2):
        await group.desk.send(group.person, follow_up, group.chat, message_thread_id=thread, is_topic_message=True)
        if thread == 1:
            alone = group.text, group.labels
            loan = "/tanya microstocker bisa ngajuin pinjaman ke bank gak?"
            await group.desk.send(group.person, loan, group.chat, message_thread_id=1, is_topic_message=True)
    assert (group.text, group.labels) == alone


async def test_two_questions_get_two_short_answers_with_a_link_each(group: Talk) -> None:
    text = await group.say("/tanya apa itu burnout? terus siapa pendiri istockphoto?")
    assert text.count("Sumber:") == 2
    assert [button["url"].split("start=")[1] for button in group.buttons] == ["burnout_apa-itu", "sejarah_awal-mula"]
