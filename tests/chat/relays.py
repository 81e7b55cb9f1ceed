"""Somebody who asks, operators who answer, and a group, over one database and one Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.chat.knowledge import Knowledge
from bot.playground.opening import on_desk
from bot.playground.telegram import DeskRequest
from bot.playground.world import Chat, Json, Person, World
from bot.storage.database import Database, in_memory
from bot.storage.tables import asked, relays
from tests.chat.scenes import Scene
from tests.talk import buttons_of, words_of

QUESTION = "cara urus visa kerja ke Jepang gimana"
ANOTHER = "apa kode promo printer stiker"
OFFER, SEND, NAMED, REWRITE = "Tanya ke pengelola", "Kirim tanpa nama", "Kirim dengan namaku", "Tulis ulang"
CHECK, WITHDRAW, CLOSE, DRAFT = "Cek status", "Tarik kembali", "Tutup tanpa jawaban", "draf"
ANSWER = "Visa kerja diurus lewat perusahaan yang mengundangmu, jadi mulai dari sana."


@dataclass
class Service:
    """People around the bot: the one who asks, and the operators, each in their private chat."""

    asker: Scene
    operators: Sequence[Scene]

    @property
    def rina(self) -> Scene:
        """The first operator."""
        return self.operators[0]

    def other(self, person: Person, chat: Chat | None = None) -> Scene:
        """Somebody else, in private or in a chat."""
        return self.asker.in_chat(chat or self.asker.desk.world.chats[person.id], person)

    async def relays(self) -> list[dict[str, Any]]:
        """What is kept of questions to the operators."""
        return await self.asker.rows(relays)

    async def asked_keys(self) -> list[str]:
        """The keys of the questions that are kept."""
        return [row["key"] for row in await self.asker.rows(asked)]

    async def send(self, question: str = QUESTION, how: str = SEND) -> Json:
        """Ask in private and send it to the operators; the message that shows how it stands."""
        await self.asker.say(question)
        await self.asker.press(OFFER)
        screen = self.asker.last
        await self.asker.press(how, screen)
        return screen

    async def answer(self, operator: Scene, text: str = ANSWER, to: Json | None = None, **content: Any) -> Json:
        """An operator's reply to the last question that they got; the operator's message."""
        message = to or notices(operator)[-1]
        return await operator.desk.send(operator.person, text, operator.chat, reply_to_message=message, **content)


def notices(operator: Scene) -> list[Json]:
    """The questions that an operator got."""
    return [one for one in operator.from_bot if "Ada pertanyaan untukmu" in words_of(one)]


def labels(message: Json) -> list[str]:
    """The labels of the buttons under a message."""
    return [button["text"] for button in buttons_of(message)]


async def consent_to(one: Service, question: str) -> Json:
    """Ask in private and press the offer; the message that asks for consent."""
    await one.asker.say(question)
    await one.asker.press(OFFER)
    return one.asker.last


@contextmanager
def meanwhile(
    request: DeskRequest, method: str, act: Callable[[], Awaitable[object]], *, first: bool = False
) -> Iterator[list[object]]:
    """Let something happen once, while Telegram is at a call of a method; the list has what came of it.

    Telegram has done by then what it was called for, or with `first` does it afterwards.
    """
    original = request.do_request
    came: list[object] = []
    began: list[bool] = []

    async def do_request(url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        now = url.rsplit("/", 1)[1] == method and not began
        if now:
            began.append(True)
        if now and first:
            came.append(await asyncio.create_task(_result(act)))
        answer = await original(url, *args, **kwargs)
        if now and not first:
            came.append(await asyncio.create_task(_result(act)))
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(request, "do_request", do_request)
        yield came


async def _result(act: Callable[[], Awaitable[object]]) -> object:
    return await act()


@asynccontextmanager
async def service(
    knowledge: Knowledge,
    *,
    operators: int = 1,
    database: Database | None = None,
    world: World | None = None,
    folder: Path | None = None,
) -> AsyncIterator[Service]:
    """Sari and some operators, new ones or those of a world that goes on after a restart.

    A database that is given stays open.
    """
    kept, world = database or in_memory(), world or World()
    people = {person.first_name: person for person in world.people.values()}
    sari = people.get("Sari") or world.person("Sari", "sari_gambar")
    office = [people.get(name) or world.person(name) for name in ("Rina", "Doni")[:operators]]
    try:
        async with on_desk(knowledge, kept, world, operators={one.id for one in office}, folder=folder) as (desk, sent):
            scenes = [Scene(desk, sent, kept, knowledge.library, person) for person in (sari, *office)]
            yield Service(scenes[0], scenes[1:])
    finally:
        if database is None:
            await kept.close()
