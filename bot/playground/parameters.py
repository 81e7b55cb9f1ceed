"""The parameters of each Bot API method that is known here, and their types: whatever else comes is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.playground.accounts import Json
from bot.playground.fields import decoded
from bot.playground.photos import Upload
from bot.playground.refusals import ApiError, bad

_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")

_CONTENT = frozenset({"parse_mode", "reply_markup"})
_TEXT = _CONTENT | {"text", "entities", "link_preview_options"}
_CAPTION = _CONTENT | {"caption", "caption_entities"}
_ABOVE = frozenset({"show_caption_above_media"})
_SENT = frozenset({"chat_id", "message_thread_id", "reply_parameters", "disable_notification", "protect_content"})
_ONE = frozenset({"chat_id", "message_id"})
_EDITED = _ONE | {"inline_message_id"}
_CHAT = frozenset({"chat_id"})
_LANGUAGE = frozenset({"language_code"})
METHODS: dict[str, frozenset[str]] = {
    "getMe": frozenset(),
    "sendMessage": _SENT | _TEXT,
    "sendPhoto": _SENT | _CAPTION | _ABOVE | {"photo", "has_spoiler"},
    "sendDocument": _SENT | _CAPTION | {"document", "disable_content_type_detection"},
    "editMessageText": _EDITED | _TEXT,
    "editMessageCaption": _EDITED | _CAPTION | _ABOVE,
    "editMessageMedia": _EDITED | {"media", "reply_markup"},
    "editMessageReplyMarkup": _EDITED | {"reply_markup"},
    "deleteMessage": _ONE,
    "getFile": frozenset({"file_id"}),
    "getChat": _CHAT,
    "getChatMember": _CHAT | {"user_id"},
    "getChatAdministrators": _CHAT,
    "leaveChat": _CHAT,
    "answerInlineQuery": frozenset(
        {"inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"}
    ),
    "answerCallbackQuery": frozenset({"callback_query_id", "text", "show_alert", "url", "cache_time"}),
    "sendChatAction": _CHAT | {"action", "message_thread_id"},
    "setMyCommands": _LANGUAGE | {"commands", "scope"},
    "getMyCommands": _LANGUAGE | {"scope"},
    "setMyDescription": _LANGUAGE | {"description"},
    "getMyDescription": _LANGUAGE,
    "setMyShortDescription": _LANGUAGE | {"short_description"},
    "getMyShortDescription": _LANGUAGE,
}
"""What may be given to each method."""


def read(method: str, params: Json) -> Json:
    """The parameters of a call with their types put right; what is None or "" counts as not given; raises ApiError."""
    if method not in METHODS:
        raise ApiError(404, f"Not Found: method {method} is not known on this desk")
    if unknown := sorted(set(params) - METHODS[method]):
        raise bad(f"{method} has no parameter {', '.join(unknown)}")
    return {name: _TYPES[name](name, value) for name, value in params.items() if value is not None and value != ""}


def _text(name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong(name, "String")
    return str(value)


def _number(name: str, value: object) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(name, "Number")
    return value


def _flag(name: str, value: object) -> bool:
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise _wrong(name, "Boolean")
    return value


def _chat(name: str, value: object) -> int | str:
    """A chat's id or its @username."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        return value
    return _number(name, value)


def _object(name: str, value: object) -> object:
    return decoded(value, _JSON_NAMES.get(name, name))


def _file(name: str, value: object) -> Upload | str:
    if not isinstance(value, Upload | str):
        raise _wrong(name, "InputFile")
    return value


def _wrong(name: str, kind: str) -> ApiError:
    return bad(f'Field "{name}" must be of type {kind}')


_JSON_NAMES = {"reply_markup": "reply keyboard markup", "reply_parameters": "reply parameters", "media": "input media"}
_JSON_NAMES |= {"results": "inline query results", "button": "inline query results button", "scope": "BotCommandScope"}
_JSON_NAMES |= {"link_preview_options": "link preview options"}
_OF_TYPE: dict[Callable[[str, object], object], str] = {
    _text: "text caption parse_mode action inline_message_id inline_query_id callback_query_id next_offset url file_id "
    "language_code description short_description",
    _number: "message_id message_thread_id user_id cache_time",
    _flag: "disable_notification protect_content show_caption_above_media has_spoiler is_personal show_alert "
    "disable_content_type_detection",
    _chat: "chat_id",
    _object: "entities caption_entities link_preview_options reply_parameters reply_markup media results button "
    "commands scope",
    _file: "photo document",
}
_TYPES = {name: reader for reader, names in _OF_TYPE.items() for name in names.split()}
