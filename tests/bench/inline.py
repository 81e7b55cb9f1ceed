"""`python -m tests.bench.inline`: inline queries through the whole bot in one process, with the real knowledge.

People type sample texts letter by letter behind the bot's name, each letter a query, the next as soon as the one before
is answered. The Bot API is a stub in this process that takes answers after a given latency; the database is SQLite in a
file, or the one that is named (it gets the bot's tables).

queries/s    answers a second
p50 ... max  milliseconds from a query's arrival (JSON) to its answer, encoded for the wire, in the hands of the
             transport; the time that a query waits because the process is busy with others is in it
own          the same without that wait: what one query takes by itself
cpu          milliseconds of the event loop's thread a query, on average, the stub's and the typists' share in it
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.app import App
from bot.chat.knowledge import Knowledge
from bot.checklists.past import kept
from bot.checklists.score import result_of
from bot.content.library import Library
from bot.content.loader import load_library
from bot.delivery.metrics import Metrics
from bot.delivery.units import Units
from bot.log import set_up_logs
from bot.settings import load_settings
from bot.storage.database import open_database
from bot.storage.migrate import migrate
from bot.storage.protocols import Conversation, Unit
from bot.storage.store import SqlStore
from tests import samples
from tests.desks import app_over

_RARELY = (50_000, 20, 50)  # allocations between collections, as in a running bot
_LONG_QUESTIONS = 40  # every so many of the sample questions is typed too, to its 256th letter
_LONGEST = 256  # characters
_ME = {"id": 1, "is_bot": True, "first_name": "K", "username": "kawan_freelance_bot"}


class StubApi(BaseRequest):
    """Takes every answer after some seconds, and notes when each came."""

    def __init__(self, latency: float) -> None:
        self._latency = latency
        self.came: dict[str, float] = {}
        self.bytes = 0

    @property
    def read_timeout(self) -> float | None:
        """Nothing here waits longer than the latency."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        """Answer getMe, and take the rest."""
        if url.endswith("getMe") or request_data is None:
            return 200, json.dumps({"ok": True, "result": _ME}).encode()
        body = URL.build(query=request_data.json_parameters).raw_query_string.encode()
        self.came[str(request_data.parameters["inline_query_id"])] = time.perf_counter()
        self.bytes += len(body)
        await asyncio.sleep(self._latency)
        return 200, b'{"ok":true,"result":true}'


class Typist:
    """People who type texts letter by letter, some of them at once."""

    def __init__(self, app: App, units: Units, api: StubApi, latency: float) -> None:
        self._app, self._units, self._api, self._latency = app, units, api, latency
        self._ids = itertools.count(1)
        self.waited: list[float] = []
        self.own: list[float] = []

    async def types(self, person: int, letters: Iterator[str], until: float) -> None:
        """One person's queries, one after the other."""
        arrived = time.perf_counter()
        while (now := time.perf_counter()) < until:
            query_id = str(next(self._ids))
            body = self._query(query_id, person, next(letters))
            began = time.perf_counter()
            await self._units.take(self._app, Update.de_json(json.loads(body), self._app.bot))
            came = self._api.came.pop(query_id)
            self.waited.append(1000 * (came - arrived - (began - now)))
            self.own.append(1000 * (came - began))
            arrived = max(came + self._latency, now)  # then the next letter is there, whatever this process is doing

    def _query(self, query_id: str, person: int, text: str) -> bytes:
        sender = {"id": person, "is_bot": False, "first_name": "S", "language_code": "id"}
        query = {"id": query_id, "from": sender, "query": text, "offset": "", "chat_type": "group"}
        return json.dumps({"update_id": int(query_id), "inline_query": query}).encode()


def texts() -> list[str]:
    """What is typed: words for this, and some whole questions."""
    questions = sorted(item.question[:_LONGEST] for item in samples.entry_questions())
    return [*(item.question for item in samples.inline()), *questions[::_LONG_QUESTIONS]]


def letters(typed: Sequence[str], seed: int) -> Iterator[str]:
    """Texts as they grow, without end; each begins with nothing."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    while True:
        text = chance.choice(typed)
        yield from (text[:length] for length in range(len(text) + 1))


async def with_results(store: SqlStore, library: Library, people: int) -> None:
    """Let everybody have a pricing result of their own."""
    checklist = library.checklist("harga")
    if checklist is None:
        raise LookupError("there is no pricing checklist")
    answers = {step.id: step.choices[0].id for step in checklist.steps if step.area or step.id == checklist.door}
    result = kept(result_of(checklist, answers))
    for person in range(1, people + 1):
        unit = Unit(2**40 + person, Conversation(person, person))
        if await store.begin(unit):
            unit.finished(person, checklist.name, result)
            await store.commit(unit)


async def measure(url: str, library: Library, in_flight: int, seconds: float, latency: float) -> None:
    """Let so many people type for some seconds, and print a row."""
    database = open_database(url)
    await migrate(database)
    store, api = SqlStore(database), StubApi(latency)
    units = Units(store, Metrics())
    knowledge, typed = Knowledge.of(library), texts()
    await with_results(store, library, in_flight)
    async with app_over(knowledge, units, api, database) as app:
        gc.collect()
        gc.freeze()
        for seed, lasting in ((1, min(2.0, seconds)), (0, seconds)):  # the first warms up
            typist = Typist(app, units, api, latency)
            until, busy = time.perf_counter() + lasting, time.thread_time()
            people = range(1, in_flight + 1)
            await asyncio.gather(*(typist.types(one, letters(typed, 2 * one + seed), until) for one in people))
            busy = 1000 * (time.thread_time() - busy) / len(typist.own)
    await store.close()
    figures = (*_times(typist.waited), *_times(typist.own), busy)
    print(f"{in_flight:>9} {len(typist.waited) / seconds:>10.0f} " + " ".join(f"{one:>9.2f}" for one in figures))


def _times(milliseconds: list[float]) -> tuple[float, float, float]:
    ordered = sorted(milliseconds)
    return statistics.median(ordered), ordered[int(0.99 * len(ordered))], ordered[-1]


def main() -> None:
    """Measure at each number of people."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--in-flight", nargs="+", type=int, default=[1, 50], help="people at once (default 1 50)")
    parser.add_argument("--seconds", type=float, default=8.0, help="measured after a warm-up of 2 s (default 8)")
    parser.add_argument("--latency", type=float, default=0.05, help="of the stub Bot API, seconds (default 0.05)")
    parser.add_argument("--database", metavar="URL", help="instead of SQLite in a file that is thrown away")
    options = parser.parse_args()
    settings = load_settings()
    set_up_logs(settings.model_copy(update={"log_level": "WARNING"}))
    library = load_library(settings.knowledge_dir)
    gc.set_threshold(*_RARELY)
    columns = ("p50", "p99", "max", "own p50", "own p99", "own max", "cpu")
    print(f"{'in flight':>9} {'queries/s':>10} " + " ".join(f"{column:>9}" for column in columns) + "   (times in ms)")
    with tempfile.TemporaryDirectory(prefix="kawan-bench-") as folder:
        for in_flight in options.in_flight:
            url = options.database or f"sqlite:///{Path(folder)}/bot-{in_flight}.db"
            asyncio.run(measure(url, library, in_flight, options.seconds, options.latency))


if __name__ == "__main__":
    main()
