"""One world with the bot over it, from its beginning until everything begins anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack

from bot.chat.menu import Face
from bot.chat.office import Office
from bot.chat.versions import Current
from bot.playground.opening import bot_over, ringing
from bot.playground.page.acts import Acts
from bot.playground.page.cast import Cast, gather, people_of
from bot.playground.page.notes import NotedUnits, Notes
from bot.playground.telegram import Call, Desk, DeskRequest
from bot.playground.world import World
from bot.storage.database import Database
from bot.storage.ledger import SqlLedger
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from bot.upkeep.keeper import Keeper


class Scene:
    """A world, its people and the bot, whose operator is the group's owner.

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

    async def begin(self, current: Current, keeper: Keeper) -> None:
        """Open the bot, whose knowledge `keeper` keeps, and bring the people in."""
        operators = frozenset({people_of(self.world)[-1].id})
        office = Office(operators, SqlLedger(self._database), keeper)
        app = bot_over(current, self._database, self._units, self.request, office)
        await self._running.enter_async_context(app)
        face = Face(app.bot, operators)
        current.follow(face.show)
        self._running.push_async_callback(face.shown)
        await face.shown()
        await self._running.enter_async_context(ringing(current, app, self._database, self._rung))
        desk = Desk(app, self._units, self.world)
        self.cast = await gather(desk)
        self.acts = Acts(desk, self.cast, self._notes)

    async def close(self) -> None:
        """Close the bot and the database."""
        await self._running.aclose()
        await self._store.close()
