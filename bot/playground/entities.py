"""What Telegram finds by itself in people's texts: commands and mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.playground.accounts import BOT_ID, BOT_USERNAME, Json
from bot.playground.markup import utf16_length

_COMMAND = r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"
_MENTION = r"(?<!\w)@[A-Za-z0-9_]{3,32}(?!\w)"
_FOUND = re.compile(f"(?P<bot_command>{_COMMAND})|(?P<mention>{_MENTION})")
_US = f"@{BOT_USERNAME}"


def entities_in(text: str) -> list[Json]:
    """The MessageEntities of a text as somebody typed it (offsets and lengths in UTF-16 units)."""
    return [
        {"type": found.lastgroup, "offset": utf16_length(text[: found.start()]), "length": utf16_length(found.group())}
        for found in _FOUND.finditer(text)
    ]


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
