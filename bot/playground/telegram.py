"""An in-memory Telegram that the whole bot can be built over, and the people who talk to it."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

from bot.delivery.units import Units
from bot.playground.methods import Methods
from bot.playground.photos import with_uploads
from bot.playground.refusals import ApiError
from bot.playground.world import Chat, Json, Person, World

AnyApp = Application[Any, Any, Any, Any, Any, Any]

DESK_TOKEN = "7000000001:desk"  # noqa: S105 - no secret: this Telegram asks for none


@dataclass(frozen=True)
class Call:
    """One call of the bot: the method, its parameters (files as Upload) and the error that it was answered with."""

    method: str
    params: Json
    error: str | None = None


class DeskRequest(BaseRequest):
    """PTB's way to the Bot API, ending in a World in memory instead of the network."""

    def __init__(self, world: World) -> None:
        self._methods = Methods(world)
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
            self.calls.append(Call(name, params, error.description))
            fault = {"ok": False, "error_code": error.code, "description": error.description}
            return error.code, json.dumps(fault).encode()
        self.calls.append(Call(name, params))
        return 200, json.dumps({"ok": True, "result": result}).encode()


def _params(request_data: RequestData) -> Json:
    files = {}
    for name, (_, content, _) in request_data.multipart_data.items():
        files[name] = content if isinstance(content, bytes) else content.read()
    return with_uploads(request_data.parameters, files)


class Desk:
    """The bot and the people around it: what they send is handled at once, what it answers stands in the world."""

    def __init__(self, app: AnyApp, units: Units, world: World) -> None:
        self.app = app
        self._units = units
        self.world = world
        self._queries = itertools.count(1)

    async def send(self, person: Person, text: str, chat: Chat | None = None, **content: object) -> Json:
        """A person's message; `content` replaces or adds fields (photo, reply_to_message, ...).

        With `message_thread_id` and `is_topic_message` it stands in a forum topic, which it opens where need be.
        """
        chat = chat or self.world.chats[person.id]
        fields = {**self.world.text_content(text), **content} if text else content
        message = self.world.add_message(chat, person.json(), fields)
        await self.deliver(self.world.update("message", message))
        return message

    async def edit(self, message: Json, text: str) -> None:
        """A person's edit of an earlier message."""
        message.update(self.world.text_content(text), edit_date=message["date"])
        await self.deliver(self.world.update("edited_message", message))

    async def press(self, person: Person, message: Json, data: str) -> str:
        """A press of a button; returns the alert or toast, empty where there was none."""
        query_id = f"desk{next(self._queries)}"
        self.world.open_queries.add(query_id)
        self.world.settings["last_alert"] = ""
        query: Json = {"id": query_id, "from": person.json(), "message": message, "chat_instance": "desk", "data": data}
        await self.deliver(self.world.update("callback_query", query))
        return str(self.world.settings["last_alert"] or "")

    async def deliver(self, update: Json) -> None:
        """Any update, handled before this returns."""
        await self._units.take(self.app, Update.de_json(json.loads(json.dumps(update)), self.app.bot))
