"""The clusters of what found no answer, as they wait now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.chat.knowledge import Knowledge
from bot.chat.office import Office
from bot.report.clusters import Cluster, Clusterer

DAYS = 90  # as long as questions are kept
_DAY = 86_400.0  # seconds


class Unanswered:
    """Clustered again only where other questions wait."""

    def __init__(self, knowledge: Knowledge, office: Office, clock: Callable[[], float]) -> None:
        self._clusterer = Clusterer(knowledge.library)
        self._ledger = office.ledger
        self._clock = clock
        self._known: tuple[tuple[str, ...], list[Cluster]] = ((), [])

    async def clusters(self) -> list[Cluster]:
        """All clusters, most frequent first."""
        waiting = await self._ledger.missing(self._clock() - DAYS * _DAY)
        keys = tuple(question.key for question in waiting)
        if keys != self._known[0]:
            self._known = keys, await asyncio.to_thread(self._clusterer.clustered, waiting)
        return self._known[1]

    async def cluster(self, key: str) -> Cluster | None:
        """The cluster that a question belongs to; None where it is settled or gone."""
        return next((cluster for cluster in await self.clusters() if key in cluster.keys), None)
