"""The asker and the operators at the same moment: whatever they do, all read what came of it, and that is kept.

Something happens while another handler waits for Telegram: what that one does is not committed yet.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.world import World
from bot.storage.database import Database
from tests.chat.relays import ANSWER, CLOSE, WITHDRAW, Service, meanwhile, notices, service
from tests.chat.scenes import refusing, said
from tests.talk import words_of

SENDS, EDITS = "sendMessage", "editMessageText"
LATER = "Cek situs kedutaan juga ya."


@pytest.fixture
async def both(knowledge: Knowledge) -> AsyncIterator[Service]:
    async with service(knowledge, operators=2) as one:
        yield one


async def test_an_answer_on_its_way_cannot_be_taken_back(both: Service, library: Library) -> None:
    screen = await both.send()
    with meanwhile(both.asker.request, SENDS, lambda: both.asker.press(WITHDRAW, screen)) as came:
        await both.answer(both.rina)
    assert came == [library.texts.relay.on_its_way]
    assert await _status(both) == "answered"
    assert ANSWER in both.asker.text
    assert "Sudah dijawab" in words_of(screen)
    assert "Terkirim ke penanya" in both.rina.text


async def test_where_that_answer_fails_the_question_can_be_taken_back(both: Service, library: Library) -> None:
    screen, request = await both.send(), both.asker.request
    with (
        refusing(request, SENDS, 500, "Internal Server Error", lambda time: time == 0),
        meanwhile(request, SENDS, lambda: both.asker.press(WITHDRAW, screen)) as came,
    ):
        await both.answer(both.rina)
    assert came == [library.texts.relay.on_its_way]
    assert await both.asker.press(WITHDRAW, screen) == library.texts.relay.is_withdrawn
    assert await _status(both) == "withdrawn"


async def test_what_was_just_taken_back_is_not_answered(both: Service, library: Library) -> None:
    screen = await both.send()
    with meanwhile(both.asker.request, EDITS, lambda: both.answer(both.rina)):
        assert await both.asker.press(WITHDRAW, screen) == library.texts.relay.is_withdrawn
    assert both.rina.text == said(library.texts.relay.relay_withdrawn)
    assert await _status(both) == "withdrawn"
    assert ANSWER not in "".join(both.asker.texts)
    assert "Sudah kutarik kembali" in words_of(screen)


async def test_what_was_just_closed_is_not_answered(both: Service, library: Library) -> None:
    screen, doni = await both.send(), both.operators[1]
    await both.rina.press(CLOSE)
    with meanwhile(both.asker.request, EDITS, lambda: both.answer(doni)):
        assert await both.rina.press("Ya, tutup") == library.texts.relay.now_closed
    assert doni.text == said(library.texts.relay.relay_closed)
    assert await _status(both) == "closed"
    assert ANSWER not in "".join(both.asker.texts)
    assert "tanpa jawaban" in words_of(screen)


async def test_what_is_being_answered_is_not_closed(both: Service, library: Library) -> None:
    screen, (rina, doni) = await both.send(), both.operators
    await rina.press(CLOSE)
    with meanwhile(both.asker.request, SENDS, lambda: rina.press("Ya, tutup", notices(rina)[-1])) as came:
        await both.answer(doni)
    assert came == [library.texts.relay.being_answered]
    assert await _status(both) == "answered"
    assert "Sudah dijawab" in words_of(screen)
    assert await rina.press("Ya, tutup", notices(rina)[-1]) == library.texts.relay.already_answered


async def test_what_was_just_closed_cannot_be_taken_back(both: Service, library: Library) -> None:
    screen = await both.send()
    await both.rina.press(CLOSE)
    with meanwhile(both.asker.request, EDITS, lambda: both.asker.press(WITHDRAW, screen)):
        await both.rina.press("Ya, tutup")
    assert await _status(both) == "closed"
    assert "tanpa jawaban" in words_of(screen)


async def test_two_answers_at_once_are_both_delivered_and_kept(both: Service) -> None:
    await both.send()
    with meanwhile(both.asker.request, SENDS, lambda: both.answer(both.operators[1], LATER)):
        await both.answer(both.rina)
    answers = [text for text in both.asker.texts if ANSWER in text or LATER in text]
    assert [text.partition(" untuk")[0] for text in answers] == ["💬 Jawaban pengelola", "💬 Tambahan dari pengelola"]
    (relay,) = await both.relays()
    assert ANSWER in relay["answer"]
    assert LATER in relay["answer"]


# Between two processes


async def test_another_process_takes_the_question_back(
    knowledge: Knowledge, database: Database, library: Library
) -> None:
    async def withdraw(here: Service, there: Service) -> None:
        screen = here.asker.last
        with meanwhile(here.asker.request, SENDS, lambda: there.asker.press(WITHDRAW, screen)):
            await here.answer(here.rina)
        assert ANSWER not in "".join(here.asker.texts), "what came too late is deleted"
        assert here.rina.text == said(library.texts.relay.relay_withdrawn)
        assert "Sudah kutarik kembali" in words_of(screen)
        assert await _status(here) == "withdrawn"

    await _in_two(knowledge, database, withdraw)


@pytest.mark.parametrize("first", [False, True])
async def test_another_process_answers_what_is_taken_back(
    knowledge: Knowledge, database: Database, *, first: bool
) -> None:
    async def answer(here: Service, there: Service) -> None:
        screen = here.asker.last
        with meanwhile(here.asker.request, EDITS, lambda: there.answer(there.rina), first=first):
            assert "Sudah dijawab" in await here.asker.press(WITHDRAW, screen)
        assert "Sudah dijawab" in words_of(screen)
        assert ANSWER in here.asker.text
        assert await _status(here) == "answered"

    await _in_two(knowledge, database, answer)


@pytest.mark.parametrize("first", [False, True])
async def test_another_process_answers_what_is_closed(
    knowledge: Knowledge, database: Database, library: Library, *, first: bool
) -> None:
    async def answer(here: Service, there: Service) -> None:
        screen = here.asker.last
        await here.rina.press(CLOSE)
        with meanwhile(here.asker.request, EDITS, lambda: there.answer(there.operators[1]), first=first):
            assert await here.rina.press("Ya, tutup") == library.texts.relay.already_answered
        assert "Sudah dijawab" in words_of(screen)
        assert await _status(here) == "answered"

    await _in_two(knowledge, database, answer)


async def _in_two(
    knowledge: Knowledge, database: Database, test: Callable[[Service, Service], Awaitable[None]]
) -> None:
    """Two processes with one database and one Telegram; a question was sent through the first."""
    world = World()
    async with (
        service(knowledge, operators=2, database=database, world=world) as here,
        service(knowledge, operators=2, database=database, world=world) as there,
    ):
        await here.send()
        await test(here, there)


async def _status(one: Service) -> str:
    (relay,) = await one.relays()
    return str(relay["status"])
