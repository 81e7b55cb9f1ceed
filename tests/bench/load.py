"""`python -m tests.bench.load JSON`: people who write to a bot; prints what came of it as one line of JSON.

Started by `tests.bench.throughput`; its argument is an Order. Updates go to the stub's queue, or to webhooks in turn;
replies are what the stub tells. Times are monotonic seconds, which processes of one machine share. An update's time
runs from the moment it is handed over, waiting for a free connection to the webhook included: that wait would be in
Telegram, where a polled update waits too.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any, Protocol, cast

import uvloop

from tests.bench.proc import cpu_seconds, machine_cpu_seconds
from tests.bench.texts import typed_questions
from tests.bench.wire import Address, Pool, request

FIRST_USER = 100_000
SLOW_USER = 99_999
SECRET = "bench-secret"
_TEXTS = 40_000  # then they come round again
_SEED = 7
_AGAIN_AFTER = 0.2  # seconds until an update that a webhook refused is delivered again
_QUIET = 3.0  # seconds without a reply after which what is missing counts as unanswered
_PAUSE = 0.5  # seconds between a reply and the next message of the slow conversation
_UPDATE = (
    b'{"update_id":%d,"message":{"message_id":%d,"date":%d,"from":{"id":%d,"is_bot":false,"first_name":"U",'
    b'"language_code":"id"},"chat":{"id":%d,"type":"private","first_name":"U"},"text":%s}}'
)


@dataclass(frozen=True)
class Order:
    """What to do. `pattern` is closed (next message when the reply is there), once (one each) or open (a rate)."""

    link: int
    pattern: str = "closed"
    webhooks: tuple[int, ...] = ()
    connections: int = 40
    users: int = 512
    rate: float = 100.0
    slow_user: bool = False
    warmup: float = 2.0
    seconds: float = 8.0
    drain: float = 40.0
    watch: dict[str, list[int]] = field(default_factory=dict)
    """Process ids whose share of a core is measured, by name."""
    keep_times: bool = False
    slips: bool = True
    """Whether every text is a new one, with a slip of the finger, or a sample question as it is."""

    @classmethod
    def read(cls, text: str) -> Order:
        """From JSON."""
        fields = json.loads(text)
        return cls(**{**fields, "webhooks": tuple(fields["webhooks"])})

    def json(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))


class Pattern(Protocol):
    """Who writes when."""

    def begin(self, people: People) -> None:
        """The run starts."""

    def replied(self, people: People, user: int) -> None:
        """Somebody got a reply and may write again."""


class Closed:
    """Everybody writes, and again as soon as the reply is there; the first messages are spread over half a second."""

    def begin(self, people: People) -> None:
        """The run starts."""
        users = people.order.users
        for number in range(users):
            people.loop.call_later(0.5 * number / users, people.write, FIRST_USER + number)

    def replied(self, people: People, user: int) -> None:
        """Write again."""
        people.write(user)


class Once:
    """Everybody writes once; 64 wait for their replies at a time."""

    def __init__(self) -> None:
        self._next = count(FIRST_USER)
        self._left = 0

    def begin(self, people: People) -> None:
        """The run starts."""
        self._left = people.order.users
        for _ in range(min(64, self._left)):
            self.replied(people, 0)

    def replied(self, people: People, user: int) -> None:
        """The next person writes."""
        if self._left:
            self._left -= 1
            people.write(next(self._next))
        elif not people.missing:
            people.end()


class Open:
    """Messages come at random moments at a given rate, from each user in turn, whether the bot keeps up or not."""

    def begin(self, people: People) -> None:
        """The run starts."""
        order, chance = people.order, random.Random(_SEED)  # noqa: S311 - a benchmark, not a secret
        at, number = 0.0, 0
        while (at := at + chance.expovariate(order.rate)) < order.warmup + order.seconds:
            people.loop.call_later(at, people.write, FIRST_USER + number % order.users)
            number += 1
        if order.slow_user:
            people.write(SLOW_USER)

    def replied(self, people: People, user: int) -> None:
        """Only the slow conversation goes on by itself."""
        if user == SLOW_USER:
            people.loop.call_later(_PAUSE, people.write, user)


class People(asyncio.Protocol):
    """Writes to the bot and takes its replies, over the link to the stub."""

    def __init__(self, order: Order, pattern: Pattern) -> None:
        self.order, self._pattern = order, pattern
        self.loop = asyncio.get_running_loop()
        self.missing = 0  # replies, those of the slow conversation aside
        self.times: list[tuple[int, float, float]] = []  # which message, handed over, seconds to the reply
        self.arrived: list[float] = []
        self.errors = self.surplus = 0
        self.over = asyncio.Event()
        self._texts = [json.dumps(text).encode() for text in typed_questions(_TEXTS, _SEED, slips=order.slips)]
        self._numbers, self._keys = count(1), count()
        self._outstanding: dict[int, deque[tuple[int, float]]] = {}
        self._writing = True
        self._rest = b""
        self._link: asyncio.Transport | None = None
        addresses: list[Address] = [("127.0.0.1", port) for port in order.webhooks]
        share = max(1, order.connections // max(1, len(addresses)))
        self._webhooks = [(address, Pool(address, share)) for address in addresses]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask the stub for news of replies."""
        self._link = cast(asyncio.Transport, transport)  # uvloop's is one in all but its type
        self._link.write(b"!\n")

    def begin(self) -> None:
        """Start writing."""
        self._pattern.begin(self)

    def stop_writing(self) -> None:
        """Let what is on its way arrive, and write no more."""
        self._writing = False
        if not self.missing:
            self.end()

    def end(self) -> None:
        """The run is over."""
        self.over.set()

    def write(self, user: int) -> None:
        """Hand over one message of a user."""
        if not self._writing:
            return
        number, now = next(self._numbers), time.monotonic()
        key = -1 if user == SLOW_USER else next(self._keys)  # the same with and without the slow conversation
        update = _UPDATE % (number, number, time.time(), user, user, self._texts[key % len(self._texts)])
        self._outstanding.setdefault(user, deque()).append((key, now))
        self.missing += user != SLOW_USER
        if self._webhooks:
            self._post(number, update)
        elif self._link is not None:
            self._link.write(update + b"\n")

    def _post(self, number: int, update: bytes) -> None:
        address, pool = self._webhooks[number % len(self._webhooks)]
        secret = f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"

        def done(status: int, _: bytes) -> None:
            if not 200 <= status < 300:
                self.errors += 1
                self.loop.call_later(_AGAIN_AFTER, self._post, number, update)

        pool.submit(request(address, "/telegram", update, secret), done)

    def data_received(self, data: bytes) -> None:
        """Take the stub's news of replies."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for reply in json.loads(b"[%s]" % b",".join(lines)):
            self._replied(reply["chat"], reply["at"])

    def _replied(self, user: int, at: float) -> None:
        waiting = self._outstanding.get(user)
        if not waiting:
            self.surplus += 1
            return
        key, handed = waiting.popleft()
        if user != SLOW_USER:
            self.missing -= 1
            self.arrived.append(at)
            self.times.append((key, handed, at - handed))
        self._pattern.replied(self, user)
        if not self._writing and not self.missing:
            self.end()


async def run(order: Order) -> dict[str, Any]:
    """Carry out an order."""
    loop = asyncio.get_running_loop()
    patterns: dict[str, Callable[[], Pattern]] = {"closed": Closed, "once": Once, "open": Open}
    pattern = patterns[order.pattern]()
    _, people = await loop.create_connection(lambda: People(order, pattern), "127.0.0.1", order.link)
    gc.freeze()
    people.begin()
    if order.pattern == "once":
        begun, cpu = time.monotonic(), _cpu(order)
        await _wait(people.over, order.drain)
    else:
        await asyncio.sleep(order.warmup)
        begun, cpu = time.monotonic(), _cpu(order)
        await asyncio.sleep(order.seconds)
    ended = time.monotonic()
    shares = {name: (used - cpu[name]) / (ended - begun) for name, used in _cpu(order).items()}
    people.stop_writing()
    await _drained(people, order.drain)
    return {**_report(people, order, begun, ended), "cpu": shares}


async def _wait(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _drained(people: People, within: float) -> None:
    """Return when every reply is there, when none came for a while, or when time is up."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        before = len(people.arrived)
        if await _wait(people.over, _QUIET) or len(people.arrived) == before:
            return


