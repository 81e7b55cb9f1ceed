"""Answers as they are kept: JSON values, each of the form that its step's kind asks for.

choice   "sebagian"                     many     ["niche", "platform"]
amounts  [[4000000, "IDR"], ...]        amount   [[10, "USD"], [20, "USD"]], from and to
orders   [0.02, 0.04], orders a click   rate     16300
skipped  None
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from bot.checklists.money import Amount
from bot.content.checklist import Checklist, Kind, Step

Answer = Any
Answers = Mapping[str, Answer]

_CURRENCIES = ("IDR", "USD")


def fits(step: Step, answer: Answer) -> bool:
    """Whether an answer is one that the step takes; kept ones may be older than the checklist."""
    if answer is None:
        return bool(step.skip)
    match step.kind:
        case Kind.CHOICE:
            return isinstance(answer, str) and answer in step.by_id
        case Kind.MANY:
            return _is_list(answer) and all(isinstance(one, str) and one in step.by_id for one in answer)
        case Kind.AMOUNTS:
            return _is_list(answer) and step.least <= len(answer) <= step.most and all(map(_is_amount, answer))
        case Kind.AMOUNT:
            return _is_list(answer) and len(answer) == 2 and all(map(_is_amount, answer))
        case Kind.ORDERS:
            return _is_list(answer) and len(answer) == 2 and all(_is_number(one) and one <= 1 for one in answer)
        case Kind.RATE:
            return _is_number(answer) and answer > 0


def still_fitting(checklist: Checklist, answers: Answers) -> dict[str, Answer]:
    """The answers that the checklist still takes."""
    return {
        name: answer
        for name, answer in answers.items()
        if name in checklist.by_id and fits(checklist.by_id[name], answer)
    }


def kept_amounts(amounts: Sequence[Amount]) -> list[list[Any]]:
    """Amounts as they are kept."""
    return [[amount.value, amount.currency] for amount in amounts]


def amounts_of(answer: Answer) -> tuple[Amount, ...]:
    """The amounts of an answer; none where it was skipped."""
    return tuple(Amount(float(value), str(currency)) for value, currency in answer or ())


def range_of(answer: Answer) -> tuple[Amount, Amount] | None:
    """The range of an answer of one amount."""
    found = amounts_of(answer)
    return (found[0], found[1]) if len(found) == 2 else None


def chosen(step: Step, answer: Answer) -> tuple[str, ...]:
    """The ids of the choices that an answer names."""
    if step.kind is Kind.CHOICE:
        return (answer,) if isinstance(answer, str) else ()
    return tuple(answer or ()) if step.kind is Kind.MANY else ()


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def _is_amount(value: Any) -> bool:
    return _is_list(value) and len(value) == 2 and _is_number(value[0]) and value[1] in _CURRENCIES
