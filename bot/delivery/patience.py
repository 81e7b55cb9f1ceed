"""What to do when the Bot API asks to wait, stumbles or is away: wait for that chat alone; repeat what harms nobody."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Any

import structlog
from telegram.error import NetworkError, RetryAfter
from telegram.request import BaseRequest, RequestData

from bot.delivery.lanes import Lanes
from bot.delivery.metrics import Metrics
from bot.delivery.transport import NotReachedError
from bot.delivery.wrapping import WrappedRequest

log = structlog.stdlib.get_logger(__name__)

LONGEST_FLOOD = 90.0  # seconds that a call waits, in all, because Telegram asks it to
_PAUSES = (0.3, 1.0, 3.0)  # seconds before each further try
_REFUSED = (502, 503)  # a gateway's words for a server behind it that did not take the call
_ONCE = ("send", "copy", "forward")  # methods that begin so post something: what they did is not done twice
_UNHURRIED = frozenset({"getUpdates"})  # has pauses of its own
_MOMENT = 2.0  # seconds that somebody who types may wait
_FLEETING = frozenset({"answerInlineQuery"})  # nobody waits for it when the flood is over

Answer = tuple[int, bytes]


class PatientRequest(WrappedRequest):
    """Another request with patience, and with its calls counted and timed."""

    def __init__(
        self, inner: BaseRequest, metrics: Metrics, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        super().__init__(inner)
        self._metrics = metrics
        self._sleep = sleep
        self._floods: dict[Hashable, float] = {}
        self._lanes = Lanes()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named_timeouts: Any
    ) -> Answer:
        """One call, as often as it takes and may; raises what the inner request raises."""
        name = url.rsplit("/", 1)[-1]

        async def call() -> Answer:
            return await self._measured(name, url, method, request_data, *timeouts, **named_timeouts)

        if name in _UNHURRIED:
            return await call()
        if name in _FLEETING:
            return await self._tried_soon(name, call)
        chat = _chat_of(request_data)
        if chat not in self._floods:
            answer = await self._tried(name, call)
            if answer[0] != 429:
                return answer
            self._flooded(chat, answer)
        return await self._after_flood(chat, name, call)

    async def _tried_soon(self, name: str, call: Callable[[], Awaitable[Answer]]) -> Answer:
        """A call that is worth nothing later: tried once more where Telegram asks to wait for a moment only."""
        answer = await self._tried(name, call)
        if answer[0] != 429 or (seconds := _retry_after(answer[1])) > _MOMENT:
            return answer
        await self._sleep(seconds)
        return await self._tried(name, call)

    async def _after_flood(self, chat: Hashable, name: str, call: Callable[[], Awaitable[Answer]]) -> Answer:
        """The chat's calls one after the other, the first when Telegram allows it."""
        waited = 0.0
        async with self._lanes.turn(chat):
            while True:
                wait = max(0.0, self._floods.get(chat, 0.0) - time.monotonic())
                waited += wait
                if waited > LONGEST_FLOOD:
                    raise RetryAfter(int(wait) + 1)
                await self._sleep(wait)
                answer = await self._tried(name, call)
                if answer[0] != 429:
                    self._floods.pop(chat, None)
                    return answer
                self._flooded(chat, answer)

    def _flooded(self, chat: Hashable, answer: Answer) -> None:
        seconds = _retry_after(answer[1])
        self._floods[chat] = time.monotonic() + seconds
        log.info("Telegram asks to wait", seconds=seconds)

    async def _tried(self, name: str, call: Callable[[], Awaitable[Answer]]) -> Answer:
        for pause in _PAUSES:
            try:
                answer = await call()
                if answer[0] < 500 or not _may_repeat(name, answer[0]):
                    return answer
            except NotReachedError:
                pass
            except NetworkError:
                if not _may_repeat(name):
                    raise
            await self._sleep(pause)
        return await call()

    async def _measured(self, name: str, *call: Any, **timeouts: Any) -> Answer:
        began, status = time.perf_counter(), "unreached"
        try:
            answer = await self._inner.do_request(*call, **timeouts)
            status = str(answer[0])
        finally:
            self._metrics.called(name, status, time.perf_counter() - began)
        return answer


def _may_repeat(name: str, status: int | None = None) -> bool:
    return status in _REFUSED or name == "sendChatAction" or not name.startswith(_ONCE)


def _chat_of(data: RequestData | None) -> Hashable:
    parameters = data.parameters if data else {}
    chat = parameters.get("chat_id") or parameters.get("inline_message_id")
    return chat if isinstance(chat, int | str) else None


def _retry_after(body: bytes) -> float:
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 1.0
