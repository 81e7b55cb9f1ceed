"""Holds a checklist against itself: kinds of steps, names of steps, what people choose from, what conditions name.

Whether everything can be reached, adds up and fits one message is asked in the modules beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.checklist import Kind
from bot.content.checklist_length import check_length
from bot.content.checklist_models import BandModel, ChecklistModel, ChoiceModel, MonthsModel, StepModel
from bot.content.checklist_reach import CHOSEN, Reach, check_reach
from bot.content.checklist_scoring import CAMPAIGN_FIGURES, check_scoring
from bot.content.checks import Checklists, nearest
from bot.content.library import short_key
from bot.content.source import Document, Spot
from bot.content.validate import Read

_FEWEST_CHOICES = 2
_MONEY = (Kind.AMOUNT, Kind.AMOUNTS)
# Fields that only some kinds of steps have; a step of many has no area, since its points could add up to more than all.
_FIELDS_OF = {
    "choices": CHOSEN,
    "by_number": CHOSEN,
    "area": (Kind.CHOICE,),
    "task": (Kind.CHOICE,),
    "least": (Kind.AMOUNTS,),
    "most": (Kind.AMOUNTS,),
    "of": (Kind.RATE,),
    "base": (Kind.RATE,),
}
_WORD = re.compile(r"[^\W_]+")
_OF_STRATEGIES = ("fits", "why", "action", "entry")


def check_checklists(checklists: Checklists) -> None:
    """Every fault of each checklist's definition, reported on its document."""
    for read in checklists.values():
        _check_steps(read)
        _check_named(*read)
        _check_strategies(*read)
        _check_plan(*read)
        _check_figures(*read)
        reach = Reach(read.model)
        check_reach(read, reach)
        check_scoring(read, reach)
        check_length(read, reach)


def _check_steps(read: Read[ChecklistModel]) -> None:
    model, document = read
    for step_id, step in model.steps.items():
        _check_fields(document, step_id, step)
        _check_doubles(document, step_id, step)
        _check_lengths(document, step_id, step)
        for index, name in enumerate(step.of):
            _check_money(model, document, step_id, index, name)
    _check_rates(model, document)
    _check_keys(model, document)


def _check_fields(document: Document, step_id: str, step: StepModel) -> None:
    spot: Spot = ("steps", step_id)
    for name, kinds in _FIELDS_OF.items():
        if name in step.model_fields_set and getattr(step, name) is not None and step.kind not in kinds:
            cure = f"take it out, or make the step one of kind {_any(kinds)}"
            document.report((*spot, name), f"a step of kind `{step.kind}` has no `{name}`", cure)
    if step.kind in CHOSEN and len(step.choices) < _FEWEST_CHOICES:
        what = f"there is nothing to choose in `{step_id}`"
        document.report(spot, what, f"give it at least {_FEWEST_CHOICES} `choices`")
    if step.kind is Kind.RATE and not step.of:
        what = f"`{step_id}` does not say which amounts need the rate, so it is never asked"
        document.report(spot, what, "name the steps of amounts in `of`")
    if step.least > step.most:
        what = f"`{step_id}` can never be answered: it takes at least {step.least} and at most {step.most} amounts"
        document.report((*spot, "least"), what, "make `least` no more than `most`")


def _check_money(model: ChecklistModel, document: Document, step_id: str, index: int, name: str) -> None:
    names = list(model.steps)
    earlier = names[: names.index(step_id)]
    spot = ("steps", step_id, "of", index)
    money = [other for other in earlier if model.steps[other].kind in _MONEY]
    if name not in model.steps:
        document.report(spot, f"`{name}` is no step", nearest(name, money))
    elif name not in earlier:
        document.report(spot, f"`{name}` does not stand before `{step_id}`", f"move `{name}` above `{step_id}`")
    elif name not in money:
        kind = model.steps[name].kind
        document.report(spot, f"`{name}` is of kind `{kind}`, which is no money", f"name a step of kind {_any(_MONEY)}")


def _check_rates(model: ChecklistModel, document: Document) -> None:
    first, *others = [step_id for step_id, step in model.steps.items() if step.kind is Kind.RATE] or [""]
    for step_id in others:
        cure = f"delete it and name its steps in the `of` of `{first}`"
        document.report(("steps", step_id), f"`{first}` asks for the rate already", cure)


def _check_doubles(document: Document, step_id: str, step: StepModel) -> None:
    """What is typed or tapped must mean one answer."""
    meant = {_plain(step.skip): "skip"} if step.skip else {}
    for choice_id, choice in step.choices.items():
        for spot, text in _said(choice):
            other = meant.setdefault(_plain(text), choice_id)
            if other != choice_id:
                what = f'"{text}" means `{other}` as well as `{choice_id}`'
                document.report(("steps", step_id, "choices", choice_id, *spot), what, "keep it at one of the two")


def _check_lengths(document: Document, step_id: str, step: StepModel) -> None:
    """A length of time that is typed falls in one choice at most."""
    before: list[tuple[str, MonthsModel]] = []
    for choice_id, choice in step.choices.items():
        if (months := choice.months) is None:
            continue
        spot: Spot = ("steps", step_id, "choices", choice_id, "months")
        if step.kind is not Kind.CHOICE:
            what = f"a length of time is not read where a step is of kind `{step.kind}`"
            document.report(spot, what, "take it out, or make the step one of kind `choice`")
        _check_band(document, spot, months, score=False)
        for other_id, other in before:
            if (shared := _shared(months, other)) is not None:
                what = f"{shared} months mean `{other_id}` as well as `{choice_id}`"
                document.report(spot, what, "let one begin after the other ends")
        before.append((choice_id, months))


