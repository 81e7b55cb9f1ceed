"""Structured logs on standard error: events and ids, never a person's text, never the token."""

from __future__ import annotations

import logging
import sys

import structlog

from bot.settings import Settings

_TALKATIVE = ("httpx", "httpcore", "telegram", "aiosqlite", "sqlalchemy", "asyncpg", "aiohttp")
_QUIET = (*_TALKATIVE, "alembic", "uvicorn")


def set_up_logs(settings: Settings) -> None:
    """Send all logs, the libraries' included, through structlog as text or JSON lines."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    as_json = settings.log_format == "json"
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # the rich one shows local variables: people's texts
        )
    )
    if as_json:
        shared.append(structlog.processors.format_exc_info)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    foreign = [*shared, _withhold]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=foreign))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # httpx writes every URL at INFO and PTB whole updates at DEBUG, aiosqlite what it writes: token and texts.
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _withhold(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """What these libraries log may quote an update, a URL or an answer: only where and how bad is kept."""
    if str(event.get("logger", "")).split(".")[0] in _TALKATIVE:
        cause = event.pop("exc_info", None)
        event["event"] = "a library's message is withheld, it may quote what a person wrote"
        if isinstance(cause, tuple) and cause[0] is not None:
            event["reason"] = cause[0].__name__
    return event
