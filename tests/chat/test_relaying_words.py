"""Asking a person in one's own words: they are shown before they are sent, and kept only then."""

from __future__ import annotations

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.world import World
from bot.storage.database import Database
from tests.chat.relays import ANOTHER, QUESTION, REWRITE, SEND, Service, consent_to, notices, service
from tests.chat.scenes import said
from tests.talk import words_of


async def test_somebody_writes_what_is_sent(with_rina: Service) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
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
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
    await sari.say("Rahasia kecilku soal paspor")
    assert "paspor" not in (await sari.everything()).casefold()


async def test_a_text_that_is_too_long_is_cut_before_it_is_agreed_to(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
    await sari.say("Visa kerja " * 100)
    assert said(library.texts.relay.cut) in sari.text
    await sari.press(SEND)
    (relay,) = await with_rina.relays()
    assert 400 < len(relay["text"]) <= 500


async def test_danger_in_a_rewritten_text_is_met_with_help(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
    await sari.say("aku mau bunuh diri saja")
    assert sari.text == said(library.texts.crisis)
    assert with_rina.rina.from_bot == []
    assert "bunuh" not in await sari.everything()


async def test_a_text_without_words_is_asked_for_again(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
    assert await sari.say("🙏🙏") == said(library.texts.relay.nothing_to_send)
    assert "Kirim ke pengelola" in await sari.say(ANOTHER)


async def test_the_text_is_waited_for_after_a_restart(knowledge: Knowledge, database: Database) -> None:
    world = World()
    async with service(knowledge, database=database, world=world) as one:
        await one.asker.press(REWRITE, await consent_to(one, QUESTION))
    async with service(knowledge, database=database, world=world) as one:
        await one.asker.say("Visa kerja ke Jepang?")
    async with service(knowledge, database=database, world=world) as one:
        await one.asker.press(SEND)
        assert "Visa kerja ke Jepang?" in words_of(notices(one.rina)[0])


async def test_the_text_is_waited_for_a_quarter_of_an_hour(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
    state = await sari.state()
    state["expects"][1] -= 901
    await sari.put_state(state)
    assert said(library.texts.answer.unknown) in await sari.say(ANOTHER)


async def test_cancelling_the_rewriting_ends_the_waiting(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
    await sari.press("Batal")
    assert said(library.texts.answer.unknown) in await sari.say(ANOTHER)


@pytest.mark.parametrize("word", ["/batal", "batal"])
async def test_saying_so_ends_the_waiting_too(with_rina: Service, library: Library, word: str) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
    assert await sari.say(word) == said(library.texts.relay.cancelled)
    assert said(library.texts.answer.unknown) in await sari.say(ANOTHER)
    assert await sari.say("/batal") == said(library.texts.checklist.nothing_to_cancel)


async def test_an_edited_text_is_shown_anew(with_rina: Service) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
    message = await sari.desk.send(sari.person, "Visa kreja ke Jepang?")
    await sari.desk.edit(message, "Visa kerja ke Jepang?")
    assert "Visa kerja ke Jepang?" in sari.text
    await sari.press(SEND)
    assert "Visa kerja ke Jepang?" in words_of(notices(with_rina.rina)[0])


async def test_an_edited_text_leaves_what_else_is_waited_for(with_rina: Service) -> None:
    sari = with_rina.asker
    await sari.press(REWRITE, await consent_to(with_rina, QUESTION))
    message = await sari.desk.send(sari.person, "Visa kreja ke Jepang?")
    await sari.say("/burnout")
    expected = (await sari.state())["expects"]
    await sari.desk.edit(message, "Visa kerja ke Jepang?")
    assert (await sari.state())["expects"] == expected


async def test_a_checklist_that_is_walked_does_not_take_the_text(with_rina: Service) -> None:
    sari = with_rina.asker
    consent = await consent_to(with_rina, QUESTION)
    await sari.say("/burnout")
    await sari.press("Mulai")
    await sari.press(REWRITE, consent)
    assert "Kirim ke pengelola" in await sari.say(ANOTHER)
