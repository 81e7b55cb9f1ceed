"""Each call is measured by the limits that the in-memory Telegram, as strict as the real one, refuses it by."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.page.limits import Measure, measures, shown
from bot.playground.photos import Upload
from bot.playground.world import Json
from tests.playground.page.calls import CALLS, URL, keyboard, picture, refusal

REFUSALS = {
    "text": ("message text is empty", "text must be non-empty", "message is too long", "MESSAGE_TOO_LONG"),
    "message_text": ("message text is empty", "text must be non-empty", "MESSAGE_TOO_LONG"),
    "caption": ("message caption is too long", "MEDIA_CAPTION_TOO_LONG"),
    "inline_keyboard": ("reply markup is too long",),
    "inline_keyboard[i]": ("a row holds one to eight buttons",),
    "callback_data": ("BUTTON_DATA_INVALID", "Text buttons are unallowed"),
    "switch_inline_query": ("BUTTON_SWITCH_INLINE_QUERY_INVALID",),
    "copy_text": ("BUTTON_COPY_TEXT_INVALID",),
    "input_field_placeholder": ("input_field_placeholder must be 1-64 characters long",),
    "document": ("is too big",),
    "photo": ("is too big",),
    "width + height": ("PHOTO_INVALID_DIMENSIONS",),
    "width : height": ("PHOTO_INVALID_DIMENSIONS",),
    "results": ("too many inline query results",),
    "results[i].id": ("RESULT_ID_INVALID",),
    "next_offset": ("NEXT_OFFSET_INVALID",),
    "start_parameter": ("can't use empty start_parameter", "too long start_parameter"),
    "commands": ("BOT_COMMANDS_TOO_MUCH",),
    "commands[i].command": ("BOT_COMMAND_INVALID",),
    "commands[i].description": ("BOT_COMMAND_DESCRIPTION_INVALID",),
    "description": ("description is too long",),
    "short_description": ("short_description is too long",),
}
"""How the in-memory Telegram refuses what breaks a limit."""
NOT_REFUSED = {"entities"}
"""What is too many of them is dropped."""


@pytest.mark.parametrize("method", CALLS)
@given(st.data())
def test_a_limit_is_kept_exactly_where_telegram_does_not_refuse(method: str, data: st.DataObject) -> None:
    params = data.draw(CALLS[method])
    broken = {measure.what for measure in measures(method, params) if not measure.ok} - NOT_REFUSED
    refused = refusal(method, params)
    if broken:
        assert refused
        assert any(reason in refused for what in broken for reason in REFUSALS[what])
    else:
        assert refused is None


def message(**fields: object) -> Json:
    return {"chat_id": 5001, "text": "x", **fields}


def photo(content: Upload | str, **fields: object) -> Json:
    return {"chat_id": 5001, "photo": content, **fields}


def media(**fields: object) -> Json:
    return {"chat_id": 5001, "message_id": 1002, "media": {"type": "photo", "media": "desk-file-1", **fields}}


def with_data(data: str) -> Json:
    return keyboard([URL], [{"text": "x", "callback_data": data}])


def with_button(**action: object) -> Json:
    return message(reply_markup=keyboard([URL, {"text": "x", **action}]))


def asking(placeholder: str) -> Json:
    return {"force_reply": True, "input_field_placeholder": placeholder}


def words(text: str) -> Json:
    return {"message_text": text}


def article(number: int = 1, **fields: object) -> Json:
    return {"type": "article", "id": str(number), "title": "x", "input_message_content": words("x"), **fields}


PHOTO_RESULT: Json = {"type": "photo", "id": "1", "photo_file_id": "desk-file-1"}


def answer(*results: Json, **params: object) -> Json:
    return {"inline_query_id": "i", "results": list(results), **params}


def command(name: str = "x", description: str = "x") -> Json:
    return {"command": name, "description": description}


Build = Callable[[int], Json]
LIMITS = {
    "text": (1, 4096, "UTF-16"),
    "caption": (0, 1024, "UTF-16"),
    "message_text": (1, 4096, "UTF-16"),
    "entities": (0, 100, ""),
    "inline_keyboard": (0, 100, ""),
    "inline_keyboard[i]": (1, 8, ""),
    "callback_data": (1, 64, "byte"),
    "switch_inline_query": (0, 256, "Unicode"),
    "copy_text": (1, 256, "Unicode"),
    "input_field_placeholder": (1, 64, "Unicode"),
    "photo": (0, 10 * 1024 * 1024, "byte"),
    "document": (0, 50 * 1024 * 1024, "byte"),
    "width + height": (0, 10_000, "px"),
    "width : height": (0, 20, ""),
    "results": (0, 50, ""),
    "results[i].id": (1, 64, "byte"),
    "next_offset": (0, 64, "byte"),
    "start_parameter": (1, 64, "Unicode"),
    "commands": (0, 100, ""),
    "commands[i].command": (1, 32, "Unicode"),
    "commands[i].description": (1, 256, "Unicode"),
    "description": (0, 512, "Unicode"),
    "short_description": (0, 120, "Unicode"),
}
"""The least and the most that the Bot API takes, and its unit."""
IN_RESULTS = "answerInlineQuery"
USES: list[tuple[str, str, Build]] = [
    ("text", "sendMessage", lambda n: message(text=f"<b>{'x' * n}</b> ", parse_mode="HTML")),
    ("text", "editMessageText", lambda n: message(message_id=1001, text="x" * n)),
    ("caption", "sendPhoto", lambda n: photo("desk-file-1", caption="x" * n)),
    ("caption", "editMessageCaption", lambda n: {"chat_id": 5001, "message_id": 1002, "caption": "x" * n}),
    ("caption", "editMessageMedia", lambda n: media(caption="x" * n)),
    ("caption", IN_RESULTS, lambda n: answer({**PHOTO_RESULT, "caption": "x" * n})),
    ("message_text", IN_RESULTS, lambda n: answer(article(), article(2, input_message_content=words("x" * n)))),
    ("message_text", IN_RESULTS, lambda n: answer({**PHOTO_RESULT, "input_message_content": words("x" * n)})),
    ("entities", "sendMessage", lambda n: message(text="x" + " <b>x</b>" * n, parse_mode="HTML")),
    ("inline_keyboard", "sendMessage", lambda n: message(reply_markup=keyboard(*[[URL]] * n))),
    ("inline_keyboard", IN_RESULTS, lambda n: answer(article(reply_markup=keyboard(*[[URL]] * n)))),
    ("inline_keyboard[i]", "sendMessage", lambda n: message(reply_markup=keyboard([URL], [URL] * n))),
    ("callback_data", "sendMessage", lambda n: with_button(callback_data="x" * n)),
    ("callback_data", "editMessageMedia", lambda n: {**media(), "reply_markup": with_data("x" * n)}),
    ("callback_data", IN_RESULTS, lambda n: answer(article(reply_markup=with_data("x" * n)), article(2))),
    ("switch_inline_query", "sendMessage", lambda n: with_button(switch_inline_query="😀" * n)),
    ("switch_inline_query", "sendMessage", lambda n: with_button(switch_inline_query_current_chat="x" * n)),
    ("copy_text", "sendMessage", lambda n: with_button(copy_text={"text": "x" * n})),
    ("input_field_placeholder", "sendMessage", lambda n: message(reply_markup=asking("x" * n))),
    ("photo", "sendPhoto", lambda n: photo(picture(9, 9, n))),
    ("document", "sendDocument", lambda n: {"chat_id": 5001, "document": Upload(bytes(n))}),
    ("caption", "sendDocument", lambda n: {"chat_id": 5001, "document": Upload(b"x"), "caption": "x" * n}),
    ("width + height", "sendPhoto", lambda n: photo(picture(n // 2, n - n // 2))),
    ("width : height", "sendPhoto", lambda n: photo(picture(3, 3 * n - 1))),
    ("width : height", "editMessageMedia", lambda n: media(media=picture(3 * n, 3))),
    ("results", IN_RESULTS, lambda n: answer(*map(article, range(n)))),
    ("results[i].id", IN_RESULTS, lambda n: answer(article(), article(id="x" * n))),
    ("next_offset", IN_RESULTS, lambda n: answer(next_offset="x" * n)),
    ("start_parameter", IN_RESULTS, lambda n: answer(button={"text": "x", "start_parameter": "x" * n})),
    ("commands", "setMyCommands", lambda n: {"commands": [command()] * n}),
    ("commands[i].command", "setMyCommands", lambda n: {"commands": [command(), command("x" * n)]}),
    ("commands[i].description", "setMyCommands", lambda n: {"commands": [command("x", "é" * n), command()]}),
    ("description", "setMyDescription", lambda n: {"description": "x" * n}),
    ("short_description", "setMyShortDescription", lambda n: {"short_description": "x" * n}),
]
"""Calls that use as much of a limit as they are told."""


@pytest.mark.parametrize(("what", "method", "use"), USES, ids=[f"{what} of {method}" for what, method, _ in USES])
def test_a_limit_is_kept_up_to_its_edges(what: str, method: str, use: Build) -> None:
    least, most, unit = LIMITS[what]
    for used, ok in ((most, True), (most + 1, False), *(((least, True), (least - 1, False)) if least else ())):
        (found,) = [measure for measure in measures(method, use(used)) if measure.what == what]
        assert found.json() == {"what": what, "used": used, "limit": most, "unit": unit, "ok": ok}
        assert what in NOT_REFUSED or (refusal(method, use(used)) is None) is ok


def test_what_is_said_to_a_press_is_kept_shorter() -> None:
    for used, ok in ((0, True), (200, True), (201, False)):
        (found,) = measures("answerCallbackQuery", {"callback_query_id": "q", "text": "x" * used})
        assert found.json() == {"what": "text", "used": used, "limit": 200, "unit": "UTF-16", "ok": ok}


def test_every_limit_is_met_here() -> None:
    assert LIMITS.keys() == {what for what, _, _ in USES} == REFUSALS.keys() | NOT_REFUSED


def measured(method: str, **params: object) -> dict[str, tuple[int, bool]]:
    return {measure.what: (measure.used, measure.ok) for measure in measures(method, params)}


def test_a_text_is_measured_as_it_will_stand_there() -> None:
    assert measured("sendMessage", text=" <b>a &amp; 😀</b> ", parse_mode="HTML") == {
        "text": (6, True),
        "entities": (1, True),
    }
    assert measured("sendMessage", text=" <b>a</b> ") == {"text": (8, True), "entities": (0, True)}
    bold = {"type": "bold", "offset": 0, "length": 1}
    assert measured("sendMessage", text="x", entities=[bold])["entities"] == (1, True)
    assert measured("sendMessage") == {"text": (0, False), "entities": (0, True)}


def test_markup_that_cannot_be_read_has_no_length() -> None:
    assert measures("sendMessage", {"text": "<b>x", "parse_mode": "HTML"}) == ()
    assert measures("sendPhoto", {"caption": "<h1>x</h1>", "parse_mode": "HTML"}) == ()
    assert measures("sendMessage", {"text": "x", "entities": [{"type": "bold", "offset": 2, "length": 1}]}) == ()
    assert measures("sendMessage", {"text": "x", "entities": [{}]}) == ()
    assert measures("sendMessage", {"text": "*x*", "parse_mode": "MarkdownV2"}) == ()


def test_of_several_the_one_nearest_to_breaking_its_limit_is_measured() -> None:
    def data(*texts: str) -> tuple[int, bool]:
        rows: list[list[Json]] = [[{"text": "x", "callback_data": text}] for text in texts]
        return measured("editMessageReplyMarkup", reply_markup=keyboard(*rows))["callback_data"]

    assert data("x", "é" * 20, "xx") == (40, True)
    assert data("x" * 64, "", "xx") == (0, False)
    assert data("x" * 65, "", "xx") == (65, False)


def test_results_are_measured_together() -> None:
    longer = {"message_text": "<i>xx</i>", "parse_mode": "HTML"}
    found = measured("answerInlineQuery", results=[article(), article(22, input_message_content=longer)])
    assert found == {"results": (2, True), "results[i].id": (2, True), "message_text": (2, True), "entities": (1, True)}


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", picture(0, 30).content], ids=["empty", "GIF", "cut off", "flat"]
)
def test_what_is_no_picture_has_a_size_only(content: bytes) -> None:
    assert measured("sendPhoto", photo=Upload(content)) == {"photo": (len(content), True)}


def test_a_call_without_limits_has_no_measures() -> None:
    assert measures("getMe", {}) == ()
    assert measures("deleteMessage", {"chat_id": 1, "message_id": 1}) == ()
    assert measures("editMessageReplyMarkup", {"reply_markup": {"inline_keyboard": []}}) == ()


NAMES = [
    "text",
    "caption",
    "parse_mode",
    "entities",
    "caption_entities",
    "reply_markup",
    "inline_keyboard",
    "force_reply",
    "input_field_placeholder",
    "callback_data",
    "copy_text",
    "switch_inline_query",
    "photo",
    "media",
    "results",
    "id",
    "input_message_content",
    "message_text",
    "next_offset",
    "button",
    "start_parameter",
    "commands",
    "command",
    "description",
    "short_description",
]
anything: st.SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=3)
    | st.just("HTML")
    | st.builds(Upload, st.binary(max_size=30)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
params = st.dictionaries(st.sampled_from(NAMES), anything, max_size=4)


@given(st.sampled_from([*CALLS, "getMe", "sendHologram"]), params)
def test_whatever_the_bot_calls_can_be_measured_and_shown(method: str, given_params: Json) -> None:
    assert all(isinstance(measure, Measure) for measure in measures(method, given_params))
    json.dumps(shown(given_params))


@given(params)
def test_nothing_but_files_is_shown_as_something_else(given_params: Json) -> None:
    plain = json.loads(json.dumps(given_params, default=lambda file: f"(berkas {len(file.content)} byte)"))
    assert shown(given_params) == plain


def test_a_file_is_shown_by_its_size() -> None:
    params: Json = {"chat_id": 1, "media": {"type": "photo", "media": Upload(b"x" * 123_456)}}
    assert shown(params) == {"chat_id": 1, "media": {"type": "photo", "media": "(berkas 123456 byte)"}}
    assert shown(params, "file of {size}") == {"chat_id": 1, "media": {"type": "photo", "media": "file of 123456"}}
