"""Reads the HTML of messages as the Bot API does: plain text and entities, or the fault that it would answer with."""

from __future__ import annotations

import re
import sys
from typing import NamedTuple

from bot.content.markup import ENTITY_TYPES
from bot.playground.formatted import EntityError, Parsed, tidied, utf16_length
from bot.playground.links import LinkError, checked_link, names_user

__all__ = ["MarkupError", "Parsed", "parse_html", "utf16_length"]

_TAGS = {**ENTITY_TYPES, "span": "spoiler", "tg-emoji": "custom_emoji"}
_END = "\0"
_SPACES = " \t\r\n\v\0"
_PLAIN = re.compile(r"[^<&]+")
_TAG_NAME = re.compile(rf"[^>{_SPACES}]*")
_ATTRIBUTE_NAME = re.compile(rf"[^=>/\"'{_SPACES}]*")
_BARE_VALUE = re.compile(r"[A-Za-z0-9.-]*")
_SPACE = re.compile(r"[ \t\r\n\v]*")
_NUMBER = re.compile(r"&#(?:x(?P<hex>[0-9a-fA-F]*)|(?P<decimal>[0-9]*));?")
_NAME = re.compile(r"&([A-Za-z]*);?")
_NAMES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOO_LONG_NUMBER = 10  # characters of a numeric reference, without its semicolon
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = "language-"
_EMOJI_ID = re.compile(r"-?[1-9][0-9]*")


class MarkupError(ValueError):
    """The HTML is not what the Bot API takes."""


def parse_html(html: str) -> Parsed:
    """The text and entities of a message sent with parse_mode=HTML, tidied; raises MarkupError."""
    try:
        return tidied(_Reader(html).read())
    except EntityError as error:  # pragma: no cover - entities that are read from markup fit their text
        raise MarkupError(str(error)) from None


class _Tag(NamedTuple):
    name: str
    attributes: dict[str, str]
    offset: int
    """Where its text begins, in UTF-16 units."""
    place: int
    """How many pieces of text stand before it."""