def _shared(one: MonthsModel, other: MonthsModel) -> int | None:
    """The fewest months that lie in both."""
    low = max(one.low or 0, other.low or 0)
    ends = [months.high for months in (one, other) if months.high is not None]
    return low if all(low <= end for end in ends) else None


def _said(choice: ChoiceModel) -> Iterator[tuple[Spot, str]]:
    yield ("label",), choice.label
    for index, text in enumerate(choice.says):
        yield ("says", index), text


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold())) or text


def _check_keys(model: ChecklistModel, document: Document) -> None:
    seen: dict[str, str] = {}
    for step_id in model.steps:
        if (other := seen.setdefault(short_key(step_id), step_id)) != step_id:
            what = f"`{step_id}` and `{other}` share one button key"
            document.report(("steps", step_id), what, "rename either of them")


def _check_named(model: ChecklistModel, document: Document) -> None:
    """Parts of a result name the steps that they come from, each of the right kind."""
    for spot, name, kind in _named(model):
        step = model.steps.get(name)
        if step is None:
            fitting = [step_id for step_id, other in model.steps.items() if other.kind is kind]
            document.report(spot, f"`{name}` is no step", nearest(name, fitting))
        elif step.kind is not kind:
            document.report(spot, f"`{name}` is a step of kind `{step.kind}`", f"name one of kind `{kind}`")


def _named(model: ChecklistModel) -> Iterator[tuple[Spot, str, Kind]]:
    if model.door:
        yield ("door",), model.door, Kind.CHOICE
    if model.income:
        yield ("income",), model.income, Kind.AMOUNTS
    if model.recommend:
        yield ("recommend", "step"), model.recommend.step, Kind.MANY
    if model.campaign:
        for name in ("price", "cost", "click"):
            yield ("campaign", name), getattr(model.campaign, name), Kind.AMOUNT
        yield ("campaign", "orders"), model.campaign.orders, Kind.ORDERS


def _check_strategies(model: ChecklistModel, document: Document) -> None:
    """What is recommended says whom it fits, why, how to begin and its source; other choices have no use for that."""
    recommended = model.recommend.step if model.recommend else None
    if recommended is not None and recommended not in model.steps:
        return  # the misspelt name is told; which choices are strategies cannot be known
    for step_id, step in model.steps.items():
        for choice_id, choice in step.choices.items():
            spot: Spot = ("steps", step_id, "choices", choice_id)
            if step_id == recommended:
                _check_strategy(model, document, spot, choice)
                continue
            for name in _OF_STRATEGIES:
                if getattr(choice, name):
                    what = f"`{name}` is never shown: `{step_id}` is not the step that `recommend` names"
                    document.report((*spot, name), what, "take it out")


def _check_strategy(model: ChecklistModel, document: Document, spot: Spot, choice: ChoiceModel) -> None:
    for name in _OF_STRATEGIES:
        if not getattr(choice, name):
            document.report(spot, f"the strategy `{spot[-1]}` lacks `{name}`", "add it")
    for area_id in choice.fits:
        if area_id not in model.areas:
            document.report((*spot, "fits", area_id), f"`{area_id}` is no area", nearest(area_id, model.areas))


def _check_plan(model: ChecklistModel, document: Document) -> None:
    for area_id, area in model.areas.items():
        if model.plan and not area.tips:
            document.report(("areas", area_id), f"the plan has nothing for `{area_id}`", "add `tips`")
        elif area.tips and not model.plan:
            document.report(("areas", area_id, "tips"), "tips are never shown without a `plan`", "add a `plan`")
    if model.plan and not model.areas:
        document.report(("plan",), "there are no areas to plan for", "add `areas`, or take the plan out")


def _check_figures(model: ChecklistModel, document: Document) -> None:
    """Advice under a figure's condition: the figure exists here, and some number lies in the band."""
    scores = {*model.areas, *(["total"] if model.total else [])}
    known = [*scores, *(CAMPAIGN_FIGURES if model.campaign else ())]
    for index, advice in enumerate(model.advice):
        for name, wanted in advice.when.items():
            spot = ("advice", index, "when", name)
            if not isinstance(wanted, BandModel):
                continue
            if name not in known:
                document.report(spot, f"`{name}` is no figure of this checklist", nearest(name, known))
            _check_band(document, spot, wanted, score=name in scores)


def _check_band(document: Document, spot: Spot, band: BandModel | MonthsModel, *, score: bool) -> None:
    low, high = band.low, band.high
    if low is None and high is None:
        document.report(spot, "this says nothing about the figure", "add `from`, `to` or both")
    elif low is not None and high is not None and low > high:
        document.report(spot, f"no number goes from {low:g} to {high:g}", "swap the two numbers")
    elif score and ((low or 0) > 100 or (high or 0) < 0):
        document.report(spot, "a score lies between 0 and 100, so this never holds", "use numbers between 0 and 100")


def _any(kinds: tuple[Kind, ...]) -> str:
    return " or ".join(f"`{kind}`" for kind in kinds)
