"""What a message of the bot replies to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.access import Access, chat_of
from bot.playground.accounts import Json
from bot.playground.chats import Chat
from bot.playground.contents import caption_of
from bot.playground.fields import Fields
from bot.playground.formatted import utf16_length
from bot.playground.refusals import bad
from bot.playground.world import World, quoted

_KNOWN = ("message_id", "chat_id", "allow_sending_without_reply", "quote", "quote_parse_mode", "quote_position")


@dataclass(frozen=True)
class Answered:
    """The message of the same chat that is replied to, if any, and what the reply says of it."""

    original: Json | None
    fields: Json


def replied_to(world: World, chat: Chat, reply: object) -> Answered:
    """What reply_parameters ask for; raises ApiError."""
    if reply is None or reply == {}:
        return Answered(None, {})
    fields = Fields.of("reply parameters", reply, _KNOWN)
    message_id = fields.needed_number("message_id")
    optional = fields.flag("allow_sending_without_reply")
    place = chat
    if fields.values.get("chat_id") not in {None, chat.id}:
        place = chat_of(world, {"chat_id": fields.values["chat_id"]}, Access.READ)
    if message_id <= 0:
        return Answered(None, {})
    original = place.messages.get(message_id)
    if original is None:
        if not optional:
            raise bad("message to be replied not found")
        return Answered(None, {})
    quote = _quote(fields, original)
    if place is not chat:
        origin = {"type": "user", "date": original["date"], "sender_user": original.get("from")}
        external = {"origin": origin, "chat": place.json(), "message_id": message_id}
        return Answered(None, {"external_reply": external, **quote})
    return Answered(original, {"reply_to_message": quoted(original), **quote})


def _quote(fields: Fields, original: Json) -> Json:
    words = {"caption": fields.text("quote"), "parse_mode": fields.text("quote_parse_mode")}
    if not words["caption"]:
        return {}
    text = str(caption_of(dict(words)).get("caption", ""))
    before, found, _ = str(original.get("text", original.get("caption", ""))).partition(text)
    if not found:
        raise bad("QUOTE_TEXT_INVALID")
    return {"quote": {"text": text, "position": utf16_length(before), "is_manual": True}}
