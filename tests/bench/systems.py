"""The systems of the load benchmark: what is started, where its updates come from, and when it is ready."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.load import SECRET
from tests.bench.proc import Child
from tests.postgres import Server

_READY_WITHIN = 60.0  # seconds
_MIGRATE_WITHIN = 60.0
_PEERS = "tests.bench.peers"


class NotRunError(Exception):
    """A system could not be measured; the message says why."""


@dataclass(frozen=True)
class System:
    """One line of the table."""

    name: str
    title: str
    module: tuple[str, ...]  # what follows `python -m`
    webhook: bool = False
    database: str = ""  # sqlite or postgres
    replicas: int = 1
    slips: bool = True  # every text differs, else people ask what others asked


_BOT = ("bot", "run")
_ALL = (
    System("sqlite-polling", "this bot, polling, SQLite", _BOT, database="sqlite"),
    System("sqlite-webhook", "this bot, webhook, SQLite", _BOT, True, "sqlite"),
    System("postgres-polling", "this bot, polling, PostgreSQL", _BOT, database="postgres"),
    System("postgres-webhook", "this bot, webhook, PostgreSQL", _BOT, True, "postgres"),
    System("postgres-webhook-2", "this bot, webhook, PostgreSQL, 2 replicas", _BOT, True, "postgres", 2),
    System("sqlite-polling-asked", "the same as the first, asked before", _BOT, database="sqlite", slips=False),
    System("ptb", "plain PTB echo", (f"{_PEERS}.ptb_echo",)),
    System("ptb-16", "PTB echo, concurrent_updates=16", (f"{_PEERS}.ptb_echo", "16")),
    System("ptb-64", "PTB echo, concurrent_updates=64", (f"{_PEERS}.ptb_echo", "64")),
    System("ptb-256", "PTB echo, concurrent_updates=256", (f"{_PEERS}.ptb_echo", "256")),
    System("aiogram", "aiogram 3 echo", (f"{_PEERS}.aiogram_echo",)),
    System("raw-polling", "no bot, polling (the benchmark's own limit)", (f"{_PEERS}.raw_echo",)),
    System("raw-webhook", "no bot, webhook (the benchmark's own limit)", (f"{_PEERS}.raw_echo",), True),
)
SYSTEMS = {system.name: system for system in _ALL}
USUAL = tuple(name for name in SYSTEMS if not name.startswith("raw"))


class StubProcess:
    """The stub Bot API as a process of its own."""

    def __init__(self, latency: float, slow: Mapping[int, float], folder: Path) -> None:
        command = [sys.executable, "-m", "tests.bench.stub_api", "--latency", str(latency)]
        if slow:
            command += ["--slow", *(f"{chat}={seconds}" for chat, seconds in slow.items())]
        self._child = Child(command, folder / "stub.log", talks=True)
        self.pid = self._child.pid
        line = self._child.output.readline()
        if not line:
            raise NotRunError(f"the stub did not start: {self._child.last_words()}")
        ports = json.loads(line)
        self.url, self.link = f"http://127.0.0.1:{ports['api']}", int(ports["link"])

    def stats(self) -> dict[str, Any]:
        """How often each method was called, and the webhook's max_connections."""
        with socket.create_connection(("127.0.0.1", self.link), timeout=5) as link, link.makefile("rw") as lines:
            lines.write("?\n")
            lines.flush()
            return dict(json.loads(lines.readline()))

    def stop(self) -> None:
        """Stop the process."""
        self._child.stop()


@dataclass(frozen=True)
class Running:
    """A system that is up."""

    children: tuple[Child, ...]
    ports: tuple[int, ...]  # of its webhooks; none where it polls


