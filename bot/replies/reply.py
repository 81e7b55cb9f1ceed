"""What the bot says, free of Telegram's types, and the limits that hold for it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

DATA_LIMIT = 64  # bytes of a button's data (Bot API: InlineKeyboardButton)
ROW_LIMIT = 8  # buttons in a row
BUTTONS_LIMIT = 100  # buttons under one message
LABEL_LIMIT = 64  # characters of a label that phones still show
QUERY_LIMIT = 256  # characters of an inline query


@dataclass(frozen=True)
class Button:
    """One button: it sends `data` back to the bot, opens `url`, or begins the inline query `switch` in its chat."""

    label: str
    data: str = ""
    url: str = ""
    switch: str | None = None

    def __post_init__(self) -> None:
        too_long = len(self.data.encode()) > DATA_LIMIT or len(self.switch or "") > QUERY_LIMIT
        if too_long or not 1 <= len(self.label) <= LABEL_LIMIT:
            raise ValueError(f"a button is over Telegram's limits: {self.label!r}, {self.data!r}")


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Reply:
    """One message: Telegram HTML and rows of buttons."""

    html: str
    rows: tuple[Row, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) > ROW_LIMIT for row in self.rows) or sum(map(len, self.rows)) > BUTTONS_LIMIT:
            raise ValueError("a keyboard is over Telegram's limits")

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
