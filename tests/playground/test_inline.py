"""Inline mode: a query, the bot's answer within its limits, the result that a person sends, its buttons."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

from bot.playground.inline_results import InlineQuery, UnansweredError
from bot.playground.keyboards import checked_keyboard
from bot.playground.methods import Methods
from bot.playground.refusals import ApiError
from bot.playground.world import Json, World
from tests.playground.test_photos import png
from tests.playground.watching import Watched
from tests.talk import buttons_of

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def article(result_id: str = "a", buttons: bool = False, text: str = "<b>Burnout</b> &amp; kerja") -> Any:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Lagi", callback_data="more")]]) if buttons else None
    words = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(result_id, "Burnout", words, reply_markup=keyboard, description="apa itu")


def answering(seen: Watched, *results: Any, **more: Any) -> None:
    """Let the bot answer every inline query with these."""

    async def react(update: Update) -> None:
        if update.inline_query:
            await seen.bot.answer_inline_query(update.inline_query.id, results, **more)

    seen.react = react


# The query and its answer


async def test_a_query_reaches_the_bot_and_its_answer_the_person(seen: Watched) -> None:
    button = InlineQueryResultsButton("Buka bot", start_parameter="inline-1")
    answering(seen, article(), article("b"), next_offset="2", cache_time=10, is_personal=True, button=button)
    sari = seen.world.person("Sari")
    answer = await seen.desk.inline(sari, "burn", offset="1", chat_type="supergroup")
    query = seen.updates[0].inline_query
    assert query
    assert (query.from_user.id, query.query, query.offset, query.chat_type) == (sari.id, "burn", "1", "supergroup")
    assert [(one.id, one.title, one.description) for one in answer.results] == [
        ("a", "Burnout", "apa itu"),
        ("b", "Burnout", "apa itu"),
    ]
    assert answer.results[0].text == "Burnout & kerja"
    assert answer.results[0].content["entities"] == [{"type": "bold", "offset": 0, "length": 7}]
    assert (answer.next_offset, answer.cache_time, answer.is_personal) == ("2", 10, True)
    assert answer.button == {"text": "Buka bot", "start_parameter": "inline-1"}


async def test_an_answer_without_more_than_results_has_what_telegram_takes_then(seen: Watched) -> None:
    answering(seen)
    answer = await seen.desk.inline(seen.world.person("Sari"), "")
    assert (answer.results, answer.next_offset, answer.cache_time) == ((), "", 300)
    assert (answer.is_personal, answer.button) == (False, None)


async def test_a_query_that_is_not_answered_is_an_error_and_cannot_be_answered_later(seen: Watched) -> None:
    with pytest.raises(UnansweredError):
        await seen.desk.inline(seen.world.person("Sari"), "burn")
    query = seen.updates[0].inline_query
    assert query
    with pytest.raises(BadRequest, match="too old"):
        await seen.bot.answer_inline_query(query.id, [])


async def test_a_query_is_cut_to_what_an_app_sends(seen: Watched) -> None:
    answering(seen, article())
    answer = await seen.desk.inline(seen.world.person("Sari"), "x" * 300)
    query = seen.updates[0].inline_query
    assert query
    assert len(query.query) == len(answer.results[0].query) == 256


# Limits


def plain(**fields: object) -> Json:
    words = {"message_text": "x"}
    return {"type": "article", "id": "a", "title": "T", "input_message_content": words, **fields}


def words(text: str, **more: object) -> Json:
    return plain(input_message_content={"message_text": text, **more})


def cached(**fields: object) -> Json:
    return {"type": "photo", "id": "p", "photo_file_id": "desk-file-1", **fields}


def keyboard(**button: object) -> Json:
    return {"inline_keyboard": [[{"text": "x", **button}]]}


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "51 results": ({"results": [plain(id=str(number)) for number in range(51)]}, "too many inline query results"),
    "the same id twice": ({"results": [plain(), plain()]}, "RESULT_ID_DUPLICATE"),
    "no id": ({"results": [plain(id="")]}, "RESULT_ID_INVALID"),
    "an id of 66 bytes": ({"results": [plain(id="é" * 33)]}, "RESULT_ID_INVALID"),
    "an offset of 65 bytes": ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    "no title": ({"results": [plain(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
    "an unknown field": ({"results": [plain(colour="red")]}, "no field colour"),
    "an unknown kind": ({"results": [plain(type="game")]}, "articles and cached photos"),
    "no message": ({"results": [plain(input_message_content=None)]}, "content is not specified"),
    "an unknown field of the message": ({"results": [words("x", colour="red")]}, "no field colour"),
    "an empty message": ({"results": [words("<b> </b>", parse_mode="HTML")]}, "text must be non-empty"),
    "a message of 4097": ({"results": [words("x" * 4097)]}, "MESSAGE_TOO_LONG"),
    "bad HTML": ({"results": [words("<h1>x</h1>", parse_mode="HTML")]}, "can't parse entities"),
    "long data": ({"results": [plain(reply_markup=keyboard(callback_data="x" * 65))]}, "BUTTON_DATA_INVALID"),
    "no results": ({"results": None}, "is required"),
    "a photo that nobody knows": ({"results": [cached(photo_file_id="x")]}, "wrong file identifier"),
    "a photo from the web": ({"results": [{"type": "photo", "id": "p", "photo_url": "https://a.b"}]}, "cached photos"),
    "a long caption": ({"results": [cached(caption="x" * 1025)]}, "MEDIA_CAPTION_TOO_LONG"),
    "a time in words": ({"cache_time": "soon"}, "cache_time"),
    "an empty parameter": ({"button": {"text": "x", "start_parameter": ""}}, "empty start_parameter"),
    "a parameter of 65": ({"button": {"text": "x", "start_parameter": "x" * 65}}, "too long start_parameter"),
    "a parameter with a dot": ({"button": {"text": "x", "start_parameter": "a.b"}}, "unallowed characters"),
    "a button without words": ({"button": {"text": "", "start_parameter": "x"}}, "results button"),
    "a button without a way": ({"button": {"text": "x"}}, "results button"),
    "an unknown parameter": ({"colour": "red"}, "has no parameter colour"),
    "an unknown query": ({"inline_query_id": "r"}, TOO_OLD),
}


@pytest.fixture
def world() -> World:
    world = World()
    world.inline_queries["q"] = InlineQuery("burn", world.clock())
    world.keep_file(png())
    return world


@pytest.mark.parametrize(("params", "reason"), REFUSED.values(), ids=REFUSED)
def test_an_answer_outside_the_limits_is_refused(world: World, params: dict[str, object], reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        Methods(world).call("answerInlineQuery", {"inline_query_id": "q", "results": [plain()], **params})
    assert reason in caught.value.description
    assert caught.value.code == 400
    assert world.inline_queries["q"].answer is None


def test_an_answer_at_the_limits_is_taken_once(world: World) -> None:
    results = [plain(id="é" * 32), cached(), words("x" * 4096), *(plain(id=f"n{number}") for number in range(47))]
    button = {"text": "x", "start_parameter": "aZ0_-" + "x" * 59}
    params: Json = {"inline_query_id": "q", "results": results, "next_offset": "x" * 64, "button": button}
    assert Methods(world).call("answerInlineQuery", params) is True
    with pytest.raises(ApiError, match="too old"):
        Methods(world).call("answerInlineQuery", params)


# Buttons


@pytest.mark.parametrize(
    "button",
    [
        {"switch_inline_query_current_chat": ""},
        {"switch_inline_query_current_chat": "x" * 256},
        {"switch_inline_query": "burnout"},
        {"copy_text": {"text": "x" * 256}},
        {"url": "https://t.me/kawan_freelance_bot?start=x"},
        {"url": "tg://user?id=1"},
        {"url": "http://contoh.id/a"},
    ],
)
def test_buttons_of_every_kind_are_kept(button: dict[str, object]) -> None:
    markup = keyboard(**button)
    assert checked_keyboard(markup) == markup
    assert buttons_of({"reply_markup": markup}) == [{"text": "x", **button}]


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"switch_inline_query_current_chat": "x" * 257}, "SWITCH_INLINE_QUERY"),
        ({"switch_inline_query": 5}, "must be of type String"),
        ({"copy_text": {"text": ""}}, "COPY_TEXT"),
        ({"copy_text": {"text": "x" * 257}}, "COPY_TEXT"),
        ({"copy_text": "x"}, "CopyTextButton must be an Object"),
        ({"url": "halo"}, "Wrong HTTP URL"),
        ({"url": "ftp://contoh.id"}, "Unsupported URL protocol"),
        ({"url": "https://contoh .id/"}, "Disallowed character in URL host"),
        ({"url": "https://t.me/x", "switch_inline_query": ""}, "exactly one action"),
        ({"pay": True}, "knows no field pay"),
    ],
)
def test_a_button_that_telegram_refuses_is_refused(button: dict[str, object], reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        checked_keyboard(keyboard(**button))


# The result that is sent


@pytest.mark.parametrize("where", ["a group", "elsewhere"])
async def test_a_result_is_sent_via_the_bot_which_is_told(seen: Watched, where: str) -> None:
    answering(seen, article(buttons=True))
    sari = seen.world.person("Sari")
    (result,) = (await seen.desk.inline(sari, "burn")).results
    message = await seen.desk.choose(sari, result, seen.world.group("G") if where == "a group" else None)
    chosen = seen.updates[-1].chosen_inline_result
    assert chosen
    assert (chosen.result_id, chosen.from_user.id, chosen.query) == ("a", sari.id, "burn")
    assert chosen.inline_message_id
    assert [one["text"] for one in buttons_of(message)] == ["Lagi"]
    assert len(seen.updates) == (3 if where == "a group" else 2)
    if where == "a group":
        told = seen.updates[1].message
        assert told
        assert told.via_bot
        assert (told.text, told.via_bot.id) == ("Burnout & kerja", seen.bot.id)


async def test_a_result_without_buttons_has_no_inline_message_id(seen: Watched) -> None:
    answering(seen, article())
    sari = seen.world.person("Sari")
    (result,) = (await seen.desk.inline(sari, "burn")).results
    await seen.desk.choose(sari, result)
    chosen = seen.updates[-1].chosen_inline_result
    assert chosen
    assert chosen.inline_message_id is None
    assert seen.world.inline_messages == {}


async def test_a_cached_photo_becomes_a_photo(seen: Watched) -> None:
    file_id = seen.world.keep_file(png())
    answering(seen, InlineQueryResultCachedPhoto("p", file_id, caption="Skor"))
    sari = seen.world.person("Sari")
    (result,) = (await seen.desk.inline(sari, "")).results
    message = await seen.desk.choose(sari, result)
    assert result.text == message["caption"] == "Skor"
    assert message["photo"]


async def test_a_press_names_the_inline_message_and_the_bot_edits_it_by_that(seen: Watched) -> None:
    answering(seen, article(buttons=True))
    sari, budi = seen.world.person("Sari"), seen.world.person("Budi")
    (result,) = (await seen.desk.inline(sari, "burn")).results
    message = await seen.desk.choose(sari, result, seen.world.group("G"))

    async def react(update: Update) -> None:
        query = update.callback_query
        assert query
        assert (query.message, query.data, query.from_user.id) == (None, "more", budi.id)
        assert query.inline_message_id
        assert await query.edit_message_text("Lagi", reply_markup=InlineKeyboardMarkup([])) is True
        await query.answer("ya")

    seen.react = react
    assert await seen.desk.press(budi, message, "more") == "ya"
    assert message["text"] == "Lagi"
    assert "reply_markup" not in message


async def test_inline_messages_are_edited_as_strictly_as_others(seen: Watched) -> None:
    answering(seen, article(buttons=True))
    sari = seen.world.person("Sari")
    (result,) = (await seen.desk.inline(sari, "burn")).results
    await seen.desk.choose(sari, result)
    (inline_id,) = seen.world.inline_messages
    same = InlineKeyboardMarkup([[InlineKeyboardButton("Lagi", callback_data="more")]])
    with pytest.raises(BadRequest, match="not modified"):
        await seen.bot.edit_message_reply_markup(inline_message_id=inline_id, reply_markup=same)
    with pytest.raises(BadRequest, match="no caption"):
        await seen.bot.edit_message_caption(inline_message_id=inline_id, caption="x")
    assert await seen.bot.edit_message_reply_markup(inline_message_id=inline_id) is True
    for method in (seen.bot.edit_message_text, seen.bot.edit_message_caption):
        with pytest.raises(BadRequest, match="Message_id_invalid"):
            await method("x", inline_message_id="nothing")
