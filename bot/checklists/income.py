"""What months of income come to: their average, where they are going, how steady they are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import fmean, median, pstdev

from bot.checklists.money import IDR, USD, Amount
from bot.checklists.result import Income


def income_of(months: Sequence[Amount], rate: float | None) -> Income | None:
    """Average, trend and spread of monthly income, oldest month first; `rate` is rupiah for one dollar.

    Dollars become rupiah where there is a rate; without one, months in dollars alone stay so. None where there are no
    months, or where dollars stand beside rupiah without a rate: neither could be left out.
    """
    currencies = {month.currency for month in months if month.value} or {month.currency for month in months}
    if not months or (rate is None and len(currencies) > 1):
        return None
    currency = USD if rate is None and currencies == {USD} else IDR
    values = tuple(month.value * (rate if rate and month.currency == USD else 1) for month in months)
    average = fmean(values)
    return Income(
        months=values,
        currency=currency,
        average=average,
        trend=_slope(values) / average if average else 0.0,
        spread=pstdev(values) / average if average else 0.0,
    )


def _slope(values: Sequence[float]) -> float:
    """The usual change from a month to the next (Theil-Sen: the median over all pairs), which one odd month spares."""
    slopes = [(later - earlier) / (j - i) for (i, earlier), (j, later) in combinations(enumerate(values), 2)]
    return median(slopes) if slopes else 0.0
