"""A text with its entities, cleaned and trimmed as Telegram does it with whatever is sent."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from bot.playground.arranging import arranged

_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")  # line ends, direction overrides, long vertical lines
_TO_SPACE = {code: " " for code in range(32) if chr(code) not in "\r\n"}
_MARKS = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")  # many direction marks in a row; the last one counts
_BLANK = "[\\s\u180e\u200b-\u200f\u202e\u2800\ufeff\ufffc\U000e0000-\U000e007f]"
_NOTHING_TO_SEE = re.compile(f"{_BLANK}*")


class EntityError(ValueError):
    """Entities that do not fit their text."""


@dataclass
class Parsed:
    """A message's text without markup, and its entities (offsets and lengths in UTF-16 units)."""

    text: str = ""
    entities: list[dict[str, object]] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether a reader would see nothing."""
        return _NOTHING_TO_SEE.fullmatch(self.text) is not None


def utf16_length(text: str) -> int:
    """The length that Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def tidied(parsed: Parsed) -> Parsed:
    """What Telegram keeps of a text and its entities; raises EntityError where an entity is not within the text."""
    _check_bounds(parsed)
    spans = [(_start(entity), _end(entity), entity) for entity in arranged(parsed.entities)]
    gone = [utf16_length(parsed.text[: found.start()]) for found in _REMOVED.finditer(parsed.text)]
    moved = [(start - bisect_left(gone, start), end - bisect_left(gone, end), entity) for start, end, entity in spans]
    text = _REMOVED.sub("", parsed.text).translate(_TO_SPACE)
    text = _MARKS.sub(lambda found: "\u200c" * len(found[0]), text)
    return _trimmed(text, arranged([_placed(entity, start, end) for start, end, entity in moved if end > start]))


def _trimmed(text: str, entities: list[dict[str, object]]) -> Parsed:
    """Without the spaces and line ends at its end, and, as far as no entity begins there, at its beginning."""
    text = text.rstrip(" \n")
    length = utf16_length(text)
    first = min([_start(entity) for entity in entities], default=length)
    leading = min(len(text) - len(text.lstrip(" \n")), first)
    kept = [_placed(e, _start(e) - leading, min(_end(e), length) - leading) for e in entities if _start(e) < length]
    return Parsed(text[leading:], arranged(kept))


def _check_bounds(parsed: Parsed) -> None:
    """The Bot API counts as it goes: what begins or ends within a character that takes two units is refused."""
    if not parsed.entities:
        return
    edges, at = {0}, 0
    for char in parsed.text:
        at += utf16_length(char)
        edges.add(at)
    for entity in parsed.entities:
        start, end = _start(entity), _end(entity)
        if start > at:
            raise EntityError(f"entity begins after the end of the text at UTF-16 offset {start}")
        if end > at:
            raise EntityError(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}"
            )
        if not {start, end} <= edges:
            raise EntityError(f"entity beginning at UTF-16 offset {start} splits a UTF-16 symbol")


def _placed(entity: dict[str, object], start: int, end: int) -> dict[str, object]:
    return {**entity, "offset": start, "length": end - start}


def _start(entity: dict[str, object]) -> int:
    return int(str(entity["offset"]))


def _end(entity: dict[str, object]) -> int:
    return _start(entity) + int(str(entity["length"]))
