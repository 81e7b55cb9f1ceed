"""What a typed message answers: the choice, the choices or the figures that a step asks for, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from bot.checklists.answers import Answer, fits, kept_amounts
from bot.checklists.money import AmountError, Reason, read_amounts, read_orders, read_range, read_rate
from bot.checklists.typed import is_skip, read_choice, read_many
from bot.content.checklist import Kind, Step


class _Nothing(Enum):
    NOTHING = "nothing"


NOTHING = _Nothing.NOTHING
"""No answer; None is one, of whoever skips."""


def read_answer(text: str, step: Step, slang: Mapping[str, str]) -> Answer:
    """The answer that a typed message is to a step, as it is kept, or NOTHING."""
    if step.skip and is_skip(text, step.skip):
        return [] if step.kind is Kind.MANY else None
    if step.kind is Kind.CHOICE:
        chosen = read_choice(text, step, slang)
        return NOTHING if chosen is None else chosen
    if step.kind is Kind.MANY:
        many = read_many(text, step, slang)
        return NOTHING if many is None else list(many)
    try:
        answer = read_figures(text, step)
    except AmountError:
        return NOTHING
    return answer if fits(step, answer) else NOTHING


def read_figures(text: str, step: Step) -> Answer:
    """The figures of a step that asks for some; raises AmountError, also where the step asks for none."""
    match step.kind:
        case Kind.AMOUNTS:
            amounts = read_amounts(text)
            if not step.least <= len(amounts) <= step.most:
                raise AmountError(Reason.TOO_FEW if len(amounts) < step.least else Reason.TOO_MANY)
            return kept_amounts(amounts)
        case Kind.AMOUNT:
            return kept_amounts(read_range(text, default="USD"))
        case Kind.ORDERS:
            return list(read_orders(text))
        case Kind.RATE:
            return read_rate(text)
        case _:
            raise AmountError(Reason.NOTHING)
