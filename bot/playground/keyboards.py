"""The buttons under a message, held to the Bot API's limits."""

from __future__ import annotations

from bot.playground.refusals import bad


def asks_for_reply(markup: object) -> bool:
    """Whether it opens the reader's input line; that is the app's to show and no part of the message."""
    return isinstance(markup, dict) and markup.get("force_reply") is True


def checked_keyboard(markup: object) -> object:
    """An inline keyboard as a message keeps it, None where it has no buttons; raises ApiError."""
    if markup is None:
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


def _check_button(button: dict[str, str]) -> None:
    if not button.get("text"):
        raise bad("inline keyboard button text is empty")
    actions = set(button) - {"text"}
    if len(actions) != 1 or not actions <= {"callback_data", "url"}:
        raise bad("an inline button needs exactly one action")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
