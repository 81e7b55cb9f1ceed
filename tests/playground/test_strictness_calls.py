"""Parameters, keyboards, menus and files of a call are held to their types and limits, as the Bot API holds them."""

from __future__ import annotations

import pytest

from bot.playground.methods import Methods
from bot.playground.parameters import METHODS
from bot.playground.photos import Upload
from bot.playground.refusals import ApiError
from bot.playground.world import BOT_ID, Json, World
from tests.playground.test_photos import png


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
    assert caught.value.code == 400
    return caught.value.description


def button(**fields: object) -> Json:
    return {"inline_keyboard": [[{"text": "x", **fields}]]}


# Parameters


@pytest.mark.parametrize("method", METHODS)
def test_every_method_refuses_a_parameter_that_it_does_not_have(methods: Methods, method: str) -> None:
    assert f"{method} has no parameter colour" in refusal(methods, method, colour="red")


@pytest.mark.parametrize("method", sorted(set(METHODS) - {name for name in METHODS if "My" in name or name == "getMe"}))
def test_every_method_about_something_refuses_to_be_called_for_nothing(methods: Methods, method: str) -> None:
    assert refusal(methods, method).startswith("Bad Request: ")


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendMessage", {"text": ["x"]}, 'Field "text" must be of type String'),
        ("sendMessage", {"text": "x", "message_thread_id": "one"}, 'Field "message_thread_id" must be of type Number'),
        ("sendMessage", {"text": "x", "disable_notification": "so"}, '"disable_notification" must be of type Boolean'),
        ("sendMessage", {"text": "x", "entities": "{"}, "can't parse entities JSON object"),
        ("sendMessage", {"text": "x", "entities": 5}, "expected an Array of MessageEntity"),
        ("sendMessage", {"text": "x", "link_preview_options": {"colour": 1}}, "knows no field colour"),
        ("sendMessage", {"text": "x", "link_preview_options": {"is_disabled": 1}}, "must be of type Boolean"),
        ("sendMessage", {"text": "x", "link_preview_options": {"url": "x"}}, "Wrong HTTP URL specified"),
        ("sendMessage", {"text": "x", "reply_markup": "x"}, "can't parse reply keyboard markup JSON object"),
        ("sendPhoto", {"photo": 5}, 'Field "photo" must be of type InputFile'),
        ("editMessageText", {"message_id": "x", "text": "x"}, 'Field "message_id" must be of type Number'),
        ("editMessageMedia", {"message_id": 1, "media": {"type": "video"}}, "photos only"),
        ("editMessageMedia", {"message_id": 1, "media": {"type": "photo"}}, "media not found"),
        ("editMessageMedia", {"message_id": 1, "media": {"type": "photo", "colour": 1}}, "knows no field colour"),
        ("getChatMember", {"user_id": 0}, "invalid user_id specified"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("sendChatAction", {}, "wrong parameter action in request"),
    ],
)
def test_a_parameter_of_another_type_is_refused(
    methods: Methods, chat_id: int, method: str, params: Json, reason: str
) -> None:
    assert reason in refusal(methods, method, chat_id=chat_id, **params)


def test_numbers_and_objects_may_come_as_text(methods: Methods, chat_id: int) -> None:
    keyboard = '{"inline_keyboard": [[{"text": "x", "callback_data": "a"}]]}'
    sent = methods.call("sendMessage", {"chat_id": str(chat_id), "text": 5, "reply_markup": keyboard})
    assert isinstance(sent, dict)
    assert (sent["text"], sent["reply_markup"]) == ("5", button(callback_data="a"))


@pytest.mark.parametrize("action", ["typing", "upload_photo", "find_location"])
def test_an_action_that_there_is_is_shown(methods: Methods, chat_id: int, action: str) -> None:
    assert methods.call("sendChatAction", {"chat_id": chat_id, "action": action}) is True


