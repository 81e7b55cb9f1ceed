"""The playground as a process that stays at one address, also when it is killed and started again."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

import httpx

from tests.playground.page.pages import read
from tests.processes import PROJECT, free_port

_READY_WITHIN = 60.0  # seconds, on a slow machine
_OTHERS = {"TELEGRAM_BOT_TOKEN", "DATABASE_URL", "WEBHOOK_URL", "LOG_FORMAT", "DISPLAY", "WAYLAND_DISPLAY"}
"""Settings of whoever runs the tests that are not for the playground."""


class Host:
    """`python -m bot playground --keep` in a folder of its own, over the knowledge in `knowledge_dir`."""

    def __init__(self, folder: Path, knowledge_dir: Path) -> None:
        self.knowledge_dir = knowledge_dir
        self._folder = folder
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._http = httpx.AsyncClient(base_url=self.url, timeout=_READY_WITHIN)
        self._process: Process | None = None

    async def start(self) -> None:
        """Start, and return when it listens."""
        environment = {name: value for name, value in os.environ.items() if name not in _OTHERS}
        settings = {"PYTHONPATH": str(PROJECT), "KNOWLEDGE_DIR": str(self.knowledge_dir), "LOG_LEVEL": "WARNING"}
        arguments = ("playground", "--no-browser", "--keep", "--port", str(self._port))
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments), cwd=self._folder, env=environment | settings, stdout=PIPE
        )
        assert self._process.stdout
        said = ""
        while not re.search(r"http://\S+/", said):
            line = await asyncio.wait_for(self._process.stdout.readline(), _READY_WITHIN)
            assert line, f"the playground ended at once and said {said!r}"
            said += line.decode()

    async def kill(self) -> None:
        """End it as a power cut does."""
        if self._process:
            self._process.kill()
            await self._process.communicate()
        self._process = None

    async def close(self) -> None:
        """End it for good."""
        await self._http.aclose()
        await self.kill()

    async def act(self, act: str, **fields: object) -> None:
        """Do an act of the page without a page."""
        (await self._http.post("/acts", json={"act": act, **fields})).raise_for_status()

    async def state(self) -> dict[str, Any]:
        """All that a page is told as it opens."""
        found = b""
        async with self._http.stream("GET", "/events") as events:
            async for part in events.aiter_bytes():
                found += part
                if found.endswith(b"\n\n"):
                    break
        state: dict[str, Any] = read(found)[1]
        return state
