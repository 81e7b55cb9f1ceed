"""What this process is doing with questions to the operators, before the database says so.

The asker and every operator act in conversations of their own, which do not wait for each other, and what a handler
does is committed after it. What is in hand meanwhile stands here, so that nobody takes back a question whose answer is
on its way, or answers one that was just taken back. Between processes the database decides: the first of two that end
a question wins.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.storage.owner import Ledger
from bot.storage.protocols import Relay

ANSWERING = "answering"
"""The status of a question whose answer is on its way."""
SENT_WITHIN = 86_400.0  # seconds in which somebody's questions are counted
_IN_HAND = 60.0  # seconds after which the database says what came of it: a commit is not tried for longer
_MOST_KNOWN = 10_000  # people whose questions are counted


class RelaysInHand:
    """One process's: it outlives the handlers, which every change of the knowledge builds anew."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._steps: dict[tuple[str, int], tuple[str, float]] = {}
        self._sent: dict[int, dict[str, float]] = {}

    async def standing(self, key: str, ledger: Ledger, update_id: int) -> Relay | None:
        """A relay as it stands for this update: as it is kept, or as another update is about to leave it."""
        relay = await ledger.relay(key)
        if relay is None or relay.status != "open":
            return relay
        now = self._clock()
        steps = (one for (of, by), one in self._steps.items() if of == key and by != update_id)
        return relay._replace(status=next((step for step, at in steps if now - at < _IN_HAND), relay.status))

    def take(self, key: str, step: str, update_id: int) -> None:
        """Note what an update does with a relay: the status that comes of it, or ANSWERING."""
        now = self._clock()
        self._steps = {of: one for of, one in self._steps.items() if now - one[1] < _IN_HAND}
        self._steps[key, update_id] = (step, now)

    def let_go(self, key: str, update_id: int) -> None:
        """Note that nothing came of it."""
        self._steps.pop((key, update_id), None)

    def sent(self, user_id: int, key: str) -> None:
        """Count a question of a person's.

        The database counts too, but not what was erased: without this, whoever erases their data could send as many
        questions as they like. It is in no file and gone after a day, as with the paces of groups.
        """
        now = self._clock()
        if len(self._sent) >= _MOST_KNOWN:
            self._sent = {who: keys for who, keys in self._sent.items() if now - max(keys.values()) < SENT_WITHIN}
        self._sent.setdefault(user_id, {})[key] = now

    def sent_by(self, user_id: int) -> int:
        """How many questions a person has sent within a day, as far as this process knows."""
        now = self._clock()
        return sum(now - at < SENT_WITHIN for at in self._sent.get(user_id, {}).values())
