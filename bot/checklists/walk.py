"""Where somebody is in a checklist: (checklist, answers so far, new answer) -> next step, or the end.

The answers say it all: the current step is the first on the way that has none, unless the person went back to another.
Answers to steps that are not on the way any more are kept, and count again when they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.checklists.answers import Answer, Answers, amounts_of, chosen, fits
from bot.content.checklist import Checklist, Kind, Step


class AnswerError(ValueError):
    """The answer is none that the step takes."""


@dataclass(frozen=True)
class Walk:
    """Somebody's answers, and the step that they went back to, if they did."""

    answers: Answers = field(default_factory=dict)
    at: str | None = None


class Progress(NamedTuple):
    """The current step's number, from 1, and how many there are as far as can be told; 0 where it can't."""

    number: int
    steps: int


def way(checklist: Checklist, answers: Answers) -> tuple[Step, ...]:
    """The steps that apply to these answers, in order; one that depends on an unanswered step does not yet."""
    return tuple(_applying(checklist, answers))


def _applying(checklist: Checklist, answers: Answers) -> Iterator[Step]:
    passed: dict[str, Answer] = {}
    for step in checklist.steps:
        if not _opened(step, passed, checklist) or (step.kind is Kind.RATE and not needs_rate(step, passed)):
            continue
        if step.id in answers:
            passed[step.id] = answers[step.id]
        yield step


def _opened(step: Step, passed: Answers, checklist: Checklist) -> bool:
    return all(_holds(checklist, passed, name, wanted) for name, wanted in step.when.items())


def needs_rate(step: Step, answers: Answers) -> bool:
    """Whether amounts must be brought to one currency: any in a foreign one, or, asked in dollars, any in rupiah."""
    currencies = {amount.currency for name in step.of for amount in amounts_of(answers.get(name))}
    return bool(currencies - {step.base})


def current(checklist: Checklist, walk: Walk) -> Step | None:
    """The step to ask now; None at the end."""
    steps = way(checklist, walk.answers)
    if walk.at is not None and (back_at := next((step for step in steps if step.id == walk.at), None)):
        return back_at
    return next((step for step in steps if step.id not in walk.answers), None)


def answered(checklist: Checklist, walk: Walk, step_id: str, answer: Answer) -> Walk:
    """The walk with one step answered, on at the first step without an answer; raises AnswerError."""
    step = checklist.by_id.get(step_id)
    if step is None or step not in way(checklist, walk.answers):
        raise AnswerError(f"{step_id} is no step on the way")
    if not fits(step, answer):
        raise AnswerError(f"{step_id} does not take this answer")
    return Walk({**walk.answers, step_id: answer})


def back(checklist: Checklist, walk: Walk) -> Walk:
    """The walk at the step before the current one; the same where there is none."""
    steps = way(checklist, walk.answers)
    now = current(checklist, walk)
    before = steps[: steps.index(now)] if now else steps
    return replace(walk, at=before[-1].id) if before else walk


def progress(checklist: Checklist, walk: Walk) -> Progress:
    """How far somebody is."""
    steps = way(checklist, walk.answers)
    now = current(checklist, walk)
    number = steps.index(now) + 1 if now else len(steps)
    if checklist.door and checklist.door not in walk.answers:
        return Progress(number, 0)
    return Progress(number, len(steps) + sum(1 for _ in _still_possible(checklist, walk.answers, steps)))


def _still_possible(checklist: Checklist, answers: Answers, steps: tuple[Step, ...]) -> Iterator[Step]:
    """Steps that are not on the way yet and that an open step may still bring there."""
    open_steps = {step.id for step in steps if step.id not in answers}
    passed = {step.id: answers[step.id] for step in steps if step.id in answers}
    for step in checklist.steps:
        if step in steps or step.kind is Kind.RATE:
            continue
        if all(name in open_steps or _holds(checklist, passed, name, wanted) for name, wanted in step.when.items()):
            open_steps.add(step.id)
            yield step


def _holds(checklist: Checklist, passed: Mapping[str, Answer], name: str, wanted: frozenset[str]) -> bool:
    return name in passed and not wanted.isdisjoint(chosen(checklist.by_id[name], passed[name]))
