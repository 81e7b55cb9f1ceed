"""Cuts what Telegram answers to a sent or edited text down to what the bot reads of it.

The answer repeats the whole message with every button, and turning that into objects costs more than sending it.
"""

from __future__ import annotations

import json
from typing import Any

from telegram.request import BaseRequest, RequestData

_REPEATING = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup"})
_READ = ("message_id", "date", "chat")


class BriefRequest(BaseRequest):
    """Another request whose answers to texts hold no more than a message's id, date and chat."""

    def __init__(self, inner: BaseRequest) -> None:
        self._inner = inner

    @property
    def read_timeout(self) -> float | None:
        """The inner request's."""
        return self._inner.read_timeout

    async def initialize(self) -> None:
        """Open the inner request."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Close the inner request."""
        await self._inner.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named_timeouts: Any
    ) -> tuple[int, bytes]:
        """One call; raises what the inner request raises."""
        status, body = await self._inner.do_request(url, method, request_data, *timeouts, **named_timeouts)
        if status == 200 and url.rsplit("/", 1)[-1] in _REPEATING:
            body = _cut(body)
        return status, body


def _cut(body: bytes) -> bytes:
    try:
        answer = json.loads(body)
        result = answer["result"]
        answer["result"] = {name: result[name] for name in _READ}
    except (ValueError, KeyError, TypeError):  # `true` for an inline message, or nothing that is known
        return body
    return json.dumps(answer).encode()
