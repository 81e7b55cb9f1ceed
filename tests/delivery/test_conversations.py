"""In whose turn an update is handled: that of one person in one chat and topic."""

from __future__ import annotations

import pytest
from telegram import Update

from bot.delivery.conversations import conversation_of
from bot.storage.protocols import Conversation


def message_json(**fields: object) -> dict[str, object]:
    chat = {"id": -100, "type": "supergroup", "title": "G"}
    person = {"id": 7, "is_bot": False, "first_name": "S"}
    return {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "x", **fields}


@pytest.mark.parametrize(
    ("raw", "conversation"),
    [
        ({"message": message_json()}, (-100, 7, 0)),
        ({"edited_message": message_json()}, (-100, 7, 0)),
        ({"message": message_json(message_thread_id=4, is_topic_message=True)}, (-100, 7, 4)),
        ({"message": message_json(message_thread_id=4)}, (-100, 7, 0)),
        ({"message": message_json(sender_chat={"id": -100, "type": "supergroup", "title": "G"})}, (-100, -100, 0)),
        (
            {
                "callback_query": {
                    "id": "1",
                    "from": {"id": 8, "is_bot": False, "first_name": "B"},
                    "chat_instance": "c",
                    "data": "x",
                    "message": message_json(message_thread_id=4, is_topic_message=True),
                }
            },
            (-100, 8, 4),
        ),
        (
            {
                "callback_query": {
                    "id": "1",
                    "from": {"id": 8, "is_bot": False, "first_name": "B"},
                    "chat_instance": "c",
                    "data": "x",
                    "message": {"message_id": 1, "date": 0, "chat": {"id": -100, "type": "supergroup", "title": "G"}},
                }
            },
            (-100, 8, 0),
        ),
        (
            {
                "inline_query": {
                    "id": "1",
                    "from": {"id": 8, "is_bot": False, "first_name": "B"},
                    "query": "",
                    "offset": "",
                }
            },
            (0, 8, 0),
        ),
        ({"a_kind_of_tomorrow": {}}, (0, 0, 0)),
    ],
    ids=[
        "message",
        "edit",
        "topic",
        "reply thread",
        "anonymous admin",
        "press",
        "press, no message",
        "inline",
        "unknown",
    ],
)
def test_whose_turn_an_update_is(raw: dict[str, object], conversation: tuple[int, int, int]) -> None:
    update = Update.de_json({"update_id": 1, **raw}, None)
    assert conversation_of(update) == Conversation(*conversation)
