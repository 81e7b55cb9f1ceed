"""The small HTML that Telegram understands, and a check of it in texts written by the owner."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# What the Bot API calls each tag (formatting options, HTML style).
ENTITY_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}


_UNREAD = re.compile(r"&(?!(?:lt|gt|amp|quot);)[A-Za-z]\w*;")
"""Named characters that Telegram does not read."""


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fault: str | None = None
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ENTITY_TYPES:
            self.note(f"Telegram does not know the tag <{tag}>")
        elif tag == "a" and not dict(attrs).get("href"):
            self.note('<a> needs an address: <a href="https://...">')
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.note(f"Telegram does not know the tag <{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.note(f"</{tag}> closes nothing")

    def handle_comment(self, data: str) -> None:
        self.note("Telegram takes no <!-- comment -->")

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self.note("a lone < stands in the text (write &lt;)")

    def note(self, fault: str) -> None:
        self.fault = self.fault or fault


def markup_fault(text: str) -> str | None:
    """What Telegram would refuse in this HTML, or None where it is fine."""
    checker = _Checker()
    checker.feed(text)
    checker.close()
    if checker.fault is None and checker.open:
        return f"<{checker.open[-1]}> is never closed"
    if checker.fault is None and (unread := _UNREAD.search(text)):
        return f"Telegram shows {unread[0]} just so (write the character itself)"
    return checker.fault
