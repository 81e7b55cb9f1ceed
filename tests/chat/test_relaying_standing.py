"""How a question to the operators stands: its asker looks, takes it back and sends it again; nobody else does."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.content.library import Library
from bot.replies.relay_taps import RelayAct, RelayTap, read_relay_tap
from bot.storage.tables import asked
from tests.chat.relays import ANOTHER, CHECK, OFFER, QUESTION, SEND, WITHDRAW, Service, consent_to, notices
from tests.chat.scenes import Scene, said
from tests.talk import words_of


async def test_the_asker_sees_how_it_stands(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    screen = await with_rina.send()
    assert "Masih menunggu jawaban sejak" in await sari.press(CHECK, screen)
    assert sari.errors == []
    before = deepcopy(screen)
    await with_rina.answer(with_rina.rina)
    assert "Sudah dijawab pengelola" in await sari.press(CHECK, before)


async def test_taken_back_it_takes_no_answer(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    screen = await with_rina.send()
    before = deepcopy(screen)
    assert await sari.press(WITHDRAW, screen) == library.texts.relay.is_withdrawn
    assert "Sudah kutarik kembali" in words_of(screen)
    assert [relay["status"] for relay in await with_rina.relays()] == ["withdrawn"]
    count = len(sari.from_bot)
    await with_rina.answer(with_rina.rina)
    assert with_rina.rina.text == said(library.texts.relay.relay_withdrawn)
    assert len(sari.from_bot) == count
    assert await sari.press(WITHDRAW, before) == library.texts.relay.taken_back
    assert await sari.press(CHECK, before) == library.texts.relay.taken_back
    assert await with_rina.rina.press("Tutup", notices(with_rina.rina)[-1]) == library.texts.relay.already_withdrawn


async def test_taken_back_it_may_be_sent_again(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.say(QUESTION)
    offer = sari.last
    for _ in range(2):
        await sari.press(OFFER, offer)
        before = deepcopy(sari.last)
        await sari.press(SEND)
        assert "Terkirim" in sari.text
        await sari.press(WITHDRAW)
        assert await sari.press(SEND, before) == library.texts.relay.taken_back, "each consent is for once"
    await sari.press(OFFER, offer)
    await sari.press(SEND)
    assert [relay["status"] for relay in await with_rina.relays()] == ["withdrawn", "withdrawn", "open"]
    assert len(notices(with_rina.rina)) == 3
    await with_rina.answer(with_rina.rina, "Lewat kedutaan.", notices(with_rina.rina)[-1])
    assert "Lewat kedutaan." in sari.text


async def test_what_an_operator_closed_is_said_to_be_closed(with_rina: Service, library: Library) -> None:
    before = deepcopy(await with_rina.send())
    await with_rina.rina.press("Tutup")
    await with_rina.rina.press("Ya, tutup")
    for label in (CHECK, WITHDRAW):
        assert await with_rina.asker.press(label, before) == library.texts.relay.closed
    await with_rina.answer(with_rina.rina)
    assert with_rina.rina.text == said(library.texts.relay.relay_closed)


async def test_an_old_message_without_its_content_still_takes_back(with_rina: Service, library: Library) -> None:
    """Telegram tells of messages that are too old nothing but where they are."""
    sari, screen = with_rina.asker, await with_rina.send()
    old = {"chat": screen["chat"], "message_id": screen["message_id"], "date": 0}
    data = sari.data(WITHDRAW, screen)
    assert await sari.desk.press(sari.person, old, data) == library.texts.relay.is_withdrawn
    assert [relay["status"] for relay in await with_rina.relays()] == ["withdrawn"]
    assert "Sudah kutarik kembali" in words_of(screen)


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


# Buttons that were made up


async def test_a_made_up_offer_shows_nobody_a_question(with_rina: Service, library: Library) -> None:
    await with_rina.asker.say(QUESTION)
    async with with_rina.asker.database.transaction() as connection:
        await connection.execute(update(asked).values(key="aaaaaaaaab"))
    budi = with_rina.other(with_rina.asker.desk.world.person("Budi"))
    await budi.say("/topik")
    count = len(budi.from_bot)
    made_up = RelayTap(RelayAct.OFFER, asked="aaaaaaaaab").data()
    assert await budi.desk.press(budi.person, budi.last, made_up) == library.texts.relay.stale
    assert len(budi.from_bot) == count


@pytest.mark.parametrize("carried", [False, True], ids=["pressed", "carried"])
async def test_a_question_cannot_be_sent_as_somebody_elses(
    with_rina: Service, library: Library, *, carried: bool
) -> None:
    """The answer to it would go to them, and no limit would count it."""
    await with_rina.send()
    (victim,) = await with_rina.relays()
    budi = with_rina.other(with_rina.asker.desk.world.person("Budi"))
    await budi.say(ANOTHER)
    await budi.press(OFFER)
    consent = deepcopy(budi.last)
    tap = read_relay_tap(budi.data(SEND, consent))
    assert tap is not None
    made_up = replace(tap, relay=victim["key"]).data()
    if carried:
        consent["reply_markup"] = {"inline_keyboard": [[{"text": SEND, "callback_data": made_up}]]}
    assert await budi.desk.press(budi.person, consent, made_up) == library.texts.relay.stale
    assert (len(notices(with_rina.rina)), len(await with_rina.relays())) == (1, 1)


async def test_other_words_cannot_be_sent_with_a_consent(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    first, second = deepcopy(await consent_to(with_rina, QUESTION)), await consent_to(with_rina, ANOTHER)
    first["text"], first["entities"] = second["text"], second["entities"]
    assert await sari.press(SEND, first) == library.texts.relay.stale
    assert with_rina.rina.from_bot == []


async def test_ones_own_button_changes_no_message_that_lacks_it(with_rina: Service, library: Library) -> None:
    sari, screen = with_rina.asker, await with_rina.send()
    data = sari.data(WITHDRAW, screen)
    await sari.say("/topik")
    other = deepcopy(sari.last)
    assert await sari.desk.press(sari.person, sari.last, data) == library.texts.relay.is_withdrawn
    assert sari.last == other
    assert "Sudah kutarik kembali" in words_of(screen)
