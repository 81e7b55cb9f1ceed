"""A start that cannot work ends in one plain sentence; what is fetched is kept until it is done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram.error import InvalidToken, NetworkError, TimedOut

from bot.app import ALLOWED_UPDATES, build
from bot.chat.knowledge import Knowledge
from bot.chat.versions import Current
from bot.delivery.metrics import Metrics
from bot.delivery.polling import Polling
from bot.delivery.starting import connect
from bot.delivery.units import Units
from bot.errors import StartupError, UsageError
from bot.playground.opening import office_over
from bot.playground.telegram import DeskRequest
from bot.playground.world import World
from bot.storage.database import create_tables, in_memory
from bot.storage.groups import SqlGroups
from bot.storage.protocols import StorageLostError
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from tests.botapi import BotApi
from tests.desks import app_over
from tests.processes import BotProcess

Json = dict[str, Any]


class PollableRequest(DeskRequest):
    """A desk whose getUpdates hands out what is not confirmed, as Telegram does."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.world = world
        self.pending: list[Json] = []
        self.asked: list[Json] = []
        self.refusal: tuple[int, bytes] | None = None
        self.slow_chat: int | None = None
        self.release = asyncio.Event()

    def say(self, text: str, person: str = "Sari") -> int:
        """A message of a new person; the chat."""
        someone = self.world.person(person)
        chat = self.world.chats[someone.id]
        message = self.world.add_message(chat, someone.json(), self.world.text_content(text))
        self.pending.append(self.world.update("message", message))
        return someone.id

    def replies(self, chat: int) -> int:
        return sum(message["from"] == self.world.bot_json() for message in self.world.chats[chat].messages.values())

    async def do_request(
        self, url: str, method: str, request_data: Any = None, *args: Any, **kw: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        if name == "getUpdates":
            self.asked.append(dict(request_data.parameters))
            if self.refusal:
                return self.refusal
            offset = int(request_data.parameters["offset"])
            self.pending = [raw for raw in self.pending if raw["update_id"] >= offset]
            if not self.pending:
                await asyncio.sleep(0.02)
            return 200, json.dumps({"ok": True, "result": self.pending[:100]}).encode()
        if name == "sendMessage" and request_data.parameters["chat_id"] == self.slow_chat:
            await self.release.wait()
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


class Setting:
    """A polling bot over a desk, and its store."""

    def __init__(self, request: PollableRequest, polling: Polling, store: SqlStore) -> None:
        self.request, self.polling, self.store = request, polling, store

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        fetching = asyncio.create_task(self.polling.run())
        yield
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)
        await self.polling.finish(1)


@pytest.fixture
async def setting(knowledge: Knowledge) -> AsyncIterator[Setting]:
    database, request, metrics = in_memory(), PollableRequest(World()), Metrics()
    await create_tables(database)
    store = SqlStore(database)
    units = Units(store, metrics)
    async with app_over(knowledge, units, request) as app:
        yield Setting(request, Polling(app, units, store, ALLOWED_UPDATES), store)
    await store.close()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)


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
    units = Units(SqlStore(in_memory()), Metrics())
    current = Current(knowledge)
    app = build(
        "12345:hidden",
        current,
        units,
        SqlRecords(in_memory()),
        SqlGroups(in_memory()),
        office_over(current, in_memory()),
        request=BrokenRequest(failure),
    )
    with pytest.raises(kind) as caught:
        await connect(app, "http://127.0.0.1:1")
    assert caught.value.exit_code == code
    assert words in str(caught.value)
    assert "hidden" not in str(caught.value)


async def test_updates_are_answered_and_those_that_cannot_be_read_skipped(setting: Setting) -> None:
    setting.request.pending.append({"update_id": 1, "message": {"text": "rahasia", "chat": 5}})
    chat = setting.request.say("apa itu burnout")
    async with setting.running():
        await until(lambda: setting.request.replies(chat) == 1 and not setting.request.pending)
    assert setting.request.asked[0]["allowed_updates"] == list(ALLOWED_UPDATES)
    assert await setting.store.unfinished() == []


