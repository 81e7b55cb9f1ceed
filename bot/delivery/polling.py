"""Polls a Bot API server until the process is told to stop.

The updates are fetched and read here, one by one: an update that cannot be read is skipped and neither blocks those
behind it nor reaches a log.
"""

from __future__ import annotations

import asyncio
import signal
import warnings
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram import Update
from telegram.error import BadRequest, Conflict, EndPointNotFound, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application
from telegram.warnings import PTBUserWarning

from bot.errors import StartupError, UsageError
from bot.flood import seconds_asked

log = structlog.stdlib.get_logger(__name__)

AnyApp = Application[Any, Any, Any, Any, Any, Any]

_LONG_POLL = 25  # seconds that the server may wait for news
_ANSWER_WITHIN = 10  # seconds on top, for the answer to arrive
_FIRST_PAUSE = 1.0  # seconds after a failure, doubled with each further one
_LONGEST_PAUSE = 30.0
_WRONG_TOKEN = "Telegram does not accept TELEGRAM_BOT_TOKEN; copy it again from @BotFather (/mybots, API Token)."  # noqa: S105


async def poll(
    app: AnyApp, allowed_updates: Sequence[str], api_url: str, once_connected: Callable[[], Awaitable[None]]
) -> None:
    """Serve updates until SIGINT or SIGTERM; a wrong token or an unreachable API raises StartupError."""
    stop = asyncio.Event()
    _stop_on_signals(stop)
    await _connect(app, api_url)
    try:
        await once_connected()
        await app.start()
        log.info("polling", bot=app.bot.username)
        fetching = asyncio.create_task(_fetch(app, list(allowed_updates)))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((fetching, stopping), return_when=asyncio.FIRST_COMPLETED)
        log.info("stopping")
        for task in (fetching, stopping):
            task.cancel()
        ended = await asyncio.gather(fetching, return_exceptions=True)
        if isinstance(ended[0], InvalidToken):
            raise UsageError(_WRONG_TOKEN)
    finally:
        if app.running:
            await app.stop()
        await app.shutdown()


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


async def _connect(app: AnyApp, api_url: str) -> None:
    try:
        await app.initialize()
        await app.bot.delete_webhook()
    except InvalidToken:
        raise UsageError(_WRONG_TOKEN) from None
    except BadRequest as error:  # PTB counts it among network errors
        raise StartupError(f"The Bot API at {api_url} refused the bot: {error.message}.") from None
    except NetworkError:
        raise StartupError(
            f"The Bot API at {api_url} cannot be reached; check the network connection and TELEGRAM_API_URL."
        ) from None
    except TelegramError as error:
        raise StartupError(f"The Bot API at {api_url} refused the bot: {error.message}.") from None


async def _fetch(app: AnyApp, allowed_updates: list[str]) -> None:
    """Fetch updates for ever; only a token that is no longer valid ends it (InvalidToken)."""
    offset, pause = 0, _FIRST_PAUSE
    while True:
        try:
            found = await _get_updates(app, offset, allowed_updates)
        except EndPointNotFound:  # how do_api_request words a token that is no longer valid
            raise InvalidToken from None
        except TelegramError as error:
            await asyncio.sleep(_told_pause(error, pause))
            pause = min(2 * pause, _LONGEST_PAUSE)
            continue
        pause = _FIRST_PAUSE
        for raw in found:
            offset = int(raw["update_id"]) + 1
            if (update := _read(raw, app)) is not None:
                await app.update_queue.put(update)


async def _get_updates(app: AnyApp, offset: int, allowed_updates: list[str]) -> list[dict[str, Any]]:
    """The raw updates from `offset` on: PTB's own method reads all or none, and logs what it cannot read."""
    wanted = {"offset": offset, "timeout": _LONG_POLL, "allowed_updates": allowed_updates}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBUserWarning)
        found = await app.bot.do_api_request("getUpdates", wanted, read_timeout=_LONG_POLL + _ANSWER_WITHIN)
    return list(found)


def _read(raw: dict[str, Any], app: AnyApp) -> Update | None:
    try:
        return Update.de_json(raw, app.bot)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        log.warning("an update could not be read", update_id=raw.get("update_id"), reason=type(error).__name__)
        return None


def _told_pause(error: TelegramError, pause: float) -> float:
    """Tell of a failed poll; the seconds to wait."""
    if isinstance(error, Conflict):
        log.error("another process polls with the same token; stop it, or use a second bot for trying things out")
    elif isinstance(error, RetryAfter):
        return seconds_asked(error)
    else:
        log.warning("polling failed and goes on", reason=type(error).__name__, pause=pause)
    return pause
