"""The bot as a process of its own, to be stopped and killed by tests."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

import aiohttp

from tests.botapi import TOKEN, BotApi

PROJECT = Path(__file__).parent.parent
SECRET = "test-secret"
_READY_WITHIN = 90.0  # seconds; a machine may be slow and busy


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class BotProcess:
    """`python -m bot run` against a Bot API of the test's; `port` makes it a webhook."""

    def __init__(
        self, api: BotApi, database_url: str, port: int | None = None, log: Path | None = None, **environment: str
    ) -> None:
        self.port = port
        self._api = api
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in {"WEBHOOK_URL", "KNOWLEDGE_DIR"}},
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": api.url,
            "DATABASE_URL": database_url,
            "LOG_LEVEL": "WARNING",
        }
        if port:
            webhook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "WEBHOOK_SECRET": SECRET}
            self._environment |= {**webhook, "HOST": "127.0.0.1", "PORT": str(port)}
        self._environment |= environment
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        api.at_end.append(self.kill)  # whatever becomes of the test

    @property
    def url(self) -> str:
        """Where it takes updates."""
        return f"http://127.0.0.1:{self.port}/telegram"

    async def start(self) -> None:
        """Start, and return when it takes updates."""
        seen = len(self._api.calls)
        with ExitStack() as stack:
            errors = stack.enter_context(self._log.open("ab")) if self._log else None
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=PROJECT, env=self._environment, stderr=errors
            )
        async with asyncio.timeout(_READY_WITHIN):
            while not await self._takes_updates(seen):
                assert self._process.returncode is None, f"the bot ended with {self._process.returncode}"
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """End it as a power cut does."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to end, as hosts do; its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.returncode is None:
            process.send_signal(number)
        async with asyncio.timeout(60):
            return await process.wait()

    async def _takes_updates(self, seen: int) -> bool:
        if self.port is None:
            return "getUpdates" in {method for method, _ in self._api.calls[seen:]}
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self.port}/readyz") as answer,
            ):
                return answer.status == 200
        except aiohttp.ClientError:
            return False