async def test_a_conversation_that_waits_holds_up_no_other_however_many_come(setting: Setting) -> None:
    slow = setting.request.say("apa itu burnout", "Sari")
    setting.request.slow_chat = slow
    others = [setting.request.say("halo", f"P{number}") for number in range(250)]
    async with setting.running():
        await until(lambda: all(setting.request.replies(chat) for chat in others))
        assert not setting.request.replies(slow)
        async with asyncio.timeout(5):
            while len(await setting.store.unfinished()) > 1:
                await asyncio.sleep(0.01)
        assert len(await setting.store.unfinished()) == 1, "it is kept, though it is confirmed"
        setting.request.release.set()
        await until(lambda: setting.request.replies(slow) == 1)


async def test_what_was_fetched_and_not_done_is_done_after_a_restart(setting: Setting) -> None:
    chat = setting.request.say("apa itu burnout")
    update = setting.request.pending.pop()
    await setting.store.receive([(update["update_id"], json.dumps(update))])
    async with setting.running():
        await until(lambda: setting.request.replies(chat) == 1)
    assert await setting.store.unfinished() == []


async def test_an_inline_query_is_answered_without_being_kept_and_what_comes_beside_it_is_kept(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[int] = []
    receive = SqlStore.receive

    async def noting(self: SqlStore, updates: Any) -> None:
        received.extend(update_id for update_id, _ in updates)
        await receive(self, updates)

    def inline(query: str) -> Json:
        sender = {"id": 77, "is_bot": False, "first_name": "Sari"}
        return setting.request.world.update("inline_query", {"id": "1", "from": sender, "query": query, "offset": ""})

    monkeypatch.setattr(SqlStore, "receive", noting)
    chat = setting.request.say("apa itu burnout")
    beside = setting.request.pending[0]["update_id"]
    setting.request.pending.append(inline("npwp"))
    async with setting.running():
        await until(lambda: setting.request.replies(chat) == 1 and not setting.request.pending)
        setting.request.pending.append(inline("npw"))
        await until(lambda: not setting.request.pending)
    assert received == [beside]
    assert await setting.store.unfinished() == []
    assert [call.method for call in setting.request.calls].count("answerInlineQuery") == 2


async def test_an_update_that_telegram_repeats_is_answered_once(setting: Setting) -> None:
    chat = setting.request.say("apa itu burnout")
    again = list(setting.request.pending)
    async with setting.running():
        await until(lambda: setting.request.replies(chat) == 1 and not setting.request.pending)
        setting.request.pending = again
        other = setting.request.say("halo", "Budi")
        await until(lambda: setting.request.replies(other) == 1)
    assert setting.request.replies(chat) == 1


async def test_while_the_database_is_lost_nothing_is_confirmed(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = True
    receive = SqlStore.receive

    async def faulty(self: SqlStore, updates: Any) -> None:
        if lost:
            raise StorageLostError("gone")
        await receive(self, updates)

    monkeypatch.setattr(SqlStore, "receive", faulty)
    monkeypatch.setattr("bot.delivery.polling._FIRST_PAUSE", 0.02)
    chat = setting.request.say("apa itu burnout")
    async with setting.running():
        await asyncio.sleep(0.2)
        assert {asked["offset"] for asked in setting.request.asked} == {0}
        assert setting.request.replies(chat) == 0
        lost = False
        await until(lambda: setting.request.replies(chat) == 1 and not setting.request.pending)


async def test_a_token_revoked_while_polling_ends_it(setting: Setting) -> None:
    setting.request.refusal = (401, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}')
    with pytest.raises(InvalidToken):
        await asyncio.wait_for(setting.polling.run(), timeout=5)


async def test_a_polling_process_told_to_stop_finishes_what_is_in_flight(tmp_path: object) -> None:
    async with BotApi(latency=1.0) as api:
        bot = BotProcess(api, f"sqlite:///{tmp_path}/bot.db")
        await bot.start()
        api.say(7001, "apa itu burnout")
        while not api.sent[7001]:
            await asyncio.sleep(0.01)
        assert await bot.stop() == 0
        bot = BotProcess(api, f"sqlite:///{tmp_path}/bot.db")
        await bot.start()
        api.say(7002, "apa itu burnout")
        async with asyncio.timeout(10):
            while not api.sent[7002]:
                await asyncio.sleep(0.01)
        assert await bot.stop() == 0
        assert len(api.sent[7001]) == 1, "it was committed before the end"
