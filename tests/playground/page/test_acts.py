"""What pages do: everything that one can do in an app, and nothing that one cannot."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.page.acts import ActError
from bot.playground.page.stage import Stage
from tests.playground.page.pages import Visitor


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [str(message.get("text", "")) for message in messages]


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [button for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def test_a_question_is_answered_and_both_are_shown(sari: Visitor) -> None:
    assert await sari.act("send", text="apa itu burnout") == {}
    asked, answer = await sari.messages()
    assert asked["text"] == "apa itu burnout"
    assert asked["from"]["id"] == sari.person
    assert answer["from"]["is_bot"]
    assert "Sumber: " in answer["text"]


async def test_a_press_tells_what_the_bot_shows_for_it(sari: Visitor) -> None:
    await sari.act("send", text="apa itu burnout")
    answer = (await sari.messages())[-1]
    helpful = next(one for one in buttons(answer) if "👍" in one["text"] or "membantu" in one["text"].casefold())
    shown = await sari.act("press", message_id=answer["message_id"], data=helpful["callback_data"])
    assert shown["text"]
    assert shown["alert"] is False


async def test_a_press_that_is_not_ones_own_is_met_with_an_alert(sari: Visitor) -> None:
    await sari.act("send", chat=sari.group, text="/tanya apa itu burnout")
    answer = (await sari.messages(sari.group))[-1]
    remove = buttons(answer)[-1]["callback_data"]
    sari.person = sari.state["people"][1]["id"]
    shown = await sari.act("press", chat=sari.group, message_id=answer["message_id"], data=remove)
    assert shown["alert"] is True
    assert shown["text"]


async def test_an_edited_question_edits_its_answer(sari: Visitor) -> None:
    await sari.act("send", text="apa itu burnout")
    asked, answer = await sari.messages()
    await sari.act("edit", message_id=asked["message_id"], text="siapa pendiri istockphoto?")
    changed = {message["message_id"]: message for message in await sari.messages()}
    assert "Bruce" in changed[answer["message_id"]]["text"]
    assert changed[asked["message_id"]]["edit_date"]


async def test_in_a_topic_the_bot_answers_in_that_topic_as_a_reply(sari: Visitor) -> None:
    topic = sari.state["chats"][-1]["topics"][1]["id"]
    await sari.act("send", chat=sari.group, topic=topic, text="/tanya apa itu burnout")
    asked, answer = await sari.messages(sari.group)
    assert asked["message_thread_id"] == answer["message_thread_id"] == topic
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]


async def test_a_reply_carries_what_it_replies_to(sari: Visitor) -> None:
    await sari.act("send", chat=sari.group, text="apa itu burnout?")
    (asked,) = await sari.messages(sari.group)
    sari.person = sari.state["people"][1]["id"]
    await sari.act("send", chat=sari.group, text="/tanya", reply_to=asked["message_id"])
    answer = (await sari.messages(sari.group))[-1]
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]


async def test_privacy_decides_what_the_bot_hears_and_every_page_is_told(sari: Visitor) -> None:
    await sari.act("send", chat=sari.group, text="halo semua")
    assert (await sari.panel())["update"] is None
    await sari.act("privacy", on=False)
    await sari.told()
    assert sari.state["privacy"] is False
    await sari.act("send", chat=sari.group, text="halo semua")
    assert (await sari.panel())["update"]["kind"] == "message"


async def test_the_bot_becomes_an_admin_and_a_member_again(sari: Visitor) -> None:
    for on, status in ((True, "administrator"), (False, "member")):
        await sari.act("admin", on=on)
        await sari.told()
        assert sari.state["chats"][-1]["bot"] == status


async def test_an_inline_result_is_chosen_into_a_topic(sari: Visitor) -> None:
    topic = sari.state["chats"][-1]["topics"][2]["id"]
    found = await sari.act("inline", query="burnout", offset="")
    assert found["results"][0]["title"]
    assert found["results"][0]["description"]
    assert found["button"]["start_parameter"]
    await sari.act("choose", chat=sari.group, topic=topic, result_id=found["results"][0]["id"])
    (message,) = await sari.messages(sari.group)
    assert message["via_bot"]["is_bot"]
    assert message["from"]["id"] == sari.person
    assert message["message_thread_id"] == topic


async def test_results_of_earlier_pages_can_be_chosen_and_those_of_earlier_queries_not(sari: Visitor) -> None:
    first = await sari.act("inline", query="microstock", offset="")
    if first["next_offset"]:
        await sari.act("inline", query="microstock", offset=first["next_offset"])
    await sari.act("choose", result_id=first["results"][0]["id"])
    await sari.act("inline", query="burnout", offset="")
    gone = {one["id"] for one in first["results"]} - {
        one["id"] for one in (await sari.act("inline", query="burnout", offset=""))["results"]
    }
    with pytest.raises(ActError, match="last ones"):
        await sari.act("choose", result_id=sorted(gone)[0])


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice"])
async def test_what_is_no_text_gets_an_answer_too(sari: Visitor, kind: str) -> None:
    await sari.act("media", kind=kind)
    sent, answer = await sari.messages()
    assert kind in sent
    assert answer["from"]["is_bot"]


async def test_what_is_no_text_stands_in_its_topic_and_cannot_be_edited(sari: Visitor) -> None:
    general, topic = (one["id"] for one in sari.state["chats"][-1]["topics"][:2])
    await sari.act("media", chat=sari.group, topic=topic, kind="voice")
    await sari.act("media", chat=sari.group, topic=general, kind="voice")
    inside, outside = await sari.messages(sari.group)
    assert inside["message_thread_id"] == topic
    assert "message_thread_id" not in outside
    with pytest.raises(ActError, match="own text"):
        await sari.act("edit", chat=sari.group, message_id=inside["message_id"], text="halo")


async def test_an_edited_text_is_trimmed(sari: Visitor) -> None:
    await sari.act("send", text="  halo ")
    sent = (await sari.messages())[0]
    await sari.act("edit", message_id=sent["message_id"], text=" halo kak  ")
    assert (sent["text"], (await sari.messages())[0]["text"]) == ("halo", "halo kak")


async def test_a_query_that_the_bot_lets_go_of_is_told(sari: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    async def takes_nothing(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr("bot.delivery.units.Units.take", takes_nothing)
    with pytest.raises(ActError, match="did not answer"):
        await sari.act("inline", query="burnout", offset="")


async def test_a_sent_photo_can_be_looked_at(sari: Visitor, stage: Stage) -> None:
    await sari.act("media", kind="photo")
    photo = (await sari.messages())[0]["photo"][-1]
    content = stage.file(photo["file_id"])
    assert content
    assert content.startswith(b"\x89PNG")
    assert stage.file("another") is None


@pytest.mark.parametrize(
    ("act", "fields", "why"),
    [
        ("fly", {}, "no act 'fly'"),
        ([], {}, "act must be of type str"),
        ("send", {"text": " "}, "characters"),
        ("send", {"text": "x" * 4097}, "characters"),
        ("send", {"text": 5}, "text must be of type str"),
        ("send", {"text": "x", "person": 1}, "no such person"),
        ("send", {"text": "x", "person": True}, "person must be of type int"),
        ("send", {"text": "x", "chat": 5002}, "not in such a chat"),
        ("send", {"text": "x", "chat": 1}, "not in such a chat"),
        ("send", {"text": "x", "topic": 5}, "no such topic"),
        ("send", {"text": "x", "topic": [1]}, "topic must be of type int"),
        ("send", {"text": "x", "topic": True}, "topic must be of type int"),
        ("send", {"text": "x", "reply_to": 5}, "no such message"),
        ("edit", {"text": "x", "message_id": 5}, "no such message"),
        ("press", {"data": "x", "message_id": 5}, "no such message"),
        ("media", {"kind": "dance"}, "a sample is"),
        ("choose", {"result_id": "x"}, "last ones"),
        ("privacy", {"on": 1}, "on must be of type bool"),
    ],
)
async def test_what_cannot_be_done_is_said_and_changes_nothing(
    sari: Visitor, act: Any, fields: dict[str, object], why: str
) -> None:
    with pytest.raises(ActError, match=why):
        await sari.act(act, **fields)
    assert await sari.messages() == []


async def test_a_text_is_not_edited_into_one_that_is_too_long(sari: Visitor) -> None:
    await sari.act("send", text="apa itu burnout")
    asked = (await sari.messages())[0]
    with pytest.raises(ActError, match="characters"):
        await sari.act("edit", message_id=asked["message_id"], text="x" * 4097)


async def test_nobody_edits_the_words_of_another(sari: Visitor) -> None:
    await sari.act("send", text="apa itu burnout")
    answer = (await sari.messages())[-1]
    with pytest.raises(ActError, match="own text"):
        await sari.act("edit", message_id=answer["message_id"], text="bukan apa-apa")
