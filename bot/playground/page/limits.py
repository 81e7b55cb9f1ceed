"""What a Bot API call uses of each documented limit, and how its parameters look in the panel.

The limits are those of the Bot API's documentation, as python-telegram-bot names them. It leaves out how many
entities and buttons there may be; that is known from the server, which drops further entities without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from telegram.constants import (
    BotCommandLimit,
    BotDescriptionLimit,
    CallbackQueryLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    InlineQueryLimit,
    InlineQueryResultLimit,
    InlineQueryResultsButtonLimit,
    MessageLimit,
    ReplyLimit,
)

from bot.playground.formatted import Parsed, tidied, utf16_length
from bot.playground.markup import parse_html
from bot.playground.photos import Upload
from bot.playground.world import Json

FILE = "(berkas {size} byte)"
"""What the panel shows in the place of an uploaded file."""


@dataclass(frozen=True)
class Measure:
    """What a call uses of one limit; where it holds several such things, the one that comes nearest to breaking it."""

    what: str
    used: int
    limit: int
    unit: str
    least: int = field(default=0, repr=False)

    @property
    def ok(self) -> bool:
        """Whether the limit is kept."""
        return self.least <= self.used <= self.limit

    def json(self) -> Json:
        """The measure as the page gets it."""
        return {"what": self.what, "used": self.used, "limit": self.limit, "unit": self.unit, "ok": self.ok}


@dataclass(frozen=True)
class _Limit:
    what: str
    unit: str
    most: int
    least: int = 0

    def worst(self, sizes: list[int]) -> Measure:
        """The largest size, unless the smallest alone is out of bounds."""
        smallest, largest = min(sizes), max(sizes)
        used = smallest if smallest < self.least and largest <= self.most else largest
        return Measure(self.what, used, self.most, self.unit, self.least)


_UTF16, _CHARACTERS, _BYTES, _PIXELS = "UTF-16", "Unicode", "byte", "px"
"""Units, by names that are the same in every language; what is counted has none."""
_LENGTHS: dict[str, Callable[[str], int]] = {
    _UTF16: utf16_length,
    _CHARACTERS: len,
    _BYTES: lambda text: len(text.encode(errors="surrogatepass")),
}

_TEXT = _Limit("text", _UTF16, MessageLimit.MAX_TEXT_LENGTH, MessageLimit.MIN_TEXT_LENGTH)
_MESSAGE_TEXT = _Limit("message_text", _UTF16, _TEXT.most, _TEXT.least)
_CAPTION = _Limit("caption", _UTF16, MessageLimit.CAPTION_LENGTH)
_ENTITIES = _Limit("entities", "", MessageLimit.MESSAGE_ENTITIES)
_BUTTONS = _Limit("inline_keyboard", "", InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
_ROW = _Limit("inline_keyboard[i]", "", InlineKeyboardMarkupLimit.BUTTONS_PER_ROW, 1)
_DATA = _Limit("callback_data", _BYTES, InlineKeyboardButtonLimit.MAX_CALLBACK_DATA, 1)
_QUERY = _Limit("switch_inline_query", _CHARACTERS, InlineQueryLimit.MAX_QUERY_LENGTH)
_COPIED = _Limit("copy_text", _CHARACTERS, InlineKeyboardButtonLimit.MAX_COPY_TEXT, 1)
_PLACEHOLDER = _Limit("input_field_placeholder", _CHARACTERS, ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER, 1)
_PHOTO = _Limit("photo", _BYTES, 10 * 1024 * 1024)
_DOCUMENT = _Limit("document", _BYTES, 50 * 1024 * 1024)
_SIDES = _Limit("width + height", _PIXELS, 10_000)
_RATIO = _Limit("width : height", "", 20)
_NOTICE = _Limit("text", _UTF16, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
_RESULTS = _Limit("results", "", InlineQueryLimit.RESULTS)
_RESULT_ID = _Limit("results[i].id", _BYTES, InlineQueryResultLimit.MAX_ID_LENGTH, 1)
_OFFSET = _Limit("next_offset", _BYTES, InlineQueryLimit.MAX_OFFSET_LENGTH)
_START = _Limit("start_parameter", _CHARACTERS, InlineQueryResultsButtonLimit.MAX_START_PARAMETER_LENGTH, 1)
_COMMANDS = _Limit("commands", "", BotCommandLimit.MAX_COMMAND_NUMBER)
_COMMAND = _Limit("commands[i].command", _CHARACTERS, BotCommandLimit.MAX_COMMAND, 1)
_ABOUT_COMMAND = _Limit("commands[i].description", _CHARACTERS, BotCommandLimit.MAX_DESCRIPTION, 1)
_DESCRIPTION = _Limit("description", _CHARACTERS, BotDescriptionLimit.MAX_DESCRIPTION_LENGTH)
_SHORT_DESCRIPTION = _Limit("short_description", _CHARACTERS, BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH)

_Uses = Iterator[tuple[_Limit, int]]
"""Limits, and what something uses of each; a limit may come several times."""


def measures(method: str, params: Json) -> tuple[Measure, ...]:
    """One measure for each documented limit that a call meets; whatever cannot be read as it should be has none."""
    sizes: dict[_Limit, list[int]] = {}
    for limit, used in _USES[method](params) if method in _USES else ():
        sizes.setdefault(limit, []).append(used)
    return tuple(limit.worst(found) for limit, found in sizes.items())


def shown(params: Json, file: str = FILE) -> Json:
    """Parameters as JSON, with `file` in the place of each uploaded file ({size} of it in bytes)."""

    def plain(value: object) -> object:
        if isinstance(value, Upload):
            return file.format(size=len(value.content))
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value

    return {key: plain(value) for key, value in params.items()}


def _text_message(params: Json) -> _Uses:
    yield from _words(params, "text", _TEXT)
    yield from _markup(params)


def _photo_message(params: Json) -> _Uses:
    yield from _captioned(params, "photo")
    yield from _markup(params)


def _document_message(params: Json) -> _Uses:
    if isinstance(upload := params.get("document"), Upload):
        yield _DOCUMENT, len(upload.content)
    yield from _captioned(params, "photo")
    yield from _markup(params)


def _media(params: Json) -> _Uses:
    for media in _objects([params.get("media")]):
        yield from _captioned(media, "media")
    yield from _markup(params)


def _captioned(content: Json, photo: str) -> _Uses:
    if isinstance(upload := content.get(photo), Upload):
        yield from _photo(upload.content)
    if content.get("caption") is not None:
        yield from _words(content, "caption", _CAPTION)


def _words(content: Json, name: str, limit: _Limit) -> _Uses:
    """Nothing where the markup or the entities are bad: the error tells. A text without anything to see is empty."""
    try:
        parsed = _parsed(content, name)
    except (ValueError, KeyError):
        return
    yield limit, 0 if limit.least and parsed.is_blank else utf16_length(parsed.text)
    yield _ENTITIES, len(parsed.entities)


def _parsed(content: Json, name: str) -> Parsed:
    text, mode = _text(content, name), str(content.get("parse_mode") or "none").lower()
    if text and mode == "html":
        return parse_html(text)
    if text and mode != "none":
        raise ValueError("only HTML is read here")
    return tidied(Parsed(text, _objects(content.get("caption_entities" if name == "caption" else "entities"))))


def _photo(content: bytes) -> _Uses:
    yield _PHOTO, len(content)
    shorter, longer = sorted((int.from_bytes(content[16:20]), int.from_bytes(content[20:24])))
    if content.startswith(b"\x89PNG") and shorter:
        yield _SIDES, shorter + longer
        yield _RATIO, -(-longer // shorter)  # rounded up: a little over 20 is over 20


def _markup(content: Json) -> _Uses:
    markup = content.get("reply_markup")
    if isinstance(markup, dict) and markup.get("input_field_placeholder") is not None:
        yield _PLACEHOLDER, len(_text(markup, "input_field_placeholder"))
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if isinstance(rows, list | tuple) and rows not in ([], [[]]):
        sizes = [len(row) for row in rows if isinstance(row, list | tuple)]
        yield _BUTTONS, sum(sizes)
        yield from ((_ROW, size) for size in sizes)
        for button in (button for row in rows for button in _objects(row)):
            yield from _button(button)


def _button(button: Json) -> _Uses:
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        yield from _said(name, _QUERY)(button)
    yield from _said("callback_data", _DATA)(button)
    for copied in _objects([button.get("copy_text")]):
        yield from _said("text", _COPIED)(copied)


def _inline_answer(params: Json) -> _Uses:
    if isinstance(results := params.get("results"), list | tuple):
        yield _RESULTS, len(results)
        for result in _objects(results):
            yield from _result(result)
    yield from _said("next_offset", _OFFSET)(params)
    for button in _objects([params.get("button")]):
        yield from _said("start_parameter", _START)(button)


def _result(result: Json) -> _Uses:
    yield from _said("id", _RESULT_ID)(result)
    for content in _objects([result.get("input_message_content")]):
        yield from _words(content, "message_text", _MESSAGE_TEXT)
    if result.get("caption") is not None:
        yield from _words(result, "caption", _CAPTION)
    yield from _markup(result)


def _commands(params: Json) -> _Uses:
    if isinstance(commands := params.get("commands"), list | tuple):
        yield _COMMANDS, len(commands)
        for command in _objects(commands):
            yield _COMMAND, len(_text(command, "command").strip().removeprefix("/"))
            yield _ABOUT_COMMAND, len(_text(command, "description").strip())


def _said(name: str, limit: _Limit) -> Callable[[Json], _Uses]:
    """What a field uses of a limit, nothing where it is not given."""

    def uses(content: Json) -> _Uses:
        if content.get(name) is not None:
            yield limit, _LENGTHS[limit.unit](_text(content, name))

    return uses


def _text(content: Json, name: str) -> str:
    value = content.get(name)
    return "" if value is None else str(value)


def _objects(values: object) -> list[Json]:
    """Those of a list that are JSON objects."""
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list | tuple) else []


_USES: dict[str, Callable[[Json], _Uses]] = {
    "sendMessage": _text_message,
    "sendPhoto": _photo_message,
    "sendDocument": _document_message,
    "editMessageText": _text_message,
    "editMessageCaption": _photo_message,
    "editMessageMedia": _media,
    "editMessageReplyMarkup": _markup,
    "answerCallbackQuery": _said("text", _NOTICE),
    "answerInlineQuery": _inline_answer,
    "setMyCommands": _commands,
    "setMyDescription": _said("description", _DESCRIPTION),
    "setMyShortDescription": _said("short_description", _SHORT_DESCRIPTION),
}
