"""Groups with the bot and several people in them, at a time that the test sets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy import update as change_rows

from bot.chat.admins import Admins
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners
from bot.chat.memory import MOST_REPLIES
from bot.chat.pace import Paces
from bot.playground.chats import Topic
from bot.playground.telegram import Call
from bot.playground.world import BOT_USERNAME, Chat, Json, Person, World
from bot.storage.database import Database
from bot.storage.groups import SqlGroups
from bot.storage.tables import chat_memory, chat_settings
from tests.chat.scenes import Scene, scene
from tests.clock import Clock
from tests.talk import buttons_of, words_of

MINUTE = 60.0  # seconds
US = f"@{BOT_USERNAME}"
CHOSEN_AFTER = 6.0  # seconds after which what a test wrote into the settings is read again


class Guest(Scene):
    """Somebody in a group with the bot, in one of its topics where it has some."""

    def __init__(
        self, alone: Scene, chat: Chat, clock: Clock, person: Person | None = None, topic: Topic | None = None
    ) -> None:
        super().__init__(alone.desk, alone.request, alone.database, alone.library, person or alone.person, chat)
        self.clock = clock
        self.place: Json = {"message_thread_id": topic.id, "is_topic_message": True} if topic else {}

    # Who and where

    def beside(self, name: str, status: str = "member", topic: Topic | None = None) -> Guest:
        """Somebody else in the same group."""
        person = self.desk.world.person(name)
        self.chat.set_member(person, status)
        return Guest(self, self.chat, self.clock, person, topic)

    def inside(self, topic: Topic) -> Guest:
        """The same person in a topic of the same group."""
        return Guest(self, self.chat, self.clock, self.person, topic)

    @property
    def alone(self) -> Scene:
        """The same person in the private chat."""
        return self.in_chat(self.desk.world.chats[self.person.id])

    # What is said

    async def ask(self, text: str, **content: Any) -> Json:
        """Send a message, in any manner that `Desk.send` knows; that message."""
        return await self.desk.send(self.person, text, self.chat, **{**self.place, **content})

    async def say(self, text: str, **content: Any) -> str:
        """The same; the text of the bot's last message in the group."""
        await self.ask(text, **content)
        return self.text

    async def edit(self, message: Json, text: str, after: int = 0) -> None:
        """Edit a message, some seconds after it was written."""
        for part in ("entities", "text"):
            message.pop(part, None)
        world = self.desk.world
        message.update(world.text_content(text), edit_date=int(str(message["date"])) + after)
        await self.desk.deliver(world.update("edited_message", message))

    def replies_to(self, message: Json) -> list[Json]:
        """The bot's messages that reply to a message, oldest first."""
        return [one for one in self.from_bot if quoted_id(one) == message["message_id"]]

    def reply_to(self, message: Json) -> str:
        """The text of the one reply to a message."""
        (reply,) = self.replies_to(message)
        return words_of(reply)

    def is_answer(self, text: str, entry_id: str) -> bool:
        """Whether a text is the short answer of an entry."""
        entry = self.library.entries[entry_id]
        return text.startswith(entry.title) and entry.short in text and not any(one in text for one in entry.details)

    @property
    def tried(self) -> list[Call]:
        """What the bot tried to send to this group, in its order."""
        mine = (call for call in self.request.calls if call.params.get("chat_id") == self.chat.id)
        return [call for call in mine if call.method in ("sendMessage", "sendPhoto")]

    @property
    def sent(self) -> list[Call]:
        """What Telegram took of that."""
        return [call for call in self.tried if call.error is None]

    # What is kept

    async def choose_settings(self, **settings: object) -> None:
        """Let the group's settings be these, as the JSON that is kept; the bot knows a few seconds later."""
        await self.put_settings(json.dumps(settings))

    async def put_settings(self, text: str) -> None:
        """Let what is kept of the group's settings be this text."""
        await self._put(chat_settings, "settings", text)
        self.clock.pass_by(CHOSEN_AFTER)

    async def settings(self) -> dict[str, Any]:
        """The group's settings as they are kept."""
        return await self._kept(chat_settings, "settings")

    async def memory(self) -> dict[str, Any]:
        """What is kept of what the bot did here."""
        return await self._kept(chat_memory, "memory")

    async def put_memory(self, memory: object) -> None:
        """Let what the bot remembers be this."""
        await self._put(chat_memory, "memory", memory if isinstance(memory, str) else json.dumps(memory))

    async def fill_minute(self, replies: int = MOST_REPLIES) -> None:
        """Let the bot have sent this many messages here just now."""
        await self.put_memory({**await self.memory(), "said": [self.clock()] * replies, "told": self.clock()})

    async def _kept(self, table: Table, column: str) -> dict[str, Any]:
        wanted = select(table.c[column]).where(table.c.chat_id == self.chat.id)
        async with self.database.transaction() as connection:
            found: dict[str, Any] = json.loads((await connection.execute(wanted)).scalar_one_or_none() or "{}")
            return found

    async def _put(self, table: Table, column: str, text: str) -> None:
        row = {column: text, "updated_at": self.clock()}
        async with self.database.transaction() as connection:
            done = await connection.execute(change_rows(table).where(table.c.chat_id == self.chat.id).values(**row))
            if not done.rowcount:
                await connection.execute(insert(table).values(chat_id=self.chat.id, **row))


@asynccontextmanager
async def visiting(
    knowledge: Knowledge,
    *,
    privacy: bool = True,
    database: Database | None = None,
    kind: str = "supergroup",
    **chat: Any,
) -> AsyncIterator[Guest]:
    """Sari in a group with the whole bot; Telegram takes 20 messages a minute there."""
    clock = Clock()
    world = World(clock)
    world.privacy, world.group_limit = privacy, MOST_REPLIES
    with pytest.MonkeyPatch.context() as patch:
        set_clock(patch, clock)
        async with scene(knowledge, database, world) as alone:
            group = world.group("Microstock ID", kind=kind, **chat)
            group.set_member(alone.person, "member")
            yield Guest(alone, group, clock)


def set_clock(patch: pytest.MonkeyPatch, clock: Callable[[], float]) -> None:
    """Let a bot that is built from now on go by this clock, and not wait long."""

    async def briefly(seconds: float) -> None:
        await asyncio.sleep(seconds / 20)

    patch.setattr("bot.app.Manners", partial(Manners, clock=clock, sleep=briefly))
    patch.setattr("bot.app.Admins", partial(Admins, clock))
    patch.setattr("bot.app.Paces", partial(Paces, clock))
    patch.setattr("bot.playground.opening.SqlGroups", partial(SqlGroups, clock=clock))


def quoted_id(message: Json) -> object:
    """The message that another replies to."""
    quoted = message.get("reply_to_message")
    return quoted.get("message_id") if isinstance(quoted, dict) else None


def links_of(message: Json) -> list[str]:
    """The addresses that the buttons under a message open."""
    return [button["url"] for button in buttons_of(message) if "url" in button]


def labels_of(message: Json) -> list[str]:
    """The labels of the buttons under a message."""
    return [button["text"] for button in buttons_of(message)]
