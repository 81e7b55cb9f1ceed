"""The real knowledge, loaded once, and a desk with the whole bot for each test; the network is out of reach."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.content.loader import load_library
from bot.playground.opening import on_desk
from bot.search.engine import Search
from bot.storage.database import Database, open_database
from bot.storage.migrate import migrate
from tests.postgres import Server, any_server
from tests.talk import Talk

KNOWLEDGE_DIR = Path(__file__).parent.parent / "knowledge"


NO_POSTGRES = (
    "NO POSTGRESQL SERVER WAS FOUND: what needs one is not tested. Install postgresql, or set TEST_POSTGRES_URL."
)
NO_BROWSER = "NO BROWSER WAS FOUND: the playground's page is not tested in one. Install chromium, or set TEST_BROWSER."


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and str(address[0]) not in {"127.0.0.1", "::1"}:
            pytest.fail("a test touched the network")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server; without one the test is skipped, but never where CI is set."""
    with any_server() as server:
        if server is None:
            go_without(NO_POSTGRES)
        yield server


def go_without(what: str) -> NoReturn:
    """Skip the test for want of something, but never where CI is set: there it fails."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly what was not tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    for reason in (NO_POSTGRES, NO_BROWSER):
        if number := sum(reason in str(report.longrepr) for report in skipped):
            terminalreporter.write_line(f"{number} TESTS WERE SKIPPED. {reason}", red=True, bold=True)


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    name = f"test_{secrets.token_hex(6)}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bot.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database with all its tables."""
    opened = open_database(database_url)
    await migrate(opened)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(KNOWLEDGE_DIR)


@pytest.fixture(scope="session")
def knowledge(library: Library) -> Knowledge:
    return Knowledge.of(library)


@pytest.fixture(scope="session")
def search(knowledge: Knowledge) -> Search:
    return knowledge.search


@pytest.fixture
async def talk(knowledge: Knowledge) -> AsyncIterator[Talk]:
    """A private conversation of one person with the whole bot."""
    async with on_desk(knowledge) as (desk, request):
        yield Talk(desk, request, desk.world.person("Sari"))


@pytest.fixture
def knowledge_dir(tmp_path: Path) -> Path:
    """A copy of the knowledge that a test may break."""
    copy = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE_DIR, copy)
    return copy
