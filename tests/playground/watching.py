"""A bot that only watches: every update as PTB reads it, and what it calls itself, without the real bot's behaviour."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from telegram import ChatMember, ChatMemberUpdated, Message, Update
from telegram.ext import Application, ApplicationBuilder, ExtBot, TypeHandler

from bot.delivery.metrics import Metrics
from bot.delivery.units import Units
from bot.playground.telegram import DESK_TOKEN, Desk, DeskRequest
from bot.playground.world import World
from bot.storage.database import create_tables, in_memory
from bot.storage.store import SqlStore

Reaction = Callable[[Update], Awaitable[object]]


class Watched:
    """A desk, the updates that its bot got, oldest first, and what it does about each (`react`, nothing by default)."""

    def __init__(self, desk: Desk, request: DeskRequest) -> None:
        self.desk = desk
        self.request = request
        self.world = desk.world
        self.updates: list[Update] = []
        self.react: Reaction | None = None

    async def take(self, update: Update, context: Any) -> None:
        self.updates.append(update)
        if self.react:
            await self.react(update)

    @property
    def bot(self) -> ExtBot[Any]:
        bot: ExtBot[Any] = self.desk.app.bot
        return bot

    @property
    def message(self) -> Message:
        """The message of the last update."""
        message = self.updates[-1].message
        assert message is not None
        return message

    @property
    def change(self) -> ChatMemberUpdated:
        """The last my_chat_member."""
        (change,) = [update.my_chat_member for update in self.updates if update.my_chat_member][-1:]
        return change

    async def member(self, chat_id: int, user_id: int) -> ChatMember:
        return await self.bot.get_chat_member(chat_id, user_id)


@asynccontextmanager
async def watched(world: World | None = None) -> AsyncIterator[Watched]:
    """A watching bot over a new world, or this one."""
    world = world or World()
    request, database = DeskRequest(world), in_memory()
    store = SqlStore(database)
    await create_tables(database)
    units = Units(store, Metrics())
    builder = ApplicationBuilder().token(DESK_TOKEN).request(request).get_updates_request(request)
    app: Application[Any, Any, Any, Any, Any, Any] = builder.concurrent_updates(units).build()
    seen = Watched(Desk(app, units, world), request)
    app.add_handler(TypeHandler(Update, seen.take))
    async with app:
        yield seen
    await store.close()
    await database.close()
