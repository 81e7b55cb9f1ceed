"""How long a checklist's result can become: an upper bound over everything that it may say at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.content.checklist_models import AreaModel, BandModel, ChecklistModel, ChoiceModel, StepModel
from bot.content.checklist_reach import Needs, Reach, clash, together
from bot.content.checks import MESSAGE_LIMIT, telegram_length
from bot.content.validate import Read

_FRAME = 700  # the headings, the change since last time, the titles of the source articles
_INCOME = 250  # average, trend and steadiness
_CAMPAIGN = 500  # what the arithmetic of promotion says at most
_LINE = 12  # what a line has besides the text of the file: indent, bullet, score, line break
_ANSWERS_TO = 25  # what stands around the areas that a strategy answers
_USED = 50  # what stands around the strategies in use


def check_length(read: Read[ChecklistModel], reach: Reach) -> None:
    """The longest result fits one message."""
    model, document = read
    longest = max(_longest(model, reach, way) for way in _ways(model))
    if longest > MESSAGE_LIMIT:
        what = f"the result can become {longest} characters long, and one message holds {MESSAGE_LIMIT}"
        document.report((), what, "shorten reasons, actions, tips or advice, or drop some")


def _ways(model: ChecklistModel) -> Iterator[Needs]:
    """Through each door one; what lies behind different doors is never said together."""
    door = model.steps.get(model.door) if model.door else None
    if model.door is None or door is None or not door.choices:
        yield {}
        return
    for choice in door.choices:
        yield {model.door: frozenset([choice])}


def _longest(model: ChecklistModel, reach: Reach, way: Needs) -> int:
    steps = {name: step for name, step in model.steps.items() if not clash(together(way, reach.asked(name)))}
    asked = {step.area for step in steps.values()}
    areas = {area_id: area for area_id, area in model.areas.items() if area_id in asked}
    return (
        _FRAME
        + _line(model.note)
        + _totals(model)
        + _areas(model, areas.values(), steps.values())
        + sum(_line(step.task.text) + _line(step.task.action) for step in steps.values() if step.task)
        + _advice(model, reach, way)
        + _plan(model, areas.values())
        + (_strategies(model) if model.recommend and model.recommend.step in steps else 0)
        + (_INCOME if model.income in steps else 0)
        + (_CAMPAIGN if model.campaign and model.campaign.price in steps else 0)
    )


def _line(*texts: str | None) -> int:
    return _LINE + sum(telegram_length(text) for text in texts if text)


def _totals(model: ChecklistModel) -> int:
    if model.total is None:
        return 0
    return _line(model.total.label) + max(_line(level.label) for level in model.total.levels)


def _areas(model: ChecklistModel, areas: Iterable[AreaModel], steps: Iterable[StepModel]) -> int:
    level = max((telegram_length(level.label) for level in model.levels), default=0)
    scores = sum(_line(area.label) + level for area in areas)
    scored = (step.choices.values() for step in steps if step.area)
    return scores + sum(max((_line(choice.reason) for choice in choices), default=0) for choices in scored)


def _advice(model: ChecklistModel, reach: Reach, way: Needs) -> int:
    """The longest advice of each group."""
    longest: dict[str, int] = {}
    for advice in model.advice:
        chosen = {name: wanted for name, wanted in advice.when.items() if not isinstance(wanted, BandModel)}
        if not clash(together(way, reach.of(chosen))):
            longest[advice.group] = max(longest.get(advice.group, 0), _line(advice.text))
    return sum(longest.values())


def _plan(model: ChecklistModel, areas: Iterable[AreaModel]) -> int:
    if model.plan is None:
        return 0
    tips = [_line(area.label) + sum(_line(tip.day, tip.text) for tip in area.tips) for area in areas]
    return max(sum(sorted(tips, reverse=True)[: model.plan.areas]), _line(model.plan.none))


def _strategies(model: ChecklistModel) -> int:
    if model.recommend is None:
        return 0
    choices = model.steps[model.recommend.step].choices.values()
    longest = sorted((_strategy(model, choice) for choice in choices), reverse=True)[: model.recommend.most]
    return sum(longest) + _USED + sum(_line(choice.label) for choice in choices)


def _strategy(model: ChecklistModel, choice: ChoiceModel) -> int:
    answers = sum(_line(model.areas[name].label) for name in choice.fits if name in model.areas)
    return _line(choice.label) + _line(choice.why) + _line(choice.action) + answers + _ANSWERS_TO
