"""The page is for this machine alone: other hosts, other sites and other origins get nothing."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.content.library import Library
from bot.delivery.listening import serve_http
from bot.playground.page import server
from bot.playground.page.ground import Passing
from bot.playground.page.server import Page, listen_near, play
from bot.playground.page.stage import Stage
from bot.storage.protocols import StorageLostError
from tests.conftest import KNOWLEDGE_DIR
from tests.playground.page.conftest import Over
from tests.playground.page.pages import read

HERE = "http://localhost"
ACT = {"act": "send", "person": 5001, "chat": 5001, "text": "halo"}


@pytest.fixture
async def http(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Page(stage).asgi()), base_url=HERE) as client:
        yield client


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8080", "localhost"])
async def test_this_machine_gets_the_page(http: httpx.AsyncClient, host: str) -> None:
    page = await http.get("/", headers={"Host": host})
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "192.168.1.2:8080", ""]
)
@pytest.mark.parametrize("path", ["/", "/events", "/files/x", "/static/main.js"])
async def test_another_host_gets_nothing(http: httpx.AsyncClient, host: str, path: str) -> None:
    assert (await http.get(path, headers={"Host": host})).status_code == 400


async def test_a_name_that_points_here_cannot_act(http: httpx.AsyncClient, stage: Stage) -> None:
    assert (await http.post("/acts", json=ACT, headers={"Host": "evil.example"})).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "null"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
async def test_another_site_cannot_act(http: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await http.post("/acts", json=ACT, headers=headers)).status_code == 403


async def test_the_page_acts(http: httpx.AsyncClient) -> None:
    assert (await http.post("/acts", json=ACT, headers={"Origin": HERE})).json() == {}


@pytest.mark.parametrize(
    ("body", "status"), [(b"nonsense", 400), (b"[]", 400), (b"[" * 40_000, 400), (b'"' + b"x" * 70_000 + b'"', 413)]
)
async def test_nonsense_is_refused(http: httpx.AsyncClient, body: bytes, status: int) -> None:
    refused = await http.post("/acts", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == status
    assert refused.json()["error"]


async def test_half_a_character_is_refused_before_anybody_is_told_of_it(http: httpx.AsyncClient, stage: Stage) -> None:
    body = json.dumps({**ACT, "text": "x \ud800"}).encode()
    refused = await http.post("/acts", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == 400
    assert stage.world.chats[5001].messages == {}


async def test_a_body_of_unknown_length_is_limited_too(http: httpx.AsyncClient) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 50_000_000:
            read += 10_000
            yield b"x" * 10_000

    refused = await http.post("/acts", content=endless(), headers={"Content-Type": "application/json"})
    assert refused.status_code == 413


async def test_a_lost_database_is_told(http: httpx.AsyncClient, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def lost(act: object) -> None:
        raise StorageLostError("gone")

    monkeypatch.setattr(stage, "act", lost)
    assert (await http.post("/acts", json=ACT)).status_code == 503


async def test_pictures_are_served_and_others_not_found(http: httpx.AsyncClient, stage: Stage) -> None:
    await http.post("/acts", json={"act": "media", "person": 5001, "chat": 5001, "kind": "photo"})
    picture = await http.get("/files/desk-file-1")
    assert picture.headers["content-type"] == "image/png"
    assert (await http.get("/files/desk-file-9")).status_code == 404
    assert (await http.get("/static/../server.py")).status_code == 404


async def test_every_file_that_the_page_names_is_there_and_none_comes_from_elsewhere(http: httpx.AsyncClient) -> None:
    static = Path(server.__file__).parent / "static"
    page = (static / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert named
    for path in named:
        assert path.startswith(("/", "data:"))
        assert path.startswith("data:") or (await http.get(path)).status_code == 200
    for script in static.glob("*.js"):
        for path in re.findall(r'from "([^"]+)"', script.read_text(encoding="utf-8")):
            assert (static / path).exists(), (script, path)


def test_a_free_port_is_found_beside_a_taken_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with listen_near(port) as found:
            host, other = found.getsockname()
    assert host == "127.0.0.1"
    assert other != port


def test_two_that_start_together_have_a_port_each() -> None:
    with listen_near(8080) as one, listen_near(one.getsockname()[1]) as other:
        assert one.getsockname() != other.getsockname()


async def test_open_pages_are_let_go_of_at_the_end(stage: Stage) -> None:
    stop = asyncio.Event()
    with listen_near(8080) as taker:
        address = f"http://127.0.0.1:{taker.getsockname()[1]}"
        serving = asyncio.create_task(serve_http(Page(stage).asgi(), taker, stop, 20.0, stage.feed.close))
        async with httpx.AsyncClient(base_url=address) as client, client.stream("GET", "/events") as events:
            assert events.headers["content-type"].startswith("text/event-stream")
            chunks = events.aiter_bytes()
            assert read(await anext(chunks))[0] == "state"
            stop.set()
            assert [chunk async for chunk in chunks] == []
        await serving


async def test_the_address_is_told_and_the_browser_opened_only_where_there_is_a_screen(
    library: Library, over: Over, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(KNOWLEDGE_DIR, library, Passing(), over)
    told: list[str] = []
    opened: list[str] = []
    stop = asyncio.Event()
    stop.set()
    monkeypatch.setattr(server, "stop_on_signals", lambda: stop)
    monkeypatch.setattr("webbrowser.open", opened.append)
    for screen, browser in ((False, True), (True, False), (True, True)):
        monkeypatch.setattr(server, "_has_screen", lambda screen=screen: screen)
        await play(stage, None, 8080, told.append, browser=browser)
    assert len(told) == 3
    assert opened == told[2:]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", told[0])
