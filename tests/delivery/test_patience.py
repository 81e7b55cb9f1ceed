"""Floods are waited out for their chat alone; what stumbled is repeated where that cannot do anything twice."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.delivery.metrics import Metrics
from bot.delivery.patience import PatientRequest
from bot.delivery.transport import NotReachedError

API = "http://127.0.0.1:1/bot123:x/"
FINE = (200, b'{"ok": true, "result": true}')
Told = tuple[int, bytes] | TelegramError


class Scripted(BaseRequest):
    """A server that answers as it was told, in order, and then well."""

    def __init__(self, *answers: Told, by_chat: dict[int, list[Told]] | None = None) -> None:
        self.answers = list(answers)
        self.by_chat = by_chat or {}
        self.calls: list[tuple[str, Any]] = []

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kw: Any
    ) -> tuple[int, bytes]:
        chat = request_data.parameters.get("chat_id") if request_data else None
        self.calls.append((url.rsplit("/", 1)[1], chat))
        answers = self.by_chat.get(chat, self.answers) if isinstance(chat, int) else self.answers
        answer = answers.pop(0) if answers else FINE
        if isinstance(answer, TelegramError):
            raise answer
        return answer


def flood(seconds: float) -> tuple[int, bytes]:
    return 429, json.dumps({"ok": False, "parameters": {"retry_after": seconds}}).encode()


def to_chat(chat: int) -> RequestData:
    return cast(RequestData, SimpleNamespace(parameters={"chat_id": chat}))


class Clocked:
    """A patient request whose pauses take no time, and are remembered."""

    def __init__(self, server: Scripted) -> None:
        self.pauses: list[float] = []
        self.request = PatientRequest(server, Metrics(), self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    async def call(self, method: str, chat: int | None = None) -> tuple[int, bytes]:
        return await self.request.do_request(API + method, "POST", to_chat(chat) if chat else None)


@pytest.mark.parametrize("method", ["editMessageText", "answerCallbackQuery", "getMe", "sendChatAction"])
@pytest.mark.parametrize("stumble", [(500, b""), (504, b""), NetworkError("reset"), TimedOut()], ids=str)
async def test_what_harms_nobody_is_repeated(method: str, stumble: Told) -> None:
    clocked = Clocked(server := Scripted(stumble, stumble))
    assert await clocked.call(method) == FINE
    assert len(server.calls) == 3


@pytest.mark.parametrize("stumble", [(500, b"no"), (504, b"no")])
async def test_a_message_is_not_sent_again_where_it_may_have_been_sent(stumble: Told) -> None:
    clocked = Clocked(server := Scripted(stumble))
    assert await clocked.call("sendMessage", 5) == stumble
    assert len(server.calls) == 1


@pytest.mark.parametrize("stumble", [NetworkError("reset"), TimedOut()])
async def test_nor_where_the_connection_broke(stumble: TelegramError) -> None:
    clocked = Clocked(server := Scripted(stumble))
    with pytest.raises(type(stumble)):
        await clocked.call("sendMessage", 5)
    assert len(server.calls) == 1


@pytest.mark.parametrize("stumble", [(502, b""), (503, b""), NotReachedError("refused")], ids=str)
async def test_a_message_that_did_not_reach_the_server_is_sent_again(stumble: Told) -> None:
    clocked = Clocked(server := Scripted(stumble, stumble, stumble))
    assert await clocked.call("sendMessage", 5) == FINE
    assert len(server.calls) == 4


async def test_tries_are_bounded_and_further_and_further_apart() -> None:
    clocked = Clocked(server := Scripted(*[(502, b"down")] * 20))
    assert await clocked.call("sendMessage", 5) == (502, b"down")
    assert len(server.calls) == 4
    assert clocked.pauses == sorted(clocked.pauses)


@pytest.mark.parametrize("answer", [(400, b"bad"), (403, b"blocked"), (401, b"no")])
async def test_a_plain_no_is_taken_as_one(answer: tuple[int, bytes]) -> None:
    clocked = Clocked(server := Scripted(answer))
    assert await clocked.call("editMessageText", 5) == answer
    assert len(server.calls) == 1


async def test_a_flood_is_waited_out_before_the_call_is_made_again() -> None:
    clocked = Clocked(server := Scripted(flood(7)))
    assert await clocked.call("sendMessage", 5) == FINE
    assert len(server.calls) == 2
    assert max(clocked.pauses) == pytest.approx(7, abs=0.1)


async def test_other_chats_do_not_wait_for_a_flooded_one() -> None:
    server = Scripted(by_chat={5: [flood(0.4)]})
    request = PatientRequest(server, Metrics())
    flooded = asyncio.create_task(request.do_request(API + "sendMessage", "POST", to_chat(5)))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(0.2):
        assert await request.do_request(API + "sendMessage", "POST", to_chat(6)) == FINE
    assert not flooded.done()
    assert await flooded == FINE


async def test_calls_to_a_flooded_chat_wait_in_their_order_and_make_no_new_flood() -> None:
    server = Scripted(by_chat={5: [flood(0.3)]})
    request = PatientRequest(server, Metrics())
    first = asyncio.create_task(request.do_request(API + "sendMessage", "POST", to_chat(5)))
    await asyncio.sleep(0.05)
    later = [asyncio.create_task(request.do_request(API + f"sendPhoto{n}", "POST", to_chat(5))) for n in range(3)]
    await asyncio.sleep(0.1)
    assert [name for name, _ in server.calls] == ["sendMessage"], "nothing is sent before the time is over"
    await asyncio.gather(first, *later)
    assert [name for name, _ in server.calls[1:]] == ["sendMessage", "sendPhoto0", "sendPhoto1", "sendPhoto2"]


async def test_nobody_waits_for_ever() -> None:
    clocked = Clocked(server := Scripted(*[flood(50)] * 9))
    with pytest.raises(RetryAfter):
        await clocked.call("sendMessage", 5)
    assert len(server.calls) <= 3


async def test_an_answer_to_an_inline_query_waits_for_no_flood_and_makes_nothing_else_wait() -> None:
    clocked = Clocked(server := Scripted(flood(100), flood(100)))
    for number in range(2):
        query = cast(RequestData, SimpleNamespace(parameters={"inline_query_id": str(number)}))
        assert await clocked.request.do_request(API + "answerInlineQuery", "POST", query) == flood(100)
    assert await clocked.call("getMe") == FINE
    assert len(server.calls) == 3
    assert clocked.pauses == []


@pytest.mark.parametrize("again", [FINE, flood(1)], ids=["then well", "then not"])
async def test_an_answer_to_an_inline_query_is_tried_once_more_after_a_moment(again: tuple[int, bytes]) -> None:
    clocked = Clocked(server := Scripted(flood(1), again, flood(1)))
    assert await clocked.call("answerInlineQuery") == again
    assert len(server.calls) == 2
    assert clocked.pauses == [1]


async def test_getupdates_has_pauses_of_its_own() -> None:
    clocked = Clocked(server := Scripted((502, b"")))
    assert await clocked.call("getUpdates") == (502, b"")
    assert len(server.calls) == 1


async def test_calls_are_counted_with_their_status() -> None:
    metrics = Metrics()
    await PatientRequest(Scripted(), metrics).do_request(API + "sendMessage", "POST")
    assert b'kawan_bot_api_seconds_count{method="sendMessage",status="200"} 1.0' in metrics.page()
