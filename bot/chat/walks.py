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
from bot.chat.pictures import MayAdd, Pictures
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
from bot.storage.protocols import Records, Walked


class Walks:
    """The walks of one conversation after the other; what they come to is kept in the unit in hand."""

    def __init__(
        self, knowledge: Knowledge, records: Records, may_add: MayAdd, clock: Callable[[], float] = time.time
    ) -> None:
        self._clock = clock
        self.library: Library = knowledge.library
        self.steps = StepPages(knowledge.library)
        self._results = ResultPages(knowledge.library)
        self._drawings = Drawings(knowledge.library)
        self._records = records
        self._pictures = Pictures(records, knowledge.library.texts, may_add)

    def goings(self, context: Context) -> Goings:
        """The checklists in the session."""
        return Goings(context.unit.state, self.library, self._clock)

    def checklist(self, name: str) -> Checklist:
        """A checklist by its name; raises LookupError."""
        checklist = self.library.checklist(name)
        if checklist is None:
            raise LookupError(f"there is no checklist {name}")
        return checklist

    async def opens(self, checklist: Checklist, screen: Screen, context: Context) -> None:
        """Begin, but ask first where answers or a list to tick off would be lost by it."""
        going = self.goings(context).of(checklist.name)
        if going is None or not (going.walk.answers and (going.is_open or has_tasks(going))):
            await self.begins(checklist, screen, context)
            return
        place = Place(going.run, screen.owner)
        if going.is_open:
            await screen.put(self.steps.unfinished(checklist, going.walk, place))
        else:
            await screen.put(self.steps.has_result(checklist, place))

    async def begins(self, checklist: Checklist, screen: Screen, context: Context) -> None:
        """A new run from the first step."""
        going = self.goings(context).begin(checklist)
        await self.shows(going, screen, context)

    async def shows(self, going: Going, screen: Screen, context: Context, notice: str = "") -> None:
        """The step that is to be answered now, or the result where all are."""
        if not going.is_open:
            await self._shows_result(going, screen, context)
            return
        place = Place(going.run, screen.owner)
        reply = self.steps.step(going.checklist, going.walk, place, notice, going.marked)
        going.message = await screen.put(reply)
        _count(going, context)
        self.goings(context).keep(going, walking=True)

    async def takes(self, going: Going, step: Step, answer: Answer, screen: Screen, context: Context) -> None:
        """An answer to a step, then the next; where it calls for the words on help, those come first."""
        going.takes(answered(going.checklist, going.walk, step.id, answer))
        if any(step.by_id[name].alarm for name in chosen(step, answer)):
            await self.cares(going, self.library.texts.crisis_answer, screen, context)
        else:
            await self.shows(going, screen, context)

    async def cares(self, going: Going, words: str, screen: Screen, context: Context) -> None:
        """Say where there is help, in a message that stays; the checklist waits until the person wants to go on."""
        ways = self.steps.crisis_ways(going.checklist, Place(going.run, screen.owner))
        await screen.anew().put(Reply(words, ways))
        asked, going.message = going.message, None
        self.goings(context).keep(going, walking=False)
        await screen.clear(asked)

    async def toggles(self, going: Going, step: Step, choice: str, screen: Screen, context: Context) -> None:
        """One of many choices, taken or taken back; the step stays."""
        going.marked = with_choice(step, marked(going, step), choice)
        await self.shows(going, screen, context)

    async def goes_back(self, going: Going, screen: Screen, context: Context) -> None:
        """To the step before."""
        going.walk, going.marked, going.refused = back(going.checklist, going.walk), None, None
        await self.shows(going, screen, context)

    async def rests(self, going: Going, screen: Screen, context: Context) -> None:
        """Later: what is answered stays."""
        if not going.is_open:
            await self.shows(going, screen, context)
            return
        going.message = await screen.put(self.steps.saved(going.checklist, Place(going.run, screen.owner)))
        going.resting = True
        self.goings(context).keep(going, walking=False)

    async def ticks(self, going: Going, step: Step, screen: Screen, context: Context) -> None:
        """A task is done: the best answer of its step; a step that this opens is asked before the new result."""
        if step.task is None:
            raise LookupError(f"{step.id} is no task")
        going.undo = going.walk.answers
        going.takes(answered(going.checklist, going.walk, step.id, step.task.done[0]))
        await self.shows(going, screen, context)

    async def unticks(self, going: Going, screen: Screen, context: Context) -> None:
        """The last tick was none: the answers are what they were before it."""
        if going.undo is not None:
            recorded = going.is_open  # only the result before the tick was
            going.takes(Walk(going.undo))
            going.undo, going.recorded = None, recorded
        await self.shows(going, screen, context)

    async def cancels(self, going: Going, screen: Screen, context: Context) -> None:
        """Forget a run; where a tick had opened a step of a finished one, only that tick."""
        if going.undo is not None and going.is_open:
            await self.unticks(going, screen, context)
            return
        _count(going, context, ended="cancelled")
        self.goings(context).drop(going.checklist.name)
        await screen.put(self.steps.cancelled(going.checklist, Place("", screen.owner)))

    async def _shows_result(self, going: Going, screen: Screen, context: Context) -> None:
        """The result; it is recorded once, and before anything that is only drawn could fail."""
        checklist, user_id = going.checklist, context.unit.conversation.user_id
        result = result_of(checklist, going.walk.answers)
        earlier = await self._past(user_id, checklist, result)
        now = Past(self._clock(), result.door, result.total, {one.area.id: one.score for one in result.areas})
        if going.recorded:
            earlier = list(dropwhile(lambda one: (one.total, one.areas) == (now.total, now.areas), earlier))
        else:
            context.unit.finished(user_id, checklist.name, kept(result))
            _count(going, context, ended="finished")
        page = self._results.result(
            checklist,
            result,
            _compared(earlier, now),
            Place(going.run, screen.owner),
            context.bot.username,
            can_undo=going.undo is not None,
        )
        going.message = await screen.put(page)
        await self._draws(going, result, [now, *earlier], screen, context)
        going.recorded = True
        self.goings(context).keep(going, walking=False)
        self.goings(context).hand_on()

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
        if going.recorded or any(step.task for step in going.checklist.steps) or not result.areas:
            return
        trend = self._drawings.trend(going.checklist, past[::-1])
        if trend is not None:
            await self._pictures.show(trend.spec, trend.caption, screen, context)


def _count(going: Going, context: Context, ended: str | None = None) -> None:
    """Count how far this run went; once it has ended, what is done with its result counts no more."""
    if going.key:
        step = current(going.checklist, going.walk)
        context.unit.walked(Walked(going.key, going.checklist.name, step.id if step else None, ended))
        going.key = "" if ended else going.key


def _compared(earlier: list[Past], now: Past) -> Past | None:
    """The result to compare with: the last of an earlier day, else the last."""
    today = local(now.at).date()
    of_earlier_days = (one for one in earlier if local(one.at).date() != today)
    return next(of_earlier_days, earlier[0] if earlier else None)


def marked(going: Going, step: Step) -> tuple[str, ...]:
    """What is chosen of many so far: what was tapped since the step was shown, else what was answered before."""
    return chosen(step, going.walk.answers.get(step.id)) if going.marked is None else going.marked


def has_tasks(going: Going) -> bool:
    """Whether a finished run has something that can still be ticked off."""
    tasks = result_of(going.checklist, going.walk.answers).tasks
    return any(not one.done for one in tasks)
