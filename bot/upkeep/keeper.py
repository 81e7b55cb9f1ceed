"""Reads the knowledge again, or learns something, and puts it to use in this process and all others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto
from pathlib import Path

import structlog

from bot.chat.knowledge import Knowledge
from bot.chat.office import Change, Outcome
from bot.chat.versions import Current
from bot.content.learned import Learned
from bot.content.learned_file import learned_text, read_learned
from bot.content.library import Library
from bot.content.problems import Problem
from bot.errors import KnowledgeError
from bot.storage.owner import Taught, Teachings
from bot.storage.protocols import StorageLostError
from bot.upkeep.building import Builder, Inspected, forget_unused
from bot.upkeep.disk import FileChangedError, Found, LearnedFile, alike
from bot.upkeep.reconciling import numbered, reconciled

log = structlog.stdlib.get_logger(__name__)

_TRIES = 20
_QUIET_AFTER = 10.0  # seconds, in which whoever began with the knowledge before finishes


class _Why(Enum):
    """What a knowledge is read for."""

    BEGIN = auto()  # the process starts; nothing is read where nothing was taught
    RELOAD = auto()  # every process is to read its files
    TEACH = auto()  # something may have been taught


class Keeper:
    """See `chat.office.Upkeep`; the knowledge is read from `folder`, learned.yaml is written there if it `writes`.

    `told` is called with the problems of each reading; where there are none, what was read is in use.
    """

    def __init__(
        self,
        current: Current,
        teachings: Teachings,
        folder: Path,
        over: Callable[[Library], Knowledge] = Knowledge.of,
        *,
        writes: bool = True,
        told: Callable[[Sequence[Problem]], None] = lambda _: None,
    ) -> None:
        self._current = current
        self._teachings = teachings
        self._builder = Builder(folder, over)
        self._file = LearnedFile(folder, writes=writes)
        self._told = told
        self._lock = asyncio.Lock()
        self._version: int | None = None  # None: not compared with the database yet
        self._forgetting: asyncio.TimerHandle | None = None
        self._replaced = False  # since the last time that something was to be let go of

    async def reload(self) -> Outcome:
        """Read the files again, check them beside what is in use, and use them, here and in every other process."""
        return await self._renew(_Why.RELOAD)

    async def learned(self) -> Learned:
        """What was taught until now."""
        return _read((await self._teachings.taught()).learned)

    async def teach(self, change: Change) -> Outcome:
        """Change what was taught, in every process; where the checker finds a problem with it, nothing is changed."""
        return await self._renew(_Why.TEACH, change)

    async def begin(self) -> Outcome:
        """Make what the database and this disk hold of learned things one, as the process starts.

        What was loaded stays in use where there is a problem. Raises StorageLostError.
        """
        return await self._renew(_Why.BEGIN)

    async def follow(self) -> Outcome | None:
        """Use what another process has changed; None where nothing is new. Raises StorageLostError.

        Where this process's own files have problems, it goes on with what it has until there is something newer.
        """
        if self._version is None:
            return await self.begin()
        if (await self._teachings.taught()).version == self._version:
            return None
        async with self._lock:
            taught = await self._teachings.taught()
            if taught.version == self._version:
                return None
            return await self._take_over(taught)

    async def _renew(self, why: _Why, change: Change = lambda learned: learned) -> Outcome:
        async with self._lock:
            for _ in range(_TRIES):
                try:
                    outcome = await self._attempt(await self._teachings.taught(), why, change)
                except KnowledgeError as error:
                    return Outcome(error.problems, version=self._version or 0, library=self._library)
                except FileChangedError:
                    continue  # somebody edits it just now: with what they wrote
                if outcome:
                    return outcome
        raise StorageLostError("the knowledge is being changed by others all the time")

    async def _attempt(self, taught: Taught, why: _Why, change: Change) -> Outcome | None:
        """Reconcile, change, check, build, write, use; None where another process was quicker."""
        ours = _read(taught.learned)
        found, base, unread = await self._reconcile(ours, why)
        learned = change(base)
        news = not alike(learned, ours)
        if why is _Why.TEACH and not news:
            return Outcome(version=taught.version, kept=found.holds(ours), library=self._library)
        self._version = taught.version if self._version is None else self._version
        if why is _Why.BEGIN and not news and alike(ours, Learned()) and found.holds(ours):
            return Outcome(warnings=unread, version=taught.version, kept=not unread, library=self._library)
        inspected = await self._builder.inspect(learned)
        knowledge = await self._built(inspected)
        if knowledge is None:
            return self._refused(inspected.problems)
        warnings = (*unread, *await self._builder.harm(self._library, knowledge)) if news else unread
        version: int | None = taught.version
        if news or why is _Why.RELOAD:
            learned = numbered(learned, ours, taught.version) if news else ours
            version = await self._teachings.teach(learned_text(learned), taught.version)
        if version is None:
            return None
        self._use(knowledge, version)
        kept = not unread and await asyncio.to_thread(self._file.write, learned, found)
        return Outcome(warnings=warnings, version=version, kept=kept, library=self._library)

    async def _reconcile(self, ours: Learned, why: _Why) -> tuple[Found, Learned, tuple[str, ...]]:
        """The file as it was found, what holds, and why the file could not be read, if that does not matter now."""
        found = Found(None)
        try:
            found = await asyncio.to_thread(self._file.read)
            return found, reconciled(found, ours), ()
        except KnowledgeError as error:
            if why is _Why.RELOAD:
                inspected = await self._builder.inspect(None)  # whatever else there is to mend
                self._told(inspected.problems)
                raise KnowledgeError(_lines(inspected.problems) or error.problems) from None
            return found, ours, error.problems

    async def _take_over(self, taught: Taught) -> Outcome:
        self._version = taught.version  # also where it cannot be used: it is tried once
        try:
            learned = _read(taught.learned)
        except KnowledgeError as error:
            return Outcome(error.problems, version=taught.version, library=self._library)
        inspected = await self._builder.inspect(learned)
        knowledge = await self._built(inspected)
        if knowledge is None:
            return self._refused(inspected.problems)
        self._use(knowledge, taught.version)
        return Outcome(version=taught.version, kept=await asyncio.to_thread(self._kept, learned), library=self._library)

    def _kept(self, learned: Learned) -> bool:
        """Whether the file holds what others taught; what somebody wrote into it is read at the next reload."""
        try:
            found = self._file.read()
            return self._file.write(learned, found) if found.untouched else found.holds(learned)
        except (KnowledgeError, FileChangedError):
            return False

    async def _built(self, inspected: Inspected) -> Knowledge | None:
        """The knowledge over what was read, None where that has problems; what is in use, if it is the same."""
        library = inspected.library
        if library is None or inspected.problems:
            return None
        return self._current.knowledge if library == self._library else await self._builder.build(library)

    def _refused(self, problems: Sequence[Problem]) -> Outcome:
        self._told(problems)
        return Outcome(_lines(problems), version=self._version or 0, library=self._library)

    def _use(self, knowledge: Knowledge, version: int) -> None:
        self._version = version
        if knowledge is not self._current.knowledge:
            self._current.use(knowledge)
            self._replaced = True
            self._forget_later()
        self._told(())
        log.info("the knowledge was read", version=version, entries=len(knowledge.library.entries))

    def _forget_later(self) -> None:
        """Let go of what was replaced: not yet, as updates are in flight, but however often it is replaced."""
        if self._replaced and self._forgetting is None:
            self._replaced = False
            self._forgetting = asyncio.get_running_loop().call_later(_QUIET_AFTER, self._forget)

    def _forget(self) -> None:
        self._forgetting = None
        forget_unused()
        self._forget_later()

    @property
    def _library(self) -> Library:
        return self._current.knowledge.library


def _read(text: str) -> Learned:
    return read_learned(text) if text else Learned()


def _lines(problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(map(str, problems))
