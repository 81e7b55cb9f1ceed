"""A real PostgreSQL for tests and benchmarks: a temporary server of its own, or the one at TEST_POSTGRES_URL."""

from __future__ import annotations

import asyncio
import ctypes
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

_START_WITHIN = 20.0  # seconds
_STOP_WITHIN = 20.0
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_READY = "ready"  # the last line of postmaster.pid once connections are taken


class Server:
    """A PostgreSQL server that answers at a URL."""

    def __init__(self, url: str) -> None:
        self._url = url

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return urlunsplit(urlsplit(self._url)._replace(path=f"/{database}"))

    def create_database(self, name: str) -> str:
        """Create an empty database; its URL."""
        self.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected to it (PostgreSQL 13 or newer)."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str, database: str = "") -> None:
        """Run one statement outside a transaction; may be called where an event loop runs."""
        url = self.url(database) if database else self._url

        async def run() -> None:
            connection: Any = await asyncpg.connect(url, timeout=5)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, run()).result()


class Postgres(Server):
    """A server in a folder of its own; it can be stopped, also as by a power cut, and started again."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries, self._folder = binaries, folder
        self._owner = _owner()
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        super().__init__(f"postgresql://postgres@127.0.0.1:{self._port}/postgres")

    @property
    def runs(self) -> bool:
        """Whether the server process is there."""
        return self._process is not None and self._process.poll() is None

    def create(self) -> None:
        """Make the folder and an empty cluster; trusted are local connections only."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if self._owner:
            shutil.chown(self._folder, self._owner, self._owner)
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        command = [str(self._binaries / "initdb"), "-D", str(self._data), *options]
        done = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, check=False, **self._as_owner()
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed in {self._folder}: {done.stderr.strip()}")

    def start(self) -> None:
        """Start, and return when connections are taken; call it from the main thread, with which the server ends."""
        if self.runs:
            return
        (self._data / "postmaster.pid").unlink(missing_ok=True)  # left by a stop that was no clean one
        settings = (
            "listen_addresses=127.0.0.1",
            f"port={self._port}",
            f"unix_socket_directories={self._folder}",
            "fsync=on",
            "max_connections=100",
        )
        command = [str(self._binaries / "postgres"), "-D", str(self._data)]
        for setting in settings:
            command += ["-c", setting]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the tests, which then stop it in their own time
                preexec_fn=_die_with_parent,
                **self._as_owner(),
            )
        self._until_ready()

    def stop(self, *, immediate: bool = False) -> None:
        """Stop: connections are cut, and with `immediate` nothing is tidied up, as in a crash."""
        if self._process is None:
            return
        if self.runs:
            self._process.send_signal(signal.SIGQUIT if immediate else signal.SIGINT)
        try:
            self._process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _as_owner(self) -> dict[str, Any]:
        """Arguments that run a child as the server's user: PostgreSQL refuses to run as root."""
        return {"user": self._owner, "group": self._owner, "extra_groups": []} if self._owner else {}

    def _until_ready(self) -> None:
        assert self._process is not None
        until = time.monotonic() + _START_WITHIN
        while time.monotonic() < until and self._process.poll() is None:
            if _last_line(self._data / "postmaster.pid") == _READY:
                return
            time.sleep(0.02)
        self.stop(immediate=True)
        raise RuntimeError(f"PostgreSQL did not start: {_last_line(self._log)}")


def find_server() -> Path | None:
    """The folder of the server's programs, of the newest version there is."""
    folders = [*_by_version(Path("/usr/lib/postgresql").glob("*/bin")), *_by_version(Path("/usr").glob("pgsql-*/bin"))]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    return next((one for one in folders if (one / "initdb").exists() and (one / "postgres").exists()), None)


@contextmanager
def temporary_server() -> Iterator[Postgres]:
    """A running server with real settings, gone afterwards; raises RuntimeError where its programs are missing."""
    binaries = find_server()
    if binaries is None:
        raise RuntimeError("No PostgreSQL server was found; install one, or set TEST_POSTGRES_URL.")
    folder = Path(tempfile.mkdtemp(prefix="kawan-pg-"))
    postgres = Postgres(binaries, folder)
    try:
        postgres.create()
        postgres.start()
        yield postgres
    finally:
        postgres.stop(immediate=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def any_server() -> Iterator[Server | None]:
    """The server at TEST_POSTGRES_URL, else a temporary one, else None."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        yield Server(url)
    elif find_server() is None:
        yield None
    else:
        with temporary_server() as postgres:
            yield postgres


def _by_version(folders: Iterable[Path]) -> list[Path]:
    """Folders `.../15/bin` or `.../pgsql-15/bin`, the newest first."""
    return sorted(folders, key=lambda one: [int(part) for part in re.findall(r"\d+", one.parent.name)], reverse=True)


def _owner() -> str:
    """The user to run the server as; empty where that is this one."""
    if os.getuid() != 0:
        return ""
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _last_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[-1].strip() if lines else ""


def _die_with_parent() -> None:
    """Have the kernel stop the server when its parent ends, even if that is killed (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGQUIT)