class _Reader:
    """Goes through the HTML once, from tag to tag."""

    def __init__(self, html: str) -> None:
        self._html = html + _END
        self._size = len(html)
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[_Tag] = []
        self._entities: list[dict[str, object]] = []

    def read(self) -> Parsed:
        at = 0
        while at < self._size:
            at = self._step(at)
        if self._open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        text = "".join(self._pieces)
        if _SURROGATE.search(text):
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        for entity in self._entities:
            if entity["type"] == "code":  # a language is kept of blocks only
                entity.pop("language", None)
        return Parsed(text, self._entities)

    def _step(self, at: int) -> int:
        if plain := _PLAIN.match(self._html, at, self._size):
            self._add(plain[0])
            return plain.end()
        if self._html[at] == "&":
            char, end = _reference(self._html, at)
            self._add(char)
            return end
        return self._closes(at) if self._html[at + 1] == "/" else self._opens(at)

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += utf16_length(text)

    def _opens(self, begin: int) -> int:
        name, end = self._taken(_TAG_NAME, begin + 1)
        if self._html[end] == _END:
            raise self._fault("Unclosed start tag", begin)
        name = name.lower()
        if name not in _TAGS:
            raise self._fault(f'Unsupported start tag "{name}"', begin)
        attributes: dict[str, str] = {}
        while self._html[end := self._taken(_SPACE, end)[1]] != ">":
            end = self._attribute(name, begin, end, attributes)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._fault('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Tag(name, attributes, self._length, len(self._pieces)))
        return end + 1

    def _attribute(self, tag: str, begin: int, at: int, found: dict[str, str]) -> int:
        name, end = self._taken(_ATTRIBUTE_NAME, at)
        if not name:
            raise self._fault(f'Empty attribute name in the tag "{tag}"', begin)
        end = self._taken(_SPACE, end)[1]
        if self._html[end] == "=":
            end = self._taken(_SPACE, end + 1)[1]
            if self._html[end] != _END:
                found[name], end = self._value(end)
                if self._html[end] == _END:
                    raise self._fault("Unclosed start tag", begin)
                return end
        if self._html[end] == _END:
            raise self._fault(f'Unclosed start tag "{tag}"', begin)
        found.setdefault(name, "")
        return end

    def _value(self, at: int) -> tuple[str, int]:
        quote = self._html[at]
        if quote not in "\"'":
            value, end = self._taken(_BARE_VALUE, at)
            if self._html[end] not in f">{_SPACES}":
                raise self._fault("Unexpected end of name token", at)
            return value.lower(), end
        at += 1
        pieces = []
        while (char := self._html[at]) not in {quote, _END}:
            piece, at = _reference(self._html, at) if char == "&" else (char, at + 1)
            pieces.append(piece)
        return "".join(pieces), at + (char == quote)

    def _closes(self, begin: int) -> int:
        if not self._open:
            raise self._fault("Unexpected end tag", begin)
        name, end = self._taken(_TAG_NAME, begin + 2)
        end = self._taken(_SPACE, end)[1]
        if self._html[end] != ">":
            raise self._fault("Unclosed end tag", begin)
        tag, found = self._open.pop(), name.lower()
        if found not in {"", tag.name}:
            raise self._fault("Unmatched end tag", begin, f', expected "</{tag.name}>", found "</{found}>"')
        if self._length > tag.offset:
            self._mark(tag)
        return end + 1

    def _mark(self, tag: _Tag) -> None:
        """Note the entity of a tag that has just been closed."""
        entity: dict[str, object] = {"type": _TAGS[tag.name], "offset": tag.offset}
        entity["length"] = self._length - tag.offset
        if tag.name == "a":
            self._link(entity, tag.attributes.get("href") or "".join(self._pieces[tag.place :]))
        elif tag.name == "tg-emoji":  # which a bot may not use unless its owner pays for it: the text stays
            if not _EMOJI_ID.fullmatch(tag.attributes.get("emoji-id", "")):
                raise MarkupError("Invalid custom emoji identifier specified")
        elif tag.name in {"code", "pre"}:
            self._code(entity, tag.attributes.get("class", ""))
        else:
            if tag.name == "blockquote" and "expandable" in tag.attributes:
                entity["type"] = "expandable_blockquote"
            self._entities.append(entity)

    def _link(self, entity: dict[str, object], link: str) -> None:
        """A text that leads somewhere; where the address is none, or names a person unknown to us, the text stays."""
        try:
            url = checked_link(link)
        except LinkError:
            return
        if not names_user(link):
            self._entities.append({**entity, "url": url})

    def _code(self, entity: dict[str, object], given: str) -> None:
        """Code; a block and code that hold the same text are one block, in the language that the code names."""
        language = given.removeprefix(_LANGUAGE) if entity["type"] == "code" and given.startswith(_LANGUAGE) else ""
        last = self._entities[-1] if self._entities else {}
        same = all(last.get(name) == entity[name] for name in ("offset", "length"))
        if same and entity["type"] == "pre" and last["type"] == "code" and last.get("language"):
            last["type"] = "pre"
        elif same and language and last["type"] == "pre":
            last["language"] = language
        else:
            self._entities.append({**entity, "language": language} if language else entity)

    def _taken(self, pattern: re.Pattern[str], at: int) -> tuple[str, int]:
        """What matches at a place, which may be nothing, and where it ends."""
        found = pattern.match(self._html, at)
        return (found[0], found.end()) if found else ("", at)

    def _fault(self, what: str, at: int, more: str = "") -> MarkupError:
        return MarkupError(f"{what} at byte offset {len(self._html[:at].encode(errors='surrogatepass'))}{more}")


def _reference(html: str, at: int) -> tuple[str, int]:
    """The character that a reference stands for, and where it ends; an ampersand where it is none that Telegram knows.

    It knows numbers and four names, and takes them without a semicolon.
    """
    if found := _NUMBER.match(html, at):
        digits, base = (found["decimal"], 10) if found["hex"] is None else (found["hex"], 16)
        short = len(found[0].removesuffix(";")) < _TOO_LONG_NUMBER
        if digits and short and 0 < (code := int(digits, base)) < sys.maxunicode:
            return chr(code), found.end()
    elif (named := _NAME.match(html, at)) and named[1] in _NAMES:
        return _NAMES[named[1]], named.end()
    return "&", at + 1
