"""The buttons under a message, held to the Bot API's limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.playground.refusals import bad

_URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?$|tg://\S+$", re.IGNORECASE)
"""The addresses that Telegram opens: a host with a dot in it, or one of its own."""


def asks_for_reply(markup: object) -> bool:
    """Whether it opens the reader's input line; that is the app's to show and no part of the message."""
    return isinstance(markup, dict) and markup.get("force_reply") is True


def checked_keyboard(markup: object) -> object:
    """An inline keyboard as a message keeps it, None where it has no buttons; raises ApiError."""
    if not markup:
        return None
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list):
        raise bad("object expected as reply markup")
    if sum(len(row) for row in rows) > 100:
        raise bad("reply markup is too long")
    for row in rows:
        if not 1 <= len(row) <= 8:
            raise bad("a row holds one to eight buttons")
        for button in row:
            _check_button(button)
    return markup if rows else None


def _check_button(button: Mapping[str, object]) -> None:
    if not button.get("text"):
        raise bad("inline keyboard button text is empty")
    actions = set(button) - {"text"}
    if len(actions) != 1 or not actions <= set(_CHECKS):
        raise bad("an inline button needs exactly one action")
    for action in actions:
        _CHECKS[action](button[action])


def _check_data(data: object) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")


def _check_url(url: object) -> None:
    if not _URL.match(str(url)):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_query(query: object) -> None:
    if not isinstance(query, str) or len(query) > 256:
        raise bad("BUTTON_SWITCH_INLINE_QUERY_INVALID")


def _check_copied(copied: object) -> None:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")


_CHECKS: dict[str, Callable[[object], None]] = {
    "callback_data": _check_data,
    "url": _check_url,
    "switch_inline_query": _check_query,
    "switch_inline_query_current_chat": _check_query,
    "copy_text": _check_copied,
}
