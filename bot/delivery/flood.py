"""How long Telegram asks to wait."""

from __future__ import annotations

import warnings
from datetime import timedelta

from telegram.error import RetryAfter
from telegram.warnings import PTBDeprecationWarning


def seconds_asked(error: RetryAfter) -> float:
    """The seconds of a RetryAfter; PTB is changing the type of its field and warns of that on every look."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
