"""`python -m tests.bench.throughput`: this bot under load beside plain PTB and aiogram.

Each system runs as a process of its own, beside a stub Bot API of a given latency and a load generator. 512 people
write in private chats, each again as soon as the reply is there. Two cores are enough; pin nothing.

upd/s        replies a second, over the measured seconds after a warm-up
p50 ... p99  milliseconds from an update to its reply (sendMessage has come in; the stub's latency is not in it)
peak, end    resident memory of the bot's processes in MB, the most and at the end
err          deliveries that a webhook did not answer with 2xx; each is made again
lost         updates without a reply
x aiogram    upd/s, aiogram's as 1
cpu          share of a core: the bot's processes, the stub, the load generator, all else on the machine (PostgreSQL,
             and whatever disturbs; a line that was disturbed is marked)

--memory  10,000 people ask one question each; the bot's memory then
--slow    100 updates/s of 200 people, without and with one conversation whose sendMessage takes 5 s
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench.load import SLOW_USER, Order
from tests.bench.proc import Child, memory_mb
from tests.bench.systems import SYSTEMS, USUAL, NotRunError, StubProcess, Surroundings, System
from tests.postgres import any_server

Found = dict[str, Any]

_MANY_USERS = 10_000
_SLOW_SECONDS = 5.0
_SLOW_SYSTEMS = ("sqlite-polling", "postgres-webhook")
_SPARE = 60.0  # seconds beyond what an order takes, until the load generator counts as stuck
_OTHER_SHARE = 0.15  # of a core, that others may use before a line counts as disturbed
_DATABASE_SHARE = 0.5  # the same with PostgreSQL among them
_HEADINGS = ("upd/s", "p50", "p95", "p99", "peak", "end", "err", "lost", "x aiogram", "cpu bot/stub/load/other")
_WIDTHS = (8, 9, 9, 9, 7, 7, 6, 6, 9, 23)


def measure(
    system: System, around: Surroundings, order: Order, latency: float, slow: Mapping[int, float] | None = None
) -> Found:
    """Run one order against one system; raises NotRunError."""
    with ExitStack() as stack:
        stub = StubProcess(latency, slow or {}, around.folder)
        stack.callback(stub.stop)
        running = stack.enter_context(around.running(system, stub))
        pids = [child.pid for child in running.children]
        order = replace(
            order,
            link=stub.link,
            slips=system.slips,
            webhooks=running.ports,
            connections=int(stub.stats()["max_connections"]),
            watch={"bot": pids, "stub": [stub.pid]},
        )
        before = sum(memory_mb(pid)[0] for pid in pids)
        found = _carried_out(order, around.folder / "load.log")
        memory = [memory_mb(pid) for pid in pids]
        fallen = [child.last_words() for child in running.children if not child.runs]
        if fallen:
            raise NotRunError(f"it ended under load: {fallen[0]}")
    sizes = {"start_mb": before, "end_mb": sum(now for now, _ in memory), "peak_mb": sum(most for _, most in memory)}
    return {"system": system.name, **found, **sizes}


def _carried_out(order: Order, log: Path) -> Found:
    generator = Child([sys.executable, "-m", "tests.bench.load", order.json()], log, talks=True)
    try:
        found = generator.communicate(order.warmup + order.seconds + 2 * order.drain + _SPARE)
        return dict(json.loads(found))
    except (subprocess.TimeoutExpired, ValueError):
        raise NotRunError(f"the load generator failed: {generator.last_words()}") from None
    finally:
        generator.stop()


def compare(names: Sequence[str], around: Surroundings, order: Order, latency: float) -> list[Found]:
    """Measure systems one after the other and print the table."""
    results: list[Found] = []
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        try:
            results.append(measure(SYSTEMS[name], around, order, latency))
        except NotRunError as error:
            print(f"NOT RUN: {name}: {error}", file=sys.stderr, flush=True)
            results.append({"system": name, "not_run": str(error)})
    rate = next((one.get("updates_per_s") for one in results if one["system"] == "aiogram"), None)
    print(_row("", _HEADINGS))
    for found in results:
        _show(found, rate)
    return results


def _show(found: Found, aiogram_rate: float | None) -> None:
    title = SYSTEMS[found["system"]].title
    if "not_run" in found:
        print(f"{title:<44} NOT RUN: {found['not_run']}", flush=True)
        return
    cpu = found["cpu"]
    cells = [
        f"{found['updates_per_s']:.1f}",
        *(_number(found[name]) for name in ("p50", "p95", "p99", "peak_mb", "end_mb")),
        str(found["errors"]),
        str(found["unanswered"]),
        f"{found['updates_per_s'] / aiogram_rate:.2f}" if aiogram_rate else "-",
        "/".join(f"{cpu[name]:.2f}" for name in ("bot", "stub", "load", "other")),
    ]
    print(_row(title, cells), flush=True)
    _tell_disturbance(found)
    if found["surplus"]:
        print(f"  {found['surplus']} messages were sent that nobody waited for: times may be too short", flush=True)


def _tell_disturbance(found: Found) -> None:
    share = found["cpu"]["other"]
    if share > (_DATABASE_SHARE if SYSTEMS[found["system"]].database == "postgres" else _OTHER_SHARE):
        print(f"  DISTURBED: others used {share:.2f} of a core; measure again on a quiet machine", flush=True)


def _row(title: str, cells: Sequence[str]) -> str:
    return f"{title:<44} " + " ".join(f"{cell:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def many_sessions(around: Surroundings, order: Order, latency: float) -> list[Found]:
    """The bot's memory with 10,000 open sessions."""
    order = replace(order, pattern="once", users=_MANY_USERS, drain=180.0)
    try:
        found = measure(SYSTEMS["sqlite-polling"], around, order, latency)
    except NotRunError as error:
        print(f"--memory: NOT RUN: {error}")
        return [{"not_run": str(error)}]
    print(
        f"{_MANY_USERS} people asked once each: {found['start_mb']:.1f} MB before, {found['end_mb']:.1f} MB after, "
        f"peak {found['peak_mb']:.1f} MB ({found['unanswered']} without a reply)"
    )
    return [found]


