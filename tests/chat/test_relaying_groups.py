"""Asking a person from a group: in its place and topic, by the asker alone, and the answer where it was asked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from copy import deepcopy
from typing import NamedTuple

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.chats import Topic
from bot.playground.world import Json, World
from bot.replies.relay_taps import RelayAct, RelayTap
from bot.storage.tables import sessions
from tests.chat.guests import Guest, quoted_id, set_clock
from tests.chat.relays import (
    ANOTHER,
    ANSWER,
    CHECK,
    NAMED,
    OFFER,
    QUESTION,
    REWRITE,
    SEND,
    WITHDRAW,
    Service,
    labels,
    notices,
    service,
)
from tests.chat.scenes import said
from tests.clock import Clock
from tests.talk import words_of

REMOVE = "Hapus"


class Place(NamedTuple):
    """Sari in a topic of a forum, that topic, and everybody around the bot."""

    sari: Guest
    topic: Topic
    all: Service


@pytest.fixture
async def place(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    clock = Clock()
    set_clock(monkeypatch, clock)
    world = World(clock)
    async with service(knowledge, world=world) as one:
        group = world.group("Microstock ID", forum=True)
        group.set_member(one.asker.person, "member")
        topic = await one.asker.desk.open_topic(group, "Visa", one.asker.person)
        yield Place(Guest(one.asker, group, clock, topic=topic), topic, one)


async def offered(place: Place, question: str = QUESTION) -> tuple[Json, Json]:
    """Ask in the topic: the question, and the reply that offers to ask a person."""
    question_message = await place.sari.ask(f"/tanya {question}")
    (reply,) = place.sari.replies_to(question_message)
    return question_message, reply


async def test_a_question_of_a_group_is_answered_in_its_topic(place: Place) -> None:
    question, reply = await offered(place)
    count = len(place.sari.from_bot)
    await place.sari.press(OFFER, reply)
    assert QUESTION.casefold() in words_of(reply)
    assert "anggota grup lain juga bisa membacanya" in words_of(reply)
    await place.sari.press(SEND, reply)
    assert "Terkirim ke pengelola" in words_of(reply)
    assert len(place.sari.from_bot) == count, "nothing is added to the group"
    (notice,) = notices(place.all.rina)
    assert "di sebuah grup" in words_of(notice)
    assert "Microstock" not in json.dumps(notice)
    assert "Sari" not in json.dumps(notice)
    await place.all.answer(place.all.rina)
    answer = place.sari.last
    assert ANSWER in words_of(answer)
    assert quoted_id(answer) == question["message_id"]
    assert answer["message_thread_id"] == place.topic.id
    assert "Sudah dijawab" in words_of(reply)
    assert any(REMOVE in label for label in labels(answer))
    assert place.sari.errors == []
    assert ANSWER not in place.all.asker.text, "and not in private"


async def test_the_name_goes_along_without_the_group(place: Place) -> None:
    _, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    await place.sari.press(NAMED, reply)
    (notice,) = notices(place.all.rina)
    assert "Dari: Sari (@sari_gambar)" in words_of(notice)
    assert "Microstock" not in json.dumps(notice)


@pytest.mark.parametrize("label", [OFFER, SEND, NAMED, REWRITE, "Batal", CHECK, WITHDRAW])
async def test_only_the_asker_presses(place: Place, library: Library, label: str) -> None:
    _, reply = await offered(place)
    if label != OFFER:
        await place.sari.press(OFFER, reply)
    if label in (CHECK, WITHDRAW):
        await place.sari.press(SEND, reply)
    before = deepcopy(reply)
    budi = place.sari.beside("Budi", topic=place.topic)
    assert await budi.press(label, reply) == library.texts.relay.not_yours
    assert reply == before


async def test_nobody_presses_what_is_not_there(place: Place, library: Library) -> None:
    _, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    budi = place.sari.beside("Budi", topic=place.topic)
    made_up = RelayTap(RelayAct.SEND, relay="abcdefghij", owner=budi.person.id).data()
    assert await budi.desk.press(budi.person, reply, made_up) == library.texts.relay.stale
    assert await place.all.relays() == []


async def test_pressing_twice_in_a_group_sends_once(place: Place) -> None:
    _, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    before = deepcopy(reply)
    await place.sari.press(SEND, reply)
    assert "Masih menunggu" in await place.sari.press(SEND, before)
    assert (len(notices(place.all.rina)), len(await place.all.relays())) == (1, 1)


async def test_somebody_writes_what_is_sent_by_replying(place: Place) -> None:
    question, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    await place.sari.press(REWRITE, reply)
    count = len(place.sari.from_bot)
    await place.sari.ask("Visa kerja Jepang, mulai dari mana?", reply_to_message=reply)
    assert "Visa kerja Jepang, mulai dari mana?" in words_of(reply)
    assert len(place.sari.from_bot) == count
    await place.sari.press(SEND, reply)
    assert "Visa kerja Jepang, mulai dari mana?" in words_of(notices(place.all.rina)[0])
    await place.all.answer(place.all.rina)
    assert quoted_id(place.sari.last) == question["message_id"]
    assert place.sari.errors == []


async def test_other_messages_are_not_what_is_to_be_sent(place: Place, library: Library) -> None:
    _, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    await place.sari.press(REWRITE, reply)
    before = words_of(reply)
    await place.sari.beside("Budi", topic=place.topic).ask("punyaku saja", reply_to_message=reply)
    await place.sari.ask(f"/tanya {ANOTHER}")
    assert words_of(reply) == before
    assert place.sari.text == said(library.texts.group.unknown)


async def test_danger_in_a_rewritten_text_is_met_with_help(place: Place, library: Library) -> None:
    _, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    await place.sari.press(REWRITE, reply)
    cry = await place.sari.ask("aku mau bunuh diri saja", reply_to_message=reply)
    assert place.sari.reply_to(cry) == said(library.texts.group.crisis)
    assert place.all.rina.from_bot == []


async def test_cancelled_it_is_offered_again(place: Place, library: Library) -> None:
    _, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    await place.sari.press("Batal", reply)
    assert words_of(reply) == said(library.texts.relay.cancelled)
    await place.sari.press(OFFER, reply)
    await place.sari.press(SEND, reply)
    assert len(notices(place.all.rina)) == 1


async def test_an_edited_question_does_not_change_what_was_sent(place: Place) -> None:
    question, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    await place.sari.press(SEND, reply)
    await place.sari.edit(question, "/tanya apa itu burnout", after=30)
    assert "Terkirim" in words_of(reply)
    assert "burnout" in place.sari.text.casefold()


async def test_who_writes_as_a_channel_is_offered_nothing(place: Place) -> None:
    channel = place.sari.desk.world.channel("Kanal Sari")
    await place.sari.ask(f"/tanya {QUESTION}", as_channel=channel)
    assert OFFER not in "".join(labels(place.sari.last))


async def test_no_row_of_a_person_points_to_their_question(place: Place) -> None:
    _, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    await place.sari.press(REWRITE, reply)
    (key,) = await place.all.asked_keys()
    assert key not in json.dumps([row["state"] for row in await place.sari.rows(sessions)])


async def test_where_the_bot_was_told_to_be_silent_it_is(place: Place, library: Library) -> None:
    await _send(place)
    await place.sari.choose_settings(but=[place.topic.id])
    count = len(place.sari.from_bot)
    await place.all.answer(place.all.rina)
    assert place.all.rina.text == said(library.texts.relay.group_gone)
    assert len(place.sari.from_bot) == count


@pytest.mark.parametrize("why", ["left", "closed", "deleted"])
async def test_where_the_bot_may_not_write_the_operator_is_told(place: Place, library: Library, why: str) -> None:
    await _send(place)
    desk, chat = place.sari.desk, place.sari.chat
    if why == "left":
        await desk.remove_bot(chat, place.sari.person)
    elif why == "closed":
        await desk.close_topic(chat, place.topic)
    else:
        desk.delete_topic(chat, place.topic)
    await place.all.answer(place.all.rina)
    assert place.all.rina.text == said(library.texts.relay.group_gone)
    assert (await place.all.relays())[0]["status"] == "open"


async def test_a_group_that_grew_gets_its_answer(knowledge: Knowledge) -> None:
    async with service(knowledge) as one:
        group = one.asker.desk.world.group("Kecil", kind="group")
        group.set_member(one.asker.person, "member")
        sari = one.other(one.asker.person, group)
        await sari.say(f"/tanya {QUESTION}")
        await sari.press(OFFER)
        await sari.press(SEND)
        new = one.other(one.asker.person, await sari.desk.migrate(group))
        await one.answer(one.rina)
        assert ANSWER in new.text
        assert QUESTION.casefold() in new.text, "its message is gone, so the question is quoted"


async def test_a_group_that_grew_unnoticed_gets_its_answer(knowledge: Knowledge) -> None:
    async with service(knowledge) as one:
        group = one.asker.desk.world.group("Kecil", kind="group")
        group.set_member(one.asker.person, "member")
        sari = one.other(one.asker.person, group)
        await sari.say(f"/tanya {QUESTION}")
        await sari.press(OFFER)
        await sari.press(SEND)
        new = one.asker.desk.world.group("Besar")
        group.migrated_to = new.id
        await one.answer(one.rina)
        assert ANSWER in one.other(one.asker.person, new).text
        assert (await one.relays())[0]["chat_id"] == new.id


async def test_a_busy_group_gets_its_answer(place: Place) -> None:
    await _send(place)
    await place.sari.fill_minute()
    await place.all.answer(place.all.rina)
    assert ANSWER in place.sari.text


async def _send(place: Place) -> Json:
    _, reply = await offered(place)
    await place.sari.press(OFFER, reply)
    await place.sari.press(SEND, reply)
    return reply
