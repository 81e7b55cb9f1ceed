"""Listens for HTTP and serves it until told to stop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request

from bot.errors import StartupError


def listen(host: str, port: int, cure: str = "set PORT or HOST to another") -> socket.socket:
    """A socket that takes connections from now on; raises StartupError, with the cure, where the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taker = socket.socket(family, socket.SOCK_STREAM)
    taker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taker.bind((host, port))
        taker.listen()  # at once: two that are only bound could have the same port
    except (OSError, OverflowError) as error:
        taker.close()
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StartupError(f"Port {port} on {host} cannot be used ({reason}); {cure}.") from None
    return taker


async def read_body(request: Request, limit: int) -> bytes | None:
    """The body, or None where it is larger than the limit (bytes), whatever its header says."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


class _Server(uvicorn.Server):
    """A server that tells of the signals which it takes, as it may be the only one that gets them (on Windows)."""

    def __init__(self, config: uvicorn.Config, stop: asyncio.Event) -> None:
        super().__init__(config)
        self._stop = stop
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """See uvicorn.Server."""
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._stop.set)


async def serve_http(
    asgi: Starlette, taker: socket.socket, stop: asyncio.Event, finish_within: float, stopping: Callable[[], None]
) -> None:
    """Serve until `stop`; then call `stopping`, take nothing new, and finish what is in flight within some seconds."""
    server = _Server(
        uvicorn.Config(
            asgi,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=int(finish_within),
        ),
        stop,
    )
    serving = asyncio.create_task(server.serve(sockets=[taker]))
    told = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, told), return_when=asyncio.FIRST_COMPLETED)
    stopping()
    server.should_exit = True
    told.cancel()
    await serving
