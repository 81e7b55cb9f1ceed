"""The first words with the Bot API, the signals that end a process, and the fastest loop that there is."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.delivery.units import AnyApp
from bot.errors import StartupError, UsageError

WRONG_TOKEN = "Telegram does not accept TELEGRAM_BOT_TOKEN; copy it again from @BotFather (/mybots, API Token)."  # noqa: S105
FINISH_WITHIN = 20.0  # seconds for what is in flight when the process is told to stop


async def connect(app: AnyApp, api_url: str) -> None:
    """Open the application and greet the Bot API; raises StartupError where that cannot work."""
    try:
        await app.initialize()
    except InvalidToken:
        raise UsageError(WRONG_TOKEN) from None
    except BadRequest as error:  # PTB counts it among network errors
        raise StartupError(f"The Bot API at {api_url} refused the bot: {error.message}.") from None
    except NetworkError:
        raise StartupError(
            f"The Bot API at {api_url} cannot be reached; check the network connection and TELEGRAM_API_URL."
        ) from None
    except TelegramError as error:
        raise StartupError(f"The Bot API at {api_url} refused the bot: {error.message}.") from None


def stop_on_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    return stop


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end, on uvloop where it is installed."""
    try:
        from uvloop import new_event_loop
    except ImportError:  # Windows
        asyncio.run(main)
        return
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(main)
