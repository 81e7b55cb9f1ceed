"""In a group the bot gets what Telegram would let it see, and nothing where it is not in."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.chats import Chat
from bot.playground.world import BOT_ID, BOT_USERNAME, Json
from tests.playground.watching import Watched

FOR_IT: dict[str, dict[str, Any]] = {
    "a command": {"text": "/tanya apa"},
    "a command inside": {"text": "coba /tanya apa"},
    "its own command": {"text": f"/tanya@{BOT_USERNAME} apa"},
    "its own command in capitals": {"text": f"/tanya@{BOT_USERNAME.upper()} apa"},
    "a mention": {"text": f"eh @{BOT_USERNAME} apa itu"},
    "a mention in a caption": {"text": "", "photo": [], "caption": f"@{BOT_USERNAME} ini"},
    "somebody's message via it": {"text": "x", "via_bot": {"id": BOT_ID, "is_bot": True, "first_name": "K"}},
    "a text mention": {
        "text": "Kawan, apa",
        "entities": [
            {
                "type": "text_mention",
                "offset": 0,
                "length": 5,
                "user": {"id": BOT_ID, "is_bot": True, "first_name": "K"},
            }
        ],
    },
}
NOT_FOR_IT: dict[str, dict[str, Any]] = {
    "chatter": {"text": "apa itu burnout"},
    "another's command": {"text": "/tanya@pencatat_bot apa"},
    "a mention of another": {"text": "@budi apa itu burnout"},
    "a longer name": {"text": f"@{BOT_USERNAME}2 apa"},
    "its name without @": {"text": BOT_USERNAME},
    "an anonymous administrator's": {"text": "apa", "anonymous": True},
    "a forward via another": {"text": "apa", "via": "gif_bot", "forwarded": True},
}


@pytest.fixture
def group(seen: Watched) -> Chat:
    return seen.world.group("G")


async def say(seen: Watched, group: Chat, said: dict[str, Any]) -> Json:
    """One more message of Sari's."""
    return await seen.desk.send(seen.world.person("Sari"), chat=group, **said)


@pytest.mark.parametrize("said", FOR_IT.values(), ids=FOR_IT)
async def test_what_is_meant_for_it_reaches_it(seen: Watched, group: Chat, said: dict[str, Any]) -> None:
    await say(seen, group, said)
    assert len(seen.updates) == 1


@pytest.mark.parametrize("said", NOT_FOR_IT.values(), ids=NOT_FOR_IT)
async def test_what_people_say_to_each_other_does_not(seen: Watched, group: Chat, said: dict[str, Any]) -> None:
    message = await say(seen, group, said)
    assert seen.updates == []
    assert message["message_id"] in group.messages


@pytest.mark.parametrize("let_in", ["administrator", "no privacy"])
async def test_an_administrator_or_a_bot_without_privacy_gets_everything(
    seen: Watched, group: Chat, let_in: str
) -> None:
    if let_in == "administrator":
        group.set_member(BOT_ID, "administrator")
    else:
        seen.world.privacy = False
    for said in NOT_FOR_IT.values():
        await say(seen, group, said)
    assert len(seen.updates) == len(NOT_FOR_IT)


@pytest.mark.parametrize("privacy", [True, False])
async def test_get_me_tells_whether_it_reads_everything(seen: Watched, privacy: bool) -> None:
    seen.world.privacy = privacy
    me = await seen.bot.get_me()
    assert me.can_read_all_group_messages is not privacy
    assert me.supports_inline_queries is True


async def test_replies_to_it_reach_it_and_those_to_others_do_not(seen: Watched, group: Chat) -> None:
    other = await say(seen, group, {"text": "halo"})
    await say(seen, group, {"text": "halo juga", "reply_to_message": other})
    assert seen.updates == []
    sent = await seen.bot.send_message(group.id, "jawaban")
    await say(seen, group, {"text": "makasih", "reply_to_message": group.messages[sent.message_id]})
    assert seen.message.reply_to_message
    assert seen.message.reply_to_message.message_id == sent.message_id


async def test_an_edit_reaches_it_where_the_message_would(seen: Watched, group: Chat) -> None:
    message = await say(seen, group, {"text": "halo"})
    await seen.desk.edit(message, "halo semua")
    assert seen.updates == []
    await seen.desk.edit(message, "/tanya apa")
    assert seen.updates[0].edited_message
    await seen.desk.edit(message, "tidak jadi")
    assert len(seen.updates) == 1


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_a_group_that_it_is_not_in_is_silent(seen: Watched, group: Chat, status: str) -> None:
    group.set_member(BOT_ID, status)
    seen.world.privacy = False
    await say(seen, group, {"text": "/tanya apa"})
    await seen.desk.join(group, seen.world.person("Budi"))
    assert seen.updates == []


async def test_a_private_chat_has_no_privacy_from_it(seen: Watched) -> None:
    await seen.desk.send(seen.world.person("Sari"), "halo")
    assert seen.message.text == "halo"
