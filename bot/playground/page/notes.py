"""Notes what an author wants to know: what the search was asked, the last update, what the bot called for it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from telegram import Update

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.delivery.conversations import conversation_of
from bot.delivery.metrics import Metrics
from bot.delivery.units import AnyApp, Outcome, Units
from bot.playground.telegram import Call
from bot.search.decide import Decision, Scored
from bot.search.engine import Search, Verdict
from bot.storage.protocols import Conversation, Store, unit_in_hand

_MOST_CALLS = 100  # that are shown of one update; what alarms call is shown with the update before them

ReadSession = Callable[[Conversation], Awaitable[str | None]]
"""Reads the state of a conversation (JSON), None where there is none."""


@dataclass(frozen=True)
class Asked:
    """What the search was asked: `how` is ask, overhear or typed, `after` the answer that it was to have in mind."""

    text: str
    how: str
    decision: Decision
    entries: tuple[Scored, ...]
    after: str | None = None


@dataclass(frozen=True)
class Handled:
    """An update that the bot got: its kind, who caused it and where, what became of it, and the session after it."""

    kind: str
    person: str
    chat: str
    topic_id: int
    milliseconds: float
    outcome: Outcome
    session: str | None


@dataclass
class Notes:
    """The last of each; an act that the bot never hears of leaves no update."""

    asked: Asked | None = None
    handled: Handled | None = None
    calls: list[Call] = field(default_factory=list)

    def begin(self) -> None:
        """Forget the last act; the last question stays."""
        self.handled = None
        self.calls.clear()

    def called(self, call: Call) -> None:
        """Note a call of the bot."""
        if len(self.calls) < _MOST_CALLS:
            self.calls.append(call)


class NotedSearch(Search):
    """A search that notes what updates ask it; what others ask is none of an author's business."""

    def __init__(self, library: Library, notes: Notes) -> None:
        super().__init__(library)
        self.notes = notes

    def ask(self, question: str, after: str | None = None) -> Verdict:
        """See Search."""
        verdict = super().ask(question, after)
        self._note(Asked(question, "ask", verdict.decision, verdict.entries, after))
        return verdict

    def overhear(self, message: str) -> Verdict:
        """See Search."""
        verdict = super().overhear(message)
        self._note(Asked(message, "overhear", verdict.decision, verdict.entries))
        return verdict

    def typed(self, text: str, limit: int = 50) -> tuple[Scored, ...]:
        """See Search."""
        entries = super().typed(text, limit)
        decision = Decision.CRISIS if self.alarms(text) else Decision.SUGGEST if entries else Decision.UNKNOWN
        self._note(Asked(text, "typed", decision, entries))
        return entries

    def _note(self, asked: Asked) -> None:
        if unit_in_hand.get(None) is not None:
            self.notes.asked = asked


def noted_knowledge(library: Library, notes: Notes) -> Knowledge:
    """The knowledge over a library, with a search that is noted."""
    return Knowledge.of(library, lambda known: NotedSearch(known, notes))


class NotedUnits(Units):
    """Units that note each update as it is done."""

    def __init__(self, store: Store, notes: Notes, session: ReadSession) -> None:
        super().__init__(store, Metrics())
        self._notes = notes
        self._session = session

    async def take(self, app: AnyApp, update: Update, *, patiently: bool = False) -> Outcome:
        """See Units."""
        started = time.perf_counter()
        outcome = await super().take(app, update, patiently=patiently)
        took = time.perf_counter() - started
        conversation = conversation_of(update)
        user, chat = update.effective_user, update.effective_chat
        self._notes.handled = Handled(
            kind=next(kind for kind in Update.ALL_TYPES if getattr(update, kind)),
            person=user.first_name if user else "",
            chat=(chat.title or chat.first_name or "") if chat else "",
            topic_id=conversation.topic_id,
            milliseconds=1000 * took,
            outcome=outcome,
            session=await self._session(conversation),
        )
        return outcome
