"""Tells every operator something in private; one who cannot be told must not keep others from it."""

from __future__ import annotations

from collections.abc import Collection

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.chat.office import Outcome
from bot.chat.reloading import send_lines
from bot.chat.versions import Current

log = structlog.stdlib.get_logger(__name__)


class OperatorNews:
    """What operators are told unasked."""

    def __init__(self, bot: Bot, operators: Collection[int], current: Current) -> None:
        self._through = bot
        self._operators = sorted(operators)
        self._current = current

    async def tell(self, outcome: Outcome) -> None:
        """That this process goes on with the knowledge that it had, and why; or what to look at in a new one."""
        for operator in self._operators:
            try:
                await self._tell(operator, outcome)
            except TelegramError as error:
                log.info("an operator could not be told", reason=error.message)

    async def _tell(self, operator: int, outcome: Outcome) -> None:
        texts = self._current.knowledge.library.texts.reload
        for heading, lines in ((texts.unused, outcome.problems), (texts.warned, outcome.warnings)):
            if lines:
                await send_lines(self._through, operator, heading, lines, texts)
