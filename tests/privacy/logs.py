"""The real logs at DEBUG, as text and as JSON at once."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO

import structlog
from pydantic import SecretStr

from bot.log import set_up_logs
from bot.playground.telegram import DESK_TOKEN
from bot.settings import Settings

PASSWORD, SECRET = "kata-sandi-basis-data", "gembok-webhook-rahasia"
SETTINGS = Settings(
    telegram_bot_token=SecretStr(DESK_TOKEN),
    webhook_secret=SecretStr(SECRET),
    database_url=SecretStr(f"postgresql://kawan:{PASSWORD}@db.example/kawan"),
    log_level="DEBUG",
)


@contextmanager
def logged() -> Iterator[StringIO]:
    """Log as the bot does, in both forms into one stream; afterwards all is as before."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook, sys.unraisablehook)
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in list(root.manager.loggerDict)}
    stream = StringIO()
    try:
        root.handlers[:] = []
        with redirect_stderr(stream):
            set_up_logs(SETTINGS.model_copy(update={"log_format": "text"}))
            (as_text,) = root.handlers
            root.handlers[:] = []
            set_up_logs(SETTINGS.model_copy(update={"log_format": "json"}))
        root.addHandler(as_text)
        structlog.configure(cache_logger_on_first_use=False)  # the bot's own loggers are used by other tests as well
        yield stream
    finally:
        root.handlers[:], root.level = before, level
        for name, was in levels.items():
            logging.getLogger(name).setLevel(was)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        structlog.reset_defaults()
