"""Asking a person: what is offered, what is agreed to, what is sent and to whom, and how it stands."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from copy import deepcopy

import pytest
from sqlalchemy import update

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.world import World
from bot.replies.reply import fill
from bot.storage.database import Database
from bot.storage.tables import asked, relays, sessions
from tests.chat.relays import (
    ANOTHER,
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
from tests.chat.scenes import DAY, Scene, refusing, said, scene
from tests.talk import words_of


@pytest.fixture
async def with_rina(knowledge: Knowledge) -> AsyncIterator[Service]:
    async with service(knowledge) as one:
        yield one


@pytest.fixture
async def with_two(knowledge: Knowledge) -> AsyncIterator[Service]:
    async with service(knowledge, operators=2) as one:
        yield one


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
    await with_rina.asker.press(REWRITE, await _consent_to(with_rina, ANOTHER))
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
    await sari.press("Batal", await _consent_to(with_rina, QUESTION))
    assert sari.text == said(library.texts.relay.cancelled)
    assert (await with_rina.relays(), with_rina.rina.from_bot) == ([], [])
    await sari.say(ANOTHER)
    assert said(library.texts.answer.unknown) in sari.text, "the next message is a question as ever"


# Once


async def test_pressing_twice_sends_once(with_rina: Service) -> None:
    sari = with_rina.asker
    consent = await _consent_to(with_rina, QUESTION)
    before = deepcopy(consent)
    await sari.press(SEND, before)
    assert "Masih menunggu" in await sari.press(SEND, before)
    assert "Masih menunggu" in await sari.press(NAMED, before)
    assert (len(notices(with_rina.rina)), len(await with_rina.relays())) == (1, 1)
    assert "Terkirim" in words_of(consent)


async def test_a_redelivered_press_sends_once(with_rina: Service) -> None:
    sari = with_rina.asker
    consent = await _consent_to(with_rina, QUESTION)
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
    assert [relay["status"] for relay in await one.relays()] == ["closed"]


async def test_somebody_sends_three_questions_a_day(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    early = await _consent_to(with_rina, QUESTION)
    for number in range(3):
        await with_rina.send(f"{ANOTHER} {'abc'[number]}")
    await sari.say(ANOTHER)
    enough = fill(library.texts.relay.limit, most=3)
    assert await sari.press(OFFER) == enough
    assert await sari.press(SEND, early) == enough
    assert len(notices(with_rina.rina)) == 3
    async with sari.database.transaction() as connection:
        await connection.execute(update(relays).values(sent_at=relays.c.sent_at - DAY - 1))
    await sari.press(SEND, early)
    assert len(notices(with_rina.rina)) == 4


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
    consent = await _consent_to(with_rina, QUESTION)
    with refusing(with_rina.asker.request, "sendMessage", 500, "Internal Server Error"):
        await with_rina.asker.press(SEND, consent)
    assert words_of(consent) == said(library.texts.relay.unreached)
    assert await with_rina.relays() == []


# In their own words


async def test_somebody_writes_what_is_sent(with_rina: Service) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    await sari.say("Kak, visa kerja ke Jepang\nlewat mana ya? Hubungi 081234567890 <b>")
    shown = "Kak, visa kerja ke Jepang lewat mana ya? Hubungi [angka] <b>"
    assert shown in sari.text
    assert with_rina.rina.from_bot == []
    await sari.press(SEND)
    assert shown in words_of(notices(with_rina.rina)[0])
    (relay,) = await with_rina.relays()
    assert relay["text"] == shown
    await sari.say("apa itu burnout")
    assert "burnout" in sari.text.casefold(), "what follows is a question again"
    assert sari.errors == []


async def test_what_is_not_agreed_to_is_kept_nowhere(with_rina: Service) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    await sari.say("Rahasia kecilku soal paspor")
    assert "paspor" not in (await sari.everything()).casefold()


async def test_a_text_that_is_too_long_is_cut_before_it_is_agreed_to(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    await sari.say("Visa kerja " * 100)
    assert said(library.texts.relay.cut) in sari.text
    await sari.press(SEND)
    (relay,) = await with_rina.relays()
    assert 400 < len(relay["text"]) <= 500


async def test_danger_in_a_rewritten_text_is_met_with_help(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    await sari.say("aku mau bunuh diri saja")
    assert sari.text == said(library.texts.crisis)
    assert with_rina.rina.from_bot == []
    assert "bunuh" not in await sari.everything()


async def test_a_text_without_words_is_asked_for_again(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    assert await sari.say("🙏🙏") == said(library.texts.relay.nothing_to_send)
    assert "Kirim ke pengelola" in await sari.say(ANOTHER)


async def test_the_text_is_waited_for_after_a_restart(knowledge: Knowledge, database: Database) -> None:
    world = World()
    async with service(knowledge, database=database, world=world) as one:
        await one.asker.press(REWRITE, await _consent_to(one, QUESTION))
    async with service(knowledge, database=database, world=world) as one:
        await one.asker.say("Visa kerja ke Jepang?")
    async with service(knowledge, database=database, world=world) as one:
        await one.asker.press(SEND)
        assert "Visa kerja ke Jepang?" in words_of(notices(one.rina)[0])


async def test_the_text_is_waited_for_a_quarter_of_an_hour(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    state = await sari.state()
    state["expects"][1] -= 901
    await sari.put_state(state)
    assert said(library.texts.answer.unknown) in await sari.say(ANOTHER)


async def test_cancelling_the_rewriting_ends_the_waiting(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    await sari.press("Batal")
    assert said(library.texts.answer.unknown) in await sari.say(ANOTHER)


@pytest.mark.parametrize("word", ["/batal", "batal"])
async def test_saying_so_ends_the_waiting_too(with_rina: Service, library: Library, word: str) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    assert await sari.say(word) == said(library.texts.relay.cancelled)
    assert said(library.texts.answer.unknown) in await sari.say(ANOTHER)
    assert await sari.say("/batal") == said(library.texts.checklist.nothing_to_cancel)


async def test_an_edited_text_is_shown_anew(with_rina: Service) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    message = await sari.desk.send(sari.person, "Visa kreja ke Jepang?")
    await sari.desk.edit(message, "Visa kerja ke Jepang?")
    assert "Visa kerja ke Jepang?" in sari.text
    await sari.press(SEND)
    assert "Visa kerja ke Jepang?" in words_of(notices(with_rina.rina)[0])


async def test_an_edited_text_leaves_what_else_is_waited_for(with_rina: Service) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await _consent_to(with_rina, QUESTION))
    message = await sari.desk.send(sari.person, "Visa kreja ke Jepang?")
    await sari.say("/burnout")
    expected = (await sari.state())["expects"]
    await sari.desk.edit(message, "Visa kerja ke Jepang?")
    assert (await sari.state())["expects"] == expected


async def test_a_checklist_that_is_walked_does_not_take_the_text(with_rina: Service) -> None:
    sari = with_rina.asker
    consent = await _consent_to(with_rina, QUESTION)
    await sari.say("/burnout")
    await sari.press("Mulai")
    await sari.press(REWRITE, consent)
    assert "Kirim ke pengelola" in await sari.say(ANOTHER)


# How it stands


async def test_the_asker_sees_how_it_stands(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    screen = await with_rina.send()
    assert "Masih menunggu jawaban sejak" in await sari.press(CHECK, screen)
    assert sari.errors == []
    before = deepcopy(screen)
    await with_rina.answer(with_rina.rina)
    assert "Sudah dijawab pengelola" in await sari.press(CHECK, before)


async def test_taken_back_it_is_closed(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    screen = await with_rina.send()
    before = deepcopy(screen)
    assert await sari.press(WITHDRAW, screen) == library.texts.relay.is_withdrawn
    assert "Sudah kutarik kembali" in words_of(screen)
    assert [relay["status"] for relay in await with_rina.relays()] == ["closed"]
    count = len(sari.from_bot)
    await with_rina.answer(with_rina.rina)
    assert with_rina.rina.text == said(library.texts.relay.relay_closed)
    assert len(sari.from_bot) == count
    assert await sari.press(WITHDRAW, before) == library.texts.relay.closed


async def test_what_is_answered_cannot_be_taken_back(with_rina: Service) -> None:
    screen = await with_rina.send()
    before = deepcopy(screen)
    await with_rina.answer(with_rina.rina)
    await with_rina.asker.press(WITHDRAW, before)
    assert [relay["status"] for relay in await with_rina.relays()] == ["answered"]


async def test_nobody_else_can_follow_or_take_back_a_question(with_rina: Service, library: Library) -> None:
    screen = await with_rina.send()
    budi: Scene = with_rina.other(with_rina.asker.desk.world.person("Budi"))
    for label in (CHECK, WITHDRAW):
        data = with_rina.asker.data(label, screen)
        await budi.say("halo")
        assert await budi.desk.press(budi.person, budi.last, data) == library.texts.relay.not_yours
    assert [relay["status"] for relay in await with_rina.relays()] == ["open"]


@pytest.mark.parametrize("data", ["t!z:::", "t!s:::", "t!s::abc:", "t!c::aaaaaaaaaa:", "t!o:aaaaaaaaaa::", "t!D::a:"])
async def test_odd_data_are_met_politely(with_rina: Service, data: str) -> None:
    sari = with_rina.asker
    await sari.say("halo")
    assert await sari.desk.press(sari.person, sari.last, data)
    assert await with_rina.relays() == []


async def _consent_to(one: Service, question: str) -> dict[str, object]:
    """Ask in private and press the offer; the message that asks for consent."""
    await one.asker.say(question)
    await one.asker.press(OFFER)
    return one.asker.last
