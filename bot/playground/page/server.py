"""Serves the page to this machine's browser, and to nobody else."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.delivery.listening import listen, read_body, serve_http
from bot.delivery.starting import stop_on_signals
from bot.errors import KawanError, StartupError
from bot.playground.accounts import Json
from bot.playground.page.acts import ActError
from bot.playground.page.stage import Stage
from bot.storage.protocols import StorageLostError

LOOPBACK = "127.0.0.1"
_NAMES = ("localhost", LOOPBACK)  # by which a browser may ask: others may be made to point here
_STATIC = Path(__file__).parent / "static"
_CURE = "choose another by --port, or leave it out for the first free one"
_PORTS = 20  # that are tried, from the first on
_FINISH_WITHIN = 10.0  # seconds for what is in flight at the end
_LARGEST_ACT = 64 * 1024  # bytes
_HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",  # whoever edits the page sees it as it is
}


class Page:
    """The HTTP side of a stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def asgi(self) -> Starlette:
        """The routes, behind what keeps others out."""
        return Starlette(
            routes=[
                Route("/", self.opens),
                Route("/events", self.listens),
                Route("/acts", self.acts, methods=["POST"]),
                Route("/files/{file_id}", self.looks_at),
                Mount("/static", StaticFiles(directory=_STATIC)),
            ],
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_NAMES), Middleware(Guarded)],
        )

    async def opens(self, _: Request) -> Response:
        """The page itself."""
        return FileResponse(_STATIC / "index.html")

    async def listens(self, _: Request) -> Response:
        """What happens, as server-sent events."""
        return StreamingResponse(self._stage.feed.open(), media_type="text/event-stream")

    async def acts(self, request: Request) -> Response:
        """One act of a page, which no other site may send: their browsers would have to ask for JSON and may not."""
        if not _is_own(request):
            return _refused("acts come as JSON from the playground's own page", 403)
        body = await read_body(request, _LARGEST_ACT)
        if body is None:
            return _refused(f"an act has {_LARGEST_ACT} bytes at most", 413)
        try:
            return JSONResponse(await self._stage.act(_act(body)))
        except StorageLostError as error:
            return _refused(f"the bot's database is lost: {error}", 503)
        except KawanError as error:
            return _refused(str(error), 500)
        except (ActError, ValueError, RecursionError) as error:
            return _refused(str(error), 400)

    async def looks_at(self, request: Request) -> Response:
        """A picture that was sent."""
        content = self._stage.file(request.path_params["file_id"])
        return Response(status_code=404) if content is None else Response(content, media_type="image/png")


class Guarded:
    """Adds to every response what keeps a page from loading, or being loaded by, anything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, guarded)


def _is_own(request: Request) -> bool:
    """Whether a request comes from this page: it is JSON, and its origin, where the browser tells one, is ours."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    origin = request.headers.get("origin")
    return kind == "application/json" and origin in (None, f"http://{request.headers.get('host')}")


def _act(body: bytes) -> Json:
    """The act in a request; raises ValueError, also where it holds half of a character, which nobody could be told."""
    act = json.loads(body)
    if not isinstance(act, dict):
        raise ActError("an act is a JSON object")
    json.dumps(act, ensure_ascii=False).encode()
    return act


def _refused(why: str, status: int) -> Response:
    return JSONResponse({"error": why}, status)


def listen_near(port: int) -> socket.socket:
    """A socket on this machine's loopback at the first free port from this one on, or at any; raises StartupError."""
    for candidate in (*range(port, min(port + _PORTS, 65536)), 0):
        try:
            return listen(LOOPBACK, candidate)
        except StartupError:
            if candidate == 0:
                raise
    raise AssertionError("the last candidate returns or raises")


async def play(stage: Stage, port: int | None, near: int, tell: Callable[[str], None], *, browser: bool) -> None:
    """Serve a stage until SIGINT or SIGTERM, at a port or else at a free one near another.

    `tell` is called with the address, which is opened where `browser`; raises StartupError.
    """
    stop = stop_on_signals()
    with closing(listen_near(near) if port is None else listen(LOOPBACK, port, _CURE)) as taker:
        address = f"http://{LOOPBACK}:{taker.getsockname()[1]}/"
        async with stage.opened():
            tell(address)
            if browser and _has_screen():
                await asyncio.to_thread(webbrowser.open, address)
            await serve_http(Page(stage).asgi(), taker, stop, _FINISH_WITHIN, stage.feed.close)


def _has_screen() -> bool:
    """Whether a browser would come up in a window of its own and not in this terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
