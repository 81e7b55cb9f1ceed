"""Checks the small HTML that Telegram understands, in texts written by the owner."""

from __future__ import annotations

from html.parser import HTMLParser

TELEGRAM_TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"})


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fault: str | None = None
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TELEGRAM_TAGS:
            self.fault = self.fault or f"Telegram does not know the tag <{tag}>"
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fault = self.fault or f"Telegram does not know the tag <{tag}/>"

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.fault = self.fault or f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self.fault = self.fault or "a lone < stands in the text (write &lt;)"


def markup_fault(text: str) -> str | None:
    """What Telegram would refuse in this HTML, or None where it is fine."""
    checker = _Checker()
    checker.feed(text)
    checker.close()
    if checker.fault is None and checker.open:
        return f"<{checker.open[-1]}> is never closed"
    return checker.fault
