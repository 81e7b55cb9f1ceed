"""Leads an alarm to whoever rings its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.chat.membership import WELCOME
from bot.storage.protocols import Alarm


class Ringer(Protocol):
    """Somebody who rings alarms."""

    async def ring(self, alarm: Alarm) -> Alarm | None:
        """Ring; the alarm as it goes on, None where it is over."""

    def missed(self, alarm: Alarm) -> Alarm | None:
        """The same of an alarm that could not ring for an hour."""


class Rings:
    """People's alarms go one way, a group's welcomes another; each is made anew for the knowledge that is in use."""

    def __init__(self, people: Callable[[], Ringer], welcomes: Callable[[], Ringer]) -> None:
        self._people = people
        self._welcomes = welcomes

    async def ring(self, alarm: Alarm) -> Alarm | None:
        """Ring an alarm of any kind."""
        return await self._of(alarm).ring(alarm)

    def missed(self, alarm: Alarm) -> Alarm | None:
        """What becomes of an alarm that could not ring for an hour."""
        return self._of(alarm).missed(alarm)

    def _of(self, alarm: Alarm) -> Ringer:
        return self._welcomes() if alarm.kind == WELCOME else self._people()
