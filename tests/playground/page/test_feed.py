"""What pages are told: nothing is lost between two looks, and a page that takes nothing is let go of."""

from __future__ import annotations

import pytest

from bot.playground.page import feed as feeding
from bot.playground.page.feed import Feed
from bot.playground.world import World
from tests.playground.page.pages import read


def a_world() -> tuple[World, Feed]:
    world, feed = World(), Feed(lambda: {"all": True})
    world.person("Sari")
    feed.begin(world)
    return world, feed


async def test_what_comes_changes_and_goes_is_told_in_that_order() -> None:
    world, feed = a_world()
    (chat,) = world.chats.values()
    events = feed.open()
    assert read(await anext(events)) == ("state", {"all": True})
    message = world.add_message(chat, world.bot_json(), {"text": "satu"})
    feed.look()
    feed.look()
    message["text"] = "dua"
    feed.look()
    del chat.messages[int(str(message["message_id"]))]
    feed.look()
    told = [read(await anext(events)) for _ in range(3)]
    assert [name for name, _ in told] == ["message", "message", "deleted"]
    assert [content["message"]["text"] for _, content in told[:2]] == ["satu", "dua"]
    await events.aclose()  # type: ignore[attr-defined]


async def test_half_a_character_is_told_as_a_question_mark() -> None:
    _, feed = a_world()
    events = feed.open()
    await anext(events)
    feed.tell("panel", {"text": "x \ud800"})
    assert read(await anext(events)) == ("panel", {"text": "x ?"})


async def test_a_page_that_takes_nothing_is_let_go_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "_MOST_WAITING", 10)
    _, feed = a_world()
    events = feed.open()
    await anext(events)
    for number in range(100):
        feed.tell("panel", number)
    assert len([told async for told in events]) == 10


async def test_a_page_that_comes_at_the_end_is_not_kept_waiting() -> None:
    _, feed = a_world()
    feed.close()
    assert [told async for told in feed.open()] == []


async def test_a_quiet_page_gets_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "_BEAT", 0.01)
    _, feed = a_world()
    events = feed.open()
    await anext(events)
    assert (await anext(events)).startswith(b":")
