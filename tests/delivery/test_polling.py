"""A start that cannot work ends in one plain sentence; a working one stops cleanly when told to."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from typing import Any

import pytest
from telegram.error import NetworkError, TimedOut

from bot.app import ALLOWED_UPDATES, build
from bot.chat.knowledge import Knowledge
from bot.delivery.polling import poll
from bot.errors import StartupError, UsageError
from bot.playground.telegram import DESK_TOKEN, DeskRequest
from bot.playground.world import World


class PollableRequest(DeskRequest):
    """A desk whose getUpdates hands out prepared updates once, then waits."""

    def __init__(self, world: World, updates: list[object]) -> None:
        super().__init__(world)
        self.updates = updates
        self.allowed: object = None

    async def do_request(
        self, url: str, method: str, request_data: Any = None, *args: Any, **kw: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        if name == "getUpdates":
            self.allowed = request_data.parameters.get("allowed_updates")
            ready, self.updates = self.updates, []
            if not ready:
                await asyncio.sleep(0.05)
            return 200, json.dumps({"ok": True, "result": ready}).encode()
        if name == "deleteWebhook":
            return 200, b'{"ok": true, "result": true}'
        return await super().do_request(url, method, request_data, *args, **kw)


class BrokenRequest(DeskRequest):
    """A Bot API that cannot be used."""

    def __init__(self, failure: Exception | tuple[int, str]) -> None:
        super().__init__(World())
        self.failure = failure

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if isinstance(self.failure, Exception):
            raise self.failure
        code, description = self.failure
        return code, json.dumps({"ok": False, "error_code": code, "description": description}).encode()


async def nothing() -> None:
    return None


@pytest.mark.parametrize(
    ("failure", "kind", "code", "words"),
    [
        ((401, "Unauthorized"), UsageError, 2, "does not accept TELEGRAM_BOT_TOKEN"),
        ((404, "Not Found"), UsageError, 2, "does not accept TELEGRAM_BOT_TOKEN"),
        (NetworkError("no route"), StartupError, 1, "cannot be reached"),
        (TimedOut(), StartupError, 1, "cannot be reached"),
        ((400, "Bad Request: odd"), StartupError, 1, "refused"),
    ],
)
async def test_a_start_that_cannot_work_says_why(
    knowledge: Knowledge, failure: Exception | tuple[int, str], kind: type[StartupError], code: int, words: str
) -> None:
    app = build("12345:hidden", knowledge, request=BrokenRequest(failure))
    with pytest.raises(kind) as caught:
        await poll(app, ALLOWED_UPDATES, "http://127.0.0.1:1", nothing)
    assert caught.value.exit_code == code
    assert words in str(caught.value)
    assert "hidden" not in str(caught.value)


async def test_updates_are_answered_until_the_process_is_told_to_stop(knowledge: Knowledge) -> None:
    world = World()
    person = world.person("Sari")
    message = world.add_message(world.chats[person.id], person.json(), world.text_content("apa itu burnout"))
    unreadable = {"update_id": 1, "message": {"text": "rahasia", "chat": 5}}
    request = PollableRequest(world, [unreadable, world.update("message", message)])
    app = build(DESK_TOKEN, knowledge, request=request)
    connected: list[bool] = []

    async def once_connected() -> None:
        connected.append(True)

    running = asyncio.create_task(poll(app, ALLOWED_UPDATES, "http://127.0.0.1:1", once_connected))
    for _ in range(200):
        if len(world.chats[person.id].messages) > 1:
            break
        await asyncio.sleep(0.02)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, timeout=10)
    assert len(world.chats[person.id].messages) == 2
    assert request.allowed == list(ALLOWED_UPDATES)
    assert connected == [True]


async def test_a_token_revoked_while_polling_ends_the_process(knowledge: Knowledge) -> None:
    class Revoked(PollableRequest):
        async def do_request(
            self, url: str, method: str, request_data: Any = None, *args: Any, **kw: Any
        ) -> tuple[int, bytes]:
            if url.endswith("getUpdates"):
                return 401, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
            return await super().do_request(url, method, request_data, *args, **kw)

    app = build(DESK_TOKEN, knowledge, request=Revoked(World(), []))
    with pytest.raises(UsageError, match="does not accept TELEGRAM_BOT_TOKEN"):
        await asyncio.wait_for(poll(app, ALLOWED_UPDATES, "http://127.0.0.1:1", nothing), timeout=10)