# Keyboards


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ([], "object expected as reply markup"),
        ({"inline_keyboard": "x"}, '"inline_keyboard" must be of type Array'),
        ({"inline_keyboard": ["x"]}, "must be an Array of Arrays"),
        ({"inline_keyboard": [["x"]]}, "must be an Object"),
        ({"inline_keyboard": [[], [{"text": "x", "callback_data": "a"}]]}, "one to eight"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "a"}] * 9]}, "one to eight"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "a"}] * 8] * 13}, "reply markup is too long"),
        ({"inline_keyboard": [], "colour": "red"}, "knows no field colour"),
        ({"keyboard": [["x"]]}, "inline keyboard expected"),
        ({"inline_keyboard": [[{"callback_data": "a"}]]}, 'Can\'t find field "text"'),
        ({"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]}, "text must be non-empty"),
        ({"inline_keyboard": [[{"text": 5, "callback_data": "a"}]]}, '"text" must be of type String'),
        (button(callback_data="a", colour="red"), "knows no field colour"),
        (button(callback_data="a", style="loud"), "invalid button style"),
        (button(callback_data="a", url="https://x.id"), "exactly one action"),
        (button(callback_data=5), '"callback_data" must be of type String'),
        (button(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (button(url=""), "Text buttons are unallowed"),
        (button(url="x"), "inline keyboard button URL 'x' is invalid: Wrong HTTP URL"),
        (button(copy_text={"text": "x", "colour": "red"}), "knows no field colour"),
        ({"force_reply": "yes"}, '"force_reply" must be of type Boolean'),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "1-64 characters"),
        ({"force_reply": True, "colour": "red"}, "knows no field colour"),
    ],
)
def test_a_keyboard_that_is_none_is_refused(methods: Methods, chat_id: int, markup: object, reason: str) -> None:
    assert reason in refusal(methods, "sendMessage", chat_id=chat_id, text="x", reply_markup=markup)


@pytest.mark.parametrize("markup", [{}, {"inline_keyboard": []}, {"inline_keyboard": [[]]}, {"force_reply": False}])
def test_a_keyboard_without_buttons_is_not_shown(methods: Methods, chat_id: int, markup: Json) -> None:
    sent = methods.call("sendMessage", {"chat_id": chat_id, "text": "x", "reply_markup": markup})
    assert isinstance(sent, dict)
    assert "reply_markup" not in sent


def test_a_button_keeps_its_address_as_telegram_writes_it(methods: Methods, chat_id: int) -> None:
    markup = button(url="https://X.id", style="primary")
    sent = methods.call("sendMessage", {"chat_id": chat_id, "text": "x", "reply_markup": markup})
    assert isinstance(sent, dict)
    assert sent["reply_markup"] == button(url="https://x.id/", style="primary")


def test_a_channel_has_no_use_for_inline_mode_and_no_input_line(methods: Methods, world: World) -> None:
    channel = world.channel("K", bot="administrator").id
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        markup = button(**{name: "x"})
        assert f"can't use {name} button" in refusal(
            methods, "sendMessage", chat_id=channel, text="x", reply_markup=markup
        )
    asking = {"force_reply": True}
    assert "inline keyboard expected" in refusal(methods, "sendMessage", chat_id=channel, text="x", reply_markup=asking)


# Menus and descriptions


@pytest.mark.parametrize(
    ("command", "about", "reason"),
    [
        ("a" * 33, "x", "BOT_COMMAND_INVALID"),
        ("tanya-aku", "x", "BOT_COMMAND_INVALID"),
        ("/", "x", "BOT_COMMAND_INVALID"),
        ("tanya", " ", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("tanya", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
        (5, "x", 'Field "command" must be of type String'),
        ("tanya", None, 'Can\'t find field "description"'),
    ],
)
def test_a_command_outside_the_limits_is_refused(methods: Methods, command: object, about: object, reason: str) -> None:
    commands = [{"command": command, "description": about}]
    assert reason in refusal(methods, "setMyCommands", commands=commands)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"commands": "x"}, "can't parse commands JSON object"),
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": [{"command": f"a{n}", "description": "x"} for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "scope": {"type": "everybody"}}, "Unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat"}}, 'Can\'t find field "chat_id"'),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 1}}, "chat not found"),
        ({"commands": [], "scope": {"type": "default", "colour": 1}}, "knows no field colour"),
        ({"commands": [], "scope": 5}, "BotCommandScope must be an Object"),
        ({"commands": [], "language_code": "ind"}, "invalid language code specified"),
    ],
)
def test_a_menu_outside_the_limits_is_refused(methods: Methods, params: Json, reason: str) -> None:
    assert reason in refusal(methods, "setMyCommands", **params)


