"""What `checklists/<name>.yaml` may hold: strict pydantic models, and the frozen checklist that they become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from bot.content.checklist import (
    Advice,
    Area,
    Band,
    Campaign,
    Checklist,
    Choice,
    Condition,
    Kind,
    Level,
    Step,
    Task,
    Tip,
)
from bot.content.models import Emoji, EntryId, Label, StrictModel, Text, Title

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=24)]
ChoiceName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=12)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=220)]
Points = Annotated[int, Field(ge=0, le=100)]


class BandModel(StrictModel):
    """A figure's bounds; at least one of them."""

    model_config = ConfigDict(populate_by_name=True)

    low: float | None = Field(default=None, alias="from")
    high: float | None = Field(default=None, alias="to")


class MonthsModel(StrictModel):
    """The full months of a length of time, both included; at least one bound."""

    model_config = ConfigDict(populate_by_name=True)

    low: int | None = Field(default=None, alias="from", ge=0)
    high: int | None = Field(default=None, alias="to", ge=0)


class TaskModel(StrictModel):
    """What can be ticked off, and the one next action until it is."""

    text: Line
    done: list[ChoiceName] = Field(min_length=1)
    action: Line
    entry: EntryId


class ChoiceModel(StrictModel):
    """One answer to choose."""

    label: Label
    points: Points = 0
    says: list[Said] = Field(default=[])
    reason: Line | None = None
    alarm: bool = False
    fits: dict[Name, Annotated[int, Field(ge=1, le=3)]] = Field(default={})
    why: Line | None = None
    action: Line | None = None
    entry: EntryId | None = None
    months: MonthsModel | None = None


class StepModel(StrictModel):
    """One question; its key is its id."""

    kind: Kind = Field(strict=False)
    ask: Text
    help: Text
    area: Name | None = None
    choices: dict[ChoiceName, ChoiceModel] = Field(default={}, max_length=8)
    when: dict[Name, list[ChoiceName]] = Field(default={})
    skip: Label | None = None
    task: TaskModel | None = None
    entry: EntryId | None = None
    least: int = Field(default=1, ge=1, le=12)
    most: int = Field(default=12, ge=1, le=24)
    of: list[Name] = Field(default=[])
    base: Annotated[str, StringConstraints(pattern="^(IDR|USD)$")] = "IDR"
    by_number: bool = True


class TipModel(StrictModel):
    """One line of a plan."""

    day: Label
    text: Line
    entry: EntryId


class AreaModel(StrictModel):
    """One part of the result."""

    label: Label
    entry: EntryId
    weight: int = Field(default=0, ge=0, le=100)
    tips: list[TipModel] = Field(default=[], max_length=6)


class LevelModel(StrictModel):
    """How a score reads from a number on."""

    model_config = ConfigDict(populate_by_name=True)

    low: int = Field(alias="from", ge=0, le=100)
    label: Line


class TotalModel(StrictModel):
    """The weighted sum of all areas."""

    label: Label
    levels: list[LevelModel] = Field(min_length=1, max_length=6)


class AdviceModel(StrictModel):
    """Something to say under a condition."""

    group: Name
    when: dict[Name, list[ChoiceName] | BandModel] = Field(default={})
    text: Line
    entry: EntryId


class PlanModel(StrictModel):
    """The plan for the areas that press most."""

    model_config = ConfigDict(populate_by_name=True)

    areas: int = Field(ge=1, le=4)
    low: int = Field(default=0, alias="from", ge=0, le=100)
    none: Line


class RecommendModel(StrictModel):
    """Which strategies are recommended."""

    step: Name
    most: int = Field(default=3, ge=1, le=6)


class CampaignModel(StrictModel):
    """The steps that hold the figures of paid promotion."""

    price: Name
    cost: Name
    orders: Name
    click: Name


class ChecklistModel(StrictModel):
    """One checklist (`checklists/<name>.yaml`)."""

    title: Title
    label: Label
    emoji: Emoji
    intro: Text
    entries: list[EntryId] = Field(min_length=1, max_length=12)
    private: bool = True
    more_is_better: bool = True
    levels: list[LevelModel] = Field(default=[], max_length=6)
    total: TotalModel | None = None
    areas: dict[Name, AreaModel] = Field(default={})
    steps: dict[Name, StepModel] = Field(min_length=1, max_length=40)
    door: Name | None = None
    advice: list[AdviceModel] = Field(default=[], max_length=40)
    plan: PlanModel | None = None
    recommend: RecommendModel | None = None
    income: Name | None = None
    campaign: CampaignModel | None = None
    remind: bool = False
    note: Line


def checklist_of(name: str, model: ChecklistModel) -> Checklist:
    """The frozen checklist that a valid model describes."""
    return Checklist(
        name=name,
        title=model.title,
        label=model.label,
        emoji=model.emoji,
        intro=model.intro,
        entries=tuple(model.entries),
        steps=tuple(_step(step_id, step) for step_id, step in model.steps.items()),
        areas=tuple(_area(area_id, area) for area_id, area in model.areas.items()),
        levels=_levels(model.levels),
        more_is_better=model.more_is_better,
        private=model.private,
        total=model.total.label if model.total else None,
        total_levels=_levels(model.total.levels) if model.total else (),
        advice=tuple(Advice(one.group, _condition(one.when), one.text, one.entry) for one in model.advice),
        plan_areas=model.plan.areas if model.plan else 0,
        plan_from=model.plan.low if model.plan else 0,
        plan_none=model.plan.none if model.plan else "",
        recommend=model.recommend.step if model.recommend else None,
        recommend_most=model.recommend.most if model.recommend else 0,
        income=model.income,
        campaign=Campaign(**model.campaign.model_dump()) if model.campaign else None,
        door=model.door,
        remind=model.remind,
        note=model.note,
    )


def _step(step_id: str, model: StepModel) -> Step:
    task = model.task
    return Step(
        id=step_id,
        kind=model.kind,
        ask=model.ask,
        help=model.help,
        area=model.area,
        choices=tuple(_choice(choice_id, choice) for choice_id, choice in model.choices.items()),
        when={step: frozenset(choices) for step, choices in model.when.items()},
        skip=model.skip or "",
        task=Task(task.text, tuple(task.done), task.action, task.entry) if task else None,
        entry_id=model.entry,
        least=model.least,
        most=model.most,
        of=tuple(model.of),
        base=model.base,
        places=model.by_number,
    )


def _choice(choice_id: str, model: ChoiceModel) -> Choice:
    return Choice(
        id=choice_id,
        label=model.label,
        points=model.points,
        says=tuple(model.says),
        reason=model.reason or "",
        alarm=model.alarm,
        fits=dict(model.fits),
        why=model.why or "",
        action=model.action or "",
        entry_id=model.entry or "",
        months=Band(model.months.low, model.months.high) if model.months else None,
    )


def _area(area_id: str, model: AreaModel) -> Area:
    tips = tuple(Tip(tip.day, tip.text, tip.entry) for tip in model.tips)
    return Area(area_id, model.label, model.weight, model.entry, tips)


def _levels(models: list[LevelModel]) -> tuple[Level, ...]:
    return tuple(Level(level.low, level.label) for level in models)


def _condition(model: Mapping[str, list[str] | BandModel]) -> Condition:
    return {
        name: Band(wanted.low, wanted.high) if isinstance(wanted, BandModel) else frozenset(wanted)
        for name, wanted in model.items()
    }
