"""Asking a person: what is offered, what is agreed to, what is sent and to whom, and how it stands."""

from __future__ import annotations

import json
from copy import deepcopy

from sqlalchemy import update

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.world import World
from bot.replies.reply import fill
from bot.storage.database import Database
from bot.storage.tables import asked, relays, sessions
from tests.chat.relays import (
    ANOTHER,
    NAMED,
    OFFER,
    QUESTION,
    REWRITE,
    SEND,
    WITHDRAW,
    Service,
    consent_to,
    labels,
    notices,
    service,
)
from tests.chat.scenes import DAY, refusing, said, scene
from tests.talk import words_of


async def test_a_question_goes_to_the_operators_with_consent_only(with_rina: Service, library: Library) -> None:
    sari, rina = with_rina.asker, with_rina.rina
    await sari.say(QUESTION)
    offer = sari.last
    assert OFFER in "".join(labels(offer))
    await sari.press(OFFER)
    consent = sari.last
    assert consent is not offer
    assert QUESTION.casefold() in words_of(consent)
    assert "di chat pribadi" in words_of(consent)
    assert "bisa dijadikan jawaban umum, tanpa namamu" in words_of(consent)
    assert "Sari (@sari_gambar)" in words_of(consent)
    assert (await with_rina.relays(), rina.from_bot) == ([], [])
    await sari.press(SEND)
    (notice,) = notices(rina)
    assert QUESTION.casefold() in words_of(notice)
    assert sari.person.first_name not in json.dumps(notice)
    assert "sari_gambar" not in json.dumps(notice)
    (relay,) = await with_rina.relays()
    assert (relay["user_id"], relay["chat_id"], relay["status"]) == (sari.person.id, sari.chat.id, "open")
    assert not relay["named"]
    assert (relay["text"], relay["screen_id"]) == (QUESTION.casefold(), consent["message_id"])
    assert "Terkirim ke pengelola" in words_of(consent)
    assert sari.errors == []


async def test_nobody_is_offered_what_there_is_not(knowledge: Knowledge) -> None:
    async with scene(knowledge) as sari:
        await sari.say(QUESTION)
        assert OFFER not in "".join(sari.labels)


async def test_the_name_goes_along_only_where_it_is_given(with_rina: Service) -> None:
    screen = await with_rina.send(how=NAMED)
    assert "Dari: Sari (@sari_gambar)" in words_of(notices(with_rina.rina)[0])
    assert "Sari (@sari_gambar)" in words_of(screen)
    (relay,) = await with_rina.relays()
    assert relay["named"]
    assert str(with_rina.asker.person.id) not in json.dumps(notices(with_rina.rina)[0])


async def test_a_name_is_no_markup(knowledge: Knowledge) -> None:
    world = World()
    person = world.person("<b>Sa")
    async with service(knowledge, world=world) as one:
        odd = one.other(person)
        await odd.say(QUESTION)
        await odd.press(OFFER)
        await odd.press(NAMED)
        assert "Dari: <b>Sa" in words_of(notices(one.rina)[0])
        assert odd.errors == []


async def test_the_offer_also_stands_where_an_answer_was_not_what_was_asked(with_rina: Service) -> None:
    sari = with_rina.asker
    await sari.say("apa itu burnout")
    await sari.press("Kurang pas")
    await sari.press("Bukan itu")
    await sari.press(OFFER)
    assert "apa itu burnout" in sari.text


async def test_no_row_of_a_person_points_to_their_question(with_rina: Service) -> None:
    await with_rina.send()
    await with_rina.asker.press(REWRITE, await consent_to(with_rina, ANOTHER))
    keys = await with_rina.asked_keys()
    assert len(keys) == 2
    rows = await with_rina.relays() + await with_rina.asker.rows(sessions)
    assert not [key for key in keys if key in json.dumps(rows)]


