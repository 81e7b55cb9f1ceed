"""What Telegram finds by itself in texts, people's and ours: commands, mentions, addresses, tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.playground.accounts import BOT_ID, BOT_USERNAME, Json
from bot.playground.formatted import utf16_length

_US = f"@{BOT_USERNAME}"

_COMMAND = r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}(?![\w/<>])|(?![\w/<>@]))"
_MENTION = r"(?<!\w)@(?:[A-Za-z0-9_]{4,32}|gif|pic|vid)(?!\w)"
_HASHTAG = r"(?<![\w·])#(?=[\w·]*[^\W\d_])[\w·]{1,256}(?:@[A-Za-z0-9_]{3,32})?(?![\w·]*#)"
_CASHTAG = r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?:@[A-Za-z0-9_]{3,32})?(?![\w$])"
_EMAIL = (
    r"(?<![\w.+@-])(?:[A-Za-z0-9_-]{0,26}[.+]){0,10}[A-Za-z0-9_-]{1,35}@(?:[A-Za-z0-9][\w-]*\.){1,6}[A-Za-z]{2,8}\b"
)
_PATH = r"[/?#][^\s<>\"«»]*"
_NUMBERS = r"(?:\d{1,3}\.){3}\d{1,3}"
_TOPS = (
    r"(?i:ac|ai|app|art|asia|biz|blog|club|cloud|co|com|de|dev|digital|edu|eu|finance|fm|gg|gov|help|id|in|info|int|io|"
    r"it|jobs|jp|link|live|ly|me|media|mil|money|my|net|news|nl|online|org|ph|pro|py|ru|sg|shop|site|so|social|store|"
    r"studio|team|tech|th|today|tools|tv|uk|us|vn|wiki|work|works|world|xyz)"
)
"""Endings by which an address is known that comes without a scheme; Telegram knows all there are, we the usual ones."""
_LINK = rf"(?i:https?|ftp)://(?:[^\W_][\w.-]*\.[^\W\d_]{{2,}}|{_NUMBERS})(?::\d{{1,5}})?(?:{_PATH})?"
_OWN_LINK = rf"(?i:tg|ton)://[A-Za-z0-9_-]{{1,253}}(?:{_PATH})?"
_BARE_LINK = (
    rf"(?<![\w/#@.~-])(?:(?:[^\W_](?:[\w-]*[^\W_])?\.)+{_TOPS}|{_NUMBERS})(?![\w~-]|\.[\w~-]|@)"
    rf"(?::\d{{1,5}})?(?:{_PATH})?"
)
_KINDS = (
    ("mention", re.compile(_MENTION)),
    ("bot_command", re.compile(_COMMAND)),
    ("hashtag", re.compile(_HASHTAG)),
    ("cashtag", re.compile(_CASHTAG)),
    ("email", re.compile(_EMAIL)),
    ("url", re.compile(f"{_OWN_LINK}|{_LINK}|{_BARE_LINK}")),
)
_NOT_LAST = ".:;,('?!`"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def entities_in(text: str) -> list[Json]:
    """The MessageEntities of a text as somebody typed it (offsets and lengths in UTF-16 units)."""
    return [
        {"type": kind, "offset": utf16_length(text[:start]), "length": utf16_length(text[start:end])}
        for kind, start, end in _apart(sorted(_found(text), key=lambda found: (found[1], -found[2])))
    ]


def _found(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _KINDS:
        for found in pattern.finditer(text):
            yield kind, found.start(), _end_of_link(text, found) if kind == "url" else found.end()


def _end_of_link(text: str, found: re.Match[str]) -> int:
    """Where an address really ends: before a bracket that was opened outside of it, and before punctuation."""
    end, opened = found.end(), dict.fromkeys(_BRACKETS.values(), 0)
    for at in range(found.start(), found.end()):
        if text[at] in opened:
            opened[text[at]] += 1
        elif text[at] in _BRACKETS:
            opened[_BRACKETS[text[at]]] -= 1
            if opened[_BRACKETS[text[at]]] < 0:
                end = at
                break
    return found.start() + len(text[found.start() : end].rstrip(_NOT_LAST))


def _apart(found: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Those that begin after the end of the one before."""
    last = 0
    for kind, start, end in found:
        if start >= last:
            last = end
            yield kind, start, end


def addresses_bot(message: Json) -> bool:
    """Whether a message holds a command that may be for our bot, or names it."""
    return any(_is_ours(kind, piece, user) for kind, piece, user in _pieces(message))


def _is_ours(kind: str, piece: str, user: object) -> bool:
    if kind == "bot_command":
        _, at, name = piece.partition("@")
        return (at + name).casefold() in {"", _US}
    if kind == "text_mention":
        return isinstance(user, dict) and user.get("id") == BOT_ID
    return kind == "mention" and piece.casefold() == _US


def _pieces(message: Json) -> Iterator[tuple[str, str, object]]:
    for text, entities in (("text", "entities"), ("caption", "caption_entities")):
        raw = str(message.get(text, "")).encode("utf-16-le")
        found = message.get(entities)
        for entity in found if isinstance(found, list) else ():
            start = 2 * entity["offset"]
            piece = raw[start : start + 2 * entity["length"]].decode("utf-16-le")
            yield entity["type"], piece, entity.get("user")
