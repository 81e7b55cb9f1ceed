"""The Bot API methods of the in-memory Telegram, as strict as the real ones: limits, markup, states."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.playground.access import chat_of, check_topic
from bot.playground.accounts import BOT_USERNAME
from bot.playground.inline_answers import InlineAnswers
from bot.playground.markup import utf16_length
from bot.playground.membership import Membership
from bot.playground.messages import Messages
from bot.playground.parameters import read
from bot.playground.photos import file_of
from bot.playground.profile import Profile
from bot.playground.refusals import TOO_OLD, bad
from bot.playground.world import Json, World

ANSWERED_WITHIN = 30.0
"""Seconds for an answer to a press of a button, a number that Telegram does not name."""
_LONGEST_NOTICE = 200  # UTF-16 units
_OPENED = re.compile(rf"(?:https?://)?t\.me/{BOT_USERNAME}\?start(?:app|group)?=|tg://", re.IGNORECASE)
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


class Methods:
    """Answers Bot API calls over one world; an unknown method or parameter is refused, never ignored."""

    def __init__(self, world: World) -> None:
        self._world = world
        messages = Messages(world)
        membership = Membership(world)
        profile = Profile(world)
        self._methods: dict[str, Callable[[Json], object]] = {
            "getMe": lambda _: _bot(world),
            "sendMessage": messages.send_text,
            "sendPhoto": messages.send_photo,
            "sendDocument": messages.send_document,
            "editMessageText": messages.edit_text,
            "editMessageCaption": messages.edit_caption,
            "editMessageMedia": messages.edit_media,
            "editMessageReplyMarkup": messages.edit_keyboard,
            "deleteMessage": messages.delete,
            "getFile": lambda params: file_of(world, params.get("file_id")),
            "getChat": membership.chat,
            "getChatMember": membership.member,
            "getChatAdministrators": membership.administrators,
            "leaveChat": membership.leave,
            "answerInlineQuery": InlineAnswers(world).answer,
            "answerCallbackQuery": self._answer_callback_query,
            "sendChatAction": self._send_chat_action,
            "setMyCommands": profile.set_commands,
            "getMyCommands": profile.commands,
            "setMyDescription": lambda params: profile.set_words(params, "description"),
            "getMyDescription": lambda params: profile.words(params, "description"),
            "setMyShortDescription": lambda params: profile.set_words(params, "short_description"),
            "getMyShortDescription": lambda params: profile.words(params, "short_description"),
        }

    def call(self, method: str, params: Json) -> object:
        """The result of a call; raises ApiError."""
        given = read(method, params)
        return self._methods[method](given)

    def _answer_callback_query(self, params: Json) -> bool:
        if utf16_length(str(params.get("text", ""))) > _LONGEST_NOTICE:
            raise bad("MESSAGE_TOO_LONG")
        if (url := params.get("url")) and not _OPENED.match(str(url)):
            raise bad("URL_INVALID")
        query_id = str(params.get("callback_query_id"))
        asked = self._world.open_queries.get(query_id)
        if asked is None or self._world.clock() - asked > ANSWERED_WITHIN:
            raise bad(TOO_OLD)
        del self._world.open_queries[query_id]
        self._world.settings["last_alert"] = params.get("text", "")
        return True

    def _send_chat_action(self, params: Json) -> bool:
        if str(params.get("action")).lower() not in _ACTIONS:
            raise bad("wrong parameter action in request")
        check_topic(chat_of(self._world, params), params)
        return True


def _bot(world: World) -> Json:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": not world.privacy}
    more = {"can_connect_to_business": False, "has_main_web_app": False}
    return {**world.bot_json(), **abilities, "supports_inline_queries": True, **more}
