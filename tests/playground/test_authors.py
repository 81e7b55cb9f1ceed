"""A message tells who it is from as Telegram does, and what it names; entities stand at their UTF-16 places."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import MessageOriginChannel, MessageOriginHiddenUser, MessageOriginUser

from bot.playground.entities import entities_in
from bot.playground.world import BOT_USERNAME
from tests.playground.watching import Watched
from tests.talk import Talk

ADDRESSED = f"@{BOT_USERNAME} halo"


def found_in(text: str) -> list[tuple[object, str]]:
    raw = text.encode("utf-16-le")
    return [
        (one["type"], raw[2 * int(str(one["offset"])) :][: 2 * int(str(one["length"]))].decode("utf-16-le"))
        for one in entities_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/tanya apa itu", [("bot_command", "/tanya")]),
        ("/tanya, apa itu", [("bot_command", "/tanya")]),
        (f"/tanya@{BOT_USERNAME} apa", [("bot_command", f"/tanya@{BOT_USERNAME}")]),
        ("coba /topik ya", [("bot_command", "/topik")]),
        ("dan/atau 1/2 //x https://a.b/c", []),
        ("😀 halo @kawan_freelance_bot!", [("mention", "@kawan_freelance_bot")]),
        ("(@Sari_1) dan @budi", [("mention", "@Sari_1"), ("mention", "@budi")]),
        ("sari@contoh.id, @x, @", [("email", "sari@contoh.id")]),
        ("@" + "a" * 33, []),
        ("@budi /tanya", [("mention", "@budi"), ("bot_command", "/tanya")]),
        ("halo", []),
    ],
)
def test_commands_and_mentions_are_found(text: str, expected: list[tuple[object, str]]) -> None:
    assert found_in(text) == expected


async def test_entities_of_texts_and_captions_are_read_by_ptb(seen: Watched) -> None:
    group, sari = seen.world.group("G"), seen.world.person("Sari")
    await seen.desk.send(sari, f"😀 {ADDRESSED}", group)
    assert list(seen.message.parse_entities().values()) == [f"@{BOT_USERNAME}"]
    await seen.desk.send(sari, "", group, photo=[], caption=f"😀 {ADDRESSED}")
    assert list(seen.message.parse_caption_entities().values()) == [f"@{BOT_USERNAME}"]


async def test_an_edit_that_takes_a_mention_away_takes_its_entity(seen: Watched) -> None:
    sari = seen.world.person("Sari")
    message = await seen.desk.send(sari, ADDRESSED)
    await seen.desk.edit(message, "halo")
    edited = seen.updates[-1].edited_message
    assert edited
    assert edited.entities == ()
    assert edited.edit_date


async def test_an_anonymous_administrator_writes_as_the_group(seen: Watched) -> None:
    group = seen.world.group("G")
    await seen.desk.send(seen.world.person("Sari"), ADDRESSED, group, anonymous=True)
    assert seen.message.from_user
    assert (seen.message.from_user.id, seen.message.from_user.is_bot) == (1087968824, True)
    assert seen.message.sender_chat == seen.message.chat


async def test_somebody_writes_as_a_channel(seen: Watched) -> None:
    group, channel = seen.world.group("G"), seen.world.channel("K", username="kanal_kita")
    await seen.desk.send(seen.world.person("Sari"), ADDRESSED, group, as_channel=channel)
    assert seen.message.from_user
    assert seen.message.sender_chat
    assert (seen.message.from_user.id, seen.message.from_user.is_bot) == (136817688, True)
    assert (seen.message.sender_chat.id, seen.message.sender_chat.type) == (channel.id, "channel")


async def test_a_channels_post_is_copied_to_its_group_by_telegram(seen: Watched) -> None:
    group, channel = seen.world.group("G"), seen.world.channel("K")
    await seen.desk.send(seen.world.person("Sari"), ADDRESSED, group, automatic_forward=channel)
    assert seen.message.is_automatic_forward
    assert seen.message.from_user
    assert seen.message.from_user.id == 777000
    assert seen.message.sender_chat
    assert seen.message.sender_chat.id == channel.id
    assert isinstance(seen.message.forward_origin, MessageOriginChannel)


async def test_a_message_of_another_bot_or_made_with_one_tells_so(seen: Watched) -> None:
    group, sari = seen.world.group("G"), seen.world.person("Sari")
    await seen.desk.send(sari, ADDRESSED, group, another_bot="pencatat_bot")
    assert seen.message.from_user
    assert (seen.message.from_user.username, seen.message.from_user.is_bot) == ("pencatat_bot", True)
    await seen.desk.send(sari, ADDRESSED, group, via="gif_bot")
    assert seen.message.via_bot
    assert seen.message.via_bot.username == "gif_bot"
    assert seen.message.from_user
    assert seen.message.from_user.id == sari.id


@pytest.mark.parametrize("source", ["person", "channel", "hidden"])
async def test_a_forward_tells_where_it_is_from(seen: Watched, source: str) -> None:
    sources: dict[str, tuple[Any, type]] = {
        "person": (seen.world.person("Budi"), MessageOriginUser),
        "channel": (seen.world.channel("K"), MessageOriginChannel),
        "hidden": (True, MessageOriginHiddenUser),
    }
    forwarded, expected = sources[source]
    await seen.desk.send(seen.world.person("Sari"), "halo", forwarded=forwarded)
    assert type(seen.message.forward_origin) is expected
    assert not seen.message.is_automatic_forward


async def test_fields_of_the_test_go_before_those_of_the_manner(seen: Watched) -> None:
    fields: dict[str, Any] = {"from": {"id": 9, "is_bot": False, "first_name": "Z"}}
    await seen.desk.send(seen.world.person("Sari"), "halo", **fields)
    assert seen.message.from_user
    assert seen.message.from_user.id == 9


async def test_what_stands_in_a_channel_has_no_person_behind_it(seen: Watched) -> None:
    channel = seen.world.channel("K", bot="administrator")
    post = await seen.desk.send(seen.world.person("Sari"), "halo", channel)
    await seen.desk.edit(post, "halo lagi")
    posted, edited = seen.updates[0].channel_post, seen.updates[1].edited_channel_post
    assert posted
    assert edited
    assert posted.from_user is None
    assert posted.sender_chat
    assert posted.sender_chat.id == channel.id


async def test_a_talk_speaks_in_any_manner(seen: Watched) -> None:
    talk = Talk(seen.desk, seen.request, seen.world.person("Sari"), seen.world.group("G"))
    await talk.say(ADDRESSED, anonymous=True)
    assert seen.message.sender_chat == seen.message.chat
