"""`python -m tests.bench.stub_api`: a stub of the Bot API that answers after a given latency, and cheaply.

It prints one line of JSON with its ports and runs until its standard input ends. Parameters are looked for with one
regular expression in the query and the body together, whether those are form-urlencoded, JSON or multipart.

The link, a second port, speaks lines. To the stub: an update (JSON whose first key is `update_id`) joins the queue of
getUpdates; `!` asks to be told of replies; `?` asks for Stats. From the stub: `{"chat": N, "at": T}` the moment that
sendMessage for a chat comes in (monotonic seconds, before the latency), and one JSON object for each `?`.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import re
import sys
import time
from collections import Counter, deque
from itertools import islice
from typing import cast

import uvloop

from tests.bench.wire import Serving

_LIMIT = 100  # updates in one answer, as Telegram's
_BOT = b'{"id":12345,"is_bot":true,"first_name":"Bench","username":"bench_bot"'
_OK = b'{"ok":true,"result":%s}'
_MESSAGE = (
    b'{"ok":true,"result":{"message_id":%d,"from":' + _BOT + b'},"chat":{"id":%d,"type":"private","first_name":"U"},'
    b'"date":%d,"text":"ok"}}'
)
_RESULTS = {
    b"getMe": _BOT + b',"can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}',
    b"getMyCommands": b"[]",
    b"getMyName": b'{"name":"Bench"}',
    b"getMyDescription": b'{"description":""}',
    b"getMyShortDescription": b'{"short_description":""}',
    b"getWebhookInfo": b'{"url":"","has_custom_certificate":false,"pending_update_count":0}',
}


class Parameter:
    """A parameter that is a whole number, found in a form, a query, JSON or multipart."""

    def __init__(self, name: str) -> None:
        assigned = rb'(?:=|"\s*:\s*"?|"(?:\r\n[^\r\n]+)*\r\n\r\n)'
        self._pattern = re.compile(rb'(?:^|[&"])' + name.encode() + assigned + rb"(-?\d+)")

    def find(self, parameters: bytes, default: int = 0) -> int:
        """Its value, or the default."""
        found = self._pattern.search(parameters)
        return int(found[1]) if found else default


_CHAT_ID, _MESSAGE_ID, _OFFSET, _TIMEOUT, _MAX_CONNECTIONS, _WAITED_LIMIT = map(
    Parameter, ("chat_id", "message_id", "offset", "timeout", "max_connections", "limit")
)


class Updates:
    """The queue behind getUpdates: an offset confirms what lies below it; one client waits at a time."""

    def __init__(self) -> None:
        self._queue: deque[tuple[int, bytes]] = deque()
        self._waiting: tuple[Serving, int] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def add(self, updates: list[bytes]) -> None:
        """Add updates and wake whoever waits."""
        self._queue.extend((int(update[update.index(b":") + 1 : update.index(b",")]), update) for update in updates)
        self._release()

    def fetch(self, connection: Serving, parameters: bytes) -> None:
        """Answer at once where there are updates, otherwise when there are, or when the timeout is over."""
        offset = _OFFSET.find(parameters)
        while self._queue and self._queue[0][0] < offset:
            self._queue.popleft()
        self._release()  # a second client ends the waiting of the first
        self._waiting = connection, min(_LIMIT, _WAITED_LIMIT.find(parameters, _LIMIT))
        if self._queue:
            self._release()
        else:
            self._timer = asyncio.get_running_loop().call_later(_TIMEOUT.find(parameters), self._release)

    def _release(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting is not None:
            (connection, limit), self._waiting = self._waiting, None
            connection.answer(_OK % (b"[%s]" % b",".join([body for _, body in islice(self._queue, limit)])))


class Stub:
    """Answers every method; `slow` are chats whose messages take a latency of their own, in seconds."""

    def __init__(self, latency: float, slow: dict[int, float]) -> None:
        self._latency, self._slow = latency, slow
        self.updates = Updates()
        self.listeners: list[asyncio.Transport] = []
        self.calls: Counter[bytes] = Counter()
        self.max_connections = 40  # Telegram's default for a webhook
        self._message_id = 1_000_000

    def handle(self, connection: Serving, target: bytes, body: bytes) -> None:
        """Answer one call."""
        path, _, query = target.partition(b"?")
        method = path[path.rindex(b"/") + 1 :]
        parameters = query + b"&" + body if query else body
        self.calls[method] += 1
        if method == b"sendMessage":
            self._send(connection, parameters)
        elif method == b"getUpdates":
            self.updates.fetch(connection, parameters)
        elif method == b"editMessageText":
            message = _MESSAGE_ID.find(parameters), _CHAT_ID.find(parameters)
            self._later(self._latency, connection, _MESSAGE % (*message, time.time()))
        else:
            if method == b"setWebhook":
                self.max_connections = _MAX_CONNECTIONS.find(parameters, 40)
            self._later(self._latency, connection, _OK % _RESULTS.get(method, b"true"))

    def _send(self, connection: Serving, parameters: bytes) -> None:
        at = time.monotonic()
        chat = _CHAT_ID.find(parameters)
        self._message_id += 1
        line = b'{"chat":%d,"at":%.6f}\n' % (chat, at)
        for listener in self.listeners:
            listener.write(line)
        latency = self._slow.get(chat, self._latency)
        self._later(latency, connection, _MESSAGE % (self._message_id, chat, time.time()))

    def _later(self, latency: float, connection: Serving, payload: bytes) -> None:
        if latency > 0:
            asyncio.get_running_loop().call_later(latency, connection.answer, payload)
        else:
            connection.answer(payload)

    def stats(self) -> bytes:
        """How often each method was called, and what the webhook asked for."""
        calls = {name.decode(errors="replace"): count for name, count in self.calls.items()}
        return json.dumps({"calls": calls, "max_connections": self.max_connections}).encode() + b"\n"


class Link(asyncio.Protocol):
    """The load generator's (or the orchestrator's) line to the stub."""

    def __init__(self, stub: Stub) -> None:
        self._stub = stub
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but its type

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell this side no more."""
        if self._transport in self._stub.listeners:
            self._stub.listeners.remove(self._transport)

    def data_received(self, data: bytes) -> None:
        """Read whole lines."""
        assert self._transport is not None
        *lines, self._rest = (self._rest + data).split(b"\n")
        if updates := [line for line in lines if line[:1] == b"{"]:
            self._stub.updates.add(updates)
        for line in lines:
            if line == b"!":
                self._stub.listeners.append(self._transport)
            elif line == b"?":
                self._transport.write(self._stub.stats())


async def serve(stub: Stub) -> None:
    """Listen on two free ports, say which, and serve until standard input ends."""
    loop = asyncio.get_running_loop()
    api = await loop.create_server(lambda: Serving(stub.handle), "127.0.0.1", 0, backlog=1024)
    link = await loop.create_server(lambda: Link(stub), "127.0.0.1", 0)
    ports = {"api": api.sockets[0].getsockname()[1], "link": link.sockets[0].getsockname()[1]}
    print(json.dumps(ports), flush=True)
    ended = asyncio.Event()
    loop.add_reader(sys.stdin, ended.set)
    await ended.wait()


def _slow(text: str) -> tuple[int, float]:
    chat, _, seconds = text.partition("=")
    return int(chat), float(seconds)


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds (default 0.05)")
    parser.add_argument("--slow", type=_slow, nargs="*", default=[], metavar="CHAT=SECONDS")
    options = parser.parse_args()
    gc.disable()  # it makes no cycles worth collecting, and a pause would count as the bot's
    uvloop.run(serve(Stub(options.latency, dict(options.slow))))


if __name__ == "__main__":
    main()
