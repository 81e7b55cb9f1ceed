"""Reads the HTML of messages as the Bot API does: plain text and entities, or the fault that it would answer with."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from bot.content.markup import ENTITY_TYPES


class MarkupError(ValueError):
    """The HTML is not what the Bot API takes."""


@dataclass
class Parsed:
    """A message's text without markup, and its entities (offsets and lengths in UTF-16 units)."""

    text: str = ""
    entities: list[dict[str, object]] = field(default_factory=list)


def utf16_length(text: str) -> int:
    """The length that Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[dict[str, object]] = []
        self._open: list[tuple[str, int, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ENTITY_TYPES:
            raise MarkupError(f'Unsupported start tag "{tag}"')
        self._open.append((tag, utf16_length(self.text), dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise MarkupError(f'Unexpected end tag "{tag}"')
        name, offset, attrs = self._open.pop()
        kind = "expandable_blockquote" if name == "blockquote" and "expandable" in attrs else ENTITY_TYPES[name]
        entity: dict[str, object] = {"type": kind, "offset": offset, "length": utf16_length(self.text) - offset}
        if name == "a":
            entity["url"] = attrs.get("href") or ""
        if entity["length"]:
            self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        self.text += data

    def finish(self) -> Parsed:
        self.close()
        if self._open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        return Parsed(self.text.strip(), self.entities)


def parse_html(html: str) -> Parsed:
    """The text and entities of a message sent with parse_mode=HTML; raises MarkupError."""
    parser = _Parser()
    parser.feed(html)
    return parser.finish()
