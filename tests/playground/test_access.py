"""What the bot may not do in a chat is refused as the Bot API refuses it."""

from __future__ import annotations

import pytest
from telegram.error import RetryAfter

from bot.playground.methods import Methods
from bot.playground.refusals import ApiError
from bot.playground.world import BOT_ID, Chat, Json, World
from tests.clock import Clock
from tests.playground.test_photos import png
from tests.playground.watching import Watched


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return World(clock)


@pytest.fixture
def methods(world: World) -> Methods:
    return Methods(world)


def send(methods: Methods, chat: Chat, **more: object) -> Json:
    sent = methods.call("sendMessage", {"chat_id": chat.id, "text": "x", **more})
    assert isinstance(sent, dict)
    return sent


def refusal(methods: Methods, method: str, **params: object) -> ApiError:
    with pytest.raises(ApiError) as caught:
        methods.call(method, dict(params))
    return caught.value


OUT = {
    ("supergroup", "kicked"): "Forbidden: bot was kicked from the supergroup chat",
    ("group", "kicked"): "Forbidden: bot was kicked from the group chat",
    ("supergroup", "left"): "Forbidden: bot is not a member of the supergroup chat",
    ("group", "left"): "Forbidden: bot is not a member of the group chat",
}
CALLS: dict[str, Json] = {
    "sendMessage": {"text": "x"},
    "editMessageText": {"text": "x", "message_id": 1},
    "deleteMessage": {"message_id": 1},
    "sendChatAction": {"action": "typing"},
    "getChatAdministrators": {},
}
READING: dict[str, Json] = {"getChat": {}, "getChatMember": {"user_id": BOT_ID}, "leaveChat": {}}
"""What Telegram still answers of a basic group that the bot was in, and of none else."""


@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize(("kind", "status"), OUT)
def test_a_group_that_the_bot_is_not_in_takes_no_call(
    methods: Methods, world: World, kind: str, status: str, method: str
) -> None:
    group = world.group("G", kind=kind, bot=status)
    error = refusal(methods, method, chat_id=group.id, **CALLS[method])
    assert (error.code, error.description) == (403, OUT[kind, status])


@pytest.mark.parametrize("method", READING)
@pytest.mark.parametrize(("kind", "status"), OUT)
def test_of_a_basic_group_it_may_still_be_told(
    methods: Methods, world: World, kind: str, status: str, method: str
) -> None:
    params = {"chat_id": world.group("G", kind=kind, bot=status).id, **READING[method]}
    if kind == "group":
        assert methods.call(method, params)
    else:
        assert refusal(methods, method, **params).description == OUT[kind, status]


@pytest.mark.parametrize("method", CALLS)
def test_a_group_that_has_become_a_supergroup_names_its_new_id(methods: Methods, world: World, method: str) -> None:
    group = world.group("G", kind="group")
    group.migrated_to = -100
    error = refusal(methods, method, chat_id=group.id, **CALLS[method])
    assert (error.code, error.parameters) == (400, {"migrate_to_chat_id": -100})


def test_a_restricted_bot_sends_what_it_may(methods: Methods, world: World) -> None:
    group = world.group("G", bot="restricted")
    assert refusal(methods, "sendMessage", chat_id=group.id, text="x").description == (
        "Bad Request: not enough rights to send text messages to the chat"
    )
    photo = {"chat_id": group.id, "photo": world.keep_file(png())}
    assert "not enough rights to send photos" in refusal(methods, "sendPhoto", **photo).description
    group.set_member(BOT_ID, "restricted", can_send_photos=True)
    assert methods.call("sendPhoto", photo)
    assert "text messages" in refusal(methods, "sendMessage", chat_id=group.id, text="x").description


def test_a_channel_wants_an_administrator(methods: Methods, world: World) -> None:
    channel = world.channel("K", bot="member")
    assert "need administrator rights" in refusal(methods, "sendMessage", chat_id=channel.id, text="x").description
    channel.set_member(BOT_ID, "administrator")
    assert send(methods, channel)


