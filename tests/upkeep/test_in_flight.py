"""Updates keep the version that they began with, and none goes unanswered while the knowledge is read again."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from bot.chat.knowledge import Knowledge
from bot.chat.office import Office
from bot.chat.versions import Current
from bot.content.library import Entry
from bot.delivery.metrics import Metrics
from bot.delivery.units import Units
from bot.playground.opening import bot_over, office_over
from bot.playground.telegram import Desk, DeskRequest
from bot.playground.world import World
from bot.replies.plain import plain_text
from bot.replies.reply import Reply
from bot.storage.database import create_tables, in_memory
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from tests import samples
from tests.conftest import KNOWLEDGE_DIR
from tests.talk import Talk

PARKED = "/start k_aaaaaaaaaaaaaaaaaaaa"
QUESTIONS, PEOPLE = 3_000, 60


class Running:
    """The whole bot on a desk, whose knowledge the test may change."""

    def __init__(self, current: Current, office: Office, desk: Desk, request: DeskRequest) -> None:
        self.current = current
        self.office = office
        self.desk = desk
        self.request = request

    def talk(self, name: str = "Sari") -> Talk:
        return Talk(self.desk, self.request, self.desk.world.person(name))


@asynccontextmanager
async def running(knowledge: Knowledge, folder: Path | None = None) -> AsyncIterator[Running]:
    database, world = in_memory(), World()
    await create_tables(database)
    store, current, request = SqlStore(database), Current(knowledge), DeskRequest(world)
    units, office = Units(store, Metrics()), office_over(current, database, (), folder)
    try:
        async with bot_over(current, database, units, request, office) as app:
            yield Running(current, office, Desk(app, units, world), request)
    finally:
        await store.close()


def with_start(knowledge: Knowledge, hello: str) -> Knowledge:
    """The same knowledge with another first word."""
    texts = knowledge.library.texts
    start = texts.start.model_copy(update={"unknown_link": hello})
    library = replace(knowledge.library, texts=texts.model_copy(update={"start": start}))
    return replace(knowledge, library=library)


def without_entry(knowledge: Knowledge, entry_id: str) -> Knowledge:
    """The knowledge after its owner took an answer out."""
    library = knowledge.library

    def kept(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(entry for entry in entries if entry.id != entry_id)

    articles = tuple(replace(article, entries=kept(article.entries)) for article in library.articles)
    return Knowledge.of(replace(library, articles=articles), lambda _: knowledge.search)


async def test_an_update_in_flight_finishes_with_the_version_that_it_began_with(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on = asyncio.Event(), asyncio.Event()

    async def slowly(*_: object) -> None:
        begun.set()
        await may_go_on.wait()

    monkeypatch.setattr(SqlRecords, "parked", slowly)
    async with running(with_start(knowledge, "Sapaan lama.")) as bot:
        slow, quick = bot.talk(), bot.talk("Budi")
        asking = asyncio.create_task(slow.say(PARKED))
        await begun.wait()
        bot.current.use(with_start(knowledge, "Sapaan baru."))
        assert "Sapaan baru." in await quick.say("/start tidak_ada")
        may_go_on.set()
        assert "Sapaan lama." in await asking
        assert "Sapaan baru." in await slow.say("/start tidak_ada")
    assert slow.errors == []


async def test_buttons_of_an_earlier_version_work_or_say_that_they_are_past(knowledge: Knowledge) -> None:
    async with running(knowledge) as bot:
        sari = bot.talk()
        await sari.say("apa itu burnout")
        message = sari.last
        details = knowledge.library.texts.buttons.topics
        bot.current.use(with_start(knowledge, "Sapaan baru."))
        await sari.press(details, message)
        assert plain_text(Reply(knowledge.library.texts.topics.heading)) in sari.text
        await sari.say("apa itu burnout")
        bot.current.use(without_entry(knowledge, "burnout/apa-itu"))
        toast = await sari.press(knowledge.library.texts.buttons.helpful)
        assert toast == knowledge.library.texts.faults.stale_button
    assert sari.errors == []


async def test_no_question_fails_while_good_and_broken_files_are_read_again(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE_DIR, folder)
    questions = cycle([item.question for item in samples.entry_questions()])
    outcomes: list[bool] = []

    async def reload_on_and_on(bot: Running, over: asyncio.Event) -> None:
        article = folder / "id" / "articles" / "burnout.yaml"
        good = article.read_text(encoding="utf-8")
        for number in range(1_000):
            if over.is_set() and len(set(outcomes)) > 1:
                return
            broken = number % 2 == 1
            text = (
                good.replace("intro:", "intor:") if broken else re.sub("\ntitle: .*", f"\ntitle: Judul {number}", good)
            )
            article.write_text(text, encoding="utf-8")
            outcomes.append(not (await bot.office.upkeep.reload()).problems)

    async with running(knowledge, folder) as bot:
        people, over = [bot.talk(f"Orang {number}") for number in range(PEOPLE)], asyncio.Event()

        async def ask_on_and_on(talk: Talk) -> None:
            for _ in range(QUESTIONS // PEOPLE):
                await talk.say(next(questions))

        reloading = asyncio.create_task(reload_on_and_on(bot, over))
        await asyncio.gather(*map(ask_on_and_on, people))
        over.set()
        await reloading
    assert set(outcomes) == {True, False}
    assert {len(talk.from_bot) for talk in people} == {QUESTIONS // PEOPLE}
    apology = knowledge.library.texts.faults.apology.partition("{")[0][:40]
    assert not [text for talk in people for text in talk.texts if apology in text]
    assert people[0].errors == []
