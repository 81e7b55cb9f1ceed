"""The in-memory Telegram is as strict as the real one."""

from __future__ import annotations

import pytest

from bot.playground.markup import MarkupError, parse_html
from bot.playground.methods import Methods
from bot.playground.refusals import ApiError
from bot.playground.world import Json, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def methods(world: World) -> Methods:
    return Methods(world)


@pytest.fixture
def chat_id(world: World) -> int:
    return world.person("Sari").id


def refusal(methods: Methods, method: str, **params: object) -> str:
    with pytest.raises(ApiError) as caught:
        methods.call(method, dict(params))
    return caught.value.description


def button(**fields: object) -> Json:
    return {"inline_keyboard": [[{"text": "x", **fields}]]}


def test_html_becomes_text_and_entities() -> None:
    parsed = parse_html('😀<b>a &amp; b</b> <a href="https://x.y">z</a><blockquote expandable>q</blockquote>')
    assert parsed.text == "😀a & b zq"
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in parsed.entities] == [
        ("bold", 2, 5),
        ("text_link", 8, 1),
        ("expandable_blockquote", 9, 1),
    ]


@pytest.mark.parametrize("html", ["<h1>x</h1>", "<b>x", "x</b>", "<b><i>x</b></i>"])
def test_bad_html_is_refused(methods: Methods, chat_id: int, html: str) -> None:
    with pytest.raises(MarkupError):
        parse_html(html)
    assert "can't parse entities" in refusal(methods, "sendMessage", chat_id=chat_id, text=html, parse_mode="HTML")


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "x", "reply_markup": button(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": button(callback_data="")}, "Text buttons are unallowed"),
        ({"text": "x", "reply_markup": button()}, "Text buttons are unallowed"),
        ({"text": "x", "reply_markup": button(callback_data="a", url="b")}, "exactly one action"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[], []]}}, "one to eight"),
        ({"text": "x", "reply_parameters": {"message_id": 1}}, "message to be replied not found"),
        ({"text": "x", "colour": "red"}, "has no parameter colour"),
    ],
)
def test_a_message_outside_the_limits_is_refused(
    methods: Methods, chat_id: int, params: dict[str, object], reason: str
) -> None:
    assert reason in refusal(methods, "sendMessage", chat_id=chat_id, **params)


def test_an_unknown_chat_or_method_is_refused(methods: Methods) -> None:
    assert "chat not found" in refusal(methods, "sendMessage", chat_id=1, text="x")
    assert "Not Found" in refusal(methods, "sendHologram")


def test_edits_are_held_against_the_message(methods: Methods, world: World, chat_id: int) -> None:
    sent = methods.call("sendMessage", {"chat_id": chat_id, "text": "x"})
    assert isinstance(sent, dict)
    same = {"chat_id": chat_id, "message_id": sent["message_id"], "text": "x"}
    assert "message is not modified" in refusal(methods, "editMessageText", **same)
    assert "message to edit not found" in refusal(methods, "editMessageText", chat_id=chat_id, message_id=1, text="y")
    person = world.add_message(world.chats[chat_id], {"id": chat_id}, {"text": "mine"})
    foreign = {"chat_id": chat_id, "message_id": person["message_id"], "text": "y"}
    assert "can't be edited" in refusal(methods, "editMessageText", **foreign)


def test_a_query_is_answered_once(methods: Methods, world: World) -> None:
    world.open_queries["q"] = world.clock()
    assert methods.call("answerCallbackQuery", {"callback_query_id": "q"})
    assert "query is too old" in refusal(methods, "answerCallbackQuery", callback_query_id="q")


def test_commands_and_descriptions_have_limits(methods: Methods) -> None:
    bad_name = [{"command": "Tanya!", "description": "x"}]
    assert "BOT_COMMAND_INVALID" in refusal(methods, "setMyCommands", commands=bad_name)
    no_text = [{"command": "tanya", "description": ""}]
    assert "DESCRIPTION_INVALID" in refusal(methods, "setMyCommands", commands=no_text)
    assert "too long" in refusal(methods, "setMyDescription", description="x" * 513)
    assert "too long" in refusal(methods, "setMyShortDescription", short_description="x" * 121)


