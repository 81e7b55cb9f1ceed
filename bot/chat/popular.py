"""What people ask for most, for whoever has typed nothing yet."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from bot.content.library import Library
from bot.storage.protocols import Records, StorageLostError

log = structlog.stdlib.get_logger(__name__)

_FRESH_FOR = 300.0  # seconds
_SINCE = 30 * 86_400.0  # seconds back that count
_LOOKED_AT = 50  # entries; some may be gone from the knowledge


class Popular:
    """The most asked entries, as they were some minutes ago; nobody waits for them to be counted."""

    def __init__(self, library: Library, records: Records, clock: Callable[[], float] = time.time) -> None:
        self._library = library
        self._records = records
        self._clock = clock
        self._counted_at: float | None = None
        self._asked: list[str] = []

    def entry_ids(self, most: int) -> list[str]:
        """The most asked entries, the most first, then what each article begins with."""
        beginnings = (article.entries[0].id for article in self._library.articles)
        return list(dict.fromkeys((*self._asked, *beginnings)))[:most]

    async def refresh(self) -> None:
        """Count again where that was long ago; while the database is lost, all stays as it was."""
        now = self._clock()
        if self._counted_at is not None and now - self._counted_at < _FRESH_FOR:
            return
        self._counted_at = now  # before it is done: one at a time is enough
        try:
            found = await self._records.most_asked(now - _SINCE, _LOOKED_AT)
        except StorageLostError as error:
            log.info("what is asked most could not be counted", reason=str(error))
            return
        self._asked = [entry_id for entry_id, _ in found if entry_id in self._library.entries]
