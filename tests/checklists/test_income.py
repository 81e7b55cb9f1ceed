"""Months of income come to an average, a trend and a spread in one currency."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checklists.income import income_of
from bot.checklists.money import IDR, USD, Amount
from bot.checklists.result import Income


def income(*values: float, currency: str = IDR, rate: float | None = None) -> Income:
    found = income_of([Amount(value, currency) for value in values], rate)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("values", "average", "trend", "spread"),
    [
        ([5, 5, 5], 5, 0, 0),
        ([5], 5, 0, 0),
        ([4, 5, 6], 5, 1 / 5, (2 / 3) ** 0.5 / 5),  # +1 a month; variance (1 + 0 + 1) / 3
        ([6, 5, 4], 5, -1 / 5, (2 / 3) ** 0.5 / 5),
        ([2, 4], 3, 2 / 3, 1 / 3),  # both are 1 away from 3
        # slopes of all pairs 1, 1, 2/3, 1, 1/2, 0 (sorted 0 1/2 2/3 1 1 1), median (2/3 + 1) / 2; mean 21 / 4
        ([4, 5, 6, 6], 5.25, (5 / 6) / 5.25, 0.6875**0.5 / 5.25),  # squares 1.5625 + 0.0625 + 2 x 0.5625, by 4
        ([0, 0, 0], 0, 0, 0),
    ],
    ids=["steady", "one month", "rising", "falling", "two months", "levelling off", "nothing earned"],
)
def test_income_is_described(values: list[float], average: float, trend: float, spread: float) -> None:
    found = income(*values)
    assert (found.average, found.trend, found.spread) == pytest.approx((average, trend, spread))


def test_one_odd_month_does_not_turn_the_trend() -> None:
    assert income(4, 5, 6, 100, 8).trend > 0
    assert income(4, 5, 6, 0, 8).trend > 0


def test_dollars_become_rupiah_at_the_rate() -> None:
    found = income_of([Amount(300, USD), Amount(5_000_000, IDR)], 16_000)
    assert found is not None
    assert (found.months, found.currency) == ((4_800_000, 5_000_000), IDR)


def test_dollars_alone_stay_dollars_without_a_rate() -> None:
    found = income(300, 500, currency=USD)
    assert (found.months, found.currency, found.average) == ((300, 500), USD, 400)


def test_mixed_months_without_a_rate_are_no_income() -> None:
    assert income_of([Amount(300, USD), Amount(5_000_000, IDR)], None) is None


def test_a_month_without_income_has_no_currency() -> None:
    found = income_of([Amount(300, USD), Amount(0, IDR)], None)
    assert found is not None
    assert (found.months, found.currency) == ((300, 0), USD)


def test_no_months_are_no_income() -> None:
    assert income_of([], 16_000) is None


@given(st.lists(st.floats(min_value=0, max_value=1e12), min_size=1, max_size=24), st.floats(min_value=0.5, max_value=9))
def test_trend_and_spread_do_not_depend_on_the_unit(values: list[float], factor: float) -> None:
    values = [round(value) for value in values]
    plain, scaled = income(*values), income(*(value * factor for value in values))
    assert (scaled.trend, scaled.spread) == pytest.approx((plain.trend, plain.spread), abs=1e-6)
    assert min(values) <= plain.average * (1 + 1e-9)
    assert plain.spread >= 0
