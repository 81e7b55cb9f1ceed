"""What a message of the bot carries: an app of one's own can press buttons that are not there."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import MaybeInaccessibleMessage, Message


def data_under(message: MaybeInaccessibleMessage | None) -> Sequence[str]:
    """The data of the buttons under a message, none where it cannot be read any more."""
    markup = message.reply_markup if isinstance(message, Message) else None
    rows = markup.inline_keyboard if markup else ()
    return [button.callback_data for row in rows for button in row if isinstance(button.callback_data, str)]


def has_button(message: MaybeInaccessibleMessage | None, data: str) -> bool:
    """Whether a message really carries the button with these data."""
    return data in data_under(message)
