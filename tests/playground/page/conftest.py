"""A stage over the real knowledge, whose search is built once for all tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.page.ground import Passing
from bot.playground.page.notes import NotedSearch, Notes, noted_knowledge
from bot.playground.page.stage import Stage
from tests.conftest import KNOWLEDGE_DIR
from tests.playground.page.pages import Visitor

Over = Callable[[Library, Notes], Knowledge]


@pytest.fixture(scope="session")
def over(library: Library) -> Over:
    known = noted_knowledge(library, Notes())

    def again(asked: Library, notes: Notes) -> Knowledge:
        if asked is not library:
            return noted_knowledge(asked, notes)
        assert isinstance(known.search, NotedSearch)
        known.search.notes = notes
        return known

    return again


@pytest.fixture
async def stage(library: Library, over: Over) -> AsyncIterator[Stage]:
    opened = Stage(KNOWLEDGE_DIR, library, Passing(), over)
    async with opened.opened():
        yield opened


@pytest.fixture
async def sari(stage: Stage) -> AsyncIterator[Visitor]:
    """Whoever has the page open and speaks as Sari."""
    async with Visitor.of(stage) as visitor:
        yield visitor
