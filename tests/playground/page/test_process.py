"""The playground as a process: it says where it is, ends when told to, and keeps what it is told to keep."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.errors import UsageError
from bot.playground.page.ground import Kept
from bot.playground.world import World
from tests.playground.page.pages import read
from tests.processes import PROJECT, free_port

_WITHIN = 60.0  # seconds until it listens, on a slow machine


class Playground:
    """`python -m bot` with some arguments, and a page of it."""

    def __init__(self, process: asyncio.subprocess.Process, said: str, address: str) -> None:
        self.process = process
        self.said = said
        self.http = httpx.AsyncClient(base_url=address, headers={"Origin": address.rstrip("/")})

    async def state(self) -> dict[str, Any]:
        async with self.http.stream("GET", "/events") as events:
            found = ""
            async for text in events.aiter_text():
                found += text
                if found.endswith("\n\n"):
                    break
        state: dict[str, Any] = read(found.encode())[1]
        return state

    async def act(self, act: str, **fields: object) -> dict[str, Any]:
        answer = await self.http.post("/acts", json={"act": act, "person": 5001, "chat": 5001, **fields})
        done: dict[str, Any] = answer.json()
        return done

    async def texts(self) -> list[str]:
        return [message.get("text", "") for message in (await self.state())["messages"]["5001"]]


@asynccontextmanager
async def playground(folder: Path, *arguments: str) -> AsyncIterator[Playground]:
    kept = {name: value for name, value in os.environ.items() if name not in {"TELEGRAM_BOT_TOKEN", "DISPLAY"}}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env={**kept, "PYTHONPATH": str(PROJECT), "PORT": str(free_port())},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    said = ""
    while not (found := re.search(r"http://127\.0\.0\.1:\d+/", said)):
        line = await asyncio.wait_for(process.stdout.readline(), _WITHIN)
        assert line, said
        said += line.decode()
    page = Playground(process, said, found[0])
    try:
        yield page
    finally:
        await page.http.aclose()
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_without_a_token_it_is_the_playground_and_says_how_to_go_live(
    tmp_path: Path, number: signal.Signals
) -> None:
    async with playground(tmp_path) as page:
        assert "TELEGRAM_BOT_TOKEN" in page.said
        assert (await page.http.get("/")).status_code == 200
        await page.act("send", text="apa itu burnout")
        assert len(await page.texts()) == 2
        page.process.send_signal(number)
        assert await page.process.wait() == 0
    assert list(tmp_path.iterdir()) == []


async def test_kept_it_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    async with playground(tmp_path, "playground", "--no-browser", "--keep") as page:
        await page.act("send", text="/harga")
        before = await page.state()
        page.process.kill()
    async with playground(tmp_path, "playground", "--no-browser", "--keep") as page:
        after = await page.state()
        assert after["messages"] == before["messages"]
        asked = after["messages"]["5001"][-1]
        first = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await page.act("press", message_id=asked["message_id"], data=first)
        now = (await page.state())["messages"]["5001"][-1]
        assert json.dumps(now) != json.dumps(asked)
        await page.act("clear")
        assert await page.texts() == []
    async with playground(tmp_path, "playground", "--no-browser", "--keep") as page:
        assert await page.texts() == []


async def test_what_was_kept_and_broke_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "playground.db").write_bytes(b"no database at all, but long enough to be looked at" * 100)
    with pytest.raises(UsageError, match="start without --keep"):
        await Kept(tmp_path).open()


async def test_where_nothing_can_be_kept_it_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "playground.json").mkdir()
    with pytest.raises(UsageError, match="start without --keep"):
        Kept(tmp_path).keep(World())
