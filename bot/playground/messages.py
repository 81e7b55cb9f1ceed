"""Messages of the in-memory Telegram: sent, edited and deleted, as strictly as the real one does it."""

from __future__ import annotations

from bot.playground.access import chat_of, check_may_delete, check_may_send, topic_of
from bot.playground.contents import CAPTION, TEXT, caption_of, text_of
from bot.playground.flood import Flood
from bot.playground.keyboards import asks_for_reply, checked_keyboard
from bot.playground.photos import photo_of
from bot.playground.refusals import bad
from bot.playground.world import Chat, Json, World, quoted

_MEDIA_FIELDS = frozenset({"type", "media", "caption", "parse_mode"})


class Messages:
    """The methods that send, edit and delete; each takes its parameters and raises ApiError."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._flood = Flood(world)

    def send_text(self, params: Json) -> Json:
        """The method sendMessage."""
        return self._send(params, text_of(params), "can_send_messages", "text messages")

    def send_photo(self, params: Json) -> Json:
        """The method sendPhoto."""
        content = {**caption_of(params), "photo": photo_of(self._world, params.get("photo"))}
        return self._send(params, content, "can_send_photos", "photos")

    def edit_text(self, params: Json) -> Json | bool:
        """The method editMessageText."""
        message = self._own(params)
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        return _change(message, params, text_of(params), TEXT)

    def edit_caption(self, params: Json) -> Json | bool:
        """The method editMessageCaption."""
        message = self._own(params)
        if "photo" not in message:
            raise bad("there is no caption in the message to edit")
        return _change(message, params, caption_of(params), CAPTION)

    def edit_media(self, params: Json) -> Json | bool:
        """The method editMessageMedia, which also turns a text into a photo, but no photo into a text."""
        message = self._own(params)
        media = params.get("media")
        if not isinstance(media, dict) or media.get("type") != "photo":
            raise bad("can't parse InputMedia: the desk knows photos only")
        if unknown := set(media) - _MEDIA_FIELDS:
            raise bad(f"InputMediaPhoto has no field {', '.join(sorted(unknown))}")
        content = {**caption_of(media), "photo": photo_of(self._world, media.get("media"))}
        return _change(message, params, content, ("photo", *TEXT, *CAPTION))

    def edit_keyboard(self, params: Json) -> Json | bool:
        """The method editMessageReplyMarkup."""
        return _change(self._own(params), params, {}, ())

    def delete(self, params: Json) -> bool:
        """The method deleteMessage."""
        chat = chat_of(self._world, params)
        message = _found(chat, params.get("message_id"))
        if message is None:
            raise bad("message to delete not found")
        own = message.get("from") == self._world.bot_json()
        check_may_delete(chat, message, own, self._world.clock() - float(str(message["date"])))
        del chat.messages[int(str(message["message_id"]))]
        return True

    def _send(self, params: Json, content: Json, right: str, what: str) -> Json:
        chat = chat_of(self._world, params)
        check_may_send(chat, right, what)
        self._flood.check(chat)
        markup = params.get("reply_markup")
        if not asks_for_reply(markup) and (keyboard := checked_keyboard(markup)):
            content["reply_markup"] = keyboard
        original = _replied_to(chat, params.get("reply_parameters"))
        if original:
            content["reply_to_message"] = quoted(original)
        return self._world.add_message(chat, self._world.bot_json(), {**content, **topic_of(chat, params, original)})

    def _own(self, params: Json) -> Json:
        if (inline_id := params.get("inline_message_id")) is not None:
            if inline_id not in self._world.inline_messages:
                raise bad("MESSAGE_ID_INVALID")
            return self._world.inline_messages[str(inline_id)]
        message = _found(chat_of(self._world, params), params.get("message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message.get("from") != self._world.bot_json():
            raise bad("message can't be edited")
        return message


def _found(chat: Chat, message_id: object) -> Json | None:
    if message_id is None:
        raise bad("message identifier is not specified")
    return chat.messages.get(int(str(message_id)))


def _replied_to(chat: Chat, reply: object) -> Json | None:
    if not isinstance(reply, dict):
        return None
    original = _found(chat, reply.get("message_id"))
    if original is None and not reply.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return original


def _change(message: Json, params: Json, content: Json, fields: tuple[str, ...]) -> Json | bool:
    """Put content in the place of a message's fields; a keyboard that is not given again goes away.

    The message, or True where it is known by its inline_message_id only.
    """
    if keyboard := checked_keyboard(params.get("reply_markup")):
        content = {**content, "reply_markup": keyboard}
    fields = (*fields, "reply_markup")
    if all(message.get(name) == content.get(name) for name in fields):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    for name in fields:
        message.pop(name, None)
    message.update(content)
    return "inline_message_id" in params or message
