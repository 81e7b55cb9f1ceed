"""What is kept of a person: earlier results, what else there is and for how long, and erasing it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.checklists.past import Past
from bot.checklists.result import Span
from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.errors import KnowledgeError
from bot.replies.dates import Dates, local
from bot.replies.promotion import PromotionText
from bot.replies.reply import Button, Reply, Row, escape, fill
from bot.replies.taps import base36

ERASE, KEEP = "e:yes", "e:no"  # how the data of the buttons under the question whether to erase begin
ERASE_WITHIN = 900.0  # seconds after the question
_ERASE = re.compile(rf"^{ERASE}:([0-9a-z]{{1,8}})$")
_SHOWN = 6  # results of one checklist
_STRONGEST = 2  # areas named where there is no total


class PersonalPages:
    """Renders /riwayat, /privasi and /hapusdata."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._texts = library.texts.personal
        self._dates = Dates(library)
        self._promotion = PromotionText(library)

    def history(self, past: Sequence[tuple[str, Past]]) -> Reply:
        """Results of all checklists, (name, result) newest first, each with its change since the one before."""
        parts = []
        for checklist in self._library.checklists:
            own = [one for name, one in past if name == checklist.name]
            if any(step.task for step in checklist.steps):
                own = last_of_each_day(own)  # each tick is a result
            if own:
                lines = [self._past(checklist, one, own[place + 1 :]) for place, one in enumerate(own[:_SHOWN])]
                parts.append("\n".join((f"<b>{checklist.emoji} {escape(checklist.title)}</b>", *lines)))
        if not parts:
            return Reply(self._texts.no_history)
        return Reply("\n\n".join((self._texts.history, *parts)))

    def _past(self, checklist: Checklist, one: Past, earlier: Sequence[Past]) -> str:
        before = next((other for other in earlier if other.door == one.door), None)
        summary = self.summary(checklist, one, before)
        return fill(self._texts.past, date=self._dates.day(one.at), summary=summary)

    def summary(self, checklist: Checklist, one: Past, before: Past | None = None) -> str:
        """A result in one line, each number with its change since the one before."""
        if one.total is not None and checklist.total:
            old = before.total if before else None
            return f"{checklist.total} {one.total}/100{_change(one.total, old)}"
        if one.per_100:
            return self._promoted(one, one.per_100, before)
        areas = [(area, one.areas[area.id]) for area in checklist.areas if area.id in one.areas]
        areas.sort(key=lambda pair: -pair[1])
        old_areas: Mapping[str, int] = before.areas if before else {}
        said = [f"{area.label} {score}{_change(score, old_areas.get(area.id))}" for area, score in areas[:_STRONGEST]]
        if said:
            return ", ".join(said)
        door = checklist.by_id[checklist.door].by_id.get(one.door or "") if checklist.door else None
        return door.label if door else checklist.title

    def _promoted(self, one: Past, per_100: Span, before: Past | None) -> str:
        said = self._texts.past_promotion.format(amount=self._promotion.money(per_100, one.currency))
        old = before.per_100 if before and before.currency == one.currency else None
        if old is None or not (old.exact and per_100.exact) or old == per_100:
            return said
        change = per_100.low - old.low
        amount = self._promotion.money(Span(abs(change), abs(change)), one.currency)
        return f"{said} ({'▲' if change > 0 else '▼'}{amount})"

    def privacy(self, kept: Mapping[str, Mapping[str, int | None]]) -> Reply:
        """For each heading its tables, and for how many days each keeps a row (None where it does not forget).

        Raises KnowledgeError where a heading or a table has no text, or one that does not say for how long.
        """
        headings, tables = self._texts.headings.model_dump(), self._texts.tables.model_dump()
        if problems := _untold(kept, headings, tables):
            raise KnowledgeError(problems)
        parts = [
            f"{headings[whose]}\n" + "\n".join(f"• {fill(tables[name], days=days)}" for name, days in of.items())
            for whose, of in kept.items()
        ]
        return Reply("\n\n".join((*parts, self._texts.promise)))

    def asks_to_erase(self, now: float) -> Reply:
        """Really? The answer counts for a quarter of an hour."""
        yes = f"{ERASE}:{base36(int(now))}"
        rows: tuple[Row, ...] = ((Button(self._texts.erase_yes, yes),), (Button(self._texts.erase_no, KEEP),))
        return Reply(self._texts.erase_ask, rows)

    def erased(self, held: Mapping[str, int]) -> Reply:
        """What was erased, by table."""
        texts = self._texts.held.model_dump()
        things = [fill(text, number=held[name]) for name, text in texts.items() if held.get(name)]
        return Reply(self._texts.erased.format(things="\n".join(f"• {thing}" for thing in things)))


def _untold(
    kept: Mapping[str, Mapping[str, int | None]], headings: Mapping[str, str], tables: Mapping[str, str]
) -> list[str]:
    """What people would not be told of, one line each."""
    lacking = [f"texts.yaml: personal.headings has no text for {whose}" for whose in kept if whose not in headings]
    for name, days in ((name, days) for of in kept.values() for name, days in of.items()):
        if name not in tables:
            lacking.append(f"texts.yaml: personal.tables has no text for the table {name}")
        elif ("{days}" in tables[name]) is (days is None):
            lacking.append(f"texts.yaml: personal.tables.{name} must {'not ' if days is None else ''}hold {{days}}")
    return lacking


def may_erase(data: str, now: float) -> bool:
    """Whether a button still means that everything is to be erased."""
    match = _ERASE.match(data)
    return match is not None and 0 <= now - int(match[1], 36) <= ERASE_WITHIN


def last_of_each_day(past: Sequence[Past]) -> list[Past]:
    """Of results, newest first, the last of each day and door."""
    found: dict[tuple[object, str | None], Past] = {}
    for one in past:
        found.setdefault((local(one.at).date(), one.door), one)
    return list(found.values())


def _change(now: int, before: int | None) -> str:
    if before is None or now == before:
        return ""
    return f" (▲{now - before})" if now > before else f" (▼{before - now})"
