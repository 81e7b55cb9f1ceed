"""What a checklist's answers add up to: scores by area, tasks, advice, a plan, figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.checklists.answers import Answer, Answers, amounts_of, chosen, range_of
from bot.checklists.income import income_of
from bot.checklists.promotion import promotion_of
from bot.checklists.result import AreaScore, Income, Promotion, Recommended, Result, Span, TaskState
from bot.checklists.walk import way
from bot.content.checklist import Advice, Area, Band, Checklist, Choice, Condition, Level, Step, Tip


def result_of(checklist: Checklist, answers: Answers) -> Result:
    """The result of the answers that are on the way; what is not answered counts as nothing."""
    steps = way(checklist, answers)
    on_way = {step.id: answers[step.id] for step in steps if step.id in answers}
    areas = tuple(_area_scores(checklist, steps, on_way))
    total = _total(checklist, areas)
    income = _income(checklist, on_way)
    promotion = _promotion(checklist, on_way)
    figures = _figures(areas, total, promotion)
    used = _chosen_of(checklist, on_way, checklist.recommend)
    return Result(
        checklist=checklist.name,
        door=on_way.get(checklist.door) if checklist.door else None,
        total=total,
        total_level=_level(checklist.total_levels, total) if total is not None else "",
        areas=areas,
        tasks=tuple(_tasks(steps, on_way)),
        advice=tuple(_advice(checklist, on_way, figures)),
        plan=_plan(checklist, areas),
        recommended=_recommended(checklist, steps, areas, used),
        used=used,
        income=income,
        promotion=promotion,
        income_unconverted=income is None and _has_income(checklist, on_way),
    )


def _choices(step: Step, answers: Answers) -> Iterator[Choice]:
    for name in chosen(step, answers.get(step.id)):
        if name in step.by_id:
            yield step.by_id[name]


def _chosen_of(checklist: Checklist, answers: Answers, step_id: str | None) -> tuple[Choice, ...]:
    return tuple(_choices(checklist.by_id[step_id], answers)) if step_id else ()


def _area_scores(checklist: Checklist, steps: Sequence[Step], answers: Answers) -> Iterator[AreaScore]:
    """A score for each area of which a step is on the way: points of all its steps, asked or not, of the most."""
    for area in checklist.areas:
        asked = [step for step in steps if step.area == area.id]
        most = sum(step.most_points for step in checklist.steps if step.area == area.id)
        if not asked or not most:
            continue
        choices = [choice for step in asked for choice in _choices(step, answers)]
        score = _rounded(100 * sum(choice.points for choice in choices) / most)
        reasons = tuple(choice.reason for choice in choices if choice.reason)
        yield AreaScore(area, score, _level(checklist.levels, score), reasons)


def _total(checklist: Checklist, areas: Iterable[AreaScore]) -> int | None:
    if checklist.total is None:
        return None
    return _rounded(sum(scored.area.weight * scored.score for scored in areas) / 100)


def _rounded(number: float) -> int:
    """To the nearest whole number, halves up: Python's own goes to the even one, now up and now down."""
    return math.floor(number + 0.5)


def _level(levels: Sequence[Level], score: int) -> str:
    return next((level.label for level in reversed(levels) if score >= level.low), "")


def _tasks(steps: Iterable[Step], answers: Answers) -> Iterator[TaskState]:
    for step in steps:
        if step.task:
            yield TaskState(step.id, step.task, answers.get(step.id) in step.task.done)


def _plan(checklist: Checklist, areas: Sequence[AreaScore]) -> tuple[tuple[Area, tuple[Tip, ...]], ...]:
    """The areas that press most, in the order of their pressure, with their tips."""
    pressing = sorted((one for one in areas if one.score >= checklist.plan_from), key=lambda one: -one.score)
    return tuple((one.area, one.area.tips) for one in pressing[: checklist.plan_areas])


def _recommended(
    checklist: Checklist, steps: Sequence[Step], areas: Sequence[AreaScore], used: Sequence[Choice]
) -> tuple[Recommended, ...]:
    """The unused strategies that answer the pressures best: the sum of pressure x fit decides."""
    step = next((step for step in steps if step.id == checklist.recommend), None)
    if step is None:
        return ()
    found: list[tuple[int, Recommended]] = []
    for choice in step.choices:
        answered = sorted(
            ((one.score * choice.fits.get(one.area.id, 0), one.area.label) for one in areas), key=lambda pair: -pair[0]
        )
        weight = sum(part for part, _ in answered)
        if choice not in used and weight:
            found.append((weight, Recommended(choice, tuple(label for part, label in answered if part))))
    found.sort(key=lambda pair: -pair[0])
    return tuple(one for _, one in found[: checklist.recommend_most])


def _rate(checklist: Checklist, answers: Answers) -> float | None:
    step = checklist.rate
    answer: Answer = answers.get(step.id) if step else None
    return float(answer) if answer is not None else None


def _has_income(checklist: Checklist, answers: Answers) -> bool:
    return checklist.income is not None and bool(answers.get(checklist.income))


def _income(checklist: Checklist, answers: Answers) -> Income | None:
    if checklist.income is None or not (months := amounts_of(answers.get(checklist.income))):
        return None
    return income_of(months, _rate(checklist, answers))


def _promotion(checklist: Checklist, answers: Answers) -> Promotion | None:
    """The arithmetic of promotion, once the steps that it rests on were asked."""
    names = checklist.campaign
    if names is None or not {names.price, names.cost, names.orders, names.click} <= answers.keys():
        return None
    orders = answers[names.orders]
    return promotion_of(
        range_of(answers[names.price]),
        range_of(answers[names.cost]),
        (float(orders[0]), float(orders[1])) if orders is not None else None,
        range_of(answers[names.click]),
        _rate(checklist, answers),
    )


def _figures(areas: Iterable[AreaScore], total: int | None, promotion: Promotion | None) -> dict[str, Span]:
    """Every number that a condition may name."""
    figures = {one.area.id: Span(one.score, one.score) for one in areas}
    if total is not None:
        figures["total"] = Span(total, total)
    if promotion:
        in_dollars = promotion.currency == "USD"
        known = {
            "price": promotion.price if in_dollars else None,  # conditions name dollars
            "profit": promotion.profit if in_dollars else None,
            "break-even": promotion.break_even if in_dollars else None,
            "per-100": promotion.per_100 if in_dollars else _sign_of(promotion.per_100),
        }
        figures.update({name: span for name, span in known.items() if span})
    return figures


def _sign_of(span: Span | None) -> Span | None:
    """Whether something is gain or loss can be told in any currency."""
    return span and Span(_sign(span.low), _sign(span.high))


def _sign(number: float) -> float:
    return float((number > 0) - (number < 0))


def _advice(checklist: Checklist, answers: Answers, figures: Mapping[str, Span]) -> Iterator[Advice]:
    said: set[str] = set()
    for rule in checklist.advice:
        if rule.group not in said and _holds(rule.when, checklist, answers, figures):
            said.add(rule.group)
            yield rule


def _holds(condition: Condition, checklist: Checklist, answers: Answers, figures: Mapping[str, Span]) -> bool:
    for name, wanted in condition.items():
        if isinstance(wanted, Band):
            span = figures.get(name)
            if span is None or not wanted.holds(span.low, span.high):
                return False
        elif wanted.isdisjoint(chosen(checklist.by_id[name], answers.get(name))):
            return False
    return True
