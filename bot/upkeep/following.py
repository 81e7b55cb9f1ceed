"""Keeps this process's knowledge what all others use, and has it read again at a hangup (SIGHUP)."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.chat.office import Outcome
from bot.content.learned import FILE
from bot.storage.protocols import StorageLostError
from bot.upkeep.keeper import Keeper

log = structlog.stdlib.get_logger(__name__)

_EVERY = 3.0  # seconds between looks at the version in the database
_QUOTED = re.compile(r"([\"'`«“]).*[\"'`»”]")

Tell = Callable[[Outcome], Awaitable[None]]
"""Tells the operators of an outcome's problems and warnings; never fails."""


class Follower:
    """Looks at what others did, every few seconds."""

    def __init__(self, keeper: Keeper, tell: Tell, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._keeper = keeper
        self._tell = tell
        self._sleep = sleep
        self._lost = False

    async def begin(self) -> None:
        """Take over what was taught before this process began; what is wrong with that is told by `run`."""
        await self._look(self._keeper.begin)

    async def run(self) -> None:
        """Follow the other processes, for ever."""
        while True:
            await self._sleep(_EVERY)
            await self._look(self._keeper.follow)

    async def reload_at(self, hung_up: asyncio.Event) -> None:
        """Read the files again as often as the event is set, for ever."""
        while True:
            await hung_up.wait()
            hung_up.clear()
            await self._look(self._keeper.reload)

    async def _look(self, act: Callable[[], Awaitable[Outcome | None]]) -> None:
        try:
            outcome = await act()
        except StorageLostError as error:
            if not self._lost:
                log.warning("whether the knowledge has changed is not known", reason=str(error))
            self._lost = True
            return
        self._lost = False
        if outcome is None or not (outcome.problems or outcome.warnings):
            return
        if outcome.problems:
            log.error("the knowledge has problems, what was in use stays", problems=_loggable(outcome.problems))
        if outcome.warnings:
            log.warning("the knowledge is in use, but has to be looked at", warnings=_loggable(outcome.warnings))
        await self._tell(outcome)


def reload_at_hangup(reload: asyncio.Event, stop: asyncio.Event) -> None:
    """Have SIGHUP set `reload`, or `stop` where it means that the terminal is gone in which the process was started."""
    number = getattr(signal, "SIGHUP", None)
    if number is None:  # Windows
        return
    in_terminal = _has_terminal()

    def hung_up() -> None:
        (stop if in_terminal and not _has_terminal() else reload).set()

    asyncio.get_running_loop().add_signal_handler(number, hung_up)


def _has_terminal() -> bool:
    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:  # it is closed
        return False


def _loggable(lines: Sequence[str]) -> list[str]:
    return [loggable(line) for line in lines]


def loggable(line: str) -> str:
    """A line of the checker's without what it quotes, if that was learned from people."""
    return _QUOTED.sub(r"\1...\1", line) if FILE in line.partition(":")[0] else line
