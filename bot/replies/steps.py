"""A step of a checklist as a message: the question, its answers as buttons, the way back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.checklists.answers import Answer, amounts_of, chosen
from bot.checklists.money import worded
from bot.checklists.walk import Walk, current, progress
from bot.content.checklist import Checklist, Kind, Step
from bot.content.library import Library
from bot.replies.buttons import Action, Press
from bot.replies.reply import Button, Reply, Row, escape, fill
from bot.replies.taps import Act, Tap

_CHOSEN, _NOT_CHOSEN = "✅ ", "▫️ "


@dataclass(frozen=True)
class Place:
    """Where a checklist is walked: which run, and whose it is where others could tap too."""

    run: str
    owner: int | None = None


class StepPages:
    """Renders steps and what stands between them."""

    def __init__(self, library: Library) -> None:
        self._texts = library.texts.checklist

    def step(
        self,
        checklist: Checklist,
        walk: Walk,
        place: Place,
        notice: str = "",
        marked: tuple[str, ...] | None = None,
    ) -> Reply:
        """The current step; `notice` (HTML) stands above it. Raises LookupError at the end of the walk.

        `marked` is what was tapped of many choices; without it, what was answered before.
        """
        step = current(checklist, walk)
        if step is None:
            raise LookupError("the checklist is at its end")
        given = walk.answers.get(step.id) if step.id in walk.answers else None
        lines = [notice, self._heading(checklist, walk), escape(step.ask), self._hint(step, place)]
        if step.id in walk.answers and step.kind not in (Kind.CHOICE, Kind.MANY):
            lines.append(fill(self._texts.given, answer=self._given(given)))
        chosen_now = chosen(step, given) if marked is None else marked
        rows = (*self._choices(checklist, step, chosen_now, place), *self._ways(checklist, walk, step, place))
        return Reply("\n\n".join(line for line in lines if line), rows)

    def help(self, step: Step) -> str:
        """What to say to an answer that was not understood, as HTML; steps that are typed show their help anyway."""
        if step.kind in (Kind.CHOICE, Kind.MANY):
            return f"{self._texts.not_understood} {escape(step.help)}"
        return self._texts.not_understood

    def unfinished(self, checklist: Checklist, walk: Walk, place: Place) -> Reply:
        """Somebody starts who is in the middle: go on, or begin anew?"""
        rows = (self._row(self._texts.resume, Act.RESUME, checklist, place), self._again(checklist, place))
        done = progress(checklist, walk)
        text = fill(self._texts.unfinished, number=done.number, steps=done.steps or done.number)
        return Reply(f"{self._title(checklist)}\n\n{text}", rows)

    def has_result(self, checklist: Checklist, place: Place) -> Reply:
        """Somebody starts who has a list from before: look at it, or begin anew?"""
        rows = (self._row(self._texts.show_result, Act.RESUME, checklist, place), self._again(checklist, place))
        return Reply(f"{self._title(checklist)}\n\n{self._texts.has_result}", rows)

    def saved(self, checklist: Checklist, place: Place) -> Reply:
        """The person goes on another time."""
        text = fill(self._texts.saved, title=checklist.title)
        return Reply(text, (self._row(self._texts.resume, Act.RESUME, checklist, place),))

    def cancels(self, checklist: Checklist, place: Place) -> Reply:
        """Really?"""
        rows = (
            self._row(self._texts.cancel_yes, Act.CANCEL, checklist, place),
            self._row(self._texts.cancel_no, Act.KEEP, checklist, place),
        )
        return Reply(fill(self._texts.cancel_ask, title=checklist.title), rows)

    def cancelled(self, checklist: Checklist, place: Place) -> Reply:
        """What was answered is gone."""
        return Reply(self._texts.cancelled, (self._row(self._texts.start, Act.START, checklist, place),))

    def choose(self, waiting: list[tuple[Checklist, Place]]) -> Reply:
        """Which of several checklists to go on with."""
        rows = tuple(
            self._row(f"{checklist.emoji} {checklist.label}", Act.RESUME, checklist, place)
            for checklist, place in waiting
        )
        return Reply(self._texts.resume_which, rows)

    def crisis_ways(self, checklist: Checklist, place: Place) -> tuple[Row, ...]:
        """Below the words on help, which stay where they are: the checklist may go on, or stop."""
        return (
            self._row(self._texts.resume, Act.RESUME_BELOW, checklist, place),
            self._row(self._texts.stop, Act.LATER_BELOW, checklist, place),
        )

    def _title(self, checklist: Checklist) -> str:
        return fill(self._texts.heading, emoji=checklist.emoji, title=checklist.title)

    def _heading(self, checklist: Checklist, walk: Walk) -> str:
        number, steps = progress(checklist, walk)
        if not steps:
            return self._title(checklist)
        return fill(
            self._texts.heading_numbered, emoji=checklist.emoji, title=checklist.title, number=number, steps=steps
        )

    def _hint(self, step: Step, place: Place) -> str:
        if step.kind is Kind.CHOICE:
            return ""
        hint = self._texts.many if step.kind is Kind.MANY else f"<i>{escape(step.help)}</i>"
        return hint if place.owner is None or step.kind is Kind.MANY else f"{hint}\n{self._texts.in_group}"

    def _given(self, answer: Answer) -> str:
        if answer is None:
            return self._texts.skipped
        if isinstance(answer, int | float):
            return f"{answer:g}"
        if answer and isinstance(answer[0], int | float):
            low, high = (f"{100 * share:g}" for share in answer)
            return low if low == high else f"{low}-{high}"
        said = [worded(amount) for amount in amounts_of(answer)]
        return said[0] if len(set(said)) == 1 else ", ".join(said)

    def _choices(self, checklist: Checklist, step: Step, marked: tuple[str, ...], place: Place) -> tuple[Row, ...]:
        many = step.kind is Kind.MANY
        rows: list[Row] = []
        for choice in step.choices:
            mark = _CHOSEN if choice.id in marked else _NOT_CHOSEN if many else ""
            tap = Tap(Act.TOGGLE if many else Act.ANSWER, checklist.name, place.run, step.id, choice.id, place.owner)
            rows.append((Button(mark + choice.label, tap.data()),))
        if many:
            label = step.skip if step.skip and not marked else self._texts.done
            rows.append(self._row(label, Act.DONE, checklist, place, step.id))
        return tuple(rows)

    def _ways(self, checklist: Checklist, walk: Walk, step: Step, place: Place) -> tuple[Row, ...]:
        """Skip, explanation; back, later."""
        sideways: list[Button] = []
        if step.id in walk.answers and step.kind not in (Kind.CHOICE, Kind.MANY):
            sideways += self._row(self._texts.same, Act.SAME, checklist, place, step.id)
        if step.skip and step.kind is not Kind.MANY:
            sideways += self._row(step.skip, Act.SKIP, checklist, place, step.id)
        if step.entry_id and place.owner is None:
            sideways.append(Button(self._texts.explain, Press(Action.OPEN, step.entry_id).data()))
        onwards: list[Button] = []
        if step.id != checklist.steps[0].id:
            onwards += self._row(self._texts.back, Act.BACK, checklist, place, step.id)
        onwards += self._row(self._texts.later, Act.LATER, checklist, place)
        return tuple(tuple(row) for row in (sideways, onwards) if row)

    def _again(self, checklist: Checklist, place: Place) -> Row:
        return self._row(self._texts.restart, Act.FRESH, checklist, place)

    def _row(self, label: str, act: Act, checklist: Checklist, place: Place, step: str = "") -> Row:
        return (Button(label, Tap(act, checklist.name, place.run, step, owner=place.owner).data()),)


def with_choice(step: Step, marked: tuple[str, ...], choice: str) -> tuple[str, ...]:
    """What is chosen of many after one of them was tapped."""
    wanted = set(marked) ^ {choice}
    return tuple(one.id for one in step.choices if one.id in wanted)
