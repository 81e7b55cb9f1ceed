"""When the bot speaks in a group: to who turns to it, always as a reply, and to nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.chat.knowledge import Knowledge
from bot.playground.accounts import bot_json
from bot.playground.world import BOT_USERNAME, Json
from tests.chat.guests import MINUTE, US, Guest, links_of, quoted_id, visiting
from tests.chat.scenes import said
from tests.talk import words_of

BURNOUT, ISTOCK = "burnout/apa-itu", "sejarah/awal-mula"
ASK_BURNOUT = "apa itu burnout"
PHOTO = [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a supergroup, where the bot hears everything, as an admin or without privacy mode would."""
    async with visiting(knowledge, privacy=False) as sari:
        yield sari


@pytest.fixture(params=["group", "supergroup", "forum", "privacy mode"])
async def any_group(request: pytest.FixtureRequest, knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a group of each kind."""
    kind, forum = ("group" if request.param == "group" else "supergroup"), request.param == "forum"
    async with visiting(knowledge, privacy=request.param == "privacy mode", kind=kind, forum=forum) as sari:
        yield sari


# Who turns to it


@pytest.mark.parametrize(
    "text",
    [
        "apa itu burnout?",
        "halo semua",
        "/tanya@other_bot apa itu burnout",
        "/ask apa itu burnout",
        "/tanyakan apa itu burnout",
        "/terbang",
        "/start",
        "/help",
        "@budi_santoso apa itu burnout?",
        "kirim ke tanya@kawan_freelance_bot.com aja",
        "apa itu burnout @kawan_freelance_bots",
    ],
)
async def test_it_is_silent_where_it_is_not_spoken_to(group: Guest, text: str) -> None:
    await group.say(text)
    assert group.from_bot == []


@pytest.mark.parametrize(
    "text",
    [
        f"/tanya {ASK_BURNOUT}",
        f"/tanya{US} {ASK_BURNOUT}",
        f"/TANYA{US.upper()} {ASK_BURNOUT}",
        f"/tanya\n{ASK_BURNOUT}",
        f"{US} {ASK_BURNOUT}",
        f"{US}, {ASK_BURNOUT}?",
        f"{ASK_BURNOUT} {US}",
        f"tolong {US} apa itu burnout?",
        f"🔥🔥 {US} {ASK_BURNOUT} 🔥",
    ],
)
async def test_a_command_or_a_mention_anywhere_is_answered_as_a_reply(any_group: Guest, text: str) -> None:
    question = await any_group.ask(text)
    assert any_group.is_answer(any_group.reply_to(question), BURNOUT)
    assert len(any_group.from_bot) == 1
    assert any_group.errors == []


@pytest.mark.parametrize("text", [f"/tanya {ASK_BURNOUT}", f"{US} {ASK_BURNOUT}"])
async def test_a_question_under_a_picture_is_answered(group: Guest, text: str) -> None:
    question = await group.ask("", caption=text, photo=PHOTO)
    assert group.is_answer(group.reply_to(question), BURNOUT)


async def test_a_mention_of_the_bot_without_a_username_counts(group: Guest) -> None:
    text = f"Kawan {ASK_BURNOUT}"
    entity: Json = {"type": "text_mention", "offset": 0, "length": 5, "user": bot_json()}
    question = await group.ask(text, entities=[entity])
    assert group.is_answer(group.reply_to(question), BURNOUT)
    other = await group.ask(text, entities=[{**entity, "user": group.beside("Budi").person.json()}])
    assert group.replies_to(other) == []


@pytest.mark.parametrize(
    "text",
    [f"tadi {US} bilang begitu, makasih ya", f"wkwk {US} pinter juga ternyata", f"cobain deh {US} itu lumayan kok"],
)
async def test_talk_about_the_bot_is_not_answered(group: Guest, text: str) -> None:
    await group.say(text)
    assert group.from_bot == []


# Replies to what it said


@pytest.mark.parametrize(
    ("text", "entry_id"),
    [("siapa pendiri istockphoto?", ISTOCK), ("kapan harus istirahat kalau burnout?", "burnout/istirahat")],
)
async def test_a_reply_to_its_message_that_asks_is_answered(any_group: Guest, text: str, entry_id: str) -> None:
    await any_group.ask(f"/tanya {ASK_BURNOUT}")
    budi = any_group.beside("Budi")
    question = await budi.ask(text, reply_to_message=any_group.last)
    assert budi.is_answer(budi.reply_to(question), entry_id)


@pytest.mark.parametrize(
    "text",
    [
        "makasih ya",
        "wkwkwk bener banget",
        "oh gitu",
        "siap, nanti aku coba",
        "setuju sih sama ini",
        "👍",
        "?!",
        "ngantuk euy",
    ],
)
async def test_a_reply_to_its_message_that_asks_nothing_is_left_alone(group: Guest, text: str) -> None:
    await group.ask(f"/tanya {ASK_BURNOUT}")
    answer = group.last
    for guest in (group, group.beside("Budi")):
        await guest.ask(text, reply_to_message=answer)
    assert len(group.from_bot) == 1


async def test_a_reply_to_its_message_that_speaks_to_somebody_else_is_left_alone(group: Guest) -> None:
    await group.ask(f"/tanya {ASK_BURNOUT}")
    await group.ask("@budi_santoso siapa pendiri istockphoto?", reply_to_message=group.last)
    assert len(group.from_bot) == 1


async def test_a_reply_to_somebody_else_is_left_alone(group: Guest) -> None:
    other = await group.beside("Budi").ask("kamu pernah burnout?")
    await group.ask("apa itu burnout?", reply_to_message=other)
    assert group.from_bot == []


# Somebody else's question


@pytest.mark.parametrize("call", ["/tanya", f"/tanya{US}", US])
async def test_pointing_at_somebodys_question_answers_that_message(any_group: Guest, call: str) -> None:
    asked = await any_group.beside("Budi").ask("siapa pendiri istockphoto?")
    pointing = await any_group.ask(call, reply_to_message=asked)
    assert any_group.is_answer(any_group.reply_to(asked), ISTOCK)
    assert any_group.replies_to(pointing) == []


async def test_pointing_at_a_part_of_a_message_answers_that_part(group: Guest) -> None:
    asked = await group.beside("Budi").ask("halo semua, siapa pendiri istockphoto? terus apa itu burnout?")
    quote: Json = {"text": "apa itu burnout?", "position": 44, "is_manual": True}
    await group.ask("/tanya", reply_to_message=asked, quote=quote)
    assert group.is_answer(group.reply_to(asked), BURNOUT)


async def test_both_who_points_and_who_asked_may_remove_the_answer(group: Guest) -> None:
    budi = group.beside("Budi")
    for remover in (budi, group):
        group.clock.pass_by(11 * MINUTE)
        asked = await budi.ask("siapa pendiri istockphoto?")
        await group.ask("/tanya", reply_to_message=asked)
        (answer,) = group.replies_to(asked)
        await remover.press(group.library.texts.group.remove, answer)
        assert group.replies_to(asked) == []


async def test_pointing_at_what_the_bot_says_asks_for_a_question(group: Guest) -> None:
    await group.ask(f"/tanya {ASK_BURNOUT}")
    await group.ask("/tanya", reply_to_message=group.last)
    assert group.text == said(group.library.texts.answer.ask_in_group)


async def test_pointing_at_a_picture_tells_that_it_cannot_be_read(group: Guest) -> None:
    picture = await group.beside("Budi").ask("", photo=PHOTO)
    pointing = await group.ask("/tanya", reply_to_message=picture)
    assert group.reply_to(pointing) == said(group.library.texts.media.photo)


async def test_tanya_alone_asks_what_and_takes_the_reply_as_the_question(any_group: Guest) -> None:
    ask = said(any_group.library.texts.answer.ask_in_group)
    assert await any_group.say("/tanya") == ask
    asked = any_group.last
    assert any_group.sent[-1].params["reply_markup"] == {"force_reply": True, "selective": True}
    await any_group.beside("Budi").ask("aku juga mau nanya nih", reply_to_message=asked)
    assert any_group.text == ask, "Budi was not asked, and asks nothing"
    question = await any_group.ask("tanda tanda burnout", reply_to_message=asked)
    assert any_group.is_answer(any_group.reply_to(question), BURNOUT)
    assert len(any_group.from_bot) == 1, "what asked for the question is gone"
    await any_group.ask("sejarah istock", reply_to_message=asked)
    assert len(any_group.from_bot) == 1, "one question was asked for, and it was answered"


async def test_what_is_awaited_takes_no_other_message_of_the_bot_away(group: Guest) -> None:
    budi = group.beside("Budi")
    question = await budi.ask(f"/tanya {ASK_BURNOUT}")
    (answer,) = budi.replies_to(question)
    await group.ask("/tanya")
    await group.ask("siapa pendiri istockphoto?", reply_to_message=answer)
    assert group.is_answer(group.text, ISTOCK)
    assert budi.is_answer(budi.reply_to(question), BURNOUT)


async def test_a_reply_to_somebody_else_is_not_taken_for_the_awaited_question(group: Guest) -> None:
    other = await group.beside("Budi").ask("halo semua")
    ask = await group.say("/tanya")
    assert await group.say("tanda tanda burnout", reply_to_message=other) == ask


# Who is a person


@pytest.mark.parametrize("text", [f"/tanya {ASK_BURNOUT}", f"{US} {ASK_BURNOUT}"])
@pytest.mark.parametrize("manner", ["anonymous", "channel", "linked channel"])
async def test_sender_channels_and_anonymous_admins_are_answered(any_group: Guest, manner: str, text: str) -> None:
    channel = any_group.desk.world.channel("Kanal Sari")
    manners: dict[str, Any] = {"anonymous": True} if manner == "anonymous" else {"as_channel": channel}
    question = await any_group.ask(text, **manners)
    assert any_group.is_answer(any_group.reply_to(question), BURNOUT)
    assert any_group.errors == []


@pytest.mark.parametrize("text", [f"/tanya {ASK_BURNOUT}", f"{US} {ASK_BURNOUT}", "/bantuan", "/pengaturan", "/harga"])
@pytest.mark.parametrize("manner", ["another bot", "person's", "channel's", "hidden person's", "via", "copied"])
async def test_bots_forwards_and_what_is_sent_through_a_bot_are_left_alone(
    group: Guest, manner: str, text: str
) -> None:
    channel = group.desk.world.channel("Kanal")
    manners: dict[str, dict[str, Any]] = {
        "another bot": {"another_bot": "quiz_bot"},
        "person's": {"forwarded": group.beside("Budi").person},
        "channel's": {"forwarded": channel},
        "hidden person's": {"forwarded": True},
        "via": {"via": BOT_USERNAME},
        "copied": {"automatic_forward": channel},
    }
    await group.ask(text, **manners[manner])
    assert group.from_bot == []


# Once, and to the right person


async def test_an_update_that_comes_again_is_answered_once(group: Guest) -> None:
    world = group.desk.world
    message = world.add_message(group.chat, group.person.json(), world.text_content(f"/tanya {ASK_BURNOUT}"))
    update = world.update("message", message)
    await asyncio.gather(*(group.desk.deliver(dict(update)) for _ in range(3)))
    assert len(group.replies_to(message)) == 1
    assert (await group.memory())["said"] == [group.clock()]


async def test_two_people_at_once_get_an_answer_each(any_group: Guest) -> None:
    budi = any_group.beside("Budi")
    first, second = await asyncio.gather(
        any_group.ask(f"/tanya {ASK_BURNOUT}"), budi.ask(f"siapa pendiri istockphoto {US}")
    )
    assert any_group.is_answer(any_group.reply_to(first), BURNOUT)
    assert any_group.is_answer(any_group.reply_to(second), ISTOCK)


async def test_two_people_who_ask_the_same_at_once_get_it_once(group: Guest) -> None:
    guests = [group, *(group.beside(name) for name in ("Budi", "Wati"))]
    questions = await asyncio.gather(*(guest.ask(f"/tanya {ASK_BURNOUT}") for guest in guests))
    assert [len(group.replies_to(question)) for question in questions] == [1, 1, 1]
    (answer,) = [one for one in group.from_bot if group.is_answer(words_of(one), BURNOUT)]
    others = [one for one in group.from_bot if one is not answer]
    assert {words_of(one) for one in others} == {said(group.library.texts.group.again)}
    assert all(links_of(one)[0].endswith(f"/{answer['message_id']}") for one in others)


async def test_help_explains_how_to_ask(any_group: Guest) -> None:
    question = await any_group.ask(f"/bantuan{US}")
    assert "/tanya" in any_group.reply_to(question)


async def test_a_question_that_was_deleted_meanwhile_is_answered_without_the_reply(any_group: Guest) -> None:
    world = any_group.desk.world
    message = world.add_message(any_group.chat, any_group.person.json(), world.text_content(f"/tanya {ASK_BURNOUT}"))
    del any_group.chat.messages[int(str(message["message_id"]))]
    await any_group.desk.deliver(world.update("message", message))
    assert any_group.is_answer(any_group.text, BURNOUT)
    assert quoted_id(any_group.last) is None
    assert any_group.errors == []


async def test_in_a_channel_it_is_silent(group: Guest) -> None:
    channel = group.desk.world.channel("Kanal", bot="administrator")
    for text in (f"/tanya {ASK_BURNOUT}", f"{US} {ASK_BURNOUT}", "/bantuan"):
        await group.desk.send(group.person, text, channel)
    assert len(channel.messages) == 3
    assert [call for call in group.request.calls if call.method.startswith("send")] == []


@pytest.mark.parametrize("command", ["help", "start"])
async def test_commands_that_every_bot_has_are_answered_by_name_alone(group: Guest, command: str) -> None:
    await group.ask(f"/{command}")
    assert group.from_bot == []
    question = await group.ask(f"/{command}{US}")
    assert "/tanya" in group.reply_to(question)


async def test_topics_open_in_private(group: Guest) -> None:
    question = await group.ask("/topik")
    assert group.reply_to(question) == said(group.library.texts.group.topics_in_private)
    assert links_of(group.last) == [f"https://t.me/{BOT_USERNAME}"]
