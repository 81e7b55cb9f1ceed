"""Who runs the bot, and what they work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.content.learned import Learned
from bot.content.library import Library
from bot.storage.owner import Ledger

Change = Callable[[Learned], Learned]
"""What was taught, changed; pure, may be called more than once, and returns the same where nothing is to change."""


@dataclass(frozen=True)
class Outcome:
    """What came of changed knowledge.

    `problems` are the checker's lines: where there is one, nothing was changed and what was in use still is. `warnings`
    are lines on sample questions that go wrong because of it, and on a learned.yaml that cannot be read. `kept` says
    whether learned.yaml could be written (it is in the database whatever that says). `library` is what is in use now.
    """

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    version: int = 0
    kept: bool = True
    library: Library | None = None


class Upkeep(Protocol):
    """Changes the knowledge while the bot runs; every method raises StorageLostError where the database is away."""

    async def reload(self) -> Outcome:
        """Read the files again, check them beside what is in use, and use them, here and in every other process."""

    async def learned(self) -> Learned:
        """What was taught until now."""

    async def teach(self, change: Change) -> Outcome:
        """Change what was taught, in every process; where the checker finds a problem with it, nothing is changed."""


@dataclass(frozen=True)
class Office:
    """The operators by their user ids (they are written to in private), what they read, and what they change."""

    operators: frozenset[int]
    ledger: Ledger
    upkeep: Upkeep
