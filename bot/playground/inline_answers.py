"""The method answerInlineQuery, held to its limits: every result must be one that could be sent."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.playground.accounts import Json
from bot.playground.contents import caption_of, text_of
from bot.playground.inline_results import InlineAnswer, InlineResult
from bot.playground.keyboards import checked_keyboard
from bot.playground.photos import photo_of
from bot.playground.refusals import bad
from bot.playground.world import World

_MOST_RESULTS, _LONGEST_ID, _LONGEST_OFFSET = 50, 64, 64  # the last two in bytes
_CACHED_FOR = 300  # seconds, where the bot does not say
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ANY = frozenset({"type", "id", "title", "description", "reply_markup", "input_message_content"})
_ARTICLE = _ANY | {"url", "thumbnail_url", "thumbnail_width", "thumbnail_height"}
_PHOTO = _ANY | {"photo_file_id", "caption", "parse_mode", "caption_entities", "show_caption_above_media"}
_WORDS = frozenset({"message_text", "parse_mode", "entities", "link_preview_options"})


class InlineAnswers:
    """Takes the bot's answers to inline queries; raises ApiError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def answer(self, params: Json) -> bool:
        """The method answerInlineQuery."""
        query = self._world.inline_queries.get(str(params.get("inline_query_id")))
        if query is None or query.answer is not None:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        query.answer = InlineAnswer(
            results=self._results(params.get("results"), query.text),
            next_offset=_offset(params),
            cache_time=_seconds(params),
            is_personal=params.get("is_personal") is True,
            button=_button(params.get("button")),
        )
        return True

    def _results(self, results: object, query: str) -> tuple[InlineResult, ...]:
        if not isinstance(results, list | tuple):
            raise bad("can't parse inline query results: an array is expected")
        if len(results) > _MOST_RESULTS:
            raise bad("RESULTS_TOO_MUCH")
        read = tuple(self._result(result, query) for result in results)
        if len({result.id for result in read}) < len(read):
            raise bad("RESULT_ID_DUPLICATE")
        return read

    def _result(self, result: object, query: str) -> InlineResult:
        if not isinstance(result, dict):
            raise bad("can't parse inline query result: an object is expected")
        if not 1 <= len(str(result.get("id", "")).encode()) <= _LONGEST_ID:
            raise bad("RESULT_ID_INVALID")
        return InlineResult(
            id=str(result["id"]),
            query=query,
            title=str(result.get("title", "")),
            description=str(result.get("description", "")),
            content=self._content(result),
            keyboard=checked_keyboard(result.get("reply_markup")),
        )

    def _content(self, result: Json) -> Json:
        kind = result.get("type")
        if kind == "article":
            _check_fields("InlineQueryResultArticle", result, _ARTICLE)
            if not str(result.get("title", "")).strip():
                raise bad("ARTICLE_TITLE_EMPTY")
            return _words(result.get("input_message_content"))
        if kind == "photo" and "photo_file_id" in result:
            _check_fields("InlineQueryResultCachedPhoto", result, _PHOTO)
            photo = {**caption_of(result), "photo": photo_of(self._world, str(result["photo_file_id"]))}
            return _words(result["input_message_content"]) if "input_message_content" in result else photo
        raise bad("can't parse inline query result: the desk knows articles and cached photos only")


def _words(content: object) -> Json:
    if not isinstance(content, dict):
        raise bad("can't parse inline query result: input message content is expected")
    _check_fields("InputTextMessageContent", content, _WORDS)
    return text_of(content, "message_text", too_long="MESSAGE_TOO_LONG")


def _check_fields(name: str, given: Mapping[str, object], known: frozenset[str]) -> None:
    if unknown := set(given) - known:
        raise bad(f"{name} has no field {', '.join(sorted(unknown))}")


def _offset(params: Json) -> str:
    offset = str(params.get("next_offset", ""))
    if len(offset.encode()) > _LONGEST_OFFSET:
        raise bad("NEXT_OFFSET_INVALID")
    return offset


def _seconds(params: Json) -> int:
    seconds = params.get("cache_time", _CACHED_FOR)
    if not isinstance(seconds, int) or seconds < 0:
        raise bad("can't parse cache_time: seconds are expected")
    return seconds


def _button(button: object) -> Json | None:
    if button is None:
        return None
    if not isinstance(button, dict) or set(button) != {"text", "start_parameter"} or not button["text"]:
        raise bad("can't parse inline query results button: the desk knows a text with a start_parameter only")
    if not _START.fullmatch(str(button["start_parameter"])):
        raise bad("START_PARAM_INVALID")
    return button