@dataclass(frozen=True)
class Surroundings:
    """What systems are started in."""

    folder: Path
    postgres: Server | None
    aiogram_python: str

    @contextmanager
    def running(self, system: System, stub: StubProcess) -> Iterator[Running]:
        """Start a system, wait until it is ready, stop it afterwards; raises NotRunError."""
        python = self._python(system)
        ports = tuple(_free_port() for _ in range(system.replicas)) if system.webhook else ()
        with ExitStack() as stack:
            env = {
                "TELEGRAM_BOT_TOKEN": "12345:bench",
                "TELEGRAM_API_URL": stub.url,
                "DATABASE_URL": stack.enter_context(self._database(system)),
                "LOG_LEVEL": "WARNING",
                "WEBHOOK_URL": "",  # whatever it is outside
            }
            if system.database == "postgres":
                self._migrate(python, env)
            children = []
            for port in ports or (None,):
                command, more = _command(system, python, port)
                child = Child(command, self.folder / f"{system.name}.log", {**env, **more})
                stack.callback(child.stop)
                children.append(child)
            _until_ready(children, ports, stub)
            yield Running(tuple(children), ports)

    @contextmanager
    def _database(self, system: System) -> Iterator[str]:
        if system.database == "sqlite":
            # A new file for each run: update ids begin anew, and the bot does no update twice.
            with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                yield f"sqlite:///{folder}/bot.db"
        elif system.database == "postgres":
            if self.postgres is None:
                raise NotRunError("no PostgreSQL server was found; install one, or set TEST_POSTGRES_URL")
            name = f"kawan_bench_{os.getpid()}"
            try:
                yield self.postgres.create_database(name)
            finally:
                self.postgres.drop_database(name)
        else:
            yield ""

    def _migrate(self, python: str, env: Mapping[str, str]) -> None:
        log = self.folder / "migrate.log"
        child = Child([python, "-m", "bot", "migrate"], log, env)
        try:
            if child.wait(_MIGRATE_WITHIN):
                raise NotRunError(f"`python -m bot migrate` failed: {child.last_words()}")
        except subprocess.TimeoutExpired:
            raise NotRunError(f"`python -m bot migrate` did not end within {_MIGRATE_WITHIN:.0f} s") from None
        finally:
            child.stop()

    def _python(self, system: System) -> str:
        if system.name != "aiogram":
            return sys.executable
        version = _version_of("aiogram", self.aiogram_python)
        if not version.startswith("3."):
            raise NotRunError(
                f"aiogram 3 is needed, {self.aiogram_python} has {version or 'none'}; give the Python of an "
                "environment that has it with --aiogram-python"
            )
        return self.aiogram_python


def _version_of(package: str, python: str) -> str:
    code = f"from importlib.metadata import version; print(version('{package}'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _command(system: System, python: str, port: int | None) -> tuple[list[str], dict[str, str]]:
    """The command and, for the bot, the environment of one process."""
    command = [python, "-m", *system.module]
    if port is None:
        return command, {}
    if system.module != _BOT:
        return [*command, str(port)], {}
    webhook = {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "WEBHOOK_SECRET": SECRET,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    return command, webhook


def _until_ready(children: list[Child], ports: tuple[int, ...], stub: StubProcess) -> None:
    """Return when every process listens, or when updates are fetched."""
    until = time.monotonic() + _READY_WITHIN
    waiting: list[Callable[[], bool]] = [partial(_is_ready, port) for port in ports] or [partial(_is_polled, stub)]
    while waiting:
        if fallen := next((child for child in children if not child.runs), None):
            raise NotRunError(f"it ended at its start: {fallen.last_words()}")
        if time.monotonic() > until:
            raise NotRunError(f"it was not ready within {_READY_WITHIN:.0f} s: {children[0].last_words()}")
        if ports and _is_polled(stub):
            raise NotRunError("it polls although WEBHOOK_URL is set")
        waiting = [ready for ready in waiting if not ready()]
        time.sleep(0.05)


def _is_polled(stub: StubProcess) -> bool:
    return "getUpdates" in stub.stats()["calls"]


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
