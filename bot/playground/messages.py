"""Messages of the in-memory Telegram: sent, edited and deleted, as strictly as the real one does it."""

from __future__ import annotations

from bot.playground.access import chat_of, check_may_delete, check_may_send, topic_of
from bot.playground.answering import replied_to
from bot.playground.contents import CAPTION, TEXT, caption_of, text_of
from bot.playground.fields import Fields
from bot.playground.flood import Flood
from bot.playground.keyboards import asks_for_reply, check_reply_asked_for, checked_keyboard
from bot.playground.photos import Upload, document_of, photo_of
from bot.playground.refusals import bad
from bot.playground.world import Chat, Json, World

_MEDIA_FIELDS = (
    "type",
    "media",
    "caption",
    "parse_mode",
    "caption_entities",
    "show_caption_above_media",
    "has_spoiler",
)
_SHOWN = ("show_caption_above_media", "has_media_spoiler")
_PREVIEW = "link_preview_options"
_CAPTIONED = frozenset({"photo", "document"})


class Messages:
    """The methods that send, edit and delete; each takes its parameters and raises ApiError."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._flood = Flood(world)
        self._posts: set[tuple[int, int]] = set()
        """What the bot wrote in channels, where messages name no author."""
        self._asking: set[tuple[int, int]] = set()
        """Messages that opened somebody's input line: Telegram never edits those."""

    def send_text(self, params: Json) -> Json:
        """The method sendMessage."""
        return self._send(params, text_of(params), "can_send_messages", "text messages")

    def send_photo(self, params: Json) -> Json:
        """The method sendPhoto."""
        content = {**caption_of(params), "photo": photo_of(self._world, params.get("photo"))}
        return self._send(params, content, "can_send_photos", "photos")

    def send_document(self, params: Json) -> Json:
        """The method sendDocument."""
        content = {**caption_of(params), "document": document_of(self._world, params.get("document"))}
        return self._send(params, content, "can_send_documents", "documents")

    def edit_text(self, params: Json) -> Json | bool:
        """The method editMessageText."""
        content = text_of(params, too_long="MESSAGE_TOO_LONG")
        message = self._own(params)
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        return self._change(message, params, content, (*TEXT, _PREVIEW))

    def edit_caption(self, params: Json) -> Json | bool:
        """The method editMessageCaption."""
        content = caption_of(params, too_long="MEDIA_CAPTION_TOO_LONG")
        message = self._own(params)
        if _CAPTIONED.isdisjoint(message):
            raise bad("there is no caption in the message to edit")
        return self._change(message, params, content, (*CAPTION, _SHOWN[0]))

    def edit_media(self, params: Json) -> Json | bool:
        """The method editMessageMedia, which also turns a text into a photo, but no photo into a text."""
        media = Fields.of("InputMedia", params.get("media"), _MEDIA_FIELDS)
        if media.needed_text("type") != "photo":
            raise bad("can't parse InputMedia: the desk knows photos only")
        for name in ("caption", "parse_mode"):
            media.text(name)
        words, photo = caption_of(media.values), media.values.get("media")
        if not photo:
            raise bad("can't parse InputMedia: media not found")
        message = self._own(params)
        if isinstance(photo, Upload) and "inline_message_id" in params:
            raise bad("invalid message content specified: no file is uploaded for an inline message")
        content = {**words, "photo": photo_of(self._world, photo)}
        return self._change(message, params, content, ("photo", "document", *TEXT, _PREVIEW, *CAPTION, *_SHOWN))

    def edit_keyboard(self, params: Json) -> Json | bool:
        """The method editMessageReplyMarkup."""
        return self._change(self._own(params), params, {}, ())

    def delete(self, params: Json) -> bool:
        """The method deleteMessage."""
        chat = chat_of(self._world, params)
        if not params.get("message_id"):
            raise bad("message identifier is not specified")
        message = _found(chat, params)
        if message is None:
            raise bad("message to delete not found")
        age = self._world.clock() - float(str(message["date"]))
        check_may_delete(chat, message, self._is_own(chat, message), age)
        del chat.messages[int(str(message["message_id"]))]
        return True

    def _send(self, params: Json, content: Json, right: str, what: str) -> Json:
        chat, markup = chat_of(self._world, params), params.get("reply_markup")
        asks = asks_for_reply(markup) and check_reply_asked_for(markup)
        if asks and chat.kind == "channel":
            raise bad("inline keyboard expected")
        if not asks_for_reply(markup) and (keyboard := checked_keyboard(markup, switches=chat.kind != "channel")):
            content["reply_markup"] = keyboard
        if params.get("protect_content") is True:
            content["has_protected_content"] = True
        check_may_send(chat, right, what)
        answered = replied_to(self._world, chat, params.get("reply_parameters"))
        topic = topic_of(chat, params, answered.original)
        self._flood.check(chat)
        message = self._world.add_message(chat, self._world.bot_json(), {**content, **answered.fields, **topic})
        key = (chat.id, int(str(message["message_id"])))
        if asks:
            self._asking.add(key)
        if chat.kind == "channel":
            self._posts.add(key)
        return message

    def _own(self, params: Json) -> Json:
        """The message that a call is about to change."""
        if (inline_id := params.get("inline_message_id")) is not None:
            if inline_id not in self._world.inline_messages:
                raise bad("MESSAGE_ID_INVALID")
            return self._world.inline_messages[str(inline_id)]
        if "chat_id" not in params and "message_id" not in params:
            raise bad("message identifier is not specified")
        chat = chat_of(self._world, params)
        message = _found(chat, params)
        if message is None:
            raise bad("message to edit not found")
        if not self._is_own(chat, message) or (chat.id, message["message_id"]) in self._asking:
            raise bad("message can't be edited")
        return message

    def _is_own(self, chat: Chat, message: Json) -> bool:
        return message.get("from") == self._world.bot_json() or (chat.id, message["message_id"]) in self._posts

    def _change(self, message: Json, params: Json, content: Json, fields: tuple[str, ...]) -> Json | bool:
        """Put content in the place of a message's fields; a keyboard that is not given again goes away.

        The message, or True where it is known by its inline_message_id only.
        """
        markup = params.get("reply_markup")
        if asks_for_reply(markup):
            raise bad("inline keyboard expected")
        if keyboard := checked_keyboard(markup, switches="sender_chat" not in message):
            content = {**content, "reply_markup": keyboard}
        compared = [name for name in (*fields, "reply_markup") if name != _PREVIEW]
        if all(message.get(name) == content.get(name) for name in compared):
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        for name in (*fields, "reply_markup"):
            message.pop(name, None)
        message.update(content, edit_date=int(self._world.clock()))
        return "inline_message_id" in params or message


def _found(chat: Chat, params: Json) -> Json | None:
    return chat.messages.get(int(str(params.get("message_id", 0))))
