"""What the bot says, free of Telegram's types, and the limits that hold for it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

DATA_LIMIT = 64  # bytes of a button's data (Bot API: InlineKeyboardButton)
ROW_LIMIT = 8  # buttons in a row
BUTTONS_LIMIT = 100  # buttons under one message
LABEL_LIMIT = 64  # characters of a label that phones still show


@dataclass(frozen=True)
class Button:
    """One button: it either sends `data` back to the bot or opens `url`."""

    label: str
    data: str = ""
    url: str = ""


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Reply:
    """One message: Telegram HTML and rows of buttons."""

    html: str
    rows: tuple[Row, ...] = ()

    def buttons(self) -> Iterator[Button]:
        """Every button, row by row."""
        for row in self.rows:
            yield from row


def fill(template: str, **values: object) -> str:
    """A text of `texts.yaml` with its placeholders filled in, each value escaped."""
    return template.format(**{name: html.escape(str(value), quote=False) for name, value in values.items()})


def escape(text: str) -> str:
    """Plain text as Telegram HTML."""
    return html.escape(text, quote=False)