def _cpu(order: Order) -> dict[str, float]:
    used = {name: sum(map(cpu_seconds, pids)) for name, pids in order.watch.items()}
    used["load"] = time.process_time()
    return {**used, "other": machine_cpu_seconds() - sum(used.values())}


def _report(people: People, order: Order, begun: float, ended: float) -> dict[str, Any]:
    counted = [item for item in people.times if begun <= item[1] < ended or order.pattern == "once"]
    times = sorted(1000 * seconds for _, _, seconds in counted)
    answered = sum(begun <= at < ended for at in people.arrived)
    report: dict[str, Any] = {
        "updates_per_s": answered / (ended - begun),
        **{name: percentile(times, share) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1))},
        "measured": len(times),
        "errors": people.errors,
        "unanswered": people.missing,
        "surplus": people.surplus,
    }
    if order.keep_times:
        report["times"] = {key: 1000 * seconds for key, _, seconds in counted}
    return report


def percentile(ordered: list[float], share: float) -> float | None:
    """The value below which a share of sorted values lies."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def main() -> None:
    """Carry out the order in the argument."""
    order = Order.read(sys.argv[1])
    gc.disable()  # a pause would count as the bot's
    print(json.dumps(uvloop.run(run(order))))


if __name__ == "__main__":
    main()
