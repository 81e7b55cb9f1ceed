"""A small Bot API server for tests of whole processes: hands out updates as Telegram does, and takes what they send.

getUpdates repeats what is not confirmed. A webhook gets the updates of a chat one after the other, each again until it
is answered with 2xx.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web

Json = dict[str, Any]

TOKEN = "123456:very-hidden-token"
_BOT = {"id": 123456, "is_bot": True, "first_name": "Kawan", "username": "kawan_bot"}
_REDELIVER_AFTER = 0.05  # seconds


class BotApi:
    """One bot's Bot API; `url` is for TELEGRAM_API_URL."""

    def __init__(self, latency: float = 0.01) -> None:
        self.latency = latency
        self.url = ""
        self.pending: dict[int, Json] = {}
        self.sent: defaultdict[int, list[str]] = defaultdict(list)
        self.calls: list[tuple[str, Json]] = []
        self.replicas: list[str] = []  # where updates go in turn, instead of the address that setWebhook names
        self.refused = 0  # deliveries that were not answered with 2xx
        self.at_end: list[Callable[[], Awaitable[None]]] = []
        self._webhook: tuple[str, str] | None = None
        self._numbers = itertools.count(1)
        self._queues: dict[int, asyncio.Queue[Json]] = {}
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> BotApi:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._take)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        return self

    async def __aexit__(self, *_: object) -> None:
        for act in self.at_end:
            await act()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        assert self._session
        assert self._runner
        await self._session.close()
        await self._runner.cleanup()

    def say(self, person: int, text: str) -> Json:
        """A person's message in their private chat."""
        number = next(self._numbers)
        user = {"id": person, "is_bot": False, "first_name": f"P{person}"}
        chat = {"id": person, "type": "private", "first_name": f"P{person}"}
        message = {"message_id": number, "date": 1_700_000_000, "chat": chat, "from": user, "text": text}
        update: Json = {"update_id": 1000 + number, "message": message}
        self.pending[update["update_id"]] = update
        self._news.set()
        if self._webhook:
            self._queue(update)
        return update

    async def deliver(self, update: Json, url: str) -> int:
        """Post an update to a webhook once; the HTTP status, 0 where there was no answer."""
        assert self._session
        assert self._webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._webhook[1]}
        try:
            async with self._session.post(url, json=update, headers=headers) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    def _queue(self, update: Json) -> None:
        chat = update["message"]["chat"]["id"]
        if chat not in self._queues:
            self._queues[chat] = asyncio.Queue()
            task = asyncio.create_task(self._pump(self._queues[chat]))
            self._tasks.add(task)
        self._queues[chat].put_nowait(update)

    async def _pump(self, queue: asyncio.Queue[Json]) -> None:
        turn = itertools.count()
        while True:
            update = await queue.get()
            while update["update_id"] in self.pending:
                assert self._webhook
                urls = self.replicas or [self._webhook[0]]
                status = await self.deliver(update, urls[next(turn) % len(urls)])
                if 200 <= status < 300:
                    self.pending.pop(update["update_id"], None)
                else:
                    self.refused += 1
                    await asyncio.sleep(_REDELIVER_AFTER)

    async def _take(self, request: web.Request) -> web.Response:
        method, form = request.match_info["method"], dict(await request.post())
        self.calls.append((method, form))
        return web.json_response({"ok": True, "result": await self._result(method, form)})

    async def _result(self, method: str, form: Json) -> object:
        if method == "getMe":
            return {**_BOT, "can_join_groups": True, "can_read_all_group_messages": False}
        if method == "getUpdates":
            return await self._updates(int(form.get("offset", 0)), float(form.get("timeout", 0)))
        if method == "sendMessage":
            chat = int(form["chat_id"])
            self.sent[chat].append(form["text"])  # it is there, whether the answer arrives or not
            await asyncio.sleep(self.latency)
            number = next(self._numbers)
            return {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "from": _BOT, "text": "x"}
        if method == "setWebhook":
            known, self._webhook = self._webhook, (form["url"], form["secret_token"])
            if known is None:
                for update in self.pending.values():
                    self._queue(update)
        if method == "getMyCommands":
            return []
        return {"description": "", "short_description": ""} if method.startswith("get") else True

    async def _updates(self, offset: int, timeout: float) -> list[Json]:
        for number in [number for number in self.pending if number < offset]:
            del self.pending[number]
        if not self.pending:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), timeout)
            except TimeoutError:
                return []
        return json.loads(json.dumps(list(self.pending.values())[:100]))  # type: ignore[no-any-return]
