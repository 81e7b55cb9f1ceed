"""What every handler is given: the update's unit of work and the session in it."""

from __future__ import annotations

from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from bot.chat.session import Session
from bot.storage.protocols import Unit, unit_in_hand

AnyDict = dict[Any, Any]


class Context(CallbackContext[ExtBot[None], AnyDict, AnyDict, AnyDict]):
    """PTB's context, with the unit of the update that is being handled."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(application, chat_id, user_id)
        self.unit: Unit = unit_in_hand.get()
        self.session = Session(self.unit.state)
