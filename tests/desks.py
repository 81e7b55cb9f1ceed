"""The application alone, over an in-memory Telegram: for tests of what moves updates to it."""

from __future__ import annotations

from telegram.request import BaseRequest

from bot.app import App
from bot.chat.knowledge import Knowledge
from bot.chat.versions import Current
from bot.delivery.units import Units
from bot.playground.opening import bot_over, office_over
from bot.storage.database import Database, in_memory


def app_over(knowledge: Knowledge, units: Units, request: BaseRequest, database: Database | None = None) -> App:
    """The whole bot, yet to be opened, nobody's in particular; its records are in `database`, else nowhere."""
    current, database = Current(knowledge), database or in_memory()
    return bot_over(current, database, units, request, office_over(current, database))
