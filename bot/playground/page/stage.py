"""The running playground: a scene that everybody shares, what pages are told of it, and what an author sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.chat.knowledge import Knowledge
from bot.chat.versions import Current
from bot.content.learned import Learned
from bot.content.library import Library
from bot.content.problems import Problem
from bot.playground.accounts import Json
from bot.playground.page.author import LastRead, panel_json
from bot.playground.page.feed import Feed
from bot.playground.page.ground import Ground
from bot.playground.page.notes import Notes, noted_knowledge
from bot.playground.page.scene import Scene
from bot.playground.page.view import state_json
from bot.playground.telegram import Call
from bot.playground.world import World
from bot.search.engine import Search
from bot.search.selfcheck import misleading_phrasings
from bot.storage.database import Database
from bot.storage.teachings import SqlTeachings
from bot.upkeep.keeper import Keeper

_CHECKED_AT_ONCE = 50  # phrasings, a fraction of a second
_SETTINGS = frozenset({"privacy", "admin"})
"""The acts after which pages are told everything: they change more than messages."""


class Stage:
    """Does what pages ask for, one act after the other, and tells them what came of it."""

    def __init__(
        self,
        knowledge_dir: Path,
        library: Library,
        ground: Ground,
        over: Callable[[Library, Notes], Knowledge] = noted_knowledge,
    ) -> None:
        self._knowledge_dir = knowledge_dir
        self._ground = ground
        self._notes = Notes()
        self._over = over
        self._current = Current(over(library, self._notes))
        self._read = LastRead(knowledge_dir.parent, _now())
        self._turn = asyncio.Lock()
        self._checking: asyncio.Task[None] | None = None
        self._scene: Scene
        self._keeper: Keeper
        self.feed = Feed(self._everything)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """The stage with its scene; raises UsageError where what was kept cannot be read."""
        await self._begin()
        try:
            yield
        finally:
            await self._stop_checking()
            async with self._turn:
                await self._scene.close()

    async def act(self, act: Json) -> Json:
        """Do one act of a page; raises ActError."""
        if act.get("act") == "reload":
            return await self._reload()
        async with self._turn:
            if act.get("act") == "clear":
                return await self._clear()
            try:
                return await self._scene.acts.do(act)
            finally:
                self._scene.request.calls.clear()
                if act.get("act") != "inline":  # a letter more changes nothing
                    self._ground.keep(self._scene.world)
                self._show(everything=str(act.get("act")) in _SETTINGS)

    @property
    def world(self) -> World:
        """Everything that there is now; another one after everything began anew."""
        return self._scene.world

    def file(self, file_id: str) -> bytes | None:
        """An uploaded picture."""
        return self.world.files.get(file_id)

    async def _begin(self) -> None:
        world, database = await self._ground.open()
        current = Current(self._current.knowledge)
        keeper = self._keeper_over(current, database)
        scene = Scene(world, database, self._notes, self._called, self._rung)
        await scene.begin(current, keeper)
        self._scene, self._current, self._keeper = scene, current, keeper  # only now, as pages may come at any moment
        await keeper.begin()
        self._notes.begin()
        self._notes.asked = None
        self._ground.keep(world)
        self.feed.begin(world)

    async def _clear(self) -> Json:
        """Begin anew: nobody has said anything, the bot knows nobody, and nobody taught it anything."""
        taught = await self._keeper.learned()
        await self._scene.close()
        self._ground.clear()
        await self._begin()
        if taught != Learned():
            await self._keeper.reload()
        return {}

    def _keeper_over(self, current: Current, database: Database) -> Keeper:
        """Keeps what is known in this playground alone; the owner's files are never written."""
        teachings = SqlTeachings(database)
        return Keeper(current, teachings, self._knowledge_dir, self._over_library, writes=False, told=self._was_read)

    def _over_library(self, library: Library) -> Knowledge:
        return self._over(library, self._notes)

    async def _reload(self) -> Json:
        """Read the knowledge again, while the bot goes on; where it has problems, it goes on with what it had."""
        await self._stop_checking()
        outcome = await self._keeper.reload()
        return {"reloaded": not outcome.problems}

    def _was_read(self, problems: Sequence[Problem]) -> None:
        """The knowledge was read, at a page's or at an operator's wish; without problems it is in use."""
        if problems:
            self._read = replace(self._read, problems=tuple(problems), in_use=False)
        else:
            self._read = LastRead(self._read.root, _now())
            if self._checking:
                self._checking.cancel()
            self._checking = asyncio.create_task(self._check(self._current.knowledge.library))
        self._show(everything=True)

    async def _check(self, library: Library) -> None:
        """Look for phrasings that mislead, beside everything else: it takes seconds, in short steps."""
        search = await asyncio.to_thread(Search, library)  # its own, as a search is for one thread
        for first in range(0, len(library.phrasings), _CHECKED_AT_ONCE):
            some = replace(library, phrasings=library.phrasings[first : first + _CHECKED_AT_ONCE])
            if found := await asyncio.to_thread(_misleading, some, search):
                self._read = replace(self._read, problems=(*self._read.problems, *found))
                self._show(everything=False)

    async def _stop_checking(self) -> None:
        if self._checking:
            self._checking.cancel()
            await asyncio.wait({self._checking})

    def _show(self, *, everything: bool) -> None:
        if everything:
            self.feed.begin(self._scene.world)
        else:
            self.feed.look()
            self.feed.tell("panel", self._panel())

    def _called(self, call: Call) -> None:
        self._notes.called(call)
        self.feed.called(call)

    def _rung(self) -> None:
        self._ground.keep(self._scene.world)
        self._show(everything=False)

    def _everything(self) -> Json:
        return state_json(self._scene.world, self._scene.cast, self._panel())

    def _panel(self) -> Json:
        return panel_json(self._notes, self._current.knowledge, self._read, self._scene.cast.group.topics)


def _misleading(library: Library, search: Search) -> list[Problem]:
    return list(misleading_phrasings(library, search))


def _now() -> str:
    """The local time of day, to the second, as it is written in Indonesia."""
    return datetime.now().astimezone().strftime("%H.%M.%S")
