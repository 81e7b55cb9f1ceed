"""The method answerInlineQuery, held to its limits: every result must be one that could be sent."""

from __future__ import annotations

import re

from bot.playground.accounts import Json
from bot.playground.contents import caption_of, text_of
from bot.playground.fields import Fields
from bot.playground.inline_results import InlineAnswer, InlineResult
from bot.playground.keyboards import checked_keyboard
from bot.playground.links import LinkError, checked_link
from bot.playground.photos import photo_of
from bot.playground.refusals import TOO_OLD, bad
from bot.playground.world import World

ANSWERED_WITHIN = 15.0
"""Seconds for an answer. Telegram names no number; answers after twenty seconds are known to be refused."""
_MOST_RESULTS, _LONGEST_ID, _LONGEST_OFFSET, _LONGEST_START = 50, 64, 64, 64  # but for the first in bytes
_CACHED_FOR, _CACHED_AT_MOST = 300, 24 * 60 * 60  # seconds
_START = re.compile(r"[A-Za-z0-9_-]+")
_ANY = ("type", "id", "title", "description", "reply_markup", "input_message_content")
_ARTICLE = (*_ANY, "url", "thumbnail_url", "thumbnail_width", "thumbnail_height")
_PHOTO = (*_ANY, "photo_file_id", "caption", "parse_mode", "caption_entities", "show_caption_above_media")
_WORDS = ("message_text", "parse_mode", "entities", "link_preview_options")


class InlineAnswers:
    """Takes the bot's answers to inline queries; raises ApiError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def answer(self, params: Json) -> bool:
        """The method answerInlineQuery."""
        button = _button(params.get("button"))
        read = self._results(params.get("results"))
        query = self._world.inline_queries.get(str(params.get("inline_query_id")))
        if query is None or query.answer is not None or self._world.clock() - query.asked > ANSWERED_WITHIN:
            raise bad(TOO_OLD)
        query.answer = InlineAnswer(
            results=tuple(self._result(fields, query.text) for fields in read),
            next_offset=_offset(params),
            cache_time=max(0, min(int(str(params.get("cache_time", _CACHED_FOR))), _CACHED_AT_MOST)),
            is_personal=params.get("is_personal") is True,
            button=button,
        )
        return True

    def _results(self, results: object) -> list[Fields]:
        if results is None:
            raise bad('parameter "results" is required')
        if not isinstance(results, list | tuple):
            raise bad("expected an Array of inline query results")
        if len(results) > _MOST_RESULTS:
            raise bad("too many inline query results specified")
        read = [_read(result) for result in results]
        ids = [_id(fields) for fields in read]
        if len(set(ids)) < len(ids):
            raise bad("RESULT_ID_DUPLICATE")
        return read

    def _result(self, fields: Fields, query: str) -> InlineResult:
        return InlineResult(
            id=_id(fields),
            query=query,
            title=fields.text("title") or "",
            description=fields.text("description") or "",
            content=self._content(fields),
            keyboard=checked_keyboard(fields.values.get("reply_markup")),
        )

    def _content(self, fields: Fields) -> Json:
        words = fields.values.get("input_message_content")
        if fields.text("type") == "article":
            _check_article(fields)
            return _words(words)
        for name in ("caption", "parse_mode"):
            fields.text(name)
        photo = photo_of(self._world, fields.needed_text("photo_file_id"))
        caption = caption_of(fields.values, too_long="MEDIA_CAPTION_TOO_LONG")
        return {**caption, "photo": photo} if words is None else _words(words)


def _read(result: object) -> Fields:
    """The fields of a result of a known kind."""
    kind = result.get("type") if isinstance(result, dict) else None
    if kind == "article":
        return Fields.of("inline query result", result, _ARTICLE)
    if kind == "photo" and isinstance(result, dict) and "photo_url" not in result:
        return Fields.of("inline query result", result, _PHOTO)
    if isinstance(result, dict):
        raise bad("can't parse inline query result: the desk knows articles and cached photos only")
    raise bad("can't parse inline query result: Inline query result must be an object")


def _id(fields: Fields) -> str:
    found = fields.needed_text("id")
    if not 1 <= len(found.encode()) <= _LONGEST_ID:
        raise bad("RESULT_ID_INVALID")
    return found


def _check_article(fields: Fields) -> None:
    if not fields.needed_text("title").strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    for name in ("thumbnail_width", "thumbnail_height"):
        fields.number(name)
    for name in ("url", "thumbnail_url"):
        if address := fields.text(name):
            try:
                checked_link(address)
            except LinkError:
                raise bad("WEBDOCUMENT_URL_INVALID") from None


def _words(content: object) -> Json:
    if content is None:
        raise bad("can't parse inline query result: Input message content is not specified")
    fields = Fields.of("input message content", content, _WORDS)
    for name in ("message_text", "parse_mode"):
        fields.text(name)
    return text_of(fields.values, "message_text", too_long="MESSAGE_TOO_LONG")


def _offset(params: Json) -> str:
    offset = str(params.get("next_offset", ""))
    if len(offset.encode()) > _LONGEST_OFFSET:
        raise bad("NEXT_OFFSET_INVALID")
    return offset


def _button(button: object) -> Json | None:
    if button is None:
        return None
    fields = Fields.of("inline query results button", button, ("text", "start_parameter"))
    start = fields.text("start_parameter")
    if not fields.needed_text("text").strip():
        raise bad("can't parse inline query results button: text must be non-empty")
    if start is None:
        raise bad(f"can't parse {fields.what}: InlineQueryResultsButton must have exactly one optional field")
    if not start:
        raise bad("can't use empty start_parameter")
    if len(start) > _LONGEST_START:
        raise bad("too long start_parameter specified")
    if not _START.fullmatch(start):
        raise bad("unallowed characters in start_parameter are used")
    return fields.values
