"""The transport against a real HTTP server on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.delivery.transport import HttpTransport, NotReachedError

TOKEN = "123:secret"


class Server:
    """Takes calls of the Bot API and remembers what arrived."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.peers: set[object] = set()
        self.url = ""

    async def take(self, request: web.Request) -> web.StreamResponse:
        method = request.path.rsplit("/", 1)[1]
        form = await request.post()
        values = {name: v.file.read() if isinstance(v, web.FileField) else v for name, v in form.items()}
        self.calls.append((method, values))
        self.peers.add(request.transport.get_extra_info("peername") if request.transport else None)
        if method == "getMe":
            return web.json_response({"ok": True, "result": {"id": 123, "is_bot": True, "first_name": "K"}})
        if method == "setMyName":
            assert request.transport
            request.transport.close()
        if method == "setMyDescription":
            await asyncio.sleep(5)
        if method == "sendMessage":
            return web.json_response({"ok": False, "error_code": 400, "description": "Bad Request: no"}, status=400)
        return web.json_response({"ok": True, "result": True})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


def bot_at(url: str, transport: HttpTransport) -> Bot:
    return Bot(TOKEN, base_url=f"{url}/bot", request=transport, get_updates_request=transport)


async def test_calls_share_a_connection(server: Server) -> None:
    async with bot_at(server.url, HttpTransport()) as bot:
        for _ in range(5):
            await bot.get_me()
    assert len(server.peers) == 1


async def test_text_of_any_alphabet_arrives_as_it_was(server: Server) -> None:
    async with bot_at(server.url, HttpTransport()) as bot:
        with pytest.raises(BadRequest, match="No"):
            await bot.send_message(5, "héllo & + % 🎨 \u200b\n=")
    assert server.calls[-1][1]["text"] == "héllo & + % 🎨 \u200b\n="


async def test_files_are_uploaded(server: Server) -> None:
    async with bot_at(server.url, HttpTransport()) as bot:
        await bot.set_chat_photo(5, InputFile(BytesIO(b"picture"), "a.png"))
    method, form = server.calls[-1]
    assert (method, form["chat_id"]) == ("setChatPhoto", "5")
    assert b"picture" in form.values()


async def test_a_server_that_is_not_there_was_not_reached() -> None:
    transport = HttpTransport()
    await transport.initialize()
    with pytest.raises(NotReachedError) as caught:
        await transport.do_request(f"http://127.0.0.1:1/bot{TOKEN}/getMe", "POST")
    assert TOKEN not in str(caught.value)
    await transport.shutdown()


async def test_a_broken_connection_is_a_network_error_that_does_not_tell_the_token(server: Server) -> None:
    async with bot_at(server.url, HttpTransport()) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.set_my_name("x")
    assert not isinstance(caught.value, NotReachedError)
    assert TOKEN not in repr(caught.value)
    assert caught.value.__cause__ is None, "the cause would tell the URL in a traceback"


async def test_an_answer_that_takes_too_long_times_out(server: Server) -> None:
    async with bot_at(server.url, HttpTransport()) as bot:
        with pytest.raises(TimedOut):
            await bot.set_my_description("x", read_timeout=0.05)


async def test_a_proxy_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    transport = HttpTransport()
    await transport.initialize()
    status, _ = await transport.do_request(f"http://api.invalid/bot{TOKEN}/close", "POST")
    assert status == 200
    assert server.calls[-1][0] == "close"
    await transport.shutdown()


async def test_it_says_when_it_was_not_opened() -> None:
    with pytest.raises(RuntimeError, match="not initialized"):
        await HttpTransport().do_request("http://127.0.0.1:1/x", "POST")


@pytest.mark.parametrize(
    "text",
    ["a b+c&d=e;f%20g", "<b>é 🙂 漢字</b>\n\t", '"quoted" #tag @name ?x=1', "\u200b\u202e", "%", "+"],
    ids=range(6),
)
async def test_any_text_arrives_as_it_was(server: Server, text: str) -> None:
    bot = bot_at(server.url, HttpTransport())
    async with bot:
        with pytest.raises(BadRequest):
            await bot.send_message(5, text)
    assert server.calls[-1][1]["text"] == text
