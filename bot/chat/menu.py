"""The bot's face in Telegram: command menus by scope, description, short description; set only where they differ."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.chat.knowledge import Knowledge
from bot.content.library import Library

log = structlog.stdlib.get_logger(__name__)

PRIVATE = (
    "pinjaman",
    "burnout",
    "harga",
    "lanjut",
    "batal",
    "riwayat",
    "pomodoro",
    "topik",
    "tanya",
    "bantuan",
    "privasi",
    "hapusdata",
    "start",
)
GROUP = ("tanya", "harga", "pinjaman", "burnout", "lanjut", "bantuan")
GROUP_ADMINS = (*GROUP, "pengaturan")
OPERATORS = (*PRIVATE, "statistik", "belum", "muat")


def menus(library: Library) -> list[tuple[BotCommandScope, list[BotCommand]]]:
    """Which commands are offered to everybody where."""
    return [
        (BotCommandScopeAllPrivateChats(), _commands(library, PRIVATE)),
        (BotCommandScopeAllGroupChats(), _commands(library, GROUP)),
        (BotCommandScopeAllChatAdministrators(), _commands(library, GROUP_ADMINS)),
    ]


def _commands(library: Library, names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(name, getattr(library.texts.commands, name)) for name in names]


async def show_face(bot: Bot, library: Library, operators: Iterable[int] = ()) -> None:
    """Set menus and descriptions; Telegram limits how often, and a failure must not keep the bot from working.

    Each operator (user id) has a menu of their own in their private chat.
    """
    profile = library.texts.profile
    try:
        for scope, commands in menus(library):
            await _offer(bot, scope, commands)
        if (await bot.get_my_description()).description != profile.description:
            await bot.set_my_description(profile.description)
        if (await bot.get_my_short_description()).short_description != profile.short_description:
            await bot.set_my_short_description(profile.short_description)
    except TelegramError as error:
        log.warning("menus or descriptions could not be set", reason=error.message)
    for operator in operators:
        await _offer_to_operator(bot, operator, _commands(library, OPERATORS))


async def _offer_to_operator(bot: Bot, operator: int, commands: list[BotCommand]) -> None:
    try:
        await _offer(bot, BotCommandScopeChat(operator), commands)
    except TelegramError as error:  # they have never written to the bot, say: that is none of the others' business
        log.info("an operator's menu could not be set", reason=error.message)


async def _offer(bot: Bot, scope: BotCommandScope, commands: list[BotCommand]) -> None:
    if list(await bot.get_my_commands(scope=scope)) != commands:
        await bot.set_my_commands(commands, scope=scope)


class Face:
    """Keeps menus and descriptions as the knowledge in use has them."""

    def __init__(self, bot: Bot, operators: Iterable[int]) -> None:
        self._through = bot
        self._operators = sorted(operators)
        self._shown: tuple[object, object] | None = None
        self._wanted: Library | None = None
        self._showing: asyncio.Task[None] | None = None

    def show(self, knowledge: Knowledge) -> None:
        """See to it in the background; another version meanwhile is shown after that."""
        self._wanted = knowledge.library
        if self._showing is None or self._showing.done():
            self._showing = asyncio.create_task(self._show())

    async def shown(self) -> None:
        """Return when all that was wanted is shown."""
        if self._showing:
            await self._showing

    async def _show(self) -> None:
        while (library := self._wanted) is not None:
            self._wanted = None
            texts = (library.texts.commands, library.texts.profile)
            if texts != self._shown:
                self._shown = texts
                await show_face(self._through, library, self._operators)
