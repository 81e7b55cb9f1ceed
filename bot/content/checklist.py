"""A checklist as data: steps, kinds of answer, conditions, weights, advice by result, the entries that it leans on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What answers a step."""

    CHOICE = "choice"  # one of its choices
    MANY = "many"  # any number of its choices
    AMOUNTS = "amounts"  # money, once a month
    AMOUNT = "amount"  # money, or a range of it
    ORDERS = "orders"  # orders of a hundred clicks, or a range
    RATE = "rate"  # what one dollar costs in rupiah


@dataclass(frozen=True)
class Band:
    """Numbers from `low` to `high`, both included; None is without end."""

    low: float | None = None
    high: float | None = None

    def holds(self, low: float, high: float) -> bool:
        """Whether every number between two lies in the band."""
        return (self.low is None or low >= self.low) and (self.high is None or high <= self.high)


Condition = Mapping[str, frozenset[str] | Band]
"""What must hold, all of it: a step's answer is one of these choices, a figure lies in this band."""


@dataclass(frozen=True)
class Task:
    """Something that can be ticked off: done when its step is answered with one of `done`, the first of them best."""

    text: str
    done: tuple[str, ...]
    action: str
    entry_id: str


@dataclass(frozen=True)
class Choice:
    """One answer to choose; in a step of many it may be a strategy that fits areas (0-3 each)."""

    id: str
    label: str
    points: int = 0
    says: tuple[str, ...] = ()  # how people type it
    reason: str = ""  # what it means for the area
    alarm: bool = False  # whoever chooses it is shown where there is help
    fits: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    action: str = ""
    entry_id: str = ""
    months: Band | None = None  # a typed length of time, in full months, that means this choice


@dataclass(frozen=True)
class Step:
    """One question; `skip` is the label of not answering it, empty where it must be answered."""

    id: str
    kind: Kind
    ask: str
    help: str
    area: str | None = None
    choices: tuple[Choice, ...] = ()
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    skip: str = ""
    task: Task | None = None
    entry_id: str | None = None
    least: int = 1  # of amounts
    most: int = 12
    of: tuple[str, ...] = ()  # for a rate: the steps whose amounts may need it
    base: str = "IDR"  # for a rate: the currency that everything is brought to
    places: bool = True  # whether a bare number that is typed is the place of a choice

    @cached_property
    def by_id(self) -> Mapping[str, Choice]:
        """The choices by their ids."""
        return {choice.id: choice for choice in self.choices}

    @property
    def most_points(self) -> int:
        """The points of the best answer."""
        return max((choice.points for choice in self.choices), default=0)


@dataclass(frozen=True)
class Tip:
    """One thing to do, on a day of the plan."""

    day: str
    text: str
    entry_id: str


@dataclass(frozen=True)
class Area:
    """One part of the result, scored 0-100 by its steps; weights add up to 100 where there is a total."""

    id: str
    label: str
    weight: int
    entry_id: str
    tips: tuple[Tip, ...] = ()


@dataclass(frozen=True)
class Level:
    """How a score reads from a number on."""

    low: int
    label: str


@dataclass(frozen=True)
class Advice:
    """Something to say where its condition holds; of one group only the first that does."""

    group: str
    when: Condition
    text: str
    entry_id: str


@dataclass(frozen=True)
class Campaign:
    """Which steps hold the figures of paid promotion."""

    price: str
    cost: str
    orders: str
    click: str


@dataclass(frozen=True)
class Checklist:
    """One guided checklist and the entries that it leans on."""

    name: str
    title: str
    label: str
    emoji: str
    intro: str
    entries: tuple[str, ...]
    steps: tuple[Step, ...]
    areas: tuple[Area, ...] = ()
    levels: tuple[Level, ...] = ()  # of an area's score, from 0 up
    more_is_better: bool = True
    private: bool = True  # its results are the person's own and never posted in a group
    total: str | None = None  # what the weighted sum is called, where there is one
    total_levels: tuple[Level, ...] = ()
    advice: tuple[Advice, ...] = ()
    plan_areas: int = 0  # how many areas the plan is made for: those that press most
    plan_from: int = 0  # and only from this score on
    plan_none: str = ""  # what is said where none does
    recommend: str | None = None  # the step of many whose unused choices are recommended
    recommend_most: int = 3
    income: str | None = None  # the step of amounts that shows average, trend and steadiness
    campaign: Campaign | None = None
    door: str | None = None  # the step of choice that tells kinds of results apart
    remind: bool = False  # whether the person is offered to be reminded
    note: str = ""  # what the result is not

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """The steps by their ids."""
        return {step.id: step for step in self.steps}

    @property
    def rate(self) -> Step | None:
        """The step that asks for an exchange rate."""
        return next((step for step in self.steps if step.kind is Kind.RATE), None)
