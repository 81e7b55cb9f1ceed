"""The Bot API methods of the in-memory Telegram, as strict as the real ones: limits, markup, states."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from bot.playground.markup import MarkupError, parse_html, utf16_length
from bot.playground.world import Chat, Json, World

_TEXT_LIMIT = 4096
_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")


class ApiError(Exception):
    """What the Bot API answers instead of a result."""

    def __init__(self, code: int, description: str) -> None:
        self.code = code
        self.description = description
        super().__init__(description)


def _bad(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


class Methods:
    """Answers Bot API calls over one world; an unknown method or parameter is refused, never ignored."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._methods: dict[str, Callable[[Json], object]] = {
            "getMe": lambda _: {**world.bot_json(), **_ABILITIES},
            "sendMessage": self._send_message,
            "editMessageText": self._edit_message_text,
            "answerCallbackQuery": self._answer_callback_query,
            "sendChatAction": self._send_chat_action,
            "setMyCommands": self._set_my_commands,
            "getMyCommands": lambda params: world.settings.get(f"commands{params.get('scope')}", []),
            "setMyDescription": lambda params: self._set(params, "description", 512),
            "getMyDescription": lambda _: {"description": world.settings.get("description", "")},
            "setMyShortDescription": lambda params: self._set(params, "short_description", 120),
            "getMyShortDescription": lambda _: {"short_description": world.settings.get("short_description", "")},
        }

    def call(self, method: str, params: Json) -> object:
        """The result of a call; raises ApiError."""
        if method not in self._methods:
            raise ApiError(404, f"Not Found: method {method} is not known on this desk")
        unknown = set(params) - _PARAMETERS.get(method, frozenset())
        if unknown:
            raise _bad(f"{method} has no parameter {', '.join(sorted(unknown))}")
        return self._methods[method](params)

    def _send_message(self, params: Json) -> Json:
        chat = self._chat(params)
        content = self._content(params)
        quoted = params.get("reply_parameters")
        if isinstance(quoted, dict):
            original = chat.messages.get(int(str(quoted.get("message_id"))))
            if original is None and not quoted.get("allow_sending_without_reply"):
                raise _bad("message to be replied not found")
            if original is not None:
                content["reply_to_message"] = {k: v for k, v in original.items() if k != "reply_to_message"}
        return self._world.add_message(chat, self._world.bot_json(), content)

    def _edit_message_text(self, params: Json) -> Json:
        chat = self._chat(params)
        message = chat.messages.get(int(str(params.get("message_id"))))
        if message is None:
            raise _bad("message to edit not found")
        if message["from"] != self._world.bot_json():
            raise _bad("message can't be edited")
        content = self._content(params)
        keys = ("text", "entities", "reply_markup")
        if all(message.get(key) == content.get(key) for key in keys):
            raise _bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        for key in keys:
            message.pop(key, None)
        message.update(content)
        return message

    def _answer_callback_query(self, params: Json) -> bool:
        query_id = str(params.get("callback_query_id"))
        if query_id not in self._world.open_queries:
            raise _bad("query is too old and response timeout expired or query ID is invalid")
        if utf16_length(str(params.get("text", ""))) > 200:
            raise _bad("MESSAGE_TOO_LONG")
        self._world.open_queries.remove(query_id)
        self._world.settings["last_alert"] = params.get("text", "")
        return True

    def _send_chat_action(self, params: Json) -> bool:
        self._chat(params)
        return True

    def _set_my_commands(self, params: Json) -> bool:
        commands = params.get("commands")
        if not isinstance(commands, list) or len(commands) > 100:
            raise _bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.match(command["command"]):
                raise _bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise _bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.settings[f"commands{params.get('scope')}"] = commands
        return True

    def _set(self, params: Json, name: str, limit: int) -> bool:
        text = str(params.get(name, ""))
        if len(text) > limit:
            raise _bad(f"{name} is too long")
        self._world.settings[name] = text
        return True

    def _chat(self, params: Json) -> Chat:
        chat = self._world.chats.get(int(str(params.get("chat_id"))))
        if chat is None:
            raise _bad("chat not found")
        return chat

    def _content(self, params: Json) -> Json:
        text = str(params.get("text", ""))
        content: Json = {"text": text.strip()}
        if params.get("parse_mode") == "HTML":
            try:
                parsed = parse_html(text)
            except MarkupError as error:
                raise _bad(f"can't parse entities: {error}") from None
            content = {"text": parsed.text, "entities": parsed.entities}
        if not content["text"]:
            raise _bad("message text is empty")
        if utf16_length(str(content["text"])) > _TEXT_LIMIT:
            raise _bad("message is too long")
        markup = params.get("reply_markup")
        if markup is not None and not _asks_for_reply(markup):  # that is shown by the app and not part of the message
            content["reply_markup"] = _checked_keyboard(markup)
        return content


def _asks_for_reply(markup: object) -> bool:
    return isinstance(markup, dict) and markup.get("force_reply") is True


def _checked_keyboard(markup: object) -> object:
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list):
        raise _bad("object expected as reply markup")
    if sum(len(row) for row in rows) > 100:
        raise _bad("reply markup is too long")
    for row in rows:
        if not 1 <= len(row) <= 8:
            raise _bad("a row holds one to eight buttons")
        for button in row:
            _check_button(button)
    return markup


def _check_button(button: dict[str, str]) -> None:
    if not button.get("text"):
        raise _bad("inline keyboard button text is empty")
    actions = set(button) - {"text"}
    if len(actions) != 1 or not actions <= {"callback_data", "url"}:
        raise _bad("an inline button needs exactly one action")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise _bad("BUTTON_DATA_INVALID")


def decoded(value: object) -> object:
    """A parameter as JSON where it is JSON: the Bot API takes objects and lists as strings."""
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


_ABILITIES = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
_MESSAGE = frozenset({"chat_id", "text", "parse_mode", "entities", "link_preview_options", "reply_markup"})
_PARAMETERS: dict[str, frozenset[str]] = {
    "sendMessage": _MESSAGE | {"message_thread_id", "reply_parameters", "disable_notification"},
    "editMessageText": _MESSAGE | {"message_id"},
    "answerCallbackQuery": frozenset({"callback_query_id", "text", "show_alert"}),
    "sendChatAction": frozenset({"chat_id", "action", "message_thread_id"}),
    "setMyCommands": frozenset({"commands", "scope", "language_code"}),
    "getMyCommands": frozenset({"scope", "language_code"}),
    "setMyDescription": frozenset({"description", "language_code"}),
    "getMyDescription": frozenset({"language_code"}),
    "setMyShortDescription": frozenset({"short_description", "language_code"}),
    "getMyShortDescription": frozenset({"language_code"}),
}
