"""The words of a message: what is left of a text or caption after its markup is read, within the limits."""

from __future__ import annotations

from bot.content.markup import ENTITY_TYPES
from bot.playground.accounts import Json
from bot.playground.arranging import with_found
from bot.playground.entities import entities_in
from bot.playground.fields import Fields
from bot.playground.formatted import EntityError, Parsed, tidied
from bot.playground.links import LinkError, checked_link
from bot.playground.markup import MarkupError, parse_html, utf16_length
from bot.playground.refusals import bad

TEXT = ("text", "entities")
CAPTION = ("caption", "caption_entities")
_LONGEST_TEXT, _LONGEST_CAPTION = 4096, 1024  # UTF-16 units, without markup
_LONGEST_MARKUP = 32_768  # bytes, with markup
_MOST_ENTITIES = 100  # further ones are dropped without a word
_KNOWN = {*ENTITY_TYPES.values(), "expandable_blockquote"}
_PREVIEW = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")


def text_of(params: Json, name: str = "text", too_long: str = "message is too long") -> Json:
    """The text and entities of a message from what the bot gives for them; raises ApiError."""
    if not params.get(name):
        raise bad("message text is empty")
    parsed = _parsed(params, name, "entities")
    if parsed.is_blank:
        raise bad("text must be non-empty")
    if utf16_length(parsed.text) > _LONGEST_TEXT:
        raise bad(too_long)
    return {**_fields(parsed, TEXT), **_preview(params.get("link_preview_options"))}


def caption_of(params: Json, too_long: str = "message caption is too long") -> Json:
    """The caption of a photo, empty where there is none, and how the photo is shown; raises ApiError."""
    parsed = _parsed(params, "caption", "caption_entities")
    if utf16_length(parsed.text) > _LONGEST_CAPTION:
        raise bad(too_long)
    shown = {"show_caption_above_media": "show_caption_above_media", "has_spoiler": "has_media_spoiler"}
    how = {kept: True for given, kept in shown.items() if params.get(given) is True}
    return {**_fields(parsed, CAPTION), **how}


def _fields(parsed: Parsed, names: tuple[str, str]) -> Json:
    """A text and its entities by the names that a message has for them, each only where there is any."""
    return {name: value for name, value in zip(names, (parsed.text, parsed.entities), strict=True) if value}


def _parsed(params: Json, text_name: str, entities_name: str) -> Parsed:
    text = str(params.get(text_name, ""))
    if len(text.encode()) > _LONGEST_MARKUP:
        raise bad("text is too long")
    mode = str(params.get("parse_mode") or "none").lower()
    try:
        if text and mode == "html":
            parsed = parse_html(text)
        elif text and mode != "none":
            raise bad("unsupported parse_mode: the desk reads HTML only")
        else:
            parsed = tidied(Parsed(text, _given(params.get(entities_name))))
    except MarkupError as error:
        raise bad(f"can't parse entities: {error}") from None
    except EntityError as error:
        raise bad(str(error)) from None
    return Parsed(parsed.text, with_found(parsed.entities[:_MOST_ENTITIES], entities_in(parsed.text)))


def _given(entities: object) -> list[Json]:
    """Entities that the bot gives in the place of markup."""
    if entities is None:
        return []
    if not isinstance(entities, list | tuple):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    return [_entity(Fields.of("MessageEntity", entity, ("type", *_PLACE, "url", "language"))) for entity in entities]


_PLACE = ("offset", "length")


def _entity(fields: Fields) -> Json:
    kind = fields.needed_text("type")
    if kind not in _KNOWN:
        raise bad(f"can't parse MessageEntity: the desk knows no type {kind}")
    entity: Json = {"type": kind, **{name: fields.needed_number(name) for name in _PLACE}}
    if min(int(str(entity[name])) for name in _PLACE) < 0:
        raise bad("receive an entity with incorrect offset or length")
    if kind == "text_link":
        try:
            entity["url"] = checked_link(fields.needed_text("url"))
        except LinkError as error:
            raise bad(f"can't parse MessageEntity: {error}") from None
    if kind == "pre" and (language := fields.text("language")):
        entity["language"] = language
    return entity


def _preview(options: object) -> Json:
    """How a message says that it shows links; nothing where that is as usual."""
    if options is None:
        return {}
    fields = Fields.of("link preview options", options, _PREVIEW)
    chosen: Json = {name: True for name in _PREVIEW if name != "url" and fields.flag(name)}
    if url := fields.text("url"):
        try:
            checked_link(url)
        except LinkError:
            raise bad("Wrong HTTP URL specified") from None
        chosen["url"] = url
    return {"link_preview_options": chosen} if chosen else {}
