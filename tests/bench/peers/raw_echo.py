"""`python -m tests.bench.peers.raw_echo [PORT]`: no bot at all, to see what the stub and the load generator can do.

It polls, or listens for a webhook where a port is given, and sends "ok" to every chat without reading the update.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from urllib.parse import urlsplit

import uvloop

from tests.bench.wire import Address, Pool, Serving, request

_UPDATE = re.compile(rb'"update_id":(\d+)')
_CHAT = re.compile(rb'"chat":\{"id":(\d+)')
_AT_ONCE = 4096


class Raw:
    """Sends a message for every update."""

    def __init__(self, address: Address, token: str) -> None:
        self._address, self._path = address, f"/bot{token}"
        self._sending = Pool(address, _AT_ONCE)
        self._polling = Pool(address, 1)

    def call(self, pool: Pool, method: str, body: bytes) -> asyncio.Future[bytes]:
        """The answer's body."""
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        data = request(self._address, f"{self._path}/{method}", body)
        pool.submit(data, lambda _, found: answer.set_result(found))
        return answer

    async def poll(self) -> None:
        """Poll for ever."""
        offset = 0
        while True:
            found = await self.call(self._polling, "getUpdates", b'{"timeout":10,"offset":%d}' % offset)
            if ids := _UPDATE.findall(found):
                offset = int(ids[-1]) + 1
                self._answer(found)

    async def listen(self, port: int) -> None:
        """Take updates as a webhook for ever."""

        def take(connection: Serving, target: bytes, body: bytes) -> None:
            connection.answer(b"{}")
            self._answer(body)

        server = await asyncio.get_running_loop().create_server(lambda: Serving(take), "127.0.0.1", port)
        await server.serve_forever()

    def _answer(self, updates: bytes) -> None:
        for chat in _CHAT.findall(updates):
            data = request(self._address, f"{self._path}/sendMessage", b'{"chat_id":%s,"text":"ok"}' % chat)
            self._sending.submit(data, lambda *_: None)


async def main() -> None:
    """Poll or listen."""
    api = urlsplit(os.environ["TELEGRAM_API_URL"])
    raw = Raw((str(api.hostname), int(api.port or 80)), os.environ["TELEGRAM_BOT_TOKEN"])
    await (raw.listen(int(sys.argv[1])) if len(sys.argv) > 1 else raw.poll())


if __name__ == "__main__":
    uvloop.run(main())
