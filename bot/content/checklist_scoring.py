"""Whether a checklist's points add up: areas, weights, levels, tasks, and that a better answer never lowers a score."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.content.checklist import Kind
from bot.content.checklist_models import ChecklistModel, LevelModel, StepModel, TaskModel
from bot.content.checklist_reach import Reach, clash, together
from bot.content.checks import nearest
from bot.content.source import Document, Spot
from bot.content.validate import Read

CAMPAIGN_FIGURES = ("price", "profit", "break-even", "per-100")
"""The figures of paid promotion that a condition may name."""
_FIGURES = frozenset(["total", *CAMPAIGN_FIGURES])
_WHOLE = 100  # what the weights of all areas add up to


def check_scoring(read: Read[ChecklistModel], reach: Reach) -> None:
    """Areas are scored and named well, weights add up, levels begin at 0, better answers are worth more."""
    model, document = read
    _check_weights(model, document)
    _check_levels(model, document)
    for area_id in model.areas:
        _check_area(model, document, reach, area_id)
    for step_id, step in model.steps.items():
        _check_points(model, document, step_id, step)
        if step.task:
            _check_task(document, step_id, step, step.task)
    for step_id in _bearing(model):
        _check_opening(model, document, step_id)


def is_scored(step: StepModel) -> bool:
    """Whether an answer to the step counts for an area."""
    return step.area is not None and any(choice.points for choice in step.choices.values())


def _check_weights(model: ChecklistModel, document: Document) -> None:
    if model.total is None:
        for area_id, area in model.areas.items():
            if area.weight:
                cure = "take it out, or add a `total`"
                document.report(("areas", area_id, "weight"), "a weight counts for nothing without a `total`", cure)
        return
    weights = sum(area.weight for area in model.areas.values())
    if weights != _WHOLE:
        spot = ("areas",) if model.areas else ("total",)
        difference = f"{abs(_WHOLE - weights)} {'more are needed' if weights < _WHOLE else 'are too many'}"
        document.report(spot, f"the weights of the areas add up to {weights}, not to {_WHOLE}", difference)


def _check_levels(model: ChecklistModel, document: Document) -> None:
    if model.areas and not model.levels:
        document.report(("areas",), "the areas have scores, but no `levels` to read them by", "add levels from 0 on")
    _check_order(document, ("levels",), model.levels)
    if model.total:
        _check_order(document, ("total", "levels"), model.total.levels)


def _check_order(document: Document, spot: Spot, levels: Sequence[LevelModel]) -> None:
    if levels and levels[0].low != 0:
        what = f"the first level begins at {levels[0].low}, so a lower score has none"
        document.report((*spot, 0, "from"), what, "let it begin at 0")
    for index in range(1, len(levels)):
        low, before = levels[index].low, levels[index - 1].low
        if low <= before:
            what = f"the level from {low} stands after the one from {before}"
            document.report((*spot, index, "from"), what, "sort the levels from low to high, each number once")


def _check_area(model: ChecklistModel, document: Document, reach: Reach, area_id: str) -> None:
    if area_id in _FIGURES:
        what = f"an area cannot be called `{area_id}`: advice means another figure by it"
        document.report(("areas", area_id), what, "rename it")
    scored = [step_id for step_id, step in model.steps.items() if step.area == area_id and is_scored(step)]
    if not scored:
        what = f"no step gives points to the area `{area_id}`"
        document.report(("areas", area_id), what, f"add a step with `area: {area_id}` and points, or delete the area")
    impossible = clash(together(*map(reach.asked, scored), *({name: _best(model.steps[name])} for name in scored)))
    if impossible and not any(clash(reach.asked(step_id)) for step_id in scored):
        what = f"`{area_id}` can never reach 100: its steps need different choices of `{impossible}`"
        document.report(("areas", area_id), what, "split the area, or change the `when` of its steps")


def _best(step: StepModel) -> frozenset[str]:
    most = max((choice.points for choice in step.choices.values()), default=0)
    return frozenset(choice_id for choice_id, choice in step.choices.items() if choice.points == most)


def _check_points(model: ChecklistModel, document: Document, step_id: str, step: StepModel) -> None:
    if step.area is not None and step.area not in model.areas:
        spot: Spot = ("steps", step_id, "area")
        document.report(spot, f"`{step.area}` is no area", nearest(step.area, model.areas))
    if step.area is None and (pointed := [name for name, choice in step.choices.items() if choice.points]):
        spot = ("steps", step_id, "choices", pointed[0], "points")
        what = f"the points of `{step_id}` count for nothing: it has no area"
        cure = "take the points out" if step.kind is Kind.MANY else "add its `area`, or take the points out"
        document.report(spot, what, cure)


def _check_task(document: Document, step_id: str, step: StepModel, task: TaskModel) -> None:
    spot: Spot = ("steps", step_id, "task", "done")
    unknown = [name for name in task.done if name not in step.choices]
    for name in unknown:
        what = f"`{name}` is no choice of `{step_id}`"
        document.report((*spot, task.done.index(name)), what, nearest(name, step.choices))
    if unknown:
        return
    if set(task.done) == set(step.choices):
        what = "every answer counts as done, so the task is never open"
        document.report(spot, what, "keep only the best answers in `done`")
    elif missing := _left_out(step, task.done):
        what = f"`{missing}` earns no less than what counts as done, but is not done itself"
        document.report(spot, what, f"add `{missing}`, or keep only the best answers in `done`")
    elif task.done[0] not in _best(step):
        what = f"a tick answers with the first of `done`, and `{task.done[0]}` is not the best answer"
        document.report((*spot, 0), what, "put the answer with the most points first")


def _left_out(step: StepModel, chosen: Collection[str]) -> str | None:
    """The best answer that is worth at least as much as the least of the chosen, but is not among them."""
    if not any(choice.points for choice in step.choices.values()):
        return None  # without points no answer is better than another
    least = min((step.choices[name].points for name in chosen), default=0)
    better = [name for name, choice in step.choices.items() if choice.points >= least and name not in chosen]
    return max(better, key=lambda name: step.choices[name].points, default=None)


def _bearing(model: ChecklistModel) -> Iterator[str]:
    """Steps that are scored, or on which a scored one depends."""
    bearing: set[str] = set()
    for step_id, step in reversed(model.steps.items()):
        if step_id in bearing or is_scored(step):
            bearing |= {step_id, *step.when}
    yield from (step_id for step_id in model.steps if step_id in bearing)


def _check_opening(model: ChecklistModel, document: Document, step_id: str) -> None:
    """Where an answer that earns points opens a step that points hang on, every better one must open it too."""
    for name, wanted in model.steps[step_id].when.items():
        step = model.steps.get(name)
        if step is None or not is_scored(step) or not wanted or not set(wanted) <= step.choices.keys():
            continue
        if missing := _left_out(step, wanted):
            what = f"`{missing}` of `{name}` is no worse an answer, but closes `{step_id}` and loses its points"
            cure = f"add `{missing}` here: only the best answers may open a step with points"
            document.report(("steps", step_id, "when", name), what, cure)
