"""Answers to texts are cut to what is read of them; everything else passes as it came."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram.request import BaseRequest

from bot.delivery.brief import BriefRequest

MESSAGE = {
    "message_id": 7,
    "date": 5,
    "chat": {"id": 3, "type": "private", "first_name": "S"},
    "text": "x" * 100,
    "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]},
}


class Fixed(BaseRequest):
    """Answers the same to every call."""

    def __init__(self, status: int, body: bytes) -> None:
        self.answer = status, body
        self.opened = 0

    @property
    def read_timeout(self) -> float | None:
        return 3.0

    async def initialize(self) -> None:
        self.opened += 1

    async def shutdown(self) -> None:
        self.opened -= 1

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return self.answer


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_an_answer_to_a_text_holds_id_date_and_chat(method: str) -> None:
    inner = Fixed(200, json.dumps({"ok": True, "result": MESSAGE}).encode())
    request = BriefRequest(inner)
    await request.initialize()
    status, body = await request.do_request(f"http://x/bot1:a/{method}", "POST")
    await request.shutdown()
    assert (status, inner.opened, request.read_timeout) == (200, 0, 3.0)
    assert json.loads(body) == {"ok": True, "result": {name: MESSAGE[name] for name in ("message_id", "date", "chat")}}


@pytest.mark.parametrize(
    ("method", "status", "body"),
    [
        ("sendPhoto", 200, json.dumps({"ok": True, "result": MESSAGE}).encode()),
        ("sendMessage", 400, b'{"ok": false, "error_code": 400, "description": "Bad Request: no"}'),
        ("editMessageText", 200, b'{"ok": true, "result": true}'),
        ("sendMessage", 200, b"no json"),
        ("sendMessage", 200, b"[]"),
        ("sendMessage", 200, b'{"ok": true, "result": {"message_id": 3}}'),
    ],
    ids=["photo", "error", "inline", "garbage", "list", "odd"],
)
async def test_everything_else_passes_as_it_came(method: str, status: int, body: bytes) -> None:
    answer = await BriefRequest(Fixed(status, body)).do_request(f"http://x/bot1:a/{method}", "POST")
    assert answer == (status, body)
