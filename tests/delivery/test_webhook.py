"""The HTTP side: only Telegram's updates get in, each is acknowledged once it is done, and hosts can ask how it is."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.app import ALLOWED_UPDATES
from bot.chat.knowledge import Knowledge
from bot.delivery.listening import listen
from bot.delivery.metrics import Metrics
from bot.delivery.units import Units
from bot.delivery.webhook import BODY_LIMIT, Webhook
from bot.errors import StartupError, UsageError
from bot.playground.telegram import DeskRequest
from bot.playground.world import Person, World
from bot.settings import Settings
from bot.storage.database import create_tables, in_memory
from bot.storage.protocols import StorageLostError, Unit
from bot.storage.store import SqlStore
from tests.botapi import BotApi
from tests.desks import app_over
from tests.processes import BotProcess, free_port

SECRET = "s3cret"


class Client:
    """A caller of the webhook."""

    def __init__(self, http: httpx.AsyncClient, webhook: Webhook, world: World, store: SqlStore) -> None:
        self.http, self.webhook, self.world, self.store = http, webhook, world, store
        self.person: Person = world.person("Sari")

    def update(self, text: str = "apa itu burnout") -> dict[str, Any]:
        chat = self.world.chats[self.person.id]
        message = self.world.add_message(chat, self.person.json(), self.world.text_content(text))
        return self.world.update("message", message)

    async def post(self, body: object, secret: str | None = SECRET) -> int:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        return (await self.http.post("/telegram", content=content, headers=headers)).status_code

    @property
    def replies(self) -> int:
        return sum(message["from"]["is_bot"] for message in self.world.chats[self.person.id].messages.values())  # type: ignore[index]


@pytest.fixture
async def client(knowledge: Knowledge) -> AsyncIterator[Client]:
    world, metrics, database = World(), Metrics(), in_memory()
    await create_tables(database)
    store = SqlStore(database)
    units = Units(store, metrics)
    async with app_over(knowledge, units, DeskRequest(world)) as app:
        webhook = Webhook(app, units, store, metrics, SECRET)
        transport = httpx.ASGITransport(webhook.asgi())
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
            yield Client(http, webhook, world, store)
    await store.close()


async def test_an_update_is_answered_and_acknowledged(client: Client) -> None:
    assert await client.post(client.update()) == 200
    assert client.replies == 1


async def test_a_redelivered_update_is_acknowledged_and_not_answered_again(client: Client) -> None:
    update = client.update()
    assert await asyncio.gather(*(client.post(update) for _ in range(5))) == [200] * 5
    assert client.replies == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "sécret"])
async def test_whoever_does_not_know_the_secret_is_refused(client: Client, secret: str | None) -> None:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
    answer = await client.http.post("/telegram", json=client.update(), headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 403
    assert client.replies == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 1e400}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_what_is_no_update_is_a_bad_request(client: Client, body: bytes) -> None:
    assert await client.post(body) == 400


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 5},
        {"update_id": 6, "a_kind_of_tomorrow": {"x": 1}},
        {"update_id": 7, "message": {"odd": 1}},
        {"update_id": 8, "message": "not an object"},
        {"update_id": 9, "poll_answer": None},
    ],
    ids=["empty", "unknown kind", "malformed", "no object", "null"],
)
async def test_updates_that_cannot_be_read_do_not_come_again(client: Client, update: dict[str, Any]) -> None:
    assert await client.post(update) == 200
    assert client.replies == 0


async def test_a_body_over_the_limit_is_refused_whatever_its_header_says(client: Client) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b" " * (BODY_LIMIT // 2)

    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    answer = await client.http.post("/telegram", content=parts(), headers=headers)
    assert answer.status_code == 413
    assert await client.post(b" " * (BODY_LIMIT + 1)) == 413


async def test_only_post_is_taken(client: Client) -> None:
    assert (await client.http.get("/telegram")).status_code == 405


async def test_a_lost_database_makes_telegram_bring_the_update_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = client.update()
    with monkeypatch.context() as broken:

        async def lose(self: SqlStore, unit: Unit) -> bool:
            raise StorageLostError("gone")

        broken.setattr(SqlStore, "begin", lose)
        assert await client.post(update) == 503
    assert await client.post(update) == 200
    assert client.replies == 1


async def test_hosts_can_ask_how_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await client.http.get("/healthz")).status_code == 200
    assert (await client.http.get("/readyz")).status_code == 200

    async def lose(self: SqlStore) -> None:
        raise StorageLostError("gone")

    monkeypatch.setattr(SqlStore, "ready", lose)
    assert (await client.http.get("/readyz")).status_code == 503
    assert (await client.http.get("/healthz")).status_code == 200


async def test_a_stopping_process_is_not_ready_and_takes_no_updates(client: Client) -> None:
    client.webhook.stopping = True
    assert (await client.http.get("/readyz")).status_code == 503
    assert await client.post(client.update()) == 503
    assert client.replies == 0


async def test_metrics_tell_numbers_and_no_texts(client: Client) -> None:
    await client.post(client.update("apa itu burnout"))
    answer = await client.http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'kawan_updates_total{kind="message",outcome="handled"} 1.0' in answer.text
    assert "burnout" not in answer.text


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StartupError, match="set PORT or HOST"):
            listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://x.id", "https://x.id/telegram"),
        ("https://x.id/a/", "https://x.id/a/telegram"),
        ("https://x.id/telegram", "https://x.id/telegram"),
    ],
)
def test_the_webhooks_address_ends_in_its_path(url: str, address: str) -> None:
    assert Settings(webhook_url=url, webhook_secret="x").webhook() == (address, "x")  # type: ignore[arg-type]


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(UsageError, match="WEBHOOK_SECRET"):
        Settings(webhook_url="https://x.id").webhook()


async def test_told_to_stop_it_finishes_what_is_in_flight_and_leaves_the_webhook_set(tmp_path: object) -> None:
    async with BotApi(latency=1.0) as api:
        bot = BotProcess(api, f"sqlite:///{tmp_path}/bot.db", free_port())
        await bot.start()
        api.say(7001, "apa itu burnout")
        while not api.sent[7001]:
            await asyncio.sleep(0.01)
        assert await bot.stop() == 0
        assert not api.pending, "the update in flight was acknowledged"
        methods = [method for method, _ in api.calls]
        assert methods.count("setWebhook") == 1
        assert "deleteWebhook" not in methods
        allowed = next(json.loads(form["allowed_updates"]) for method, form in api.calls if method == "setWebhook")
        assert allowed == list(ALLOWED_UPDATES)
