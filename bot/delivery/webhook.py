"""Takes updates from Telegram over HTTP, and tells the host how the process is."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Sequence
from secrets import compare_digest

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import TelegramError

from bot.delivery.listening import read_body, serve_http
from bot.delivery.metrics import Metrics
from bot.delivery.starting import FINISH_WITHIN
from bot.delivery.units import AnyApp, Units
from bot.delivery.updates import is_update, read_update
from bot.errors import StartupError
from bot.settings import WEBHOOK_PATH
from bot.storage.protocols import StorageLostError, Store

log = structlog.stdlib.get_logger(__name__)

BODY_LIMIT = 1024 * 1024  # bytes
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name
_MOST_CONNECTIONS = 100  # that Telegram may open; the most that it allows
_READY_WITHIN = 3.0  # seconds
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Webhook:
    """The HTTP side of a running bot."""

    def __init__(self, app: AnyApp, units: Units, store: Store, metrics: Metrics, secret: str) -> None:
        self._app = app
        self._units = units
        self._store = store
        self._metrics = metrics
        self._secret = secret.encode()
        self.stopping = False

    def asgi(self) -> Starlette:
        """The routes."""
        return Starlette(
            routes=[
                Route(WEBHOOK_PATH, self.receives, methods=["POST"]),
                Route("/healthz", self.is_alive),
                Route("/readyz", self.is_ready),
                Route("/metrics", self.is_measured),
            ]
        )

    async def receives(self, request: Request) -> Response:
        """One update from Telegram: 2xx only once it is done, so that Telegram brings it again otherwise."""
        if not compare_digest(request.headers.get(_SECRET_HEADER, "").encode(), self._secret):
            return Response(status_code=403)
        if self.stopping:
            return Response(status_code=503)
        try:
            body = await read_body(request, BODY_LIMIT)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if not is_update(raw):
            return Response(status_code=400)
        update = read_update(raw, self._app.bot)
        if update is not None:  # one that cannot be read will not be readable next time either
            try:
                await self._units.take(self._app, update)
            except StorageLostError as error:
                log.warning("the database is lost, Telegram keeps an update", reason=str(error))
                return Response(status_code=503)
        return Response(status_code=200)

    async def is_alive(self, _: Request) -> Response:
        """/healthz: the process answers."""
        return PlainTextResponse("ok\n")

    async def is_ready(self, _: Request) -> Response:
        """/readyz: the database answers and new updates are taken."""
        if self.stopping:
            return PlainTextResponse("stopping\n", status_code=503)
        try:
            await asyncio.wait_for(self._store.ready(), _READY_WITHIN)
        except (StorageLostError, TimeoutError):
            return PlainTextResponse("the database does not answer\n", status_code=503)
        return PlainTextResponse("ok\n")

    async def is_measured(self, _: Request) -> Response:
        """/metrics, for Prometheus."""
        return Response(self._metrics.page(), media_type=_PROMETHEUS)


async def tell_telegram(app: AnyApp, url: str, secret: str, allowed_updates: Sequence[str]) -> None:
    """Set the webhook; raises StartupError where Telegram does not take it."""
    try:
        await app.bot.set_webhook(
            url, secret_token=secret, allowed_updates=list(allowed_updates), max_connections=_MOST_CONNECTIONS
        )
    except TelegramError as error:
        raise StartupError(f"Telegram does not take WEBHOOK_URL as the webhook: {error.message}.") from None


async def serve(webhook: Webhook, taker: socket.socket, stop: asyncio.Event) -> None:
    """Serve until told to stop; then take nothing new, and finish what is in flight."""

    def stopping() -> None:
        webhook.stopping = True

    await serve_http(webhook.asgi(), taker, stop, FINISH_WITHIN, stopping)
