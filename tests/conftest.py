"""The real knowledge, loaded once, and a desk with the whole bot for each test; the network is out of reach."""

from __future__ import annotations

import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.content.loader import load_library
from bot.playground.terminal import on_desk
from bot.search.engine import Search
from tests.talk import Talk

KNOWLEDGE_DIR = Path(__file__).parent.parent / "knowledge"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> NoReturn:
        pytest.fail("a test touched the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


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
    app, desk, request = on_desk(knowledge)
    async with app:
        yield Talk(desk, request, desk.world.person("Sari"))


@pytest.fixture
def knowledge_dir(tmp_path: Path) -> Path:
    """A copy of the knowledge that a test may break."""
    copy = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE_DIR, copy)
    return copy
