"""The Bot API methods of the in-memory Telegram, as strict as the real ones: limits, markup, states."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.playground.access import chat_of, check_topic
from bot.playground.inline_answers import InlineAnswers
from bot.playground.markup import utf16_length
from bot.playground.membership import Membership
from bot.playground.messages import Messages
from bot.playground.refusals import ApiError, bad
from bot.playground.world import Json, World

_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")


class Methods:
    """Answers Bot API calls over one world; an unknown method or parameter is refused, never ignored."""

    def __init__(self, world: World) -> None:
        self._world = world
        messages = Messages(world)
        membership = Membership(world)
        self._methods: dict[str, Callable[[Json], object]] = {
            "getMe": lambda _: _bot(world),
            "sendMessage": messages.send_text,
            "sendPhoto": messages.send_photo,
            "editMessageText": messages.edit_text,
            "editMessageCaption": messages.edit_caption,
            "editMessageMedia": messages.edit_media,
            "editMessageReplyMarkup": messages.edit_keyboard,
            "deleteMessage": messages.delete,
            "getChat": membership.chat,
            "getChatMember": membership.member,
            "getChatAdministrators": membership.administrators,
            "leaveChat": membership.leave,
            "answerInlineQuery": InlineAnswers(world).answer,
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
            raise bad(f"{method} has no parameter {', '.join(sorted(unknown))}")
        return self._methods[method](params)

    def _answer_callback_query(self, params: Json) -> bool:
        query_id = str(params.get("callback_query_id"))
        if query_id not in self._world.open_queries:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if utf16_length(str(params.get("text", ""))) > 200:
            raise bad("MESSAGE_TOO_LONG")
        self._world.open_queries.remove(query_id)
        self._world.settings["last_alert"] = params.get("text", "")
        return True

    def _send_chat_action(self, params: Json) -> bool:
        check_topic(chat_of(self._world, params), params.get("message_thread_id"))
        return True

    def _set_my_commands(self, params: Json) -> bool:
        commands = params.get("commands")
        if not isinstance(commands, list) or len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.match(command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.settings[f"commands{params.get('scope')}"] = commands
        return True

    def _set(self, params: Json, name: str, limit: int) -> bool:
        text = str(params.get(name, ""))
        if len(text) > limit:
            raise bad(f"{name} is too long")
        self._world.settings[name] = text
        return True


def _bot(world: World) -> Json:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": not world.privacy}
    return {**world.bot_json(), **abilities, "supports_inline_queries": True}


_TEXT = frozenset({"chat_id", "text", "parse_mode", "entities", "link_preview_options", "reply_markup"})
_CAPTION = frozenset({"chat_id", "caption", "parse_mode", "reply_markup"})
_SENT = frozenset({"message_thread_id", "reply_parameters", "disable_notification"})
_EDITED = frozenset({"message_id", "inline_message_id"})
_PARAMETERS: dict[str, frozenset[str]] = {
    "sendMessage": _TEXT | _SENT,
    "sendPhoto": _CAPTION | _SENT | {"photo"},
    "editMessageText": _TEXT | _EDITED,
    "editMessageCaption": _CAPTION | _EDITED,
    "editMessageMedia": frozenset({"chat_id", "message_id", "media", "reply_markup"}),
    "editMessageReplyMarkup": _EDITED | {"chat_id", "reply_markup"},
    "deleteMessage": frozenset({"chat_id", "message_id"}),
    "getChat": frozenset({"chat_id"}),
    "getChatMember": frozenset({"chat_id", "user_id"}),
    "getChatAdministrators": frozenset({"chat_id"}),
    "leaveChat": frozenset({"chat_id"}),
    "answerInlineQuery": frozenset(
        {"inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"}
    ),
    "answerCallbackQuery": frozenset({"callback_query_id", "text", "show_alert"}),
    "sendChatAction": frozenset({"chat_id", "action", "message_thread_id"}),
    "setMyCommands": frozenset({"commands", "scope", "language_code"}),
    "getMyCommands": frozenset({"scope", "language_code"}),
    "setMyDescription": frozenset({"description", "language_code"}),
    "getMyDescription": frozenset({"language_code"}),
    "setMyShortDescription": frozenset({"short_description", "language_code"}),
    "getMyShortDescription": frozenset({"language_code"}),
}
