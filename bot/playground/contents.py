"""The words of a message: what is left of a text or caption after its markup is read, within the limits."""

from __future__ import annotations

from bot.playground.accounts import Json
from bot.playground.markup import MarkupError, Parsed, parse_html, utf16_length
from bot.playground.refusals import bad

TEXT = ("text", "entities")
CAPTION = ("caption", "caption_entities")
_LONGEST_TEXT, _LONGEST_CAPTION = 4096, 1024  # UTF-16 units, without markup


def text_of(params: Json, name: str = "text", too_long: str = "message is too long") -> Json:
    """The text and entities of a message from what the bot gives for them; raises ApiError."""
    parsed = _parsed(params, name)
    if not parsed.text:
        raise bad("message text is empty")
    if utf16_length(parsed.text) > _LONGEST_TEXT:
        raise bad(too_long)
    return _fields(parsed, TEXT)


def caption_of(params: Json) -> Json:
    """The caption of a photo, empty where there is none; raises ApiError."""
    parsed = _parsed(params, "caption")
    if utf16_length(parsed.text) > _LONGEST_CAPTION:
        raise bad("message caption is too long")
    return _fields(parsed, CAPTION)


def _fields(parsed: Parsed, names: tuple[str, str]) -> Json:
    """A text and its entities by the names that a message has for them, each only where there is any."""
    return {name: value for name, value in zip(names, (parsed.text, parsed.entities), strict=True) if value}


def _parsed(params: Json, name: str) -> Parsed:
    text = str(params.get(name, ""))
    if params.get("parse_mode") != "HTML":
        return Parsed(text.strip())
    try:
        return parse_html(text)
    except MarkupError as error:
        raise bad(f"can't parse entities: {error}") from None
