"""`python -m tests.bench.reload`: this bot while its knowledge is read again, good and broken files by turns.

People write at random moments, 200 messages a second by default, whether the bot keeps up or not; every few seconds an
article is changed and SIGHUP sent, every second time with a file that is broken. A first run without any of that is
the measure. The stub Bot API, the load generator and the bot share the machine: see `throughput` for the columns.

reloads     SIGHUPs with a good and with a broken file
MB          resident memory of the bot at the start, at the end (after a quiet moment) and the most
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.bench.load import Order
from tests.bench.proc import ROOT, memory_mb
from tests.bench.systems import SYSTEMS, NotRunError, StubProcess, Surroundings
from tests.bench.throughput import _carried_out as carried_out

_QUIET = 12.0  # seconds after which the bot has let go of what it used before
_COLUMNS = ("p50", "p99", "max", "errors", "unanswered")


@dataclass
class Hangups:
    """Changes an article and sends SIGHUP again and again."""

    folder: Path
    pid: int
    every: float
    good: int = 0
    broken: int = 0

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Meanwhile."""
        over = threading.Event()
        thread = threading.Thread(target=self._go_on, args=(over,))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _go_on(self, over: threading.Event) -> None:
        article = self.folder / "id" / "articles" / "burnout.yaml"
        whole = article.read_text(encoding="utf-8")
        while not over.wait(self.every):
            if self.good > self.broken:
                self.broken += 1
                article.write_text(whole.replace("intro:", "intor:"), encoding="utf-8")
            else:
                self.good += 1
                title = f'title: "Judul {self.good}"'
                article.write_text(re.sub("^title: .*$", title, whole, flags=re.MULTILINE), encoding="utf-8")
            os.kill(self.pid, signal.SIGHUP)
        article.write_text(whole, encoding="utf-8")


def measure(around: Surroundings, name: str, order: Order, latency: float, every: float | None) -> dict[str, Any]:
    """One run, with SIGHUPs every so many seconds or without; raises NotRunError."""
    system = SYSTEMS[name]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=around.folder))) / "knowledge"
        shutil.copytree(ROOT / "knowledge", folder)
        os.environ["KNOWLEDGE_DIR"] = str(folder)
        stub = StubProcess(latency, {}, around.folder)
        stack.callback(stub.stop)
        running = stack.enter_context(around.running(system, stub))
        pid = running.children[0].pid
        order = replace(order, link=stub.link, webhooks=running.ports, watch={"bot": [pid], "stub": [stub.pid]})
        hangups = Hangups(folder, pid, every or 0.0)
        before = memory_mb(pid)[0]
        if every:
            with hangups.going_on():
                found = carried_out(order, around.folder / "load.log")
            threading.Event().wait(_QUIET)
        else:
            found = carried_out(order, around.folder / "load.log")
        now, most = memory_mb(pid)
        if not running.children[0].runs:
            raise NotRunError(f"it ended: {running.children[0].last_words()}")
    return {**found, "good": hangups.good, "broken": hangups.broken, "mb": (before, now, most)}


def _show(label: str, found: dict[str, Any]) -> None:
    cells = " ".join(f"{found[column]:>10.1f}" for column in _COLUMNS)
    memory = "/".join(f"{size:.0f}" for size in found["mb"])
    cpu = "/".join(f"{found['cpu'][name]:.2f}" for name in ("bot", "stub", "load", "other"))
    rate, reloads = f"{found['updates_per_s']:.0f}/s", f"{found['good']}+{found['broken']}"
    print(f"{label:<28} {rate:>7} {found['measured']:>7} {cells} {reloads:>8} {memory:>12} {cpu:>20}", flush=True)


def main() -> None:
    """Measure without and with reloads."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=200.0, help="messages a second (default 200)")
    parser.add_argument("--seconds", type=float, default=30.0, help="measured after a warm-up of 2 s (default 30)")
    parser.add_argument("--every", type=float, default=4.0, help="seconds between two SIGHUPs (default 4)")
    parser.add_argument("--latency", type=float, default=0.05, help="of the stub Bot API, seconds (default 0.05)")
    parser.add_argument("--system", default="sqlite-webhook", choices=["sqlite-webhook", "sqlite-polling"])
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    order = Order(link=0, pattern="open", users=400, rate=options.rate, seconds=options.seconds)
    heading = " ".join(f"{column:>10}" for column in _COLUMNS)
    print(f"{'':<28} {'replies':>7} {'sent':>7} {heading} {'reloads':>8} {'MB':>12} {'cpu bot/stub/load/other':>20}")
    with tempfile.TemporaryDirectory(prefix="kawan-bench-") as folder:
        around = Surroundings(Path(folder), None, sys.executable)
        for label, every in (("without", None), ("with reloads", options.every)):
            try:
                _show(f"{options.system}, {label}", measure(around, options.system, order, options.latency, every))
            except NotRunError as error:
                print(f"{label}: NOT RUN: {error}", flush=True)


if __name__ == "__main__":
    main()
