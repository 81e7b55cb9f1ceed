"""Sending, editing, deleting and answering queries: what the Bot API refuses because of how things stand."""

from __future__ import annotations

import pytest

from bot.playground.inline_answers import ANSWERED_WITHIN as INLINE_ANSWERED_WITHIN
from bot.playground.inline_results import InlineQuery
from bot.playground.methods import ANSWERED_WITHIN, Methods
from bot.playground.photos import Upload
from bot.playground.refusals import TOO_OLD, ApiError
from bot.playground.world import Chat, Json, World
from tests.clock import Clock
from tests.playground.test_photos import png

KEYBOARD: Json = {"inline_keyboard": [[{"text": "x", "callback_data": "a"}]]}
ARTICLE: Json = {"type": "article", "id": "a", "title": "T", "input_message_content": {"message_text": "x"}}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return World(clock)


@pytest.fixture
def methods(world: World) -> Methods:
    return Methods(world)


@pytest.fixture
def chat(world: World) -> Chat:
    return world.chats[world.person("Sari").id]


def call(methods: Methods, method: str, **params: object) -> Json:
    result = methods.call(method, dict(params))
    assert isinstance(result, dict)
    return result


def refusal(methods: Methods, method: str, **params: object) -> str:
    with pytest.raises(ApiError) as caught:
        methods.call(method, dict(params))
    return caught.value.description


def place(message: Json) -> Json:
    chat = message["chat"]
    assert isinstance(chat, dict)
    return {"chat_id": chat["id"], "message_id": message["message_id"]}


# Edits


@pytest.mark.parametrize(
    "same",
    [
        {"text": "a b"},
        {"text": " a b\n"},
        {"text": "<b></b>a b", "parse_mode": "HTML"},
        {"text": "a b", "reply_markup": {"inline_keyboard": []}},
        {"text": "a b", "link_preview_options": {"is_disabled": True}},
    ],
)
def test_an_edit_that_comes_to_the_same_is_refused(methods: Methods, chat: Chat, same: Json) -> None:
    sent = call(methods, "sendMessage", chat_id=chat.id, text="a b")
    assert "message is not modified" in refusal(methods, "editMessageText", **place(sent), **same)


def test_the_same_entities_in_other_markup_are_no_change(methods: Methods, chat: Chat) -> None:
    sent = call(methods, "sendMessage", chat_id=chat.id, text="<b>a</b> <i>b</i>", parse_mode="HTML")
    strong = {"text": "<strong>a</strong> <em>b</em>", "parse_mode": "HTML"}
    given = [{"type": "italic", "offset": 2, "length": 1}, {"type": "bold", "offset": 0, "length": 1}]
    for same in (strong, {"text": "a b", "entities": given}):
        assert "message is not modified" in refusal(methods, "editMessageText", **place(sent), **same)
    assert call(methods, "editMessageText", **place(sent), text="a b")["text"] == "a b"


def test_the_same_photo_and_caption_are_no_change(methods: Methods, chat: Chat) -> None:
    sent = call(methods, "sendPhoto", chat_id=chat.id, photo=Upload(png()), caption="<b>x</b>", parse_mode="HTML")
    file_id = sent["photo"][-1]["file_id"]  # type: ignore[index]
    media = {"type": "photo", "media": file_id, "caption": "<b>x</b>", "parse_mode": "HTML"}
    assert "not modified" in refusal(methods, "editMessageMedia", **place(sent), media=media)
    assert "not modified" in refusal(
        methods, "editMessageCaption", **place(sent), caption="<strong>x</strong>", parse_mode="HTML"
    )
    assert "caption" not in call(methods, "editMessageCaption", **place(sent))


def test_every_edit_has_its_time(methods: Methods, chat: Chat, clock: Clock) -> None:
    sent = call(methods, "sendMessage", chat_id=chat.id, text="x")
    assert "edit_date" not in sent
    clock.pass_by(60)
    assert call(methods, "editMessageReplyMarkup", **place(sent), reply_markup=KEYBOARD)["edit_date"] == int(clock())


