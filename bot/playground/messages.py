"""Messages of the in-memory Telegram: sent, edited and deleted, as strictly as the real one does it."""

from __future__ import annotations

import time

from bot.playground.keyboards import asks_for_reply, checked_keyboard
from bot.playground.markup import MarkupError, Parsed, parse_html, utf16_length
from bot.playground.photos import photo_of
from bot.playground.refusals import ApiError, bad
from bot.playground.world import Chat, Json, World

_LONGEST_TEXT, _LONGEST_CAPTION = 4096, 1024  # UTF-16 units, without markup
_DELETED_WITHIN = 48 * 3600  # seconds
_TEXT = ("text", "entities")
_CAPTION = ("caption", "caption_entities")
_MEDIA_FIELDS = frozenset({"type", "media", "caption", "parse_mode"})


class Messages:
    """The methods that send, edit and delete; each takes its parameters and raises ApiError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def send_text(self, params: Json) -> Json:
        """The method sendMessage."""
        return self._send(params, _text(params))

    def send_photo(self, params: Json) -> Json:
        """The method sendPhoto."""
        return self._send(params, {**_caption(params), "photo": photo_of(self._world, params.get("photo"))})

    def edit_text(self, params: Json) -> Json:
        """The method editMessageText."""
        message = self._own(params)
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        return _change(message, params, _text(params), _TEXT)

    def edit_caption(self, params: Json) -> Json:
        """The method editMessageCaption."""
        message = self._own(params)
        if "photo" not in message:
            raise bad("there is no caption in the message to edit")
        return _change(message, params, _caption(params), _CAPTION)

    def edit_media(self, params: Json) -> Json:
        """The method editMessageMedia, which also turns a text into a photo, but no photo into a text."""
        message = self._own(params)
        media = params.get("media")
        if not isinstance(media, dict) or media.get("type") != "photo":
            raise bad("can't parse InputMedia: the desk knows photos only")
        if unknown := set(media) - _MEDIA_FIELDS:
            raise bad(f"InputMediaPhoto has no field {', '.join(sorted(unknown))}")
        content = {**_caption(media), "photo": photo_of(self._world, media.get("media"))}
        return _change(message, params, content, ("photo", *_TEXT, *_CAPTION))

    def edit_keyboard(self, params: Json) -> Json:
        """The method editMessageReplyMarkup."""
        return _change(self._own(params), params, {}, ())

    def delete(self, params: Json) -> bool:
        """The method deleteMessage."""
        chat = chat_of(self._world, params)
        message = _found(chat, params.get("message_id"))
        if message is None:
            raise bad("message to delete not found")
        if message["from"] != self._world.bot_json() and chat.kind != "private":
            raise bad("message can't be deleted")
        if time.time() - float(str(message["date"])) > _DELETED_WITHIN:
            raise bad("message can't be deleted for everyone")
        del chat.messages[int(str(message["message_id"]))]
        return True

    def _send(self, params: Json, content: Json) -> Json:
        chat = chat_of(self._world, params)
        markup = params.get("reply_markup")
        if not asks_for_reply(markup) and (keyboard := checked_keyboard(markup)):
            content["reply_markup"] = keyboard
        original = _quoted(chat, params.get("reply_parameters"))
        if original:
            content["reply_to_message"] = {key: value for key, value in original.items() if key != "reply_to_message"}
        return self._world.add_message(chat, self._world.bot_json(), {**content, **_topic(chat, params, original)})

    def _own(self, params: Json) -> Json:
        message = _found(chat_of(self._world, params), params.get("message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message["from"] != self._world.bot_json():
            raise bad("message can't be edited")
        return message


def chat_of(world: World, params: Json) -> Chat:
    """The chat that a call is about; raises ApiError."""
    chat = world.chats.get(int(str(params.get("chat_id"))))
    if chat is None:
        raise bad("chat not found")
    if chat.blocks_bot:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    return chat


def _found(chat: Chat, message_id: object) -> Json | None:
    if message_id is None:
        raise bad("message identifier is not specified")
    return chat.messages.get(int(str(message_id)))


def _quoted(chat: Chat, quoted: object) -> Json | None:
    if not isinstance(quoted, dict):
        return None
    original = _found(chat, quoted.get("message_id"))
    if original is None and not quoted.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return original


def _topic(chat: Chat, params: Json, original: Json | None) -> Json:
    """The forum topic that a message stands in: the one that was asked for, else that of the message it replies to."""
    thread = params.get("message_thread_id")
    if thread is None and original and original.get("is_topic_message"):
        thread = original["message_thread_id"]
    if thread is None:
        return {}
    if thread not in chat.topics:
        raise bad("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def _change(message: Json, params: Json, content: Json, fields: tuple[str, ...]) -> Json:
    """Put content in the place of a message's fields; a keyboard that is not given again goes away."""
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
    return message


def _text(params: Json) -> Json:
    parsed = _parsed(params, "text")
    if not parsed.text:
        raise bad("message text is empty")
    if utf16_length(parsed.text) > _LONGEST_TEXT:
        raise bad("message is too long")
    return _fields(parsed, _TEXT)


def _caption(params: Json) -> Json:
    parsed = _parsed(params, "caption")
    if utf16_length(parsed.text) > _LONGEST_CAPTION:
        raise bad("message caption is too long")
    return _fields(parsed, _CAPTION)


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
