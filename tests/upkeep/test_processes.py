"""Whole processes: SIGHUP, the version in the database, learned things that are broken; by polling and by webhook."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.learned import FILE, Learned
from bot.content.learned_file import learned_text
from bot.storage.database import open_database
from bot.storage.migrate import migrate
from bot.storage.teachings import SqlTeachings
from tests.botapi import BotApi
from tests.processes import BotProcess, free_port
from tests.upkeep.conftest import asks

RINA = 77
SETTLES_WITHIN = 60.0  # seconds
QUESTION = "apa itu burnout"


class Owner:
    """Whoever edits the files of a process, and looks at what it says."""

    def __init__(self, api: BotApi, folder: Path) -> None:
        self._api = api
        self._article = folder / "id" / "articles" / "burnout.yaml"
        self._people = iter(range(9_001, 10_000))

    def retitle(self, title: str) -> None:
        text = self._article.read_text(encoding="utf-8")
        self._article.write_text(re.sub("^title: .*$", f'title: "{title}"', text, flags=re.MULTILINE), encoding="utf-8")

    def break_it(self) -> None:
        text = self._article.read_text(encoding="utf-8")
        self._article.write_text(text.replace("intro:", "intor:"), encoding="utf-8")

    async def hears(self, question: str = QUESTION) -> str:
        """The answer to somebody's question."""
        person = next(self._people)
        self._api.say(person, question)
        await until(lambda: bool(self._api.sent[person]))
        return self._api.sent[person][0]

    async def hears_at_last(self, words: str, question: str = QUESTION) -> None:
        """Ask until these words stand in the answer."""
        async with asyncio.timeout(SETTLES_WITHIN):
            while words not in await self.hears(question):
                await asyncio.sleep(0.2)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(SETTLES_WITHIN):
        while not true():
            await asyncio.sleep(0.05)


def hang_up(bot: BotProcess) -> None:
    assert bot._process
    bot._process.send_signal(signal.SIGHUP)


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_a_hangup_reads_good_files_and_keeps_out_broken_ones(
    mode: str, tmp_path: Path, knowledge_dir: Path
) -> None:
    port, log = free_port() if mode == "webhook" else None, tmp_path / "log"
    async with BotApi() as api:
        settings = {"KNOWLEDGE_DIR": str(knowledge_dir), "OPERATOR_IDS": str(RINA)}
        bot = BotProcess(api, f"sqlite:///{tmp_path}/bot.db", port, log, **settings)
        owner = Owner(api, knowledge_dir)
        await bot.start()
        owner.retitle("Judul yang baru")
        hang_up(bot)
        await owner.hears_at_last("Judul yang baru")
        assert api.sent[RINA] == []
        owner.retitle("Judul yang rusak")
        owner.break_it()
        hang_up(bot)
        await until(lambda: bool(api.sent[RINA]))
        assert "knowledge/id/articles/burnout.yaml:" in api.sent[RINA][0]
        assert "Judul yang baru" in await owner.hears()
        assert await bot.stop() == 0
    assert "knowledge/id/articles/burnout.yaml:" in log.read_text(encoding="utf-8")


async def test_replicas_follow_each_other(postgres_url: str, tmp_path: Path, knowledge_dir: Path) -> None:
    database = open_database(postgres_url)
    await migrate(database)
    async with BotApi() as api:
        settings = {"KNOWLEDGE_DIR": str(knowledge_dir)}
        one, other = (BotProcess(api, postgres_url, free_port(), None, **settings) for _ in range(2))
        owner = Owner(api, knowledge_dir)
        for bot in (one, other):
            await bot.start()
        api.replicas = [other.url]
        assert "Judul yang baru" not in await owner.hears()
        owner.retitle("Judul yang baru")
        hang_up(one)
        await owner.hears_at_last("Judul yang baru")
        assert (await SqlTeachings(database).taught()).version == 1
        assert list(await asyncio.gather(one.stop(), other.stop())) == [0, 0]
    await database.close()


async def test_a_process_begins_with_what_the_database_has_and_without_what_is_broken(
    tmp_path: Path, knowledge_dir: Path
) -> None:
    url, log = f"sqlite:///{tmp_path}/bot.db", tmp_path / "log"
    database = open_database(url)
    await migrate(database)
    lesson = "zibelgrump kwonkel itu apa"
    await SqlTeachings(database).teach(learned_text(asks(lesson)(Learned(version=1))), 0)
    await database.close()
    async with BotApi() as api:
        settings = {"KNOWLEDGE_DIR": str(knowledge_dir), "OPERATOR_IDS": str(RINA)}
        bot, owner = BotProcess(api, url, None, log, **settings), Owner(api, knowledge_dir)
        file = knowledge_dir / "id" / FILE
        await bot.start()
        assert "Sumber: " in await owner.hears(lesson)
        assert lesson in file.read_text(encoding="utf-8")
        assert await bot.stop() == 0
        file.write_text("phrasings: [", encoding="utf-8")
        await bot.start()
        await until(lambda: bool(api.sent[RINA]))
        assert FILE in api.sent[RINA][0]
        assert "Sumber: " in await owner.hears(lesson), "the database has it still"
        assert await bot.stop() == 0
    assert "begins without it" in log.read_text(encoding="utf-8")