def test_what_opened_an_input_line_is_never_edited(methods: Methods, chat: Chat) -> None:
    asking = call(methods, "sendMessage", chat_id=chat.id, text="x", reply_markup={"force_reply": True})
    assert "message can't be edited" in refusal(methods, "editMessageText", **place(asking), text="y")
    assert "message can't be edited" in refusal(methods, "editMessageReplyMarkup", **place(asking))
    plain = call(methods, "sendMessage", chat_id=chat.id, text="x")
    edit = {**place(plain), "text": "y", "reply_markup": {"force_reply": True}}
    assert "inline keyboard expected" in refusal(methods, "editMessageText", **edit)
    assert methods.call("deleteMessage", place(asking)) is True


def test_the_bot_edits_its_posts_in_a_channel_and_nobody_elses(methods: Methods, world: World) -> None:
    channel = world.channel("K", bot="administrator")
    own = call(methods, "sendMessage", chat_id=channel.id, text="x")
    assert call(methods, "editMessageText", **place(own), text="y")["text"] == "y"
    other = world.add_message(channel, {}, {"text": "x"})
    assert "message can't be edited" in refusal(methods, "editMessageText", **place(other), text="y")


def test_an_edit_says_which_message(methods: Methods, chat: Chat) -> None:
    assert "message identifier is not specified" in refusal(methods, "editMessageText", text="x")
    assert "message to edit not found" in refusal(methods, "editMessageText", text="x", chat_id=chat.id)
    assert "chat_id is empty" in refusal(methods, "editMessageText", text="x", message_id=1)
    assert "MESSAGE_ID_INVALID" in refusal(methods, "editMessageText", text="x", inline_message_id="x")
    assert "message identifier is not specified" in refusal(methods, "deleteMessage", chat_id=chat.id)


def test_no_file_is_uploaded_for_an_inline_message(methods: Methods, world: World, chat: Chat) -> None:
    world.inline_messages["i"] = world.add_message(chat, {"id": 1}, {"text": "x"})
    media: Json = {"type": "photo", "media": Upload(png())}
    assert "no file is uploaded" in refusal(methods, "editMessageMedia", inline_message_id="i", media=media)
    media["media"] = world.keep_file(png())
    assert methods.call("editMessageMedia", {"inline_message_id": "i", "media": media}) is True


# Replies and topics


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ({"allow_sending_without_reply": True}, 'Can\'t find field "message_id"'),
        ({"message_id": "x"}, '"message_id" must be of type Number'),
        ({"message_id": 1, "allow_sending_without_reply": "yes"}, "must be of type Boolean"),
        ({"message_id": 1, "colour": "red"}, "knows no field colour"),
        ({"message_id": 1}, "message to be replied not found"),
        ({"message_id": 1, "chat_id": 1}, "chat not found"),
        ([], "must be an Object"),
    ],
)
def test_a_reply_to_nothing_is_refused(methods: Methods, chat: Chat, reply: object, reason: str) -> None:
    assert reason in refusal(methods, "sendMessage", chat_id=chat.id, text="x", reply_parameters=reply)


@pytest.mark.parametrize("reply", [{}, {"message_id": 1, "allow_sending_without_reply": True}, {"message_id": 0}])
def test_a_reply_that_may_be_none_is_sent_without(methods: Methods, chat: Chat, reply: Json) -> None:
    assert "reply_to_message" not in call(methods, "sendMessage", chat_id=chat.id, text="x", reply_parameters=reply)


def test_a_reply_quotes_what_was_said_and_reaches_another_chat(methods: Methods, world: World, chat: Chat) -> None:
    group = world.group("G")
    asked = world.add_message(group, {"id": chat.id}, {"text": "😀 apa kabar"})
    reply: Json = {"message_id": asked["message_id"], "quote": "<b>kabar</b>", "quote_parse_mode": "HTML"}
    sent = call(methods, "sendMessage", chat_id=group.id, text="x", reply_parameters=reply)
    assert sent["quote"] == {"text": "kabar", "position": 7, "is_manual": True}
    reply["quote"] = "lain"
    assert "QUOTE_TEXT_INVALID" in refusal(methods, "sendMessage", chat_id=group.id, text="x", reply_parameters=reply)
    elsewhere = {"message_id": asked["message_id"], "chat_id": group.id}
    sent = call(methods, "sendMessage", chat_id=chat.id, text="x", reply_parameters=elsewhere)
    assert "reply_to_message" not in sent
    assert sent["external_reply"]["message_id"] == asked["message_id"]  # type: ignore[index]


