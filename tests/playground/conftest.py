"""A bot that only watches, for the updates that the desk makes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.playground.watching import Watched, watched


@pytest.fixture
async def seen() -> AsyncIterator[Watched]:
    async with watched() as watching:
        yield watching
