"""Reads and builds a knowledge beside the one that is in use, and lets go of the one that was."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from bot.chat.knowledge import Knowledge
from bot.content.learned import Learned
from bot.content.learned_file import learned_text
from bot.content.library import Library
from bot.content.loader import inspect_knowledge
from bot.content.problems import Problem
from bot.search.harm import learning_harm, near, samples_of

_TURN = 0.001  # seconds that the building thread computes before others get their turn, instead of Python's 5 ms


class Inspected(NamedTuple):
    """What was read: the library, None where it cannot be used, and all of its problems."""

    library: Library | None
    problems: list[Problem]


class Builder:
    """Works in a thread, so that updates are handled meanwhile.

    It is always the same one: each takes its own memory, and in that of many there would be holes.
    """

    def __init__(self, folder: Path, over: Callable[[Library], Knowledge]) -> None:
        self._folder = folder
        self._over = over
        self._thread = ThreadPoolExecutor(1, "knowledge")

    async def inspect(self, learned: Learned | None) -> Inspected:
        """The files as they are now, with this in the place of learned.yaml (None: with that itself)."""
        text = None if learned is None else learned_text(learned)
        loop = asyncio.get_running_loop()
        return Inspected(*await loop.run_in_executor(self._thread, inspect_knowledge, self._folder, text))

    async def build(self, library: Library) -> Knowledge:
        """The knowledge over a library, ready to be used."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._build, library)

    async def harm(self, before: Library, knowledge: Knowledge) -> tuple[str, ...]:
        """What newly learned phrasings break, a line each; the knowledge must not be in use yet."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _harm, before, knowledge)

    def _build(self, library: Library) -> Knowledge:
        with _giving_way():
            knowledge = self._over(library)
            knowledge.search.typed("a")  # makes its table of beginnings, for which nobody who types shall wait
        return knowledge


def _harm(before: Library, knowledge: Knowledge) -> tuple[str, ...]:
    library, search = knowledge.library, knowledge.search
    held = {(phrasing.text, phrasing.entry_id) for phrasing in before.phrasings}
    new = [one.text for one in library.phrasings if one.learned and (one.text, one.entry_id) not in held]
    if not new:
        return ()
    with _giving_way():
        samples = near(search, samples_of(library), new)
        slices = learning_harm(before, library, samples, search)
        return tuple(str(harm.warning) for some in slices for harm in some)


@contextmanager
def _giving_way() -> Iterator[None]:
    """Let other threads have their turn sooner than Python does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def forget_unused() -> None:
    """Let go of what only earlier versions of the knowledge hold; it stops everything for about a tenth of a second.

    A process that serves freezes what it begins with out of garbage collection, and earlier versions are in it, in
    circles.
    """
    frozen = gc.get_freeze_count() > 0
    if frozen:
        gc.unfreeze()
    gc.collect()
    if frozen:
        gc.freeze()
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library than GNU's has no such call
            ctypes.CDLL(None).malloc_trim(0)  # what is free goes back to the machine