async def test_an_offer_whose_question_is_gone_says_so(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.say(QUESTION)
    async with sari.database.transaction() as connection:
        await connection.execute(asked.delete())
    assert await sari.press(OFFER) == library.texts.relay.gone


async def test_cancelling_sends_nothing(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press("Batal", await consent_to(with_rina, QUESTION))
    assert sari.text == said(library.texts.relay.cancelled)
    assert (await with_rina.relays(), with_rina.rina.from_bot) == ([], [])
    await sari.say(ANOTHER)
    assert said(library.texts.answer.unknown) in sari.text, "the next message is a question as ever"


# Once


async def test_pressing_twice_sends_once(with_rina: Service) -> None:
    sari = with_rina.asker
    consent = await consent_to(with_rina, QUESTION)
    before = deepcopy(consent)
    await sari.press(SEND, before)
    assert "Masih menunggu" in await sari.press(SEND, before)
    assert "Masih menunggu" in await sari.press(NAMED, before)
    assert (len(notices(with_rina.rina)), len(await with_rina.relays())) == (1, 1)
    assert "Terkirim" in words_of(consent)


async def test_a_redelivered_press_sends_once(with_rina: Service) -> None:
    sari = with_rina.asker
    consent = await consent_to(with_rina, QUESTION)
    query = {"id": "again", "from": sari.person.json(), "chat_instance": "desk", "data": sari.data(SEND, consent)}
    press = sari.desk.world.update("callback_query", {**query, "message": deepcopy(consent)})
    await sari.desk.deliver(press)
    await sari.desk.deliver(press)
    assert (len(notices(with_rina.rina)), len(await with_rina.relays())) == (1, 1)


async def test_two_consents_to_one_question_send_it_once(with_rina: Service) -> None:
    sari = with_rina.asker
    await sari.say(QUESTION)
    offer = sari.last
    await sari.press(OFFER, offer)
    await sari.press(OFFER, offer)
    first, second = sari.from_bot[-2:]
    await sari.press(SEND, first)
    await sari.press(SEND, second)
    assert (len(notices(with_rina.rina)), len(await with_rina.relays())) == (1, 1)


async def test_the_buttons_work_after_a_restart(knowledge: Knowledge, database: Database) -> None:
    world = World()
    async with service(knowledge, database=database, world=world) as one:
        await one.asker.say(QUESTION)
    for label in (OFFER, SEND, WITHDRAW):
        async with service(knowledge, database=database, world=world) as one:
            await one.asker.press(label)
            assert one.asker.errors == []
    assert [relay["status"] for relay in await one.relays()] == ["withdrawn"]


async def test_somebody_sends_three_questions_a_day(knowledge: Knowledge, database: Database, library: Library) -> None:
    world = World()
    enough = fill(library.texts.relay.limit, most=3)
    async with service(knowledge, database=database, world=world) as one:
        early = await consent_to(one, QUESTION)
        for number in range(3):
            await one.send(f"{ANOTHER} {'abc'[number]}")
        await one.asker.say(ANOTHER)
        assert await one.asker.press(OFFER) == enough
        assert await one.asker.press(SEND, early) == enough
    async with service(knowledge, database=database, world=world) as one:
        assert await one.asker.press(SEND, early) == enough, "after a restart too"
        assert len(notices(one.rina)) == 3
        async with database.transaction() as connection:
            await connection.execute(update(relays).values(sent_at=relays.c.sent_at - DAY - 1))
        await one.asker.press(SEND, early)
        assert len(notices(one.rina)) == 4


async def test_erasing_ones_data_gives_no_more_questions(with_rina: Service, library: Library) -> None:
    for number in range(3):
        await with_rina.send(f"{ANOTHER} {'abc'[number]}")
    await with_rina.asker.say("/hapusdata")
    await with_rina.asker.press("hapus semuanya")
    assert await with_rina.relays() == []
    await with_rina.asker.say(QUESTION)
    assert await with_rina.asker.press(OFFER) == fill(library.texts.relay.limit, most=3)
    assert len(notices(with_rina.rina)) == 3


# Operators


async def test_every_operator_gets_the_question(with_two: Service) -> None:
    await with_two.send()
    assert [len(notices(operator)) for operator in with_two.operators] == [1, 1]


async def test_one_who_blocked_the_bot_keeps_nobody_from_it(with_two: Service) -> None:
    await with_two.rina.desk.block(with_two.rina.person)
    screen = await with_two.send()
    assert len(notices(with_two.operators[1])) == 1
    assert "Terkirim" in words_of(screen)


async def test_where_no_operator_can_be_reached_nothing_is_kept(with_two: Service, library: Library) -> None:
    for operator in with_two.operators:
        await operator.desk.block(operator.person)
    screen = await with_two.send()
    assert words_of(screen) == said(library.texts.relay.unreached)
    assert await with_two.relays() == []


async def test_where_telegram_stumbles_nothing_is_kept_either(with_rina: Service, library: Library) -> None:
    consent = await consent_to(with_rina, QUESTION)
    with refusing(with_rina.asker.request, "sendMessage", 500, "Internal Server Error"):
        await with_rina.asker.press(SEND, consent)
    assert words_of(consent) == said(library.texts.relay.unreached)
    assert await with_rina.relays() == []
