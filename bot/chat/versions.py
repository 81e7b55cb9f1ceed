"""The knowledge that is in use, and the handlers over it: replaced as one while updates go on.

An update keeps the version that it began with: its handler, and all that this handler works with, are of one make.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from telegram import Update
from telegram.ext import Application, BaseHandler

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge

Handler = BaseHandler[Update, Context, None]
Table = Callable[[Knowledge], Sequence[Handler]]
"""Makes every handler over a knowledge, in the order in which they are tried."""


class Current:
    """Which knowledge is in use."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._followers: list[Callable[[Knowledge], None]] = []

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge that new updates begin with."""
        return self._knowledge

    def follow(self, told: Callable[[Knowledge], None]) -> None:
        """Tell `told` of this knowledge and of each that takes its place; it must not fail."""
        told(self._knowledge)
        self._followers.append(told)

    def use(self, knowledge: Knowledge) -> None:
        """Use another knowledge from now on."""
        self._knowledge = knowledge
        for told in self._followers:
            told(knowledge)


class Versions(BaseHandler[Update, Context, None]):
    """Hands an update to the first of the current handlers that takes it."""

    def __init__(self, current: Current, table: Table) -> None:
        super().__init__(_nobody)
        self._handlers: Sequence[Handler] = ()
        self._table = table
        current.follow(self._begin)

    def _begin(self, knowledge: Knowledge) -> None:
        self._handlers = self._table(knowledge)

    def check_update(self, update: object) -> tuple[Handler, object] | None:
        """The handler that takes the update, with what its own check found."""
        for handler in self._handlers:
            found = handler.check_update(update)
            if not (found is None or found is False):
                return handler, found
        return None

    async def handle_update(
        self,
        update: Update,
        application: Application[Any, Context, Any, Any, Any, Any],
        check_result: object,
        context: Context,
    ) -> None:
        """Let that handler have it."""
        if not isinstance(check_result, tuple):
            raise TypeError("an update was handed over without its handler")
        handler, found = check_result
        await handler.handle_update(update, application, found, context)


async def _nobody(_: Update, __: Context) -> None:
    raise LookupError("the handler of the versions itself handles nothing")
