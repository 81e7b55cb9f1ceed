"""One world with the bot over it, from its beginning until everything begins anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack

from bot.chat.knowledge import Knowledge
from bot.chat.menu import show_face
from bot.playground.opening import bot_over, ringing
from bot.playground.page.acts import Acts
from bot.playground.page.cast import Cast, gather
from bot.playground.page.notes import NotedUnits, Notes
from bot.playground.telegram import Call, Desk, DeskRequest
from bot.playground.world import World
from bot.storage.database import Database
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore


class Scene:
    """A world, its people and the bot, which is replaced where the knowledge is read again.

    `called` is told of each call of the bot, `rung` of each reminder.
    """

    def __init__(
        self, world: World, database: Database, notes: Notes, called: Callable[[Call], None], rung: Callable[[], None]
    ) -> None:
        self.world = world
        self.request = DeskRequest(world, called)
        self._database = database
        self._store = SqlStore(database)
        self._units = NotedUnits(self._store, notes, SqlRecords(database).session)
        self._notes = notes
        self._rung = rung
        self._running = AsyncExitStack()
        self.cast: Cast
        self.acts: Acts

    async def begin(self, knowledge: Knowledge) -> None:
        """Open the bot and bring the people in."""
        desk = await self.set_bot(knowledge)
        self.cast = await gather(desk)
        self.acts = Acts(desk, self.cast, self._notes)

    async def set_bot(self, knowledge: Knowledge) -> Desk:
        """The bot with this knowledge in the place of the one before."""
        await self._running.aclose()
        app = bot_over(knowledge, self._database, self._units, self.request)
        await self._running.enter_async_context(app)
        await show_face(app.bot, knowledge.library)
        await self._running.enter_async_context(ringing(knowledge, app, self._database, self._rung))
        return Desk(app, self._units, self.world)

    async def change_knowledge(self, knowledge: Knowledge) -> None:
        """Go on in the same world with what was read again."""
        self.acts.desk = await self.set_bot(knowledge)

    async def close(self) -> None:
        """Close the bot and the database."""
        await self._running.aclose()
        await self._store.close()
