"""Structured logs on standard error: events and ids, never a person's text, never a secret.

Whatever is logged passes one door: strings are scrubbed (bot/scrubbing.py), exceptions are told as bot/causes.py
allows, of any other object only the type is told, and of what a library says only sentences that are known.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

import structlog
from pydantic import SecretStr

from bot.causes import told, without_quotations
from bot.scrubbing import Scrubber
from bot.settings import Settings

_TALKATIVE = ("httpx", "httpcore", "telegram", "aiosqlite", "sqlalchemy", "asyncpg", "aiohttp")
_QUIET = (*_TALKATIVE, "alembic", "uvicorn", "sentry_sdk", "urllib3")
_KNOWN = frozenset(
    {
        "Exception in ASGI application",
        "Future exception was never retrieved",
        "Invalid HTTP request received.",
        "Task exception was never retrieved",
        "Task was destroyed but it is pending!",
        "Unclosed client session",
        "Unclosed connector",
        "Unhandled exception in event loop",
    }
)
_WITHHELD = "a library's message is withheld, it may quote what a person wrote"
_ERROR_ID = re.compile(r"[0-9a-f]{8}")  # may be all digits, and must be found again
_LONG_NUMBER = 10**9  # from here on it may be a telephone's or a person's; update ids are shorter or named
_DEEPEST = 8  # how deeply lists and dictionaries are told

_Event = structlog.typing.EventDict


def set_up_logs(settings: Settings) -> None:
    """Send all logs, the libraries' and uncaught exceptions included, through structlog as text or JSON lines."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    named: list[structlog.typing.Processor] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *named,
            _hold_cause,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = _Handler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*named, withhold],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                Door(Scrubber(secrets_of(settings))),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(ensure_ascii=False)
                if settings.log_format == "json"
                else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # httpx writes every URL at INFO and PTB whole updates at DEBUG, aiosqlite what it writes: nothing to be seen of it.
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    _log_the_uncaught()


def secrets_of(settings: Settings) -> set[str]:
    """Every text of the settings that nobody may read, with the parts that are secret by themselves."""
    values = [value for value in dict(settings).values() if isinstance(value, SecretStr)]
    if settings.database_url in values:
        values.remove(settings.database_url)  # a file's name is no secret; what is in the address follows
    secrets = {value.get_secret_value() for value in values}
    for value in tuple(secrets):
        secrets.update(part for part in value.split(":")[1:2] if "/" not in part)  # a token without its number
    addresses = [settings.database_url.get_secret_value(), settings.webhook_url, settings.telegram_api_url, *secrets]
    return secrets.union(*map(_in_address, addresses)) - {""}


def _in_address(address: str) -> set[str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return set()
    named = {value for name, value in parse_qsl(parts.query) if re.search("pass|secret|token|key", name, re.IGNORECASE)}
    key = parts.username if parts.hostname and not parts.password and address.startswith("http") else None
    return named | {part for part in (parts.password, key) if part}


class Door:
    """Lets of an event only what may be read; the last thing before it is written."""

    def __init__(self, scrub: Scrubber) -> None:
        self._scrub = scrub

    def __call__(self, _: object, __: str, event: _Event) -> _Event:
        """The event with safe values; of `exc_info`, an exception by then, `exception` is left."""
        cause = event.pop("exc_info", None)
        named = {name: event.pop(name) for name in ("level", "logger") if name in event}  # code names them
        safe: _Event = {self._scrub(name): self._value(name, value) for name, value in event.items()}
        safe.update(named)
        if isinstance(cause, BaseException):
            safe["exception"] = self._scrub.hide(told(cause, self._scrub))
        return safe

    def _value(self, name: str, value: object, depth: int = 0) -> object:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return value + 0 if abs(value) < _LONG_NUMBER or name == "update_id" else "[angka]"
        if isinstance(value, str):
            if name == "error_id" and _ERROR_ID.fullmatch(value):
                return str(value)
            return self._scrub(without_quotations(value) if name == "reason" else value)  # often Telegram's words
        if isinstance(value, BaseException):
            return self._scrub.hide(told(value, self._scrub).split("\n", 1)[0])
        if depth < _DEEPEST and isinstance(value, Mapping):
            return {self._scrub(str(key)): self._value("", inner, depth + 1) for key, inner in value.items()}
        if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
            return [self._value("", inner, depth + 1) for inner in value]
        return f"<{type(value).__name__}>"


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]  # generic in its stubs only
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say that a record cannot be written; logging itself would print the record with all its arguments."""
        kind = sys.exc_info()[0]
        sys.stderr.write(f"a log record cannot be written: {kind.__name__ if kind else 'unknown'}\n")


def _hold_cause(_: logging.Logger | None, __: str, event: _Event) -> _Event:
    """Make an exception of `exc_info` while it can still be found; what is none of its forms is dropped."""
    held = event.pop("exc_info", None)
    cause = held[1] if isinstance(held, tuple) and len(held) == 3 else held
    if isinstance(cause, BaseException):
        event["exc_info"] = cause
    elif cause and (current := sys.exc_info()[1]):
        event["exc_info"] = current
    event.pop("stack_info", None)
    return event


def withhold(logger: logging.Logger | None, name: str, event: _Event) -> _Event:
    """What libraries log may quote an update, a URL or an answer: only where, how bad and what was raised is kept."""
    said = str(event["event"]).strip().split("\n", 1)[0]
    event["event"] = said if said in _KNOWN else _WITHHELD
    return _hold_cause(logger, name, event)


def _log_the_uncaught() -> None:
    """Send to the log what Python would print with its message: exceptions that end a process, a thread or nothing."""
    log = structlog.stdlib.get_logger("bot")

    def ends(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        log.critical("an exception that nobody caught ends the process", exc_info=error)

    def ends_thread(caught: threading.ExceptHookArgs) -> None:
        log.critical("an exception that nobody caught ends a thread", exc_info=caught.exc_value)

    def passes(caught: sys.UnraisableHookArgs) -> None:
        log.error("an exception could not be raised", exc_info=caught.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = ends, ends_thread, passes
