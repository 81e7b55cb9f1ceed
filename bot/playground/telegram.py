"""An in-memory Telegram that the whole bot can be built over, and the people who talk to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.playground.group_life import GroupLife
from bot.playground.inline_mode import InlineMode
from bot.playground.methods import Methods
from bot.playground.photos import with_uploads
from bot.playground.refusals import ApiError
from bot.playground.world import Json, World

DESK_TOKEN = "7000000001:desk"  # noqa: S105 - no secret: this Telegram asks for none


@dataclass(frozen=True)
class Call:
    """One call of the bot: the method, its parameters (files as Upload), the error or the result that it got."""

    method: str
    params: Json
    error: str | None = None
    result: object = field(default=None, compare=False, repr=False)


def _nobody(_: Call) -> None:
    """Watches no call."""


class DeskRequest(BaseRequest):
    """PTB's way to the Bot API, ending in a World in memory instead of the network.

    `watch` is told of every call once it is answered.
    """

    def __init__(self, world: World, watch: Callable[[Call], None] = _nobody) -> None:
        self._methods = Methods(world)
        self._watch = watch
        self.calls: list[Call] = []

    @property
    def read_timeout(self) -> float | None:
        """Nothing here waits."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """Answer one Bot API call as the server would: HTTP status and JSON."""
        name = url.rsplit("/", 1)[1]
        params = _params(request_data) if request_data else {}
        try:
            result = self._methods.call(name, params)
        except ApiError as error:
            self._note(Call(name, params, error.description))
            fault: Json = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                fault["parameters"] = error.parameters
            return error.code, json.dumps(fault).encode()
        self._note(Call(name, params, result=result))
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _note(self, call: Call) -> None:
        self.calls.append(call)
        self._watch(call)


def _params(request_data: RequestData) -> Json:
    """The parameters as the server reads them: nothing but JSON, and files where they belong."""
    files = {}
    for name, (_, content, _) in request_data.multipart_data.items():
        files[name] = content if isinstance(content, bytes) else content.read()
    return with_uploads(json.loads(json.dumps(request_data.parameters)), files)


class Desk(GroupLife, InlineMode):
    """The bot and the people around it; what they do stands in People, GroupLife and InlineMode."""
