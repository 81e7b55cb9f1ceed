"""Buttons: feedback, old ones, double ones, foreign ones."""

from __future__ import annotations

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.opening import on_desk
from bot.playground.world import Json
from tests.talk import Talk


async def test_helpful_is_thanked_and_asked_no_more(talk: Talk) -> None:
    text = await talk.say("apa itu burnout")
    assert "Senang bisa membantu" in await talk.press("Membantu")
    assert talk.text == text
    assert not [label for label in talk.labels if "Membantu" in label or "Kurang pas" in label]


async def test_not_helpful_shows_the_next_best_and_leads_back(talk: Talk) -> None:
    text = await talk.say("kenapa download sepi padahal upload rajin")
    assert "kucatat" in await talk.press("Kurang pas")
    assert "Kurang pasnya di mana?" in talk.text
    assert talk.labels[:2] == ["🙅 Bukan itu yang kutanya", "🤏 Jawabannya kurang"]
    await talk.press("Kembali")
    assert talk.text == text
    await talk.press("Kurang pas")
    await talk.press(talk.labels[2])
    assert "Sumber:" in talk.text


async def test_a_button_from_before_questions_had_keys_is_not_asked_for_reasons(talk: Talk) -> None:
    await talk.say("kenapa download sepi padahal upload rajin")
    old = talk.data("Kurang pas").rpartition(".")[0]
    assert "Makasih sudah bilang" in await talk.desk.press(talk.person, talk.last, old)
    assert "Yang tadi kurang pas ya?" in talk.text
    assert not [label for label in talk.labels if "Bukan itu" in label]


async def test_a_button_pressed_twice_is_harmless(talk: Talk) -> None:
    await talk.say("apa itu burnout")
    message, data = dict(talk.last), talk.data("Membantu")
    assert await talk.desk.press(talk.person, message, data)
    assert await talk.desk.press(talk.person, message, data)
    assert len(talk.from_bot) == 1


async def test_a_button_still_works_after_a_restart(talk: Talk, knowledge: Knowledge, library: Library) -> None:
    await talk.say("apa itu burnout")
    label = library.entries[library.entries["burnout/apa-itu"].related[0]].label
    data, message = talk.data(label), talk.last
    async with on_desk(Knowledge.of(library)) as (desk, request):
        desk.world.chats[talk.chat.id] = talk.chat
        after = Talk(desk, request, talk.person, talk.chat)
        await desk.press(talk.person, message, data)
        assert after.text.startswith(library.entries[library.entries["burnout/apa-itu"].related[0]].title)


async def test_a_button_to_something_gone_says_so(talk: Talk) -> None:
    await talk.say("apa itu burnout")
    text = talk.text
    assert "sudah tidak berlaku" in await talk.desk.press(talk.person, talk.last, "s:aaaaa.")
    assert "sudah tidak berlaku" in await talk.desk.press(talk.person, talk.last, "foreign")
    assert talk.text == text


async def test_a_press_on_a_message_that_was_deleted_sends_the_page(talk: Talk, library: Library) -> None:
    await talk.say("/topik")
    message, data = dict(talk.last), talk.data("Sejarah")
    del talk.chat.messages[int(str(message["message_id"]))]
    await talk.desk.press(talk.person, message, data)
    assert "Sejarah bisnis microstock" in talk.text


async def test_a_press_that_telegram_forgot_is_still_obeyed(talk: Talk) -> None:
    await talk.say("/topik")
    query: Json = {
        "id": "expired",
        "from": talk.person.json(),
        "message": talk.last,
        "chat_instance": "x",
        "data": talk.data("Sejarah"),
    }
    await talk.desk.deliver(talk.desk.world.update("callback_query", query))
    assert "Sejarah bisnis microstock" in talk.text


async def test_a_press_that_cannot_be_acknowledged_still_shows_its_page(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.say("/topik")
    original = talk.request.do_request

    async def failing(url: str, *args: object, **kwargs: object) -> tuple[int, bytes]:
        if url.endswith("answerCallbackQuery"):
            return 502, b'{"ok": false, "error_code": 502, "description": "Bad Gateway"}'
        return await original(url, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(talk.request, "do_request", failing)
    await talk.press("Sejarah")
    assert "Sejarah bisnis microstock" in talk.text
