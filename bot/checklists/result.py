"""What a walk through a checklist ends in: scores that explain themselves, what is done, what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.checklist import Advice, Area, Choice, Task, Tip


@dataclass(frozen=True)
class Span:
    """A number that may only be known to lie between two; `high` may be infinite."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


@dataclass(frozen=True)
class AreaScore:
    """An area's score (0-100), how it reads, and the answers that it comes from."""

    area: Area
    score: int
    level: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskState:
    """Whether a task is done."""

    step_id: str
    task: Task
    done: bool


@dataclass(frozen=True)
class Recommended:
    """A strategy that is not used yet and the areas (labels, the most pressing first) that it answers."""

    choice: Choice
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Income:
    """Monthly income, oldest first, in one currency.

    `trend` is the change a month as a share of the average (0.05: up by 5% of it); `spread` the usual distance from the
    average as a share of it (standard deviation / mean).
    """

    months: tuple[float, ...]
    currency: str
    average: float
    trend: float
    spread: float


@dataclass(frozen=True)
class Promotion:
    """The arithmetic of paid clicks; what is not known, or only within a span, stays so.

    Money in `currency`; `orders` are orders a click (0-1); `break_even` is the cost of a click at which nothing is won
    or lost (profit x orders), `per_100` the profit of 100 clicks after they are paid, `clicks` how many clicks an order
    takes, `affordable` how many it may take before the order's profit is gone (profit / cost of a click),
    `needed` the profit an order must bring for the clicks it takes (cost of a click / orders).
    """

    currency: str
    price: Span | None
    cost: Span | None
    profit: Span | None
    orders: Span | None
    click: Span | None
    break_even: Span | None
    per_100: Span | None
    clicks: Span | None
    affordable: Span | None
    needed: Span | None
    unconverted: bool = False
    """Whether amounts in another currency were left out because no rate was given."""


@dataclass(frozen=True)
class Result:
    """All of it; parts that a checklist does not have are empty."""

    checklist: str
    door: str | None
    total: int | None
    total_level: str
    areas: tuple[AreaScore, ...]
    tasks: tuple[TaskState, ...]
    advice: tuple[Advice, ...]
    plan: tuple[tuple[Area, tuple[Tip, ...]], ...]
    recommended: tuple[Recommended, ...]
    used: tuple[Choice, ...]
    income: Income | None
    promotion: Promotion | None
    income_unconverted: bool = False
    """Whether months in two currencies were given without a rate, so that there is no income."""