def slow_conversation(around: Surroundings, order: Order, latency: float) -> list[Found]:
    """What one slow conversation costs the others."""
    results: list[Found] = []
    order = replace(order, pattern="open", users=200, rate=100.0, keep_times=True)
    print(f"{'':<32} {'p50':>9} {'p99':>9} {'max':>9} {'lost':>6}   (ms)")
    for name in _SLOW_SYSTEMS:
        try:
            runs = [_one_slow(name, around, order, latency, slow=slow) for slow in (False, True)]
        except NotRunError as error:
            print(f"{name}: NOT RUN: {error}", flush=True)
            results.append({"system": name, "not_run": str(error)})
            continue
        alone, beside = (run.pop("times") for run in runs)
        added = max((beside[key] - alone[key] for key in alone.keys() & beside.keys()), default=None)
        print(f"{name + ', largest delay added':<52} {_number(added):>9}", flush=True)
        results.append({"system": name, "alone": runs[0], "beside": runs[1], "added_ms": added})
    return results


def _one_slow(name: str, around: Surroundings, order: Order, latency: float, *, slow: bool) -> Found:
    delays = {SLOW_USER: _SLOW_SECONDS}
    found = measure(SYSTEMS[name], around, replace(order, slow_user=slow), latency, delays)
    label = f"{name}, {'beside a slow one' if slow else 'alone'}"
    times = " ".join(f"{_number(found[column]):>9}" for column in ("p50", "p99", "max"))
    print(f"{label:<32} {times} {found['unanswered']:>6}", flush=True)
    _tell_disturbance(found)
    return found


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in SYSTEMS]:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(SYSTEMS)}")
    return names


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency", type=float, default=0.05, help="of the stub Bot API, seconds (default 0.05)")
    parser.add_argument("--seconds", type=float, default=8.0, help="measured after a warm-up of 2 s (default 8)")
    parser.add_argument("--users", type=int, default=512, help="people who write (default 512)")
    parser.add_argument("--systems", type=_names, default=list(USUAL), metavar="NAME,...", help=", ".join(SYSTEMS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured there")
    parser.add_argument("--aiogram-python", default=sys.executable, help="a Python that has aiogram 3")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--memory", action="store_true", help="memory with 10,000 open sessions")
    mode.add_argument("--slow", action="store_true", help="what one slow conversation costs the others")
    return parser


def main() -> None:
    """Measure what was asked for."""
    options = _parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is stopped on the way out
    order = Order(link=0, users=options.users, seconds=options.seconds)
    wants_postgres = not options.memory and (options.slow or any("postgres" in name for name in options.systems))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kawan-bench-")))
        postgres = stack.enter_context(any_server()) if wants_postgres else None
        around = Surroundings(folder, postgres, options.aiogram_python)
        if options.memory:
            results = many_sessions(around, order, options.latency)
        elif options.slow:
            results = slow_conversation(around, order, options.latency)
        else:
            results = compare(options.systems, around, order, options.latency)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