def test_a_keyboard_without_buttons_is_none(methods: Methods, chat_id: int) -> None:
    sent = methods.call("sendMessage", {"chat_id": chat_id, "text": "x", "reply_markup": button(callback_data="a")})
    assert isinstance(sent, dict)
    place = {"chat_id": chat_id, "message_id": sent["message_id"]}
    empty: Json = {"inline_keyboard": []}
    changed = methods.call("editMessageReplyMarkup", {**place, "reply_markup": empty})
    assert isinstance(changed, dict)
    assert "reply_markup" not in changed
    assert changed["text"] == "x"
    assert "not modified" in refusal(methods, "editMessageReplyMarkup", **place)
    force_reply = {"force_reply": True}
    assert "inline keyboard expected" in refusal(methods, "editMessageReplyMarkup", **place, reply_markup=force_reply)


def test_an_edit_without_its_keyboard_takes_it_away(methods: Methods, chat_id: int) -> None:
    sent = methods.call("sendMessage", {"chat_id": chat_id, "text": "x", "reply_markup": button(callback_data="a")})
    assert isinstance(sent, dict)
    changed = methods.call("editMessageText", {"chat_id": chat_id, "message_id": sent["message_id"], "text": "x"})
    assert isinstance(changed, dict)
    assert "reply_markup" not in changed


def test_the_bot_deletes_its_own_messages_and_in_private_all(methods: Methods, world: World, chat_id: int) -> None:
    group = world.group("G")
    for chat in (world.chats[chat_id], group):
        own = world.add_message(chat, world.bot_json(), {"text": "x"})
        place = {"chat_id": chat.id, "message_id": own["message_id"]}
        assert methods.call("deleteMessage", place) is True
        assert "message to delete not found" in refusal(methods, "deleteMessage", **place)
        assert "message to edit not found" in refusal(methods, "editMessageText", **place, text="y")
    theirs = [world.add_message(chat, {"id": chat_id}, {"text": "x"}) for chat in (world.chats[chat_id], group)]
    assert methods.call("deleteMessage", {"chat_id": chat_id, "message_id": theirs[0]["message_id"]}) is True
    assert "can't be deleted" in refusal(methods, "deleteMessage", chat_id=group.id, message_id=theirs[1]["message_id"])


def test_what_is_older_than_two_days_is_not_deleted(methods: Methods, world: World, chat_id: int) -> None:
    old = world.add_message(world.chats[chat_id], world.bot_json(), {"text": "x"})
    old["date"] = int(str(old["date"])) - 49 * 3600
    assert "for everyone" in refusal(methods, "deleteMessage", chat_id=chat_id, message_id=old["message_id"])


def test_a_message_stands_in_the_topic_that_it_was_sent_to(methods: Methods, world: World, chat_id: int) -> None:
    group = world.group("G")
    where = {"message_thread_id": 7, "is_topic_message": True}
    asked = world.add_message(group, {"id": chat_id}, {"text": "x", **where})
    sent = methods.call("sendMessage", {"chat_id": group.id, "text": "y", "message_thread_id": 7})
    reply = {"chat_id": group.id, "text": "y", "reply_parameters": {"message_id": asked["message_id"]}}
    for message in (sent, methods.call("sendMessage", reply)):
        assert isinstance(message, dict)
        assert where.items() <= message.items()
    outside = methods.call("sendMessage", {"chat_id": group.id, "text": "y"})
    assert isinstance(outside, dict)
    assert not where.keys() & outside.keys()
    unknown = {"chat_id": group.id, "text": "y", "message_thread_id": 8}
    assert "message thread not found" in refusal(methods, "sendMessage", **unknown)
    assert "message thread not found" in refusal(methods, "sendMessage", chat_id=chat_id, text="y", message_thread_id=7)


def test_whoever_blocks_the_bot_is_not_written_to(methods: Methods, world: World, chat_id: int) -> None:
    world.chats[chat_id].blocks_bot = True
    with pytest.raises(ApiError, match="bot was blocked by the user") as caught:
        methods.call("sendMessage", {"chat_id": chat_id, "text": "x"})
    assert caught.value.code == 403
