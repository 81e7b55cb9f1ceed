"""Serves Telegram with everything that it takes: the database, the Bot API, polling or the webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing, suppress

import structlog
from pydantic import SecretStr
from telegram.error import InvalidToken

from bot.app import ALLOWED_UPDATES, App, build, rings_over
from bot.chat.knowledge import Knowledge
from bot.chat.menu import Face
from bot.chat.office import Office
from bot.chat.telling import OperatorNews
from bot.chat.versions import Current
from bot.delivery.alarms import Alarms, place_of
from bot.delivery.brief import BriefRequest
from bot.delivery.metrics import Metrics
from bot.delivery.patience import PatientRequest
from bot.delivery.polling import Polling
from bot.delivery.starting import FINISH_WITHIN, WRONG_TOKEN, connect, stop_on_signals
from bot.delivery.transport import HttpTransport
from bot.delivery.units import AT_ONCE, Units
from bot.errors import UsageError
from bot.settings import Settings
from bot.storage.alarms import SqlAlarmClock
from bot.storage.database import Database, open_database
from bot.storage.groups import SqlGroups
from bot.storage.housekeeping import keep_house
from bot.storage.ledger import SqlLedger
from bot.storage.migrate import check, migrate
from bot.storage.records import SqlRecords
from bot.storage.store import SqlStore
from bot.storage.teachings import SqlTeachings
from bot.upkeep.following import Follower, reload_at_hangup
from bot.upkeep.keeper import Keeper

log = structlog.stdlib.get_logger(__name__)

AGAIN_AFTER = 60.0  # seconds until work that ended by mistake is started again


class Server:
    """One process that serves Telegram."""

    def __init__(self, settings: Settings, knowledge: Knowledge, token: SecretStr) -> None:
        self._settings = settings
        self._webhook = settings.webhook() if settings.webhook_url else None
        self._current = Current(knowledge)
        self._database = open_database(settings.database_url.get_secret_value())
        self._store = SqlStore(self._database)
        self._groups = SqlGroups(self._database)
        self._metrics = Metrics()
        self._units = Units(self._store, self._metrics)
        self._keeper = Keeper(self._current, SqlTeachings(self._database), settings.knowledge_dir)
        office = Office(settings.operator_ids, SqlLedger(self._database), self._keeper)
        self._app: App = build(
            token.get_secret_value(),
            self._current,
            self._units,
            SqlRecords(self._database),
            self._groups,
            office,
            api_url=settings.telegram_api_url,
            request=BriefRequest(PatientRequest(HttpTransport(connections=AT_ONCE), self._metrics)),
            fetching=PatientRequest(HttpTransport(connections=2), self._metrics),
        )

    async def run(self) -> None:
        """Serve until SIGINT or SIGTERM; raises StartupError where that cannot be."""
        stop, hung_up = stop_on_signals(), asyncio.Event()
        reload_at_hangup(hung_up, stop)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._store.close)
            await make_ready(self._database)
            stack.push_async_callback(self._app.bot.shutdown)  # where the application did not come up
            stack.push_async_callback(self._app.shutdown)
            await connect(self._app, self._settings.telegram_api_url)
            rings = rings_over(self._current, self._app.bot, self._groups)
            alarms = Alarms(SqlAlarmClock(self._database), rings.ring, missed=rings.missed)
            news = OperatorNews(self._app.bot, self._settings.operator_ids, self._current)
            follower = Follower(self._keeper, news.tell)
            await follower.begin()
            for name, work in (
                ("alarms", alarms.run),
                ("housekeeping", lambda: keep_house(self._database)),
                ("following", follower.run),
                ("hangups", lambda: follower.reload_at(hung_up)),
            ):
                stack.callback(asyncio.create_task(keep_going(name, work)).cancel)
            await (self._take_webhook(*self._webhook, stop) if self._webhook else self._poll(stop))
            log.info("stopped")

    async def _take_webhook(self, url: str, secret: str, stop: asyncio.Event) -> None:
        from bot.delivery.listening import listen  # 2 MB that polling need not load, here and in the next line
        from bot.delivery.webhook import Webhook, serve, tell_telegram

        with closing(listen(self._settings.host, self._settings.port)) as taker:
            webhook = Webhook(self._app, self._units, self._store, self._metrics, secret)
            serving = asyncio.create_task(serve(webhook, taker, stop))
            try:
                await tell_telegram(self._app, url, secret, ALLOWED_UPDATES)
                await self._introduce("serving the webhook")
            except BaseException:
                stop.set()
                raise
            finally:
                await serving

    async def _poll(self, stop: asyncio.Event) -> None:
        await self._app.bot.delete_webhook()
        await self._introduce("polling")
        polling = Polling(self._app, self._units, self._store, ALLOWED_UPDATES)
        fetching = asyncio.create_task(polling.run())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((fetching, stopping), return_when=asyncio.FIRST_COMPLETED)
        log.info("stopping")
        for task in (fetching, stopping):
            task.cancel()
        await polling.finish(FINISH_WITHIN)
        try:
            with suppress(asyncio.CancelledError):
                await fetching
        except InvalidToken:
            raise UsageError(WRONG_TOKEN) from None

    async def _introduce(self, how: str) -> None:
        face = Face(self._app.bot, self._settings.operator_ids)
        self._current.follow(face.show)
        await face.shown()
        # Makes its table of beginnings, for which nobody who types shall wait.
        self._current.knowledge.search.typed("a")
        log.info(how, bot=self._app.bot.username)


async def keep_going(
    name: str, work: Callable[[], Awaitable[None]], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Do work that never ends by itself; where it ends by mistake, log that as an error and start it again.

    The process goes on, as it still answers people.
    """
    while True:
        reason = "it returned"
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - nothing above it would ever tell
            reason = place_of(error)
        log.error("work that never ends has ended, it is started again", work=name, reason=reason)
        await sleep(AGAIN_AFTER)


async def make_ready(database: Database) -> None:
    """Reach the database and see to its tables: SQLite's are made here, PostgreSQL's by `python -m bot migrate`."""
    await database.reach()
    if database.is_postgresql:
        await check(database)
    else:
        await migrate(database)
