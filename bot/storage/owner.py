"""What the other rooms know of storage for the operators: what they read of what units kept, and the knowledge in use.

Times are seconds since 1970 (UTC). Questions, ratings and walks have the beginning of their hour as their time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bot.storage.protocols import Fault, Relay


class AskedCount(NamedTuple):
    """How often something was decided on a day (days since 1970 in UTC+7) with this entry first."""

    day: int
    decision: str
    entry_id: str | None
    times: int


class RatedCount(NamedTuple):
    """How often an entry was rated so, as an answer."""

    entry_id: str
    helpful: bool
    reason: str | None
    times: int


class WalkedCount(NamedTuple):
    """How many runs of a checklist stand at a step, ended so or (None) not."""

    checklist: str
    step: str | None
    ended: str | None
    times: int


class Counted(NamedTuple):
    """Everything that was counted since some moment; faults newest first."""

    asked: Sequence[AskedCount]
    rated: Sequence[RatedCount]
    walked: Sequence[WalkedCount]
    faults: Sequence[Fault]


class Missing(NamedTuple):
    """A question that found no answer, or the wrong one: `given` is the entry of which somebody said so.

    It is None too where somebody said that none of the suggestions was meant.
    """

    key: str
    text: str
    asked_at: float
    given: str | None


class Ledger(Protocol):
    """What the operators read; every method raises StorageLostError where the database cannot be used."""

    async def counted(self, since: float) -> Counted:
        """What was asked, rated, walked and what failed since then; at most the 20 newest faults."""

    async def missing(self, since: float, limit: int = 5_000) -> list[Missing]:
        """The questions since then, newest first, with no answer or of whose answer somebody said "bukan itu".

        Without those that an operator settled, and without those whose text, but for marks at its end, is the same as
        one that was ignored.
        """

    async def fault(self, error_id: str) -> Fault | None:
        """What failed under a code, if it is still kept."""

    async def question(self, key: str) -> str | None:
        """A question by its key, as it is kept, if it still is."""

    async def relay(self, key: str) -> Relay | None:
        """A question that was sent to the operators, if it is still kept."""

    async def sent_relays(self, user_id: int, since: float) -> int:
        """How many questions a person sent to the operators since then."""


class Taught(NamedTuple):
    """Which knowledge all processes use: its version, and learned.yaml as it is in use ("" where nothing is)."""

    version: int
    learned: str


class Teachings(Protocol):
    """The version of the knowledge; every method raises StorageLostError where the database cannot be used."""

    async def taught(self) -> Taught:
        """What is in use; version 0 where nothing was ever changed."""

    async def teach(self, learned: str, version: int) -> int | None:
        """Put this in the place of that version; the new version, or None where another process was quicker."""
