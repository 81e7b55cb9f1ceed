"""Conversations that a test sees from behind too: what is kept of them, and a Telegram that refuses."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Table, delete, insert, select, update

from bot.chat.knowledge import Knowledge
from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.playground.opening import on_desk
from bot.playground.telegram import Call, Desk, DeskRequest
from bot.playground.world import Chat, Json, Person, World
from bot.replies.plain import plain_text
from bot.replies.reply import Reply, fill
from bot.replies.taps import Act
from bot.storage.database import Database, in_memory
from bot.storage.records import SqlRecords
from bot.storage.tables import metadata, results, sessions
from tests.chat.walkers import LOAN, start, walk
from tests.talk import Talk, buttons_of, words_of

HOUR, DAY = 3_600.0, 86_400.0  # seconds


class Scene(Talk):
    """A conversation over a database that the test can look into and change."""

    def __init__(
        self,
        desk: Desk,
        request: DeskRequest,
        database: Database,
        library: Library,
        person: Person | None = None,
        chat: Chat | None = None,
    ) -> None:
        super().__init__(desk, request, person or desk.world.person("Sari"), chat)
        self.database = database
        self.library = library

    def in_chat(self, chat: Chat, person: Person | None = None) -> Scene:
        """The same world in another chat, seen by the same person or another."""
        return Scene(self.desk, self.request, self.database, self.library, person or self.person, chat)

    # What stands in the chat

    @property
    def results(self) -> list[Json]:
        """The messages that show a result, oldest first."""
        heading = said(fill(self.library.texts.result.heading, emoji="", title=""))
        return [message for message in self.from_bot if heading in words_of(message).partition("\n")[0]]

    @property
    def result(self) -> str:
        """The text of the last result."""
        return words_of(self.results[-1])

    @property
    def steps(self) -> list[Json]:
        """The messages that show a step, oldest first."""
        return [one for one in self.from_bot if any(_does(Act.LATER, button) for button in buttons_of(one))]

    def at(self, checklist: str, step: str) -> bool:
        """Whether the one message with a step asks this one."""
        found = self.library.checklist(checklist)
        assert found is not None
        return len(self.steps) == 1 and found.by_id[step].ask in words_of(self.steps[0])

    def done(self, step: str) -> bool:
        """Whether the last result has the task of a step of /pinjaman as done; it must be there as one or the other."""
        done, waiting = (f"{sign} {self.task(step)}" in self.result for sign in "✅⬜")
        assert done != waiting, f"{step} is neither done nor open"
        return done

    def task(self, step: str) -> str:
        """The task of a step of /pinjaman."""
        checklist = self.library.checklist("pinjaman")
        task = checklist.by_id[step].task if checklist else None
        assert task is not None
        return task.text

    # What the person does

    async def choose(self, place: int) -> str:
        """Press the button at a place, from 1 on, under the last message with a step; the toast, if any."""
        message = self.steps[-1]
        return await self.desk.press(self.person, message, buttons_of(message)[place - 1]["callback_data"])

    async def tick(self, step: str) -> str:
        """Tick off the task of a step of /pinjaman in the last result; the toast."""
        return await self.press(self.task(step), self.results[-1])

    # What is kept

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """All rows of a table."""
        async with self.database.transaction() as connection:
            return [dict(row._mapping) for row in await connection.execute(select(table))]

    async def everything(self) -> str:
        """All rows of all tables."""
        return "\n".join([str(row) for table in metadata.tables.values() for row in await self.rows(table)])

    async def recorded(self) -> list[dict[str, Any]]:
        """The person's results as they are kept, newest first."""
        return [json.loads(one.result) for one in await SqlRecords(self.database).results(self.person.id)]

    async def state(self) -> dict[str, Any]:
        """The session of this conversation."""
        wanted = select(sessions.c.state).where(self._session)
        async with self.database.transaction() as connection:
            found: dict[str, Any] = json.loads((await connection.execute(wanted)).scalar_one())
            return found

    async def put_state(self, state: object) -> None:
        """Let the session of this conversation be this one."""
        async with self.database.transaction() as connection:
            await connection.execute(delete(sessions).where(self._session))
            row = {"chat_id": self.chat.id, "user_id": self.person.id, "topic_id": 0, "version": 1, "updated_at": 0.0}
            await connection.execute(insert(sessions).values(**row, state=json.dumps(state)))

    async def let_pass(self, seconds: float) -> None:
        """Let the checklists and results be older by some seconds."""
        state = await self.state()
        for going in state.get("walks", {}).values():
            going["touched"] -= seconds
        async with self.database.transaction() as connection:
            await connection.execute(update(sessions).where(self._session).values(state=json.dumps(state)))
            await connection.execute(update(results).values(finished_at=results.c.finished_at - seconds))

    @property
    def _session(self) -> Any:
        return (sessions.c.chat_id == self.chat.id) & (sessions.c.user_id == self.person.id)


@asynccontextmanager
async def scene(
    knowledge: Knowledge, database: Database | None = None, world: World | None = None, person: Person | None = None
) -> AsyncIterator[Scene]:
    """A private conversation of one person with the whole bot, in memory where no database is given."""
    database = database or in_memory()
    try:
        async with on_desk(knowledge, database, world) as (desk, request):
            yield Scene(desk, request, database, knowledge.library, person)
    finally:
        await database.close()  # also where a test fails, so that only that one does


async def finish_loan(talk: Talk) -> None:
    """The whole loan check: NPWP and a bank are open tasks."""
    await start(talk, "pinjaman")
    await walk(talk, LOAN)


async def promote(talk: Scene, *figures: str) -> None:
    """The Promote Gig door with its four figures; "?" skips one."""
    await start(talk, "harga")
    for place in (2, 1, 1, 1, 1, 1):
        await talk.choose(place)
    checklist = talk.library.checklist("harga")
    assert checklist is not None
    for figure in figures:
        await (talk.press(checklist.by_id["order"].skip) if figure == "?" else talk.say(figure))


async def war(talk: Scene) -> None:
    """The price war door, up to its last step."""
    await start(talk, "harga")
    for place in (1, 4, 4, 4, 4, 4):
        await talk.choose(place)


def changed(knowledge: Knowledge, name: str, change: Callable[[Checklist], Checklist]) -> Knowledge:
    """The knowledge after its owner has changed a checklist."""
    library = knowledge.library
    checklists = tuple(change(one) if one.name == name else one for one in library.checklists)
    return replace(knowledge, library=replace(library, checklists=checklists))


def said(html: str) -> str:
    """A fixed phrase as it stands in the chat."""
    return plain_text(Reply(html)).strip()


@contextmanager
def refusing(
    request: DeskRequest,
    method: str,
    code: int = 400,
    description: str = "Bad Request: not now",
    when: Callable[[int], bool] = lambda time: True,
    **parameters: object,
) -> Iterator[list[int]]:
    """Let Telegram refuse a method, where `when` holds for how often it was called before; the list tells each time."""
    original = request.do_request
    called, refused = iter(range(1_000_000)), []
    body = json.dumps({"ok": False, "error_code": code, "description": description, "parameters": parameters}).encode()

    async def do_request(url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if url.rsplit("/", 1)[1] != method or not when(time := next(called)):
            return await original(url, *args, **kwargs)
        refused.append(time)
        request.calls.append(Call(method, {}, description))
        return code, body

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(request, "do_request", do_request)
        yield refused


def _does(act: Act, button: dict[str, str]) -> bool:
    return button.get("callback_data", "").startswith(f"k{act}")
