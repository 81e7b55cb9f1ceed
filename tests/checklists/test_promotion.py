"""The arithmetic of paid clicks, exact where all is known and a span where it is not."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checklists.money import IDR, USD, Amount
from bot.checklists.promotion import promotion_of
from bot.checklists.result import Promotion, Span

Range = tuple[float, float]
FIGURES = ("profit", "break_even", "per_100", "clicks", "affordable", "needed")


def usd(money: Range | None) -> tuple[Amount, Amount] | None:
    return (Amount(money[0], USD), Amount(money[1], USD)) if money else None


def idr(value: float) -> tuple[Amount, Amount]:
    return Amount(value, IDR), Amount(value, IDR)


def promotion(price: Range | None, cost: Range | None, orders: Range | None, click: Range | None) -> Promotion:
    return promotion_of(usd(price), usd(cost), orders, usd(click), None)


def at(number: float) -> Range:
    return number, number


@pytest.mark.parametrize(
    ("price", "cost", "orders", "click", "expected"),
    [
        pytest.param(
            at(20), at(5), at(0.02), at(0.25),
            # 20 - 5 = 15; 15 x 0.02 = 0.30; 100 x 0.30 - 100 x 0.25 = 5; 1 / 0.02 = 50; 15 / 0.25 = 60; 0.25 / 0.02
            {"profit": at(15), "break_even": at(0.30), "per_100": at(5), "clicks": at(50), "affordable": at(60),
             "needed": at(12.5)},
            id="it pays",
        ),
        pytest.param(
            at(10), at(2), at(0.01), at(0.20),
            # 8; 8 x 0.01 = 0.08; 8 - 20 = -12; 100 clicks an order; 8 / 0.2 = 40 are affordable; 0.2 / 0.01 = 20 needed
            {"profit": at(8), "break_even": at(0.08), "per_100": at(-12), "clicks": at(100), "affordable": at(40),
             "needed": at(20)},
            id="it does not pay",
        ),
        pytest.param(
            at(5), at(8), at(0.1), at(0.5),
            # a loss of 3 each: 100 x -0.3 - 50 = -80; no click is affordable
            {"profit": at(-3), "break_even": at(-0.3), "per_100": at(-80), "clicks": at(10), "affordable": at(0),
             "needed": at(5)},
            id="every order loses",
        ),
        pytest.param(
            (10, 20), (2, 4), (0.01, 0.02), (0.1, 0.2),
            # 10 - 4 .. 20 - 2; 6 x 0.01 .. 18 x 0.02; 6 - 20 .. 36 - 10; 1 / 0.02 .. 1 / 0.01; 6 / 0.2 .. 18 / 0.1;
            # 0.1 / 0.02 .. 0.2 / 0.01
            {"profit": (6, 18), "break_even": (0.06, 0.36), "per_100": (-14, 26), "clicks": (50, 100),
             "affordable": (30, 180), "needed": (5, 20)},
            id="ranges",
        ),
        pytest.param(
            at(20), None, at(0.02), at(0.25),
            # the cost is between 0 and 20, so the profit too; 0 - 25 .. 40 - 25
            {"profit": (0, 20), "break_even": (0, 0.4), "per_100": (-25, 15), "clicks": at(50), "affordable": (0, 80),
             "needed": at(12.5)},
            id="cost unknown",
        ),
        pytest.param(
            None, at(5), at(0.02), at(0.25),
            {"profit": None, "break_even": None, "per_100": None, "clicks": at(50), "affordable": None,
             "needed": at(12.5)},
            id="price unknown",
        ),
        pytest.param(
            at(20), at(5), None, at(0.25),
            {"profit": at(15), "break_even": None, "per_100": None, "clicks": None, "affordable": at(60),
             "needed": None},
            id="orders unknown",
        ),
        pytest.param(
            at(20), at(5), at(0.02), None,
            {"profit": at(15), "break_even": at(0.3), "per_100": None, "clicks": at(50), "affordable": None,
             "needed": None},
            id="click unknown",
        ),
        pytest.param(
            at(20), at(5), (0, 0.02), (0, 0.25),
            # no order at all is possible, and free clicks are
            {"profit": at(15), "break_even": (0, 0.3), "per_100": (-25, 30), "clicks": (50, math.inf),
             "affordable": (60, math.inf), "needed": (0, math.inf)},
            id="from nothing",
        ),
        pytest.param(
            at(20), at(5), at(0), at(0.25),
            {"profit": at(15), "break_even": at(0), "per_100": at(-25), "clicks": at(math.inf), "affordable": at(60),
             "needed": at(math.inf)},
            id="no orders",
        ),
        pytest.param(
            None, None, None, None, dict.fromkeys(FIGURES), id="nothing known",
        ),
    ],
)  # fmt: skip
def test_worked_cases(
    price: Range | None,
    cost: Range | None,
    orders: Range | None,
    click: Range | None,
    expected: dict[str, Range | None],
) -> None:
    found = promotion(price, cost, orders, click)
    for name, span in expected.items():
        value: Span | None = getattr(found, name)
        assert (value and (value.low, value.high)) == (span and pytest.approx(span)), name
    assert (found.currency, found.unconverted) == (USD, False)


def test_rupiah_become_dollars_at_the_rate() -> None:
    # 320,000 / 16,000 = 20; 80,000 / 16,000 = 5
    found = promotion_of(idr(320_000), idr(80_000), at(0.02), usd(at(0.25)), 16_000)
    assert (found.currency, found.profit, found.unconverted) == (USD, Span(15, 15), False)


def test_rupiah_alone_stay_rupiah_without_a_rate() -> None:
    # (150,000 - 50,000) x 0.02 = 2,000; 100 x 2,000 - 100 x 1,500 = 50,000
    found = promotion_of(idr(150_000), idr(50_000), at(0.02), idr(1_500), None)
    assert (found.currency, found.per_100, found.unconverted) == (IDR, Span(50_000, 50_000), False)


def test_rupiah_beside_dollars_are_left_out_without_a_rate() -> None:
    found = promotion_of(usd(at(20)), idr(50_000), at(0.02), usd(at(0.25)), None)
    assert (found.currency, found.cost, found.unconverted) == (USD, None, True)
    assert found.profit == Span(0, 20)


MONEY = st.floats(min_value=0, max_value=10_000)
SHARE = st.floats(min_value=0, max_value=1)
PART = st.floats(min_value=0, max_value=1)


def ordered(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Range]:
    return st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair)))


def point(span: Range, part: float) -> Range:
    return at(min(max(span[0] + part * (span[1] - span[0]), span[0]), span[1]))


@given(ordered(MONEY), ordered(MONEY), ordered(SHARE), ordered(MONEY), st.tuples(PART, PART, PART, PART))
def test_whatever_is_true_within_the_ranges_lies_within_the_result(
    price: Range, cost: Range, orders: Range, click: Range, parts: tuple[float, float, float, float]
) -> None:
    ranges = (price, cost, orders, click)
    whole = promotion(*ranges)
    exact = promotion(*(point(span, part) for span, part in zip(ranges, parts, strict=True)))
    for name in FIGURES:
        inner, outer = getattr(exact, name), getattr(whole, name)
        assert outer.low <= inner.low <= inner.high <= outer.high, name


@given(MONEY, SHARE, MONEY, PART)
def test_an_unknown_cost_covers_every_cost_up_to_the_price(
    price: float, orders: float, click: float, part: float
) -> None:
    open_, exact = (promotion(at(price), cost, at(orders), at(click)) for cost in (None, at(price * part)))
    assert open_.per_100 is not None
    assert exact.per_100 is not None
    assert open_.per_100.low <= exact.per_100.low <= open_.per_100.high


@given(ordered(MONEY), ordered(MONEY) | st.none(), ordered(SHARE), ordered(MONEY), MONEY)
def test_a_higher_price_never_lowers_and_a_dearer_click_never_raises_the_result(
    price: Range, cost: Range | None, orders: Range, click: Range, more: float
) -> None:
    before = promotion(price, cost, orders, click).per_100
    dearer = promotion((price[0] + more, price[1] + more), cost, orders, click).per_100
    costlier = promotion(price, cost, orders, (click[0] + more, click[1] + more)).per_100
    assert before is not None
    assert dearer is not None
    assert costlier is not None
    assert dearer.low >= before.low
    assert dearer.high >= before.high
    assert costlier.low <= before.low
    assert costlier.high <= before.high


@given(*(ordered(numbers) | st.none() for numbers in (MONEY, MONEY, SHARE, MONEY)))
def test_no_figure_is_ever_not_a_number(
    price: Range | None, cost: Range | None, orders: Range | None, click: Range | None
) -> None:
    found = promotion(price, cost, orders, click)
    spans = [value for field in fields(found) if isinstance(value := getattr(found, field.name), Span)]
    assert all(span.low <= span.high for span in spans)
    assert not any(math.isnan(end) or end == -math.inf for span in spans for end in (span.low, span.high))
