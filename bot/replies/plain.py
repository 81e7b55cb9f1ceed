"""A reply as plain text."""

from __future__ import annotations

from html.parser import HTMLParser

from bot.replies.reply import Reply


class _TextOnly(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def plain_text(reply: Reply) -> str:
    """What a reply says, its buttons as lines of their labels."""
    buttons = [f"  [{button.label}]" for button in reply.buttons()]
    return "\n".join((plain_words(reply.html), "", *buttons)) if buttons else plain_words(reply.html)


def plain_words(html: str) -> str:
    """What Telegram HTML says."""
    parser = _TextOnly()
    parser.feed(html)
    parser.close()
    return parser.text