def test_a_menu_is_told_for_exactly_its_scope_and_language(methods: Methods) -> None:
    tanya = {"command": "tanya", "description": "Tanya"}
    groups = {"type": "all_group_chats"}
    assert methods.call("setMyCommands", {"commands": [{"command": "/tanya", "description": " Tanya "}]})
    assert methods.call("setMyCommands", {"commands": [], "scope": groups, "language_code": "id"})
    assert methods.call("getMyCommands", {}) == [tanya]
    assert methods.call("getMyCommands", {"scope": {"type": "default"}}) == [tanya]
    assert methods.call("getMyCommands", {"scope": groups}) == []
    assert methods.call("getMyCommands", {"language_code": "id"}) == []


def test_a_description_is_told_in_a_language_that_has_none_as_in_any(methods: Methods) -> None:
    methods.call("setMyDescription", {"description": "Halo"})
    methods.call("setMyDescription", {"description": "Hello", "language_code": "en"})
    told = [methods.call("getMyDescription", {"language_code": code}) for code in ("en", "id")]
    assert told == [{"description": "Hello"}, {"description": "Halo"}]
    methods.call("setMyDescription", {"description": ""})
    assert methods.call("getMyDescription", {}) == {"description": ""}
    assert "language code" in refusal(methods, "setMyShortDescription", short_description="x", language_code="ID")


# Files


def test_a_document_is_sent_and_fetched_by_its_id(methods: Methods, world: World, chat_id: int) -> None:
    sent = methods.call("sendDocument", {"chat_id": chat_id, "document": Upload(b"a,b\n"), "caption": "x"})
    assert isinstance(sent, dict)
    document = sent["document"]
    assert (document["file_size"], sent["caption"]) == (4, "x")
    assert world.files[document["file_id"]] == b"a,b\n"
    fetched = methods.call("getFile", {"file_id": document["file_id"]})
    assert isinstance(fetched, dict)
    assert fetched["file_size"] == 4
    assert methods.call("sendDocument", {"chat_id": chat_id, "document": document["file_id"]})
    as_photo = refusal(methods, "sendPhoto", chat_id=chat_id, photo=document["file_id"])
    assert "can't use file of type Document as Photo" in as_photo
    assert "invalid file_id" in refusal(methods, "getFile", file_id="x")


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        (Upload(b""), "file must be non-empty"),
        (Upload(png()[:60]), "IMAGE_PROCESS_FAILED"),
        ("attach://nothing", "wrong file identifier"),
        ("https://x.id/a.png", "wrong file identifier/HTTP URL specified"),
    ],
)
def test_what_is_no_whole_photo_is_refused(methods: Methods, chat_id: int, photo: object, reason: str) -> None:
    assert reason in refusal(methods, "sendPhoto", chat_id=chat_id, photo=photo)


def test_the_bot_tells_all_that_there_is_to_tell_of_it(methods: Methods) -> None:
    me = methods.call("getMe", {})
    assert isinstance(me, dict)
    assert me["id"] == BOT_ID
    assert {"can_join_groups", "can_connect_to_business", "has_main_web_app"} <= me.keys()
