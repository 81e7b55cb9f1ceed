"""Polls a Bot API server until the process is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application

from bot.errors import StartupError, UsageError

log = structlog.stdlib.get_logger(__name__)

AnyApp = Application[Any, Any, Any, Any, Any, Any]


async def poll(
    app: AnyApp, allowed_updates: Sequence[str], api_url: str, once_connected: Callable[[], Awaitable[None]]
) -> None:
    """Serve updates until SIGINT or SIGTERM; a wrong token or an unreachable API raises StartupError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await _connect(app, api_url)
    try:
        await once_connected()
        if app.updater is None:
            raise StartupError("The application was built without an updater.")
        await app.updater.start_polling(allowed_updates=list(allowed_updates), error_callback=_on_poll_error)
        await app.start()
        log.info("polling", bot=app.bot.username)
        await stop.wait()
        log.info("stopping")
        await app.updater.stop()
        await app.stop()
    finally:
        await app.shutdown()


async def _connect(app: AnyApp, api_url: str) -> None:
    try:
        await app.initialize()
    except InvalidToken:
        raise UsageError(
            "Telegram does not accept TELEGRAM_BOT_TOKEN; copy it again from @BotFather (/mybots, API Token)."
        ) from None
    except BadRequest as error:  # PTB counts it among network errors
        raise StartupError(f"The Bot API at {api_url} refused the bot: {error.message}.") from None
    except NetworkError:
        raise StartupError(
            f"The Bot API at {api_url} cannot be reached; check the network connection and TELEGRAM_API_URL."
        ) from None
    except TelegramError as error:
        raise StartupError(f"The Bot API at {api_url} refused the bot: {error.message}.") from None


def _on_poll_error(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.error("another process polls with the same token; stop it, or use a second bot for trying things out")
    else:
        log.warning("polling failed and goes on", reason=type(error).__name__)
