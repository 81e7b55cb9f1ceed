"""A forum: every answer in the topic of its question, follow-ups never across topics or people, and topics apart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.chats import Topic
from bot.playground.world import Json
from tests.chat.guests import US, Guest, labels_of, links_of, visiting
from tests.chat.scenes import said
from tests.talk import words_of

BURNOUT, ISTOCK = "burnout/apa-itu", "sejarah/awal-mula"
ASK_BURNOUT, ASK_ISTOCK = "/tanya apa itu burnout", "/tanya siapa pendiri istockphoto"
FOLLOW_UP = "/tanya terus yang mesti disiapin apa dulu?"
LOAN = "/tanya microstocker bisa ngajuin pinjaman ke bank gak?"


class Forum(NamedTuple):
    """Sari in the General topic, in two topics, and those topics."""

    sari: Guest
    in_tax: Guest
    in_rest: Guest
    tax: Topic
    rest: Topic


@pytest.fixture
async def forum(knowledge: Knowledge) -> AsyncIterator[Forum]:
    async with visiting(knowledge, privacy=False, forum=True) as sari:
        tax, rest = [await sari.desk.open_topic(sari.chat, name, sari.person) for name in ("Pajak", "Rehat")]
        yield Forum(sari, sari.inside(tax), sari.inside(rest), tax, rest)


def thread_of(message: Json) -> object:
    return message.get("message_thread_id")


async def test_an_answer_stays_in_the_topic_of_its_question(forum: Forum) -> None:
    for guest, topic in ((forum.in_tax, forum.tax.id), (forum.in_rest, forum.rest.id), (forum.sari, None)):
        guest.clock.pass_by(11 * 60)
        question = await guest.ask(ASK_BURNOUT)
        (answer,) = guest.replies_to(question)
        assert guest.is_answer(words_of(answer), BURNOUT)
        assert thread_of(answer) == topic
    assert forum.sari.errors == []


async def test_an_answer_stays_in_its_topic_even_without_the_question(forum: Forum) -> None:
    world, guest = forum.sari.desk.world, forum.in_tax
    content = {**world.text_content(ASK_BURNOUT), **guest.place}
    message = world.add_message(guest.chat, guest.person.json(), content)
    del guest.chat.messages[int(str(message["message_id"]))]
    await guest.desk.deliver(world.update("message", message))
    assert thread_of(guest.last) == forum.tax.id


async def test_what_stands_in_a_topic_is_no_reply_to_its_first_message(forum: Forum, library: Library) -> None:
    assert await forum.in_tax.say("/tanya") == said(library.texts.answer.ask_in_group)
    await forum.in_tax.choose_settings(listening=True)
    question = await forum.in_tax.beside("Budi", topic=forum.tax).ask("burnout itu apa sih?")
    assert forum.in_tax.is_answer(forum.in_tax.reply_to(question), BURNOUT)


async def test_pointing_answers_in_the_topic_of_the_question(forum: Forum) -> None:
    asked = await forum.sari.beside("Budi", topic=forum.rest).ask("apa itu burnout?")
    await forum.in_rest.ask("/tanya", reply_to_message=asked)
    (answer,) = forum.in_rest.replies_to(asked)
    assert thread_of(answer) == forum.rest.id


async def test_a_link_to_an_earlier_answer_leads_into_its_topic(forum: Forum) -> None:
    await forum.in_tax.ask(ASK_BURNOUT)
    answer = forum.in_tax.last
    again = await forum.in_rest.ask(ASK_BURNOUT)
    (link,) = forum.in_rest.replies_to(again)
    assert thread_of(link) == forum.rest.id
    assert links_of(link)[0].endswith(f"/{forum.tax.id}/{answer['message_id']}")


async def test_a_choice_stays_in_its_topic_and_is_led_to_there(forum: Forum) -> None:
    await forum.in_tax.ask("/tanya kredit freelance")
    page = forum.in_tax.last
    label = labels_of(page)[0]
    await forum.in_tax.press(label, page)
    (entry,) = [one for one in forum.sari.library.entries.values() if one.label == label]
    await forum.in_rest.ask(f"/tanya {entry.title}")
    assert links_of(forum.in_rest.last)[0].endswith(f"/{forum.tax.id}/{page['message_id']}")


@pytest.mark.parametrize("where", ["another topic", "another person"])
async def test_a_follow_up_crosses_neither_topics_nor_people(forum: Forum, where: str) -> None:
    budi = forum.sari.beside("Budi", topic=forum.tax)
    await budi.ask(FOLLOW_UP)
    alone = words_of(budi.last), labels_of(budi.last)
    await forum.in_tax.ask(LOAN)
    other = forum.in_rest if where == "another topic" else forum.sari.beside("Wati", topic=forum.tax)
    await other.ask(FOLLOW_UP)
    assert (words_of(other.last), labels_of(other.last)) == alone
    await forum.in_tax.ask(FOLLOW_UP)
    assert (words_of(other.last), labels_of(other.last)) != alone, "it is one where it was asked"


async def test_what_is_awaited_in_one_topic_is_not_awaited_in_another(forum: Forum) -> None:
    await forum.in_tax.ask("/tanya")
    await forum.in_rest.ask("/bantuan")
    count = len(forum.sari.from_bot)
    await forum.in_rest.ask("tanda tanda burnout", reply_to_message=forum.in_rest.last)
    assert len(forum.sari.from_bot) == count


async def test_an_edit_in_a_topic_edits_the_answer_there(forum: Forum) -> None:
    question = await forum.in_tax.ask(ASK_BURNOUT)
    await forum.in_tax.edit(question, ASK_ISTOCK)
    (answer,) = forum.in_tax.replies_to(question)
    assert forum.in_tax.is_answer(words_of(answer), ISTOCK)
    assert thread_of(answer) == forum.tax.id


async def test_many_at_once_in_two_topics_are_each_answered_in_theirs(forum: Forum) -> None:
    guests = [
        forum.sari.beside(f"{name} {number}", topic=topic)
        for number in range(4)
        for name, topic in (("Pajak", forum.tax), ("Rehat", forum.rest))
    ]
    texts = [ASK_BURNOUT, f"{US} siapa pendiri istockphoto?", LOAN, "/tanya siapa presiden prancis"]
    questions = await asyncio.gather(*(guest.ask(texts[place % 4]) for place, guest in enumerate(guests)))
    for guest, question in zip(guests, questions, strict=True):
        (reply,) = guest.replies_to(question)
        assert thread_of(reply) == guest.place["message_thread_id"]
    assert forum.sari.errors == []


async def test_it_speaks_only_where_admins_let_it(forum: Forum) -> None:
    await forum.sari.choose_settings(only=[forum.tax.id])
    await forum.in_rest.ask(ASK_BURNOUT)
    await forum.sari.ask(ASK_BURNOUT)
    await forum.in_rest.ask("/bantuan")
    await forum.in_rest.ask("/harga")
    assert forum.sari.from_bot == []
    question = await forum.in_tax.ask(ASK_BURNOUT)
    assert forum.in_tax.is_answer(forum.in_tax.reply_to(question), BURNOUT)


async def test_it_stays_out_of_topics_that_admins_name(forum: Forum) -> None:
    await forum.sari.choose_settings(but=[forum.rest.id, 0], listening=True)
    for text in (ASK_BURNOUT, f"{US} apa itu burnout?", "burnout itu apa sih?"):
        await forum.in_rest.ask(text)
        await forum.sari.ask(text)
    assert forum.sari.from_bot == []
    await forum.in_tax.ask(ASK_BURNOUT)
    assert thread_of(forum.sari.last) == forum.tax.id


async def test_an_admin_may_open_the_settings_where_it_is_silent(forum: Forum, library: Library) -> None:
    boss = forum.sari.beside("Bu Rina", status="administrator", topic=forum.rest)
    await boss.choose_settings(but=[forum.rest.id])
    await boss.say("/pengaturan")
    assert boss.text.startswith(said(library.texts.panel.heading))
    await boss.press(library.texts.panel.topic_on)
    await boss.ask(ASK_BURNOUT)
    assert boss.is_answer(boss.text, BURNOUT)
