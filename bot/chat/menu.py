"""The bot's face in Telegram: command menus by scope, description, short description; set only where they differ."""

from __future__ import annotations

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

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


def menus(library: Library) -> list[tuple[BotCommandScope, list[BotCommand]]]:
    """Which commands are offered where."""

    def commands(names: tuple[str, ...]) -> list[BotCommand]:
        return [BotCommand(name, getattr(library.texts.commands, name)) for name in names]

    return [
        (BotCommandScopeAllPrivateChats(), commands(PRIVATE)),
        (BotCommandScopeAllGroupChats(), commands(GROUP)),
        (BotCommandScopeAllChatAdministrators(), commands(GROUP_ADMINS)),
    ]


async def show_face(bot: Bot, library: Library) -> None:
    """Set menus and descriptions; Telegram limits how often, and a failure must not keep the bot from working."""
    profile = library.texts.profile
    try:
        for scope, commands in menus(library):
            if list(await bot.get_my_commands(scope=scope)) != commands:
                await bot.set_my_commands(commands, scope=scope)
        if (await bot.get_my_description()).description != profile.description:
            await bot.set_my_description(profile.description)
        if (await bot.get_my_short_description()).short_description != profile.short_description:
            await bot.set_my_short_description(profile.short_description)
    except TelegramError as error:
        log.warning("menus or descriptions could not be set", reason=error.message)
