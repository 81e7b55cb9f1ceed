"""Cuts what Telegram answers to a sent or edited text down to what the bot reads of it.

The answer repeats the whole message with every button, and turning that into objects costs more than sending it.
"""

from __future__ import annotations

import json
from typing import Any

from telegram.request import RequestData

from bot.delivery.wrapping import WrappedRequest

_REPEATING = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup"})
_READ = ("message_id", "date", "chat")


class BriefRequest(WrappedRequest):
    """Another request whose answers to texts hold no more than a message's id, date and chat."""

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