def test_a_topic_is_asked_for_by_its_number_where_there_are_topics(methods: Methods, world: World, chat: Chat) -> None:
    forum, plain = world.group("F", forum=True), world.group("G")
    topic = world.open_topic(forum, "T", {"id": 1})
    for thread in (1, 999):
        assert "message thread not found" in refusal(
            methods, "sendMessage", chat_id=forum.id, text="x", message_thread_id=thread
        )
    inside = call(methods, "sendMessage", chat_id=forum.id, text="x", message_thread_id=topic.id)
    assert inside["is_topic_message"] is True
    for where, thread in ((forum, 0), (forum, -1), (plain, 999)):
        sent = call(methods, "sendMessage", chat_id=where.id, text="x", message_thread_id=thread)
        assert "is_topic_message" not in sent
    assert "thread not found" in refusal(methods, "sendMessage", chat_id=chat.id, text="x", message_thread_id=7)


# Queries


def test_a_late_answer_to_a_press_is_refused(methods: Methods, world: World, clock: Clock) -> None:
    for query_id in ("in time", "late"):
        world.open_queries[query_id] = clock()
    clock.pass_by(ANSWERED_WITHIN)
    assert methods.call("answerCallbackQuery", {"callback_query_id": "in time"}) is True
    clock.pass_by(1)
    assert refusal(methods, "answerCallbackQuery", callback_query_id="late") == f"Bad Request: {TOO_OLD}"


def test_a_late_answer_to_an_inline_query_is_refused(methods: Methods, world: World, clock: Clock) -> None:
    for query_id in ("in time", "late"):
        world.inline_queries[query_id] = InlineQuery("x", clock())
    clock.pass_by(INLINE_ANSWERED_WITHIN)
    assert methods.call("answerInlineQuery", {"inline_query_id": "in time", "results": []}) is True
    clock.pass_by(1)
    assert refusal(methods, "answerInlineQuery", inline_query_id="late", results=[]) == f"Bad Request: {TOO_OLD}"


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ({"url": "https://x.id"}, "URL_INVALID"),
        ({"show_alert": "loud"}, '"show_alert" must be of type Boolean'),
        ({"callback_query_id": "other"}, TOO_OLD),
    ],
)
def test_a_refused_answer_leaves_the_query_to_be_answered(
    methods: Methods, world: World, params: Json, reason: str
) -> None:
    world.open_queries["q"] = world.clock()
    assert reason in refusal(methods, "answerCallbackQuery", **{"callback_query_id": "q", **params})
    opened: Json = {"callback_query_id": "q", "text": "x" * 200, "url": "t.me/kawan_freelance_bot?start=x"}
    assert methods.call("answerCallbackQuery", opened) is True


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        (["x"], "must be an object"),
        ([{**ARTICLE, "id": 5}], '"id" must be of type String'),
        ([{**ARTICLE, "description": 5}], '"description" must be of type String'),
        ([{**ARTICLE, "url": "x"}], "WEBDOCUMENT_URL_INVALID"),
        ([{**ARTICLE, "thumbnail_width": "x"}], '"thumbnail_width" must be of type Number'),
        ([{**ARTICLE, "input_message_content": "x"}], "must be an Object"),
        ([{**ARTICLE, "input_message_content": {"message_text": 5}}], '"message_text" must be of type String'),
        ([{**ARTICLE, "input_message_content": {"message_text": "\u200b"}}], "text must be non-empty"),
        ([{"type": "photo", "id": "p"}], 'Can\'t find field "photo_file_id"'),
    ],
)
def test_a_result_that_could_not_be_sent_is_refused(
    methods: Methods, world: World, results: list[object], reason: str
) -> None:
    world.inline_queries["q"] = InlineQuery("x", world.clock())
    assert reason in refusal(methods, "answerInlineQuery", inline_query_id="q", results=results)
    assert methods.call("answerInlineQuery", {"inline_query_id": "q", "results": [ARTICLE], "cache_time": -1}) is True
    answer = world.inline_queries["q"].answer
    assert answer
    assert answer.cache_time == 0
