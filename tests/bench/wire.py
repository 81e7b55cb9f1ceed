"""HTTP/1.1 over asyncio's protocols, just enough for a benchmark: keep-alive, both ends, as little work as can be.

The stub Bot API and the load generator share one core, so neither may cost as much as a bot does.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import cast

import httptools

Handle = Callable[["Serving", bytes, bytes], None]  # the connection, the request's target and its body
Done = Callable[[int, bytes], None]  # the status (0: no answer came) and the body
Address = tuple[str, int]

_HEAD = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def request(address: Address, path: str, body: bytes, headers: str = "") -> bytes:
    """One POST of JSON; `headers` are whole lines, each with its line break."""
    head = f"POST {path} HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\nContent-Type: application/json\r\n{headers}"
    return b"%sContent-Length: %d\r\n\r\n%s" % (head.encode(), len(body), body)


class Serving(asyncio.Protocol):
    """A server's end of a connection; its client sends one request at a time."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._target = b""
        self._body: list[bytes] = []

    @property
    def is_open(self) -> bool:
        """Whether an answer would still reach the client."""
        return self._transport is not None and not self._transport.is_closing()

    def answer(self, payload: bytes, status: int = 200) -> None:
        """Answer the request; nothing happens where the client went away."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(_HEAD % (status, len(payload)) + payload)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but its type

    def connection_lost(self, exc: Exception | None) -> None:
        """Answer no more."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Parse; whole requests are handled at once."""
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        """Called by the parser."""
        self._target, self._body = b"", []

    def on_url(self, url: bytes) -> None:
        """Called by the parser."""
        self._target += url

    def on_body(self, body: bytes) -> None:
        """Called by the parser."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Called by the parser."""
        self._handle(self, self._target, b"".join(self._body))


class _Calling(asyncio.Protocol):
    """A client's end of a connection: one request at a time."""

    def __init__(self, freed: Callable[[_Calling], None], lost: Callable[[_Calling], None]) -> None:
        self._freed, self._lost = freed, lost
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._done: Done | None = None
        self._body: list[bytes] = []

    def call(self, data: bytes, done: Done) -> None:
        """Send a whole request."""
        assert self._transport is not None
        self._done = done
        self._transport.write(data)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where requests go."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but its type

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits that no answer comes."""
        self._lost(self)
        done, self._done = self._done, None
        if done is not None:
            done(0, b"")

    def data_received(self, data: bytes) -> None:
        """Parse; a whole answer is handed over at once."""
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        """Called by the parser."""
        self._body = []

    def on_body(self, body: bytes) -> None:
        """Called by the parser."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Called by the parser: the connection is free again before its answer is looked at."""
        done, self._done = self._done, None
        status, kept = self._parser.get_status_code(), self._parser.should_keep_alive()
        if kept:
            self._freed(self)
        elif self._transport is not None:
            self._transport.close()
        if done is not None:
            done(status, b"".join(self._body))


class Pool:
    """At most `size` connections to one address; what finds none free waits its turn."""

    def __init__(self, address: Address, size: int) -> None:
        self._address = address
        self._size = size
        self._open = 0  # or being opened
        self._idle: deque[_Calling] = deque()
        self._waiting: deque[tuple[bytes, Done]] = deque()
        self._opening: set[asyncio.Task[None]] = set()

    def submit(self, data: bytes, done: Done) -> None:
        """Send a whole request as soon as a connection is free."""
        if self._idle:
            self._idle.pop().call(data, done)
            return
        self._waiting.append((data, done))
        if self._open < self._size:
            self._open += 1
            task = asyncio.get_running_loop().create_task(self._connect())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(lambda: _Calling(self._free, self._lose), *self._address)
        except OSError:
            self._open -= 1
            if self._waiting:
                self._waiting.popleft()[1](0, b"")
            return
        self._free(connection)

    def _free(self, connection: _Calling) -> None:
        if self._waiting:
            connection.call(*self._waiting.popleft())
        else:
            self._idle.append(connection)

    def _lose(self, connection: _Calling) -> None:
        self._open -= 1
        if connection in self._idle:
            self._idle.remove(connection)
        if self._waiting:
            self.submit(*self._waiting.popleft())