def test_a_public_group_is_found_by_its_name_and_a_person_is_not(methods: Methods, world: World) -> None:
    world.group("G", username="kontributor_id")
    world.person("Sari", "sari_id")
    assert methods.call("sendMessage", {"chat_id": "@kontributor_id", "text": "x"})
    for name in ("@sari_id", "@nobody", "kontributor_id", "@"):
        assert "chat not found" in refusal(methods, "sendMessage", chat_id=name, text="x").description


def test_of_a_public_group_everybody_may_be_told_but_only_members_write(methods: Methods, world: World) -> None:
    group = world.group("G", username="kontributor_id", bot="left")
    for method, more in (("getChat", {}), ("getChatMember", {"user_id": BOT_ID}), ("getChatAdministrators", {})):
        methods.call(method, {"chat_id": "@kontributor_id", **more})
    assert refusal(methods, "sendMessage", chat_id=group.id, text="x").code == 403
    group.set_member(BOT_ID, "kicked")
    assert refusal(methods, "getChat", chat_id=group.id).code == 403


@pytest.mark.parametrize(
    ("status", "rights", "own", "deleted"),
    [
        ("member", {}, True, True),
        ("member", {}, False, False),
        ("administrator", {}, False, True),
        ("administrator", {"can_delete_messages": False}, False, False),
        ("administrator", {"can_delete_messages": False}, True, True),
    ],
)
def test_in_groups_the_bot_deletes_its_own_and_with_the_right_to_it_others(
    methods: Methods, world: World, status: str, rights: dict[str, bool], own: bool, deleted: bool
) -> None:
    group, sari = world.group("G"), world.person("Sari")
    group.set_member(BOT_ID, status, **rights)
    message = world.add_message(group, world.bot_json() if own else sari.json(), {"text": "x"})
    place = {"chat_id": group.id, "message_id": message["message_id"]}
    if deleted:
        assert methods.call("deleteMessage", place) is True
    else:
        assert refusal(methods, "deleteMessage", **place).description == "Bad Request: message can't be deleted"


@pytest.mark.parametrize("status", ["member", "administrator"])
def test_nothing_is_deleted_after_two_days(methods: Methods, world: World, clock: Clock, status: str) -> None:
    group = world.group("G", bot=status)
    sent = [send(methods, group) for _ in range(2)]
    clock.now += 48 * 3600
    assert methods.call("deleteMessage", {"chat_id": group.id, "message_id": sent[0]["message_id"]})
    clock.now += 1
    late = {"chat_id": group.id, "message_id": sent[1]["message_id"]}
    assert refusal(methods, "deleteMessage", **late).description == "Bad Request: message can't be deleted"


def test_the_beginning_of_a_topic_is_not_deleted(methods: Methods, world: World) -> None:
    forum = world.group("F", forum=True, bot="administrator")
    topic = world.open_topic(forum, "Pajak", world.bot_json())
    assert "can't be deleted" in refusal(methods, "deleteMessage", chat_id=forum.id, message_id=topic.id).description


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_a_group_takes_so_many_messages_a_minute(methods: Methods, world: World, clock: Clock, kind: str) -> None:
    world.group_limit = 20
    group, other, sari = world.group("G", kind=kind), world.group("H"), world.person("Sari")
    for _ in range(20):
        send(methods, group)
        clock.now += 1
    error = refusal(methods, "sendMessage", chat_id=group.id, text="x")
    assert (error.code, error.description) == (429, "Too Many Requests: retry after 40")
    assert error.parameters == {"retry_after": 40}
    assert send(methods, other), "each group counts for itself"
    assert all(send(methods, world.chats[sari.id]) for _ in range(21)), "people have no such limit"
    clock.now += 40
    assert send(methods, group)
    assert refusal(methods, "sendMessage", chat_id=group.id, text="x").code == 429


def test_there_is_no_such_limit_where_none_is_set(methods: Methods, world: World) -> None:
    group = world.group("G")
    assert all(send(methods, group) for _ in range(30))


async def test_ptb_reads_how_long_to_wait(seen: Watched) -> None:
    seen.world.group_limit = 1
    group = seen.world.group("G")
    await seen.bot.send_message(group.id, "x", disable_notification=True)
    with pytest.raises(RetryAfter):
        await seen.bot.send_message(group.id, "x")
    assert [call.params.get("disable_notification") for call in seen.request.calls if call.params] == [True, None]
