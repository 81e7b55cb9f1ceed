"""Leads somebody through a checklist: shows the step, takes the answer, goes back, ends in the result.

What a tap and a typed message have in common; neither knows here how it came.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import dropwhile

from bot.chat.context import Context
from bot.chat.drawings import MOST_DATES, Drawings
from bot.chat.going import Going, Goings
from bot.chat.knowledge import Knowledge
from bot.chat.pictures import Pictures
from bot.chat.screen import Screen
from bot.checklists.answers import Answer, chosen
from bot.checklists.past import Past, kept, read_past
from bot.checklists.result import Result
from bot.checklists.score import result_of
from bot.checklists.walk import Walk, answered, back, current
from bot.content.checklist import Checklist, Step
from bot.content.library import Library
from bot.replies.dates import local
from bot.replies.reply import Reply
from bot.replies.results import ResultPages
from bot.replies.steps import Place, StepPages, with_choice
from bot.storage.protocols import Records


class Walks:
    """The walks of one conversation after the other; what they come to is kept in the unit in hand."""

    def __init__(self, knowledge: Knowledge, records: Records, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self.library: Library = knowledge.library
        self.steps = StepPages(knowledge.library)
        self._results = ResultPages(knowledge.library)
        self._drawings = Drawings(knowledge.library)
        self._records = records
        self._pictures = Pictures(records)

    def goings(self, context: Context) -> Goings:
        """The checklists in the session."""
        return Goings(context.unit.state, self.library, self._clock)

    async def begins(self, checklist: Checklist, screen: Screen, context: Context) -> None:
        """A new run from the first step."""
        going = self.goings(context).begin(checklist)
        await self.shows(going, screen, context)

    async def shows(self, going: Going, screen: Screen, context: Context, notice: str = "") -> None:
        """The step that is to be answered now, or the result where all are."""
        if current(going.checklist, going.walk) is None:
            await self._ends(going, screen, context)
            return
        reply = self.steps.step(going.checklist, going.walk, Place(going.run, screen.owner), notice)
        going.message = await screen.put(reply)
        self.goings(context).keep(going, walking=True)

    async def takes(self, going: Going, step: Step, answer: Answer, screen: Screen, context: Context) -> bool:
        """An answer to a step, then the next; False where the answer calls for the words on help, which are said."""
        going.walk = answered(going.checklist, going.walk, step.id, answer)
        if not any(step.by_id[name].alarm for name in chosen(step, answer)):
            await self.shows(going, screen, context)
            return True
        place = Place(going.run, screen.owner)
        saved = self.steps.saved(going.checklist, place)
        await screen.put(Reply(saved.html))
        ways = self.steps.crisis_ways(going.checklist, place)
        going.message = await screen.anew().put(Reply(self.library.texts.crisis_answer, ways))
        self.goings(context).keep(going, walking=False)
        return False

    async def toggles(self, going: Going, step: Step, choice: str, screen: Screen, context: Context) -> None:
        """One of many choices, taken or taken back; the step stays."""
        marked = with_choice(step, going.walk.answers.get(step.id), choice)
        going.walk = Walk({**going.walk.answers, step.id: list(marked)}, at=step.id)
        await self.shows(going, screen, context)

    async def chose_all(self, going: Going, step: Step, screen: Screen, context: Context) -> None:
        """Of many choices all are taken."""
        await self.takes(going, step, list(chosen(step, going.walk.answers.get(step.id))), screen, context)

    async def goes_back(self, going: Going, screen: Screen, context: Context) -> None:
        """To the step before."""
        going.walk = back(going.checklist, going.walk)
        await self.shows(going, screen, context)

    async def rests(self, going: Going, screen: Screen, context: Context) -> None:
        """Later: what is answered stays."""
        going.message = await screen.put(self.steps.saved(going.checklist, Place(going.run, screen.owner)))
        self.goings(context).keep(going, walking=False)

    async def ticks(self, going: Going, step: Step, screen: Screen, context: Context) -> None:
        """A task is done: the best answer of its step; a step that this opens is asked before the new result."""
        if step.task is None:
            raise LookupError(f"{step.id} is no task")
        going.walk = answered(going.checklist, going.walk, step.id, step.task.done[0])
        await self.shows(going, screen, context)

    async def shows_result(self, going: Going, screen: Screen, context: Context) -> None:
        """The result once more, as it is."""
        await self._shows_result(going, screen, context, fresh=False)

    async def _ends(self, going: Going, screen: Screen, context: Context) -> None:
        await self._shows_result(going, screen, context, fresh=True)

    async def _shows_result(self, going: Going, screen: Screen, context: Context, *, fresh: bool) -> None:
        checklist, user_id = going.checklist, context.unit.conversation.user_id
        result = result_of(checklist, going.walk.answers)
        earlier = await self._past(user_id, checklist, result)
        now = Past(self._clock(), result.door, result.total, {one.area.id: one.score for one in result.areas})
        if not fresh:
            earlier = list(dropwhile(lambda one: (one.total, one.areas) == (now.total, now.areas), earlier))
        place = Place(going.run, screen.owner)
        page = self._results.result(checklist, result, _compared(earlier, now), place, context.bot.username)
        going.message = await screen.put(page)
        await self._draws(going, result, [now, *earlier], screen, context)
        if fresh:
            context.unit.finished(user_id, checklist.name, kept(result))
        self.goings(context).keep(going, walking=False)

    async def _past(self, user_id: int, checklist: Checklist, result: Result) -> list[Past]:
        """Earlier results of the same kind, newest first."""
        found = await self._records.results(user_id, checklist.name, limit=MOST_DATES * 3)
        past = [past for one in found if (past := read_past(one.result, one.finished_at))]
        return [one for one in past if one.door == result.door]

    async def _draws(self, going: Going, result: Result, past: list[Past], screen: Screen, context: Context) -> None:
        """The result's picture, and how it went so far where there are no tasks that would change it step by step."""
        drawing = self._drawings.of(going.checklist, result)
        if drawing is not None:
            instead = going.picture if going.message == screen.message_id else None
            shown = await self._pictures.show(drawing.spec, drawing.caption, screen, context, instead=instead)
            going.picture = shown or going.picture
        if any(step.task for step in going.checklist.steps) or not result.areas:
            return
        trend = self._drawings.trend(going.checklist, past[::-1])
        if trend is not None:
            await self._pictures.show(trend.spec, trend.caption, screen, context)


def _compared(earlier: list[Past], now: Past) -> Past | None:
    """The result to compare with: the last of an earlier day, else the last."""
    today = local(now.at).date()
    of_earlier_days = (one for one in earlier if local(one.at).date() != today)
    return next(of_earlier_days, earlier[0] if earlier else None)


def is_open(going: Going) -> bool:
    """Whether a run is in the middle: begun and not at its end."""
    return current(going.checklist, going.walk) is not None


def has_tasks(going: Going) -> bool:
    """Whether a finished run has something that can still be ticked off."""
    tasks = result_of(going.checklist, going.walk.answers).tasks
    return any(not one.done for one in tasks)
