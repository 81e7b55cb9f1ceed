"""Which steps and advice of a checklist can ever be met: its conditions, followed to the end.

A step is asked where every step that its `when` names is asked and answered with one of the named choices. Nothing is
ever asked because another step was not, so all that a step needs comes down to one set of choices for each step before
it, and it can be asked exactly where none of these sets is empty. Steps of many are left out of this: all of their
choices can be taken together, so they contradict nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.content.checklist import Kind
from bot.content.checklist_models import AdviceModel, BandModel, ChecklistModel, StepModel
from bot.content.checks import nearest
from bot.content.source import Document, Spot
from bot.content.validate import Read

CHOSEN = (Kind.CHOICE, Kind.MANY)
"""The kinds of steps that conditions may name."""

Needs = Mapping[str, frozenset[str]]
"""What may be chosen at each step (of choice) that something depends on; an empty set can never be met."""


class Reach:
    """What must be chosen for each step of a checklist to be asked."""

    def __init__(self, model: ChecklistModel) -> None:
        self._steps = model.steps
        self._needs: dict[str, Needs] = {}
        for step_id, step in model.steps.items():
            self._needs[step_id] = self.of(step.when)

    def of(self, when: Mapping[str, Iterable[str]]) -> Needs:
        """What must be chosen for a condition to hold; misspelt names ask for nothing, they are told elsewhere."""
        parts: list[Needs] = []
        for name, wanted in when.items():
            if name in self._steps:
                parts += [self.asked(name), self._chosen(name, frozenset(wanted))]
        return together(*parts)

    def asked(self, step_id: str) -> Needs:
        """What must be chosen for a step to be asked; while the steps are gone through, a later one never is."""
        return self._needs.get(step_id, {step_id: frozenset()})

    def _chosen(self, name: str, wanted: frozenset[str]) -> Needs:
        step = self._steps[name]
        if step.kind not in CHOSEN or not wanted:
            return {name: frozenset()}
        return {name: wanted} if step.kind is Kind.CHOICE and wanted <= step.choices.keys() else {}


def together(*parts: Needs) -> Needs:
    """What must be chosen for all of it."""
    found: dict[str, frozenset[str]] = {}
    for part in parts:
        for name, wanted in part.items():
            found[name] = found[name] & wanted if name in found else wanted
    return found


def clash(needs: Needs) -> str | None:
    """The first step of which nothing could be chosen; None where the needs can be met."""
    return next((name for name, wanted in needs.items() if not wanted), None)


def check_reach(read: Read[ChecklistModel], reach: Reach) -> None:
    """Conditions name earlier steps and their choices, and everything that hangs on them can happen."""
    model, document = read
    for step_id, step in model.steps.items():
        _check_step(model, document, reach, step_id)
        if step.kind is Kind.RATE:
            _check_rate(document, reach, step_id, step)
    for index, advice in enumerate(model.advice):
        _check_advice(model, document, reach, index, advice)
    _check_shadowed(model, document)


def check_condition(model: ChecklistModel, document: Document, spot: Spot, wanted: Sequence[str]) -> None:
    """The last part of `spot` names a step that is chosen from, and `wanted` some of its choices."""
    name = str(spot[-1])
    step = model.steps.get(name)
    if step is None:
        document.report(spot, f"`{name}` is no step", nearest(name, model.steps))
    elif step.kind not in CHOSEN:
        document.report(spot, f"`{name}` has no choices that a condition could name", "name a step of choice or many")
    elif not wanted:
        document.report(spot, f"no choice of `{name}` is named, so this never holds", "name at least one choice")
    for index, choice in enumerate(wanted):
        if step is not None and step.kind in CHOSEN and choice not in step.choices:
            what = f"`{choice}` is no choice of `{name}`"
            document.report((*spot, index), what, nearest(choice, step.choices))


def _check_step(model: ChecklistModel, document: Document, reach: Reach, step_id: str) -> None:
    names = list(model.steps)
    when, told = model.steps[step_id].when, len(document.problems)
    for name, wanted in when.items():
        spot = ("steps", step_id, "when", name)
        if name == step_id:
            document.report(spot, f"`{step_id}` waits for itself, so it is never asked", "name an earlier step")
        elif name in model.steps and names.index(name) > names.index(step_id):
            cure = f"move `{name}` above `{step_id}`"
            document.report(spot, f"`{name}` comes later, so `{step_id}` is never asked", cure)
        else:
            check_condition(model, document, spot, wanted)
    if len(document.problems) == told and (impossible := clash(reach.asked(step_id))):
        what, cure = _worded(model, reach, when, impossible)
        document.report(("steps", step_id, "when"), f"`{step_id}` is never asked: {what}", cure)


def _worded(model: ChecklistModel, reach: Reach, when: Iterable[str], impossible: str) -> tuple[str, str]:
    """Why a condition never holds, and what to do: mend what it hangs on, or the choices that exclude each other."""
    never = next((name for name in when if name in model.steps and clash(reach.asked(name))), None)
    if never:
        return f"it follows `{never}`, which never is", f"mend `{never}` first"
    return f"its conditions ask for different choices of `{impossible}`", f"name choices of `{impossible}` that agree"


def _check_rate(document: Document, reach: Reach, step_id: str, step: StepModel) -> None:
    needs = [together(reach.asked(step_id), reach.asked(name)) for name in step.of]
    apart = {index: impossible for index, need in enumerate(needs) if (impossible := clash(need))}
    if clash(reach.asked(step_id)) or any(clash(reach.asked(name)) for name in step.of):
        return
    if apart and len(apart) == len(step.of):
        what = f"`{step_id}` is never asked: its amounts need other choices of `{apart[0]}`"
        document.report(("steps", step_id, "of"), what, "change the `when` of either")
        return
    for index, impossible in apart.items():
        what = f"`{step.of[index]}` is never asked where `{step_id}` could be: they need different `{impossible}`"
        document.report(("steps", step_id, "of", index), what, "take it out, or change the `when` of either")


def _check_advice(model: ChecklistModel, document: Document, reach: Reach, index: int, advice: AdviceModel) -> None:
    told = len(document.problems)
    chosen = {name: wanted for name, wanted in advice.when.items() if not isinstance(wanted, BandModel)}
    for name, wanted in chosen.items():
        check_condition(model, document, ("advice", index, "when", name), wanted)
    if len(document.problems) == told and (impossible := clash(reach.of(chosen))):
        what, cure = _worded(model, reach, chosen, impossible)
        document.report(("advice", index, "when"), f"this advice is never said: {what}", cure)


def _check_shadowed(model: ChecklistModel, document: Document) -> None:
    """Of a group only the first advice that holds is said: one that an earlier one always forestalls never is."""
    for index, advice in enumerate(model.advice):
        for earlier in model.advice[:index]:
            if earlier.group == advice.group and _always(earlier, advice):
                what = f"this advice is never said: an earlier one of the group `{advice.group}` always holds before it"
                document.report(("advice", index), what, "move it up, or narrow the `when` of the earlier one")
                break


def _always(earlier: AdviceModel, later: AdviceModel) -> bool:
    """Whether the earlier condition holds wherever the later one does."""
    return all(name in later.when and _within(later.when[name], wanted) for name, wanted in earlier.when.items())


def _within(inner: list[str] | BandModel, outer: list[str] | BandModel) -> bool:
    if isinstance(inner, BandModel) and isinstance(outer, BandModel):
        above = outer.low is None or (inner.low is not None and inner.low >= outer.low)
        return above and (outer.high is None or (inner.high is not None and inner.high <= outer.high))
    return not isinstance(inner, BandModel) and not isinstance(outer, BandModel) and set(inner) <= set(outer)
