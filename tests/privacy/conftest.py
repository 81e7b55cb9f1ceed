"""Towns over the real knowledge."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

import pytest

from bot.chat.knowledge import Knowledge
from tests.privacy.town import Opened, Town, town


@pytest.fixture
def opened(knowledge: Knowledge) -> Opened:
    """Opens a new town in memory, as often as it is called."""

    def open_one() -> AbstractAsyncContextManager[Town]:
        return town(knowledge)

    return open_one
