"""Reads updates as they come from Telegram: one that cannot be read harms no other and reaches no log."""

from __future__ import annotations

from typing import Any

import structlog
from telegram import Bot, Update

log = structlog.stdlib.get_logger(__name__)


def is_update(raw: object) -> bool:
    """Whether something decoded from JSON is an update, of whatever kind."""
    if not isinstance(raw, dict):
        return False
    update_id = raw.get("update_id")
    return isinstance(update_id, int) and not isinstance(update_id, bool) and 0 <= update_id < 2**63


def read_update(raw: dict[str, Any], bot: Bot) -> Update | None:
    """The update, or None where its parts are not what Telegram documents."""
    try:
        return Update.de_json(raw, bot)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        log.warning("an update could not be read", update_id=raw.get("update_id"), reason=type(error).__name__)
        return None
